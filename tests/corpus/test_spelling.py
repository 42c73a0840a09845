from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.keywords import KeywordIndex
from corpus.spelling import Spelling

KNOWN = Spelling([("lantern", 9), ("lanternkeeper", 2), ("keeper", 5), ("keepers", 3), ("lamp", 8)])
WORDS = st.text("abcdefghilnoprstu", min_size=5, max_size=14)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lantren", "lantern"),  # two letters swapped
        ("lanern", "lantern"),  # one left out
        ("lnatren", "lnatren"),  # two mistakes in a short word
        ("lantenrkeepr", "lanternkeeper"),  # two in a long one
        ("keepre", "keeper"),
        ("keeperz", "keeper"),  # "keepers" is as near, "keeper" is commoner
        ("lapm", "lapm"),  # too short to be sure
        ("pantern", "pantern"),  # the first letter counts
        ("l34-5", "l34-5"),
        ("keepers", "keepers"),
    ],
)
def test_a_mistyped_word_becomes_the_known_one_it_is_nearest_to(typed: str, meant: str) -> None:
    assert KNOWN.mended(typed) == meant


@given(st.lists(WORDS, max_size=8), WORDS)
def test_a_known_word_is_never_touched_and_what_comes_out_is_known_or_unchanged(
    known: list[str], typed: str
) -> None:
    spelling = Spelling((word, 1) for word in known)
    assert all(spelling.mended(word) == word for word in known)
    assert spelling.mended(typed) in {typed, *known}


@given(WORDS.filter(lambda word: len(set(word)) > 3), st.data())
def test_one_letter_left_out_of_the_only_known_word_is_found_again(
    word: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    typed = word[:place] + word[place + 1 :]
    if len(typed) >= 5:
        assert Spelling([(word, 1)]).mended(typed) == word


def test_a_search_finds_what_a_mistyped_question_means() -> None:
    index = KeywordIndex.build(
        [("a", "en", "The lantern hangs over the door."), ("b", "en", "Nobody comes by night.")]
    )
    assert [name for name, _ in index.search("lantren", "en", 5)] == ["a"]
