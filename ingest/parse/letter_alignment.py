"""Words laid along a longer text, letter by letter, whatever stands between them there."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Where the words and the page part, the next so many letters are looked for further on; where
# they are not found, a few letters before the next such stretch; where there is none, near.
_SURE_SEEDS = (48, 24, 12)
_LOOK_AHEAD = 13
_NEAR_SEEDS = ((6, 600), (3, 60), (1, 12))
# The beginning is told by a stretch of so many letters among the first ones; what stands before
# that stretch, by so many.
_ANCHOR = 24
_SHORTEST_ANCHOR = 4
_ANCHOR_REACH = 400
_BEGINNING = 12
_CACHED_PAGES = 512
# ASCII letters and digits stand for themselves; any other character is looked at by itself.
_RUN = re.compile(r"(?P<plain>[A-Za-z0-9]+)|[^A-Za-z0-9]", re.DOTALL)
# About a second.
_MOST_COMPARISONS = 3_000_000


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text, the offset of each, and which of them begin a word."""

    text: str
    offsets: tuple[int, ...]
    starts: frozenset[int]

    def find(self, sought: str, start: int, end: int, *, begins_word: bool) -> int:
        """The first place of some letters, at the beginning of a word if so asked; or -1."""
        place = self.text.find(sought, start, end)
        while begins_word and place >= 0 and place not in self.starts:
            place = self.text.find(sought, place + 1, end)
        return place


@lru_cache(maxsize=_CACHED_PAGES)
def letters_of(text: str) -> Letters:
    """The letters and digits of a text, ligatures opened and accents left out."""
    kept: list[str] = []
    offsets: list[int] = []
    starts: list[int] = []
    is_inside = False
    for run in _RUN.finditer(text):
        found, is_combining = (run[0], False) if run["plain"] else _opened(run[0])
        if found:
            if not is_inside:
                starts.append(len(offsets))
            is_inside = True
            kept.append(found)
            if run["plain"]:
                offsets.extend(range(run.start(), run.end()))
            else:
                offsets.extend([run.start()] * len(found))
        elif not is_combining:
            is_inside = False
    return Letters("".join(kept), tuple(offsets), frozenset(starts))


@lru_cache(maxsize=4_096)
def _opened(character: str) -> tuple[str, bool]:
    """The letters and digits one character stands for, and whether it is an accent on its own."""
    opened = unicodedata.normalize("NFKD", character)
    found = "".join(letter for letter in opened if letter.isalnum())
    return found, bool(unicodedata.combining(character))


def chained(pages: Sequence[Letters]) -> Letters:
    """The letters of pages that follow one another; their offsets are not needed."""
    starts: set[int] = set()
    length = 0
    for page in pages:
        starts.update(start + length for start in page.starts)
        length += len(page.text)
    return Letters("".join(page.text for page in pages), (), frozenset(starts))


def aligned(words: Letters, window: Letters, start: int) -> list[int]:
    """For each letter of the words its place in the window, or -1."""
    whole = window.text.find(words.text, start) if words.text else -1
    if whole >= 0:
        return list(range(whole, whole + len(words.text)))
    places: list[int] = []
    cursor = _first_place(words.text, window.text, start)
    while len(places) < len(words.text):
        index = len(places)
        found = _found(words, index, window, cursor)
        if found < 0:
            places.append(-1)
            continue
        length = _shared(words.text, index, window.text, found)
        places.extend(range(found, found + length))
        cursor = found + length
    if -1 in places and len(words.text) * len(window.text) <= _MOST_COMPARISONS:
        return _fewest_runs(words.text, window.text) or places
    return places


def _fewest_runs(words: str, window: str) -> list[int]:
    """The places of the letters in the fewest unbroken runs, in order; none where there are none.

    Every letter is compared with every other: for short texts that the quick way cannot place.
    """
    runs = [1.0 if letter == words[0] else math.inf for letter in window]
    before: list[list[int]] = []
    for letter in words[1:]:
        best, best_place, row, now = math.inf, -1, [], []
        for place, other in enumerate(window):
            adjoining = runs[place - 1] if place else math.inf
            is_adjoining = adjoining <= best + 1
            row.append(place - 1 if is_adjoining else best_place)
            now.append(min(adjoining, best + 1) if other == letter else math.inf)
            if adjoining < best:
                best, best_place = adjoining, place - 1
        runs = now
        before.append(row)
    place = min(range(len(runs)), key=runs.__getitem__, default=-1)
    if place < 0 or runs[place] == math.inf:
        return []
    places = [place]
    for row in reversed(before):
        places.append(row[places[-1]])
    return places[::-1]


def _first_place(words: str, window: str, start: int) -> int:
    """Where the words begin: the first letters before their first long stretch that is found."""
    for index in range(min(len(words) - _SHORTEST_ANCHOR, _ANCHOR_REACH)):
        place = window.find(words[index : index + _ANCHOR], start)
        if place >= 0:
            beginning = window.rfind(words[: min(index, _BEGINNING)], start, place)
            return place if index == 0 else max(beginning, start)
    return start


def _found(words: Letters, index: int, window: Letters, cursor: int) -> int:
    """Where the words go on from `index`: ahead, or in doubt before the next sure place, or near.

    A word is first looked for where words begin, so as not to be found inside a header.
    """
    for begins_word in (True, False) if index in words.starts else (False,):
        for length in _SURE_SEEDS:
            sought = words.text[index : index + length]
            place = window.find(sought, cursor, len(window.text), begins_word=begins_word)
            if place < 0 and length >= _ANCHOR:
                place = window.find(sought, 0, cursor, begins_word=begins_word)
            if place >= 0:
                return place
        place = _before_sure_place(words.text, index, window, cursor, begins_word=begins_word)
        if place >= 0:
            return place
    for length, reach in _NEAR_SEEDS:
        sought = words.text[index : index + length]
        place = window.find(sought, cursor, cursor + reach + length, begins_word=False)
        if place >= 0:
            return place
    return -1


def _before_sure_place(
    words: str, index: int, window: Letters, cursor: int, *, begins_word: bool
) -> int:
    """Where a few letters stand before the next long stretch of words; or -1."""
    for length in range(1, _LOOK_AHEAD):
        sought = words[index + length : index + length + _ANCHOR]
        sure = window.text.find(sought, cursor) if sought else -1
        if sure >= 0:
            place = window.find(
                words[index : index + length], cursor, sure, begins_word=begins_word
            )
            if place >= 0:
                return place
    return -1


def _shared(words: str, index: int, window: str, place: int) -> int:
    length = 0
    end = min(len(words) - index, len(window) - place)
    while length < end and words[index + length] == window[place + length]:
        length += 1
    return length
