from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnknownLocator
from corpus.locator import Locator, ancestors, article_of, label
from corpus.manifest import default_manifest
from corpus.nouns import Source

EDPB = Source(
    id="edpb-2024-1",
    authority="edpb",
    titles={"en": "Guidelines 1/2024"},
    short_titles={"en": "EDPB Guidelines 1/2024", "fr": "CEPD, lignes directrices 1/2024"},
    urls={"en": "https://www.edpb.europa.eu/"},
    languages=("en",),
    origins=(),
    licence="",
)

slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,3}", fullmatch=True)
locators = st.builds(Locator, slugs, slugs, st.one_of(st.just(""), slugs))


def source_of(locator: str) -> Source:
    source_id = locator.split(":")[0]
    return EDPB if source_id == EDPB.id else default_manifest().source(source_id)


@settings(deadline=None)
@given(locators)
def test_a_printed_locator_reads_back_as_itself(locator: Locator) -> None:
    assert Locator.parse(str(locator)) == locator


@settings(deadline=None)
@given(locators, st.sampled_from(["", " ", "  ", "\u00a0"]))
def test_case_and_spaces_around_the_marks_do_not_matter(locator: Locator, space: str) -> None:
    typed = str(locator).upper()
    for mark in ":#-":
        typed = typed.replace(mark, f"{space}{mark}{space}")
    assert Locator.parse(f"{space}{typed}{space}") == locator


@settings(deadline=None)
@given(locators)
def test_every_ancestor_is_a_shorter_start_of_the_locator(locator: Locator) -> None:
    chain = ancestors(str(locator))
    assert list(chain) == sorted(chain, key=len, reverse=True)
    assert all(str(locator).startswith(ancestor) for ancestor in chain)
    assert str(locator) not in chain
    assert article_of(str(locator)) in (str(locator), *chain)


@settings(deadline=None)
@given(locators)
def test_the_ancestors_of_an_ancestor_are_the_rest_of_the_chain(locator: Locator) -> None:
    chain = ancestors(str(locator))
    for position, ancestor in enumerate(chain):
        assert ancestors(ancestor) == chain[position + 1 :]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_locator_or_is_refused_by_name(text: str) -> None:
    try:
        locator = Locator.parse(text)
    except UnknownLocator as error:
        assert error.values["locator"] == text
    else:
        assert Locator.parse(str(locator)) == locator


def test_a_space_may_stand_for_a_hyphen_and_a_typeset_hyphen_is_a_hyphen() -> None:
    assert Locator.parse("GDPR: art 6 1 f") == Locator("gdpr", "art-6-1-f")
    assert Locator.parse("cpce:art\u2011L34\u20115") == Locator("cpce", "art-l34-5")


@pytest.mark.parametrize(
    "nonsense",
    ["", ":", "gdpr", "gdpr:", ":art-6", "gdpr:art-6#", "gdpr:art-6(1)", "gdpr:art--6", "a:b:c",
     "gdpr:art-6#2#3", "gdpr/art-6", "rgpd:é", "gdpr:art-6-", "../etc:passwd", "gdpr:art-６"],
)  # fmt: skip
def test_nonsense_is_refused(nonsense: str) -> None:
    with pytest.raises(UnknownLocator):
        Locator.parse(nonsense)


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("gdpr:art-6-1-f", ("gdpr:art-6-1", "gdpr:art-6")),
        ("gdpr:art-6-1-f#2", ("gdpr:art-6-1-f", "gdpr:art-6-1", "gdpr:art-6")),
        ("gdpr:art-47-2-a-i", ("gdpr:art-47-2-a", "gdpr:art-47-2", "gdpr:art-47")),
        ("gdpr:art-6", ()),
        ("gdpr:rec-47", ()),
        ("gdpr:rec-47#2", ("gdpr:rec-47",)),
        ("cpce:art-l34-5", ()),
        ("conso:art-l242-16-1", ()),
        ("lil:art-20-1", ()),
        ("lil:art-8-i", ("lil:art-8",)),
        ("eprivacy:art-15-1b", ("eprivacy:art-15",)),
        ("cnil-faq:61", ()),
        ("cnil-dpo-guide:p12", ()),
        ("cnil-dev-guide:sheet-12-3", ("cnil-dev-guide:sheet-12",)),
        ("card:email-b2c", ()),
        ("card:email-b2c#body", ("card:email-b2c",)),
    ],
)
def test_ancestors_are_listed_nearest_first(locator: str, expected: tuple[str, ...]) -> None:
    assert ancestors(locator) == expected


@pytest.mark.parametrize(
    ("locator", "article"),
    [
        ("gdpr:art-6-1-f", "gdpr:art-6"),
        ("gdpr:art-4-11#2", "gdpr:art-4"),
        ("gdpr:art-6", "gdpr:art-6"),
        ("cpce:art-l34-5#3", "cpce:art-l34-5"),
        ("lil:art-20-1", "lil:art-20-1"),
        ("eprivacy:art-14a-1", "eprivacy:art-14a"),
        ("gdpr:rec-47", "gdpr:rec-47"),
        ("cnil-faq:61", "cnil-faq:61"),
    ],
)
def test_the_article_of_a_unit_is_the_whole_article_or_the_unit_itself(
    locator: str, article: str
) -> None:
    assert article_of(locator) == article


@pytest.mark.parametrize(
    ("locator", "french", "english"),
    [
        ("gdpr:art-21-2", "RGPD, article 21(2)", "GDPR, Article 21(2)"),
        ("gdpr:art-6-1-f", "RGPD, article 6(1)(f)", "GDPR, Article 6(1)(f)"),
        ("gdpr:art-4-11", "RGPD, article 4(11)", "GDPR, Article 4(11)"),
        ("gdpr:art-47-2-a-i", "RGPD, article 47(2)(a)(i)", "GDPR, Article 47(2)(a)(i)"),
        ("gdpr:rec-47", "RGPD, considérant 47", "GDPR, recital 47"),
        ("gdpr:rec-47#2", "RGPD, considérant 47, partie 2", "GDPR, recital 47, part 2"),
        ("cpce:art-l34-5", "CPCE, article L34-5", "CPCE, Article L34-5"),
        (
            "conso:art-l223-1",
            "Code de la consommation, article L223-1",
            "French Consumer Code, Article L223-1",
        ),
        (
            "lil:art-82",
            "loi Informatique et Libertés, article 82",
            "French Data Protection Act, Article 82",
        ),
        (
            "lil:art-20-1",
            "loi Informatique et Libertés, article 20-1",
            "French Data Protection Act, Article 20-1",
        ),
        (
            "eprivacy:art-14a-1",
            "directive ePrivacy, article 14a(1)",
            "ePrivacy Directive, Article 14a(1)",
        ),
        ("cnil-faq:61", "CNIL, question-réponse n° 61", "CNIL Q&A no. 61"),
        ("cnil-dpo-guide:p12", "CNIL, guide du DPO, page 12", "CNIL guide for DPOs, page 12"),
        (
            "cnil-dev-guide:sheet-12-3",
            "CNIL, guide du développeur, fiche 12, section 3",
            "CNIL developer guide, sheet 12, section 3",
        ),
        (
            "cnil-dev-guide:sheet-12",
            "CNIL, guide du développeur, fiche 12",
            "CNIL developer guide, sheet 12",
        ),
        (
            "edpb-2024-1:par-42",
            "CEPD, lignes directrices 1/2024, paragraphe 42",
            "EDPB Guidelines 1/2024, paragraph 42",
        ),
    ],
)
def test_a_label_reads_as_a_lawyer_would_write_it(locator: str, french: str, english: str) -> None:
    assert label(locator, source_of(locator), "fr") == french
    assert label(locator, source_of(locator), "en") == english


def test_a_card_is_labelled_by_its_heading_and_its_named_part_stays_unsaid() -> None:
    card = source_of("card:email-b2c")
    assert label("card:email-b2c", card, "fr", heading="E-mail à un client") == (
        "Fiche Recital : E-mail à un client"
    )
    assert label("card:email-b2c#body", card, "en", heading="E-mail to a customer") == (
        "Recital card: E-mail to a customer"
    )


def test_the_page_is_added_only_where_the_unit_does_not_say_it() -> None:
    assert label("edpb-2024-1:par-42", EDPB, "en", page=17).endswith("paragraph 42, page 17")
    guide = source_of("cnil-dpo-guide:p12")
    assert label("cnil-dpo-guide:p12#2", guide, "fr", page=12) == (
        "CNIL, guide du DPO, page 12, partie 2"
    )


def test_a_unit_without_a_number_is_labelled_by_its_heading() -> None:
    assert label("edpb-2024-1:summary", EDPB, "en", heading="Executive summary") == (
        "EDPB Guidelines 1/2024, Executive summary"
    )
