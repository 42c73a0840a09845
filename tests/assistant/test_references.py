from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.references import find_cited, find_references, name_references
from corpus.errors import UnknownLocator
from corpus.locator import Locator
from corpus.manifest import default_manifest
from corpus.nouns import Language, Passage
from ingest.parse import eurlex

POINT_F = "gdpr:art-6-1-f"


@pytest.mark.parametrize(
    "typed",
    [
        "article 6(1)(f)",
        "Article 6 (1) (f) GDPR",
        "article 6(1)f",
        "art. 6.1.f du RGPD",
        "art 6-1-f",
        "art 6 § 1 f)",
        "art 6§1 f RGPD",
        "art 6 1 f rgpd",
        "Art. 6 para 1 lit f GDPR",
        "Art. 6 Abs. 1 lit. f DSGVO",
        "l'article 6, paragraphe 1, point f)",
        "l’article 6, paragraphe 1, premier alinéa, point f), du RGPD",
        "article 6, 1°, point f)",
        "article 6 1° f)",
        "article 6 alinéa 1 point f",
        "point (f) of Article 6(1)",
        "point f) de l'article 6, paragraphe 1",
        "paragraph 1(f) of article 6",
        "RGPD, art. 6.1.f",
        "Article 6(1)(f) of Regulation (EU) 2016/679",
        "l'article 6(1)(f) du règlement (UE) 2016/679",
        "6(1)(f)",
        "intérêt légitime 6.1.f",
        "rgpd 6-1-f",
        "gdpr:art-6-1-f",
        "GDPR:Art-6-1-F",
    ],
)
def test_a_point_is_found_however_it_is_typed(typed: str) -> None:
    assert find_references(typed) == (POINT_F,)
    assert find_references(f"Peut-on s'appuyer sur {typed} ?") == (POINT_F,)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("article 4 (11)", ("gdpr:art-4-11",)),
        ("art 4-11 rgpd", ("gdpr:art-4-11",)),
        ("article 4, point 7)", ("gdpr:art-4-7",)),
        ("article 47(2)(a)(i)", ("gdpr:art-47-2-a-i",)),
        ("article premier", ("gdpr:art-1",)),
        ("l'article 1er du RGPD", ("gdpr:art-1",)),
        ("article n° 17", ("gdpr:art-17",)),
        ("considérant 47", ("gdpr:rec-47",)),
        ("recital 47", ("gdpr:rec-47",)),
        ("cons. 47", ("gdpr:rec-47",)),
        ("considerant n° 47", ("gdpr:rec-47",)),
        ("Recital (26) GDPR", ("gdpr:rec-26",)),
        ("recital 40 of the ePrivacy Directive", ("eprivacy:rec-40",)),
        ("L34-5", ("cpce:art-l34-5",)),
        ("l34-5 sms", ("cpce:art-l34-5",)),
        ("L. 34-5 du CPCE", ("cpce:art-l34-5",)),
        ("article 34-5 du CPCE", ("cpce:art-l34-5",)),
        ("article L.223-1", ("conso:art-l223-1",)),
        ("article L. 242-16-1 du code de la consommation", ("conso:art-l242-16-1",)),
        ("code conso R223-4", ("conso:art-r223-4",)),
        ("article 82 de la loi informatique et libertés", ("lil:art-82",)),
        ("article 82 de la loi n° 78-17 du 6 janvier 1978", ("lil:art-82",)),
        ("LIL art 82", ("lil:art-82",)),
        ("article 20-1 de la LIL", ("lil:art-20-1",)),
        ("Article 82 of the French Data Protection Act", ("lil:art-82",)),
        ("article 13 of the ePrivacy directive", ("eprivacy:art-13",)),
        ("article 5(3) ePrivacy", ("eprivacy:art-5-3",)),
        ("l'article 5-3 de la directive 2002/58/CE", ("eprivacy:art-5-3",)),
        ("article 14a ePrivacy", ("eprivacy:art-14a",)),
        ("What does article 5(3) say in the ePrivacy directive?", ("eprivacy:art-5-3",)),
        ("Dans la LIL, que dit l'article 82 ?", ("lil:art-82",)),
        ("card:email-b2c", ("card:email-b2c",)),
        ("cnil-faq:61 et cnil-dpo-guide:p12", ("cnil-faq:61", "cnil-dpo-guide:p12")),
        ("article 6 du règlement", ("gdpr:art-6",)),
    ],
)
def test_each_law_is_recognised_by_the_names_people_give_it(
    typed: str, expected: tuple[str, ...]
) -> None:
    assert find_references(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("articles 15 et 17", ["art-15", "art-17"]),
        ("articles 13 and 14", ["art-13", "art-14"]),
        ("arts 15 à 22", [f"art-{number}" for number in range(15, 23)]),
        ("art. 15-22", [f"art-{number}" for number in range(15, 23)]),
        ("Articles 12–14 GDPR", ["art-12", "art-13", "art-14"]),
        ("article 5, 6 et 7", ["art-5", "art-6", "art-7"]),
        ("articles 12 à 14, 34 et 5", ["art-12", "art-13", "art-14", "art-34", "art-5"]),
        ("considérants 42, 43 et 47", ["rec-42", "rec-43", "rec-47"]),
        ("article 6(1)(a) and (f)", ["art-6-1-a", "art-6-1-f"]),
        ("Article 60(7), (8) and (9)", ["art-60-7", "art-60-8", "art-60-9"]),
        ("points a) à c) de l'article 6, paragraphe 1", ["art-6-1-a", "art-6-1-b", "art-6-1-c"]),
        ("article 83, paragraphes 4, 5 et 6", ["art-83-4", "art-83-5", "art-83-6"]),
        ("art. 13.2.b et 14.2.c", ["art-13-2-b", "art-14-2-c"]),
        ("article 6 puis article 9 puis article 6", ["art-6", "art-9"]),
    ],
)
def test_several_units_are_found_in_order_and_once(typed: str, expected: list[str]) -> None:
    assert find_references(typed) == tuple(f"gdpr:{unit}" for unit in expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("articles 13 et 14 du RGPD et article 82 de la LIL", "gdpr:art-13 gdpr:art-14 lil:art-82"),
        ("article 6 GDPR and 5(3) ePrivacy", "gdpr:art-6 eprivacy:art-5-3"),
        ("articles 6 du RGPD et 82 de la LIL", "gdpr:art-6 lil:art-82"),
        ("article 82 et article 83 de la LIL", "lil:art-82 lil:art-83"),
        ("LIL art 82 et art. 83", "lil:art-82 lil:art-83"),
        ("article 7 GDPR vs article 5 ePrivacy", "gdpr:art-7 eprivacy:art-5"),
        ("article 21 du RGPD et L. 34-5 du CPCE", "gdpr:art-21 cpce:art-l34-5"),
        ("article 6 du RGPD et article 50 de l'AI Act", "gdpr:art-6"),
    ],
)
def test_each_article_goes_to_its_own_law(typed: str, expected: str) -> None:
    assert " ".join(find_references(typed)) == expected


def test_a_range_stops_at_twenty() -> None:
    assert len(find_references("articles 1 à 99")) == 20


def test_a_question_made_of_numbers_only_is_read_in_one_pass() -> None:
    started = time.perf_counter()
    assert find_references("1 et " * 2000) == ()
    assert time.perf_counter() - started < 5


def test_an_article_that_does_not_exist_is_still_named() -> None:
    assert find_references("que dit l'article 104 ?") == ("gdpr:art-104",)


@pytest.mark.parametrize(
    "typed",
    [
        "règlement IA, article 50",
        "AI Act article 50",
        "article 50 of the Artificial Intelligence Act",
        "article 25 du DSA",
        "code civil article 9",
        "article 226-16 du code pénal",
        "L1234-5 du code du travail",
        "article 6 de la loi n° 2004-575",
        "article 3 of Directive 95/46/EC",
        "article 8 de la Charte",
        "UK GDPR article 6",
        "Article 29 Working Party",
        "les avis du groupe de l'article 29",
        "WP29 et G29",
        "les 99 articles du RGPD",
        "une amende de 20 000 000 € ou 4 %",
        "depuis le 25/05/2018, 06 12 34 56 78, dans 3 ans",
        "paragraphe 2",
        "https://example.org/article/6 ou art.6@example.org",
        "note:3, rendez-vous à 12:30",
        "",
    ],
)
def test_what_is_no_reference_to_a_law_we_hold_gives_nothing(typed: str) -> None:
    assert find_references(typed) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "article 8 et 15 ans",
        "article 8 : 3 exceptions ?",
        "L'article 8 dit-il 15 ou 16 ans ?",
        "article 8, 20 000 euros",
        "article 8 du 25 mai 2018",
        "article 8 - 72 heures",
        "Is article 8 compatible with the DSA?",
        "l'article 8 a été modifié",
        "article 8 décision automatisée",
        "codes of conduct under article 8",
    ],
)
def test_figures_and_words_around_an_article_are_not_taken_into_it(typed: str) -> None:
    assert find_references(typed) == ("gdpr:art-8",)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "article articles art. considérant point paragraphe § 6 15 22 104 6(1)(f) f) (a) L34-5 du "
            "RGPD LIL ePrivacy AI Act règlement et , à - . 1er ٣ premier gdpr:art-6 of Directive 95/46".split()
        ),
        max_size=12,
    )
)
def test_whatever_is_typed_each_result_is_a_locator_given_once(words: list[str]) -> None:
    found = find_references(" ".join(words))
    assert len(set(found)) == len(found)
    assert all(str(Locator.parse(locator)) == locator for locator in found)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_is_refused(text: str) -> None:
    assert isinstance(find_references(text), tuple)
    assert isinstance(find_cited(text, "gdpr:art-6-1"), tuple)


@settings(deadline=None)
@given(
    st.integers(1, 99), st.integers(1, 12), st.sampled_from("abcdefghij"),
    st.sampled_from(["Article {}({})({})", "art. {}.{}.{}", "l'article {}, paragraphe {}, point {})"]),
)  # fmt: skip
def test_every_point_that_can_be_written_is_read_back(
    article: int, paragraph: int, point: str, form: str
) -> None:
    typed = form.format(article, paragraph, point)
    assert find_references(typed) == (f"gdpr:art-{article}-{paragraph}-{point}",)


@pytest.mark.parametrize(
    ("text", "locator", "expected"),
    [
        ("pursuant to Article 9", "gdpr:art-6-1", "gdpr:art-9"),
        ("visées à l'article 9, paragraphe 1", "gdpr:art-6-1", "gdpr:art-9-1"),
        ("referred to in paragraph 1", "gdpr:art-21-2", "gdpr:art-21-1"),
        ("aux paragraphes 1 et 3 du présent article", "gdpr:art-21-2", "gdpr:art-21-1 gdpr:art-21-3"),
        ("points (a) and (b) shall not apply", "gdpr:art-13-1-c", "gdpr:art-13-1-a gdpr:art-13-1-b"),
        ("au paragraphe 1, points c) et e)", "gdpr:art-6-3", "gdpr:art-6-1-c gdpr:art-6-1-e"),
        (
            "point (a) of the first subparagraph of paragraph 1",
            "gdpr:art-49-3",
            "gdpr:art-49-1-a",
        ),
        ("Article 46 or 47, or Article 49(1)", "gdpr:art-13-1", "gdpr:art-46 gdpr:art-47 gdpr:art-49-1"),
        ("an assessment under Article 36 may be asked", "gdpr:art-35", "gdpr:art-36"),
        ("l'article 6 du règlement (UE) 2016/679", "lil:art-4", "gdpr:art-6"),
        ("aux articles 21,22 et 23 de la présente loi", "lil:art-8", "lil:art-21 lil:art-22 lil:art-23"),
        ("mentionné à l'article L. 511-3", "conso:art-l242-16", "conso:art-l511-3"),
        ("see Article 13 of the GDPR and Article 7 of the Regulation", "edpb-2024-1:par-4", "gdpr:art-13 gdpr:art-7"),
    ],
)  # fmt: skip
def test_a_unit_of_law_leads_to_the_units_it_names(text: str, locator: str, expected: str) -> None:
    assert " ".join(find_cited(text, locator)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Article 8(1) of the Charter",
        "l'article 8, paragraphe 1, de la Charte des droits fondamentaux",
        "Article 16(1) of the Treaty",
        "directive 95/46/CE, article 3",
        "l'article 3 de la directive 95/46/CE",
        "Articles 101 and 102 TFEU",
        "Article 12 of that Directive",
        "la directive 2000/31/CE et ses articles 12 à 15",
        "Article 8 of Regulation (EU) No 182/2011, in conjunction with Article 5",
        "Article 2 of the Annex",
        "paragraph 3 of that Article",
        "this Article and this Regulation",
    ],
)
def test_articles_of_other_acts_are_not_taken(text: str) -> None:
    assert find_cited(text, "gdpr:art-6-1") == ()


def test_a_recital_has_no_paragraphs_of_its_own() -> None:
    assert find_cited("paragraph 1 and Article 9", "gdpr:rec-47") == ("gdpr:art-9",)


def test_a_unit_does_not_cite_itself() -> None:
    assert find_cited("paragraphs 1 and 2 of Article 21", "gdpr:art-21-2") == ("gdpr:art-21-1",)


def test_the_units_cited_from_nonsense_are_refused() -> None:
    with pytest.raises(UnknownLocator):
        find_cited("Article 9", "not a locator")


def test_every_unit_the_gdpr_refers_to_exists_and_both_languages_agree(mirror: Path) -> None:
    english, french = (units_of_the_gdpr(mirror, lang) for lang in ("en", "fr"))
    cited = {locator: find_cited(text, locator) for locator, text in english.items()}
    unknown = {unit for units in cited.values() for unit in units if unit not in english}
    assert not unknown
    same = [
        locator
        for locator in english
        if set(cited[locator]) == set(find_cited(french.get(locator, ""), locator))
    ]
    # The two texts themselves differ in a dozen places ("points (e) and (f)" in one only).
    assert len(same) >= 0.985 * len(english)


def units_of_the_gdpr(mirror: Path, lang: Language) -> dict[str, str]:
    source = default_manifest().source("gdpr")
    origin = next(o for o in source.origins if o.kind == "mirror" and o.lang == lang)
    path = mirror / origin.path
    if not path.is_file():
        pytest.skip(f"no {origin.path} in the mirror folder")
    passages: list[Passage] = eurlex.load(source, origin, path)
    return {passage.locator: passage.text for passage in passages}


def test_a_sentence_names_articles_of_laws_held_and_of_others() -> None:
    named = name_references(
        "L'article 6(1) du RGPD, l'article 226-16 du code pénal et l'article 82"
    )
    assert named.locators == ("gdpr:art-6-1", "gdpr:art-82")
    assert named.unnamed == {"gdpr:art-82"}
    assert named.elsewhere == ("226",)
    assert named.digits == {"6", "1", "226", "16", "82"}
