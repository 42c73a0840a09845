from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_render import HOSTILE, problems

from assistant.cross_references import Reference, cross_references
from assistant.reading import Piece
from ui.reader_link import inner_link, section_address, text_address, unit_address
from ui.reader_text import EXCERPT_CHARACTERS, excerpt, find_words, piece_text


def bare(markdown: str) -> str:
    """The words a reader sees."""
    text = re.sub(r"\]\(<library\?[^>]*>(?: \"[^\"]*\")?\)", "", markdown)
    text = re.sub(r":orange-background(?=\[)", "", text)
    text = re.sub(r"(?<!\\)[\[\]]", "", text).replace("\\", "").replace("\u2060", "")
    return " ".join(text.split())


def test_a_number_is_the_address_of_its_own_unit() -> None:
    assert piece_text(Piece("gdpr:art-6-1", "1.", "Des mots."), ()) == (
        r'[1\.](<library?unit=gdpr:art-6-1> "gdpr:art-6-1") Des mots\.'
    )


def test_a_point_is_a_list_item_as_deep_as_it_stands() -> None:
    assert piece_text(Piece("gdpr:art-6-1-a", "", "un", 1), ()) == "- un"
    assert piece_text(Piece("gdpr:art-6-1-a-i", "", "un\ndeux", 2), ()) == "- - un\n\n    deux"


def test_a_reference_becomes_a_link_around_its_own_words() -> None:
    text = "selon l'article 6, paragraphe 1, et la nuit"
    written = piece_text(Piece("gdpr:art-7", "", text), cross_references(text, "gdpr:art-7"))
    assert written == "selon l'[article 6, paragraphe 1](<library?unit=gdpr:art-6-1>), et la nuit"


def test_words_looked_for_are_marked_inside_links_too() -> None:
    text = "voir article 6 ici"
    written = piece_text(
        Piece("gdpr:art-7", "", text), (Reference(5, 14, "gdpr:art-6"),), find_words(text, "6 ici")
    )
    assert written == (
        "voir [article](<library?unit=gdpr:art-6>) "
        "[:orange-background[6]](<library?unit=gdpr:art-6>) :orange-background[ici]"
    )


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("L’Intérêt légitime", "l'interet legitime", ["L’Intérêt légitime"]),
        ("un intérêt\nlégitime", "intérêt légitime", ["intérêt\nlégitime"]),
        ("des intérêts et un consentement", "consentement intérêt", ["intérêts", "consentement"]),
        ("le la les", "de la mer", []),
        ("mots", "", []),
        ("mots", "  ", []),
    ],
)
def test_words_are_found_whatever_their_accents_and_case(
    text: str, words: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end in find_words(text, words)] == expected


def test_an_excerpt_shows_the_words_in_their_neighbourhood() -> None:
    text = "avant " * 100 + "la corne de brume " + "après " * 100
    shown = excerpt(text, "corne de brume")
    assert ":orange-background[corne de brume]" in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert len(bare(shown)) <= EXCERPT_CHARACTERS + 4
    assert excerpt("Un mot.", "absent") == r"Un mot\."


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_reaches_the_page_as_words_only(payload: str) -> None:
    ours = re.compile(r"\]\(<library\?unit=gdpr:art-7-1> \"gdpr:art-7-1\"\)")
    for mark, depth in (("", 0), (payload[:12], 1)):
        written = piece_text(Piece("gdpr:art-7-1", mark, payload, depth, heading=payload), ())
        assert problems(ours.sub("]", written)) == []
    assert problems(excerpt(payload, "")) == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abé 6\n.:[]()<>!*_`$-’", max_size=60), st.data())
def test_links_and_marks_change_no_word(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    a, b = sorted((data.draw(places), data.draw(places)))
    first, last = sorted((data.draw(places), data.draw(places)))
    written = piece_text(
        Piece("gdpr:art-7", "", text), (Reference(a, b, "gdpr:art-6"),), [(first, last)]
    )
    plain_text = piece_text(Piece("gdpr:art-7", "", text), ())
    assert bare(written).replace(" ", "") == bare(plain_text).replace(" ", "")


def test_addresses_carry_what_they_should_and_nothing_empty() -> None:
    assert unit_address("gdpr:art-6-1#2") == "library?unit=gdpr:art-6-1%232"
    assert unit_address("conso:art-l223-1", words="a & b", as_of=date(2026, 8, 10)) == (
        "library?unit=conso:art-l223-1&words=a+%26+b&as_of=2026-08-10"
    )
    assert text_address("gdpr") == "library?text=gdpr"
    assert text_address("gdpr", query="<x>") == "library?text=gdpr&query=%3Cx%3E"
    assert section_address("versions") == "library?section=versions"
    assert inner_link("[x]", text_address("gdpr")) == r"[\[x\]](<library?text=gdpr>)"
