from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sentences import sentences

FRAGMENTS = st.sampled_from(
    ["Le crieur", " ", "\n", ".", "?", "…", "!", " [1]", "»", "« ", "art. 6", "L. 34-5", "n° 3", "é", "**", "\u00a0"]
)  # fmt: skip


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@given(st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=30).map("".join)))
def test_spans_are_ordered_disjoint_hold_a_word_each_and_leave_no_word_out(text: str) -> None:
    spans = sentences(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        # Signs alone may stand before the first sentence; after it they belong to one.
        assert not has_word(text[end : span.start]) and not (end and text[end : span.start].strip())
        words = text[span.start : span.end]
        assert words == span.of(text) == words.strip() and has_word(words)
        end = span.end
    assert not has_word(text[end:]) and not (end and text[end:].strip())


def has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def test_signs_alone_are_no_sentence() -> None:
    assert split("Un jeu, une loterie, etc. ;\nLe reste.") == [
        "Un jeu, une loterie, etc. ;",
        "Le reste.",
    ]
    assert split("— \nLe reste.") == ["Le reste."] and split(";") == []


@pytest.mark.parametrize(
    "text",
    [
        "Le crieur cite l'art. 6 du code.",
        "Il lit les art. 13 et 14.",
        "See arts. 13 and 14 of it.",
        "Voir l'art. L. 34-5 du code.",
        "L'art. R. 10 et l'art. D. 3 s'appliquent.",
        "La fiche n° 12 le dit.",
        "La décision n. 2016 le dit.",
        "Regulation No. 2016 says so.",
        "Voir p. 12 et pp. 14 à 16.",
        "Some of them, e.g. Articles 13 and 14, say so.",
        "The last, i.e. Article 99, says so.",
        "Cf. Article 5.",
        "Selon M. Durand et Mme. Martin.",
        "Il coûte 3.50 euros.",
        "Il dort... puis il crie.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il crie. Il dort.", ["Il crie.", "Il dort."]),
        ("Il crie [1] [2]. Il dort.", ["Il crie [1] [2].", "Il dort."]),
        ("Il crie. [1] [2] Il dort.", ["Il crie. [1] [2]", "Il dort."]),
        ("**Il crie.** [1] Il dort.", ["**Il crie.** [1]", "Il dort."]),
        ("« Non. » Il dort.", ["« Non. »", "Il dort."]),
        ("“Yes.” He sleeps.", ["“Yes.”", "He sleeps."]),
        ("Est-ce de l'art ? Oui !", ["Est-ce de l'art ?", "Oui !"]),
        ("Il crie, chante, etc. Il dort.", ["Il crie, chante, etc.", "Il dort."]),
        ("Il crie\nIl dort", ["Il crie", "Il dort"]),
        ("À midi. À minuit.", ["À midi.", "À minuit."]),
        ("Il crie. 20 euros d'amende.", ["Il crie.", "20 euros d'amende."]),
        (" \n ", []),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "text", ["." * 10_000 + "x", ". " * 5_000, "." + "»" * 10_000 + "x", "?! " * 3_000 + "é"]
)
def test_ten_thousand_marks_are_read_in_a_moment(text: str) -> None:
    started = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - started < 2
