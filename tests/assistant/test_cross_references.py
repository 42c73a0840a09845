from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cross_references import cross_references
from assistant.reading import pieces_of
from assistant.references import find_cited
from corpus.errors import UnknownLocator
from corpus.locator import Locator, article_of
from corpus.manifest import default_manifest
from corpus.nouns import Language, Passage
from ingest.parse import eurlex

HERE = "gdpr:art-12-3"


def linked(text: str, locator: str = HERE) -> list[tuple[str, str]]:
    """Each linked piece of `text` with where it leads."""
    return [(text[r.start : r.end], r.locator) for r in cross_references(text, locator)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voir l'article 6, paragraphe 1, point f).", [("article 6, paragraphe 1, point f)", "gdpr:art-6-1-f")]),
        ("See Article 9(2).", [("Article 9(2)", "gdpr:art-9-2")]),
        ("the lamp of point (a) of Article 6(1) burns", [("point (a) of Article 6(1)", "gdpr:art-6-1-a")]),
        ("le considérant 47 en parle", [("considérant 47", "gdpr:rec-47")]),
        ("l'article L. 34-5 du CPCE", [("article L. 34-5", "cpce:art-l34-5")]),
        ("à l’article 82 de la loi Informatique et Libertés", [("article 82", "lil:art-82")]),
        ("as in paragraph 1 of this Article", [("paragraph 1 of this Article", "gdpr:art-12-1")]),
        ("as in paragraph 1", [("paragraph 1", "gdpr:art-12-1")]),
        ("as in point (b)", [("point (b)", "gdpr:art-12-3-b")]),
        ("au sens du présent article", [("présent article", "gdpr:art-12")]),
        ("within the meaning of this Article", [("this Article", "gdpr:art-12")]),
    ],
)  # fmt: skip
def test_the_words_of_a_reference_lead_to_its_unit(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("articles 13 et 14", [("articles 13", "gdpr:art-13"), ("14", "gdpr:art-14")]),
        ("Articles 15 to 22", [("Articles 15", "gdpr:art-15"), ("22", "gdpr:art-22")]),
        ("Article 6(1)(a) or Article 9(2)(a)", [("Article 6(1)(a)", "gdpr:art-6-1-a"), ("Article 9(2)(a)", "gdpr:art-9-2-a")]),
        ("points (c) and (e) of Article 6(1)", [("points (c)", "gdpr:art-6-1-c"), ("(e) of Article 6(1)", "gdpr:art-6-1-e")]),
        ("à l'article 13, paragraphe 1, et à l'article 14, paragraphe 2", [("article 13, paragraphe 1", "gdpr:art-13-1"), ("article 14, paragraphe 2", "gdpr:art-14-2")]),
        ("point (a) of Article 6(1) or Article 9(2)", [("point (a) of Article 6(1)", "gdpr:art-6-1-a"), ("Article 9(2)", "gdpr:art-9-2")]),
        ("les articles L. 223-1 et L. 223-2 du code de la consommation", [("articles L. 223-1", "conso:art-l223-1"), ("L. 223-2", "conso:art-l223-2")]),
    ],
)  # fmt: skip
def test_each_number_of_a_list_leads_to_its_own_unit(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Article 16 of Directive 95/46/EC",
        "l'article 8 de la charte des droits fondamentaux",
        "Article 16(1) TFEU",
        "l'article 226-16 du code pénal",
        "the Article 29 Working Party",
        "dans un délai de 3 mois et 20 jours",
        "",
    ],
)
def test_a_law_that_is_not_held_makes_no_link(text: str) -> None:
    assert linked(text) == []


def test_a_recital_has_no_article_of_its_own() -> None:
    assert linked("this Article and paragraph 2", "gdpr:rec-12") == []


def test_letters_that_grow_in_lower_case_shift_nothing() -> None:
    text = "İİİ ẞ l'ARTICLE 7 İ"
    assert linked(text) == [("ARTICLE 7", "gdpr:art-7")]


def test_a_locator_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownLocator):
        cross_references("article 6", "nothing at all")


PARTS = st.sampled_from(
    "article articles Article paragraphe paragraphs point points (a) b) (12) 6 13 22 1, et and to à "
    "de of du RGPD GDPR 95/46/CE considérant recital L. 34-5 L223-1 this présent İ ; . «".split()
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=25).map(" ".join) | st.text(max_size=120))
def test_references_stand_in_the_text_in_order_and_never_overlap(text: str) -> None:
    found = cross_references(text, HERE)
    assert all(0 <= r.start < r.end <= len(text) for r in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(str(Locator.parse(r.locator)) == r.locator for r in found)
    assert all(not text[r.start].isspace() and not text[r.end - 1].isspace() for r in found)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=25).map(" ".join))
def test_a_link_leads_only_to_what_the_reader_of_references_finds(text: str) -> None:
    known = {*find_cited(text, HERE), HERE, article_of(HERE)}
    assert {r.locator for r in cross_references(text, HERE)} <= known


@cache
def regulation(mirror: Path) -> dict[Language, list[Passage]]:
    source = default_manifest().source("gdpr")
    return {
        origin.lang: eurlex.load(source, origin, mirror / origin.path)
        for origin in source.origins
        if origin.loader == "eurlex" and origin.kind == "mirror"
    }


def links_of(passages: list[Passage]) -> dict[str, list[str]]:
    """By article or recital, where the words of all its pieces lead."""
    parts: dict[str, list[Passage]] = {}
    for passage in passages:
        above = passage.locator.partition("#")[0]
        above = above if "#" in passage.locator else above.rpartition("-")[0]
        parts.setdefault(above, []).append(passage)
    tops = [p for p in passages if p.locator.count("-") == 1 and "#" not in p.locator]
    return {
        top.locator: [
            reference.locator
            for piece in pieces_of(top, lambda unit: parts.get(unit.locator, []))
            for reference in cross_references(piece.text, piece.locator)
        ]
        for top in tops
    }


def test_every_link_of_the_regulation_leads_to_a_unit_that_exists(
    mirror: Path,
) -> None:
    for passages in regulation(mirror).values():
        held = {passage.locator for passage in passages}
        found = [locator for links in links_of(passages).values() for locator in links]
        assert len(found) > 600
        assert [locator for locator in found if locator not in held] == []


def test_both_languages_of_the_regulation_lead_to_the_same_units(
    mirror: Path,
) -> None:
    french, english = (links_of(regulation(mirror)[lang]) for lang in ("fr", "en"))
    assert french.keys() == english.keys() and len(french) == 272
    differing = [name for name in french if Counter(french[name]) != Counter(english[name])]
    assert len(differing) <= 3, differing
