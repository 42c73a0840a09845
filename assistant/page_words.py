"""Where words stand among the letters of a page, whatever their typography.

Only letters and digits are compared, without case, accents and ligatures: a quote is cleaned of the
hyphens, line breaks and spaced-out marks that its page still has. That it is exact was checked
before (`assistant.verify`); here it is only found again.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

# The shortest run of letters that places a quote of which the page holds a part only: shorter ones
# occur by chance. A run beside it may be shorter where the words go on: close to it on the page, and
# with hardly a letter of the words left out.
_ANCHOR_LETTERS = 12
_SEED_LETTERS = 6
_CLOSE_LETTERS = 40
_SKIPPED_LETTERS = 3
# How many letters may come between two runs of one quote: a footnote, a header, a caption.
_INTERRUPTION_LETTERS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """The characters `start` to `end` (not included) of the page, for each run of the words.

    `share` is the part of the words' letters that these runs hold: 1 when all are on the page.
    """

    runs: tuple[tuple[int, int], ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class _Run:
    page: int
    words: int
    length: int


def find_words(characters: str, words: str, near: float = 0.0) -> Found:
    """`words` among the characters of a page, at the occurrence nearest to `near` (0 top, 1 end)."""
    page, origins = _letters(characters)
    wanted, _ = _letters(words)
    if not page or not wanted:
        return Found()
    expected = near * len(page)
    runs = _whole(page, wanted, expected) or _pieces(page, wanted, expected)
    ranges = tuple((origins[run.page], origins[run.page + run.length - 1] + 1) for run in runs)
    return Found(ranges, sum(run.length for run in runs) / len(wanted))


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and the character each one comes from."""
    letters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character).casefold():
            if letter.isalnum():
                letters.append(letter)
                origins.append(index)
    return "".join(letters), origins


def _whole(page: str, wanted: str, expected: float) -> list[_Run]:
    starts = []
    start = page.find(wanted)
    while start >= 0:
        starts.append(start)
        start = page.find(wanted, start + 1)
    if not starts:
        return []
    nearest = min(starts, key=lambda found: abs(found - expected))
    return [_Run(nearest, 0, len(wanted))]


def _pieces(page: str, wanted: str, expected: float) -> list[_Run]:
    """The longest run both have, then the longest on each side of it, and so on."""
    runs = [run for run in _runs(page, wanted) if run.length >= _ANCHOR_LETTERS]
    if not runs:
        return []
    anchor = max(runs, key=lambda run: (run.length, -abs(run.page - expected)))
    return _around(page, wanted, anchor)


def _around(page: str, wanted: str, run: _Run) -> list[_Run]:
    end_page, end_words = run.page + run.length, run.words + run.length
    first = max(0, run.page - run.words - _INTERRUPTION_LETTERS)
    last = end_page + (len(wanted) - end_words) + _INTERRUPTION_LETTERS
    before = _side(page[first : run.page], wanted[: run.words], is_before=True)
    after = _side(page[end_page:last], wanted[end_words:], is_before=False)
    return [
        *(_Run(found.page + first, found.words, found.length) for found in before),
        run,
        *(_Run(found.page + end_page, found.words + end_words, found.length) for found in after),
    ]


def _side(page: str, wanted: str, *, is_before: bool) -> list[_Run]:
    """The runs on one side of another, the longest first; a short one only where it goes on."""
    runs = [
        run
        for run in _runs(page, wanted)
        if run.length >= _ANCHOR_LETTERS or _goes_on(run, page, wanted, is_before=is_before)
    ]
    runs = runs or _remainder(page, wanted, is_before=is_before)
    if not runs:
        return []
    beside = len(page) if is_before else 0
    longest = max(runs, key=lambda run: (run.length, -abs(run.page - beside)))
    return _around(page, wanted, longest)


def _goes_on(run: _Run, page: str, wanted: str, *, is_before: bool) -> bool:
    """Whether no more than a mark comes between a run and the end it should go on from."""
    skipped_words = len(wanted) - run.words - run.length if is_before else run.words
    skipped_page = len(page) - run.page - run.length if is_before else run.page
    return skipped_words <= _SKIPPED_LETTERS and skipped_page <= _CLOSE_LETTERS


def _remainder(page: str, wanted: str, *, is_before: bool) -> list[_Run]:
    """A last word too short for a run of its own, beside the run before or after it."""
    beside = page[-2 * _SEED_LETTERS :] if is_before else page[: 2 * _SEED_LETTERS]
    start = beside.rfind(wanted) if is_before else beside.find(wanted)
    if not wanted or start < 0:
        return []
    return [_Run(start + (len(page) - len(beside) if is_before else 0), 0, len(wanted))]


def _runs(page: str, wanted: str) -> list[_Run]:
    """Every longest run of letters that both texts hold, at least a seed long."""
    places: dict[str, list[int]] = defaultdict(list)
    for start in range(len(page) - _SEED_LETTERS + 1):
        places[page[start : start + _SEED_LETTERS]].append(start)
    runs: list[_Run] = []
    open_runs: dict[int, int] = {}  # where in the page a run goes on -> where it began there
    for index in range(len(wanted) - _SEED_LETTERS + 1):
        found = places.get(wanted[index : index + _SEED_LETTERS], [])
        going_on = {start + 1: open_runs.get(start, start) for start in found}
        runs += _ended(open_runs, going_on, index)
        open_runs = going_on
    return runs + _ended(open_runs, {}, len(wanted) - _SEED_LETTERS + 1)


def _ended(open_runs: dict[int, int], going_on: dict[int, int], index: int) -> list[_Run]:
    """The runs that the seed at `index` of the words does not prolong."""
    ended = []
    for following, first in open_runs.items():
        if going_on.get(following + 1) != first:
            seeds = following - first
            ended.append(_Run(first, index - seeds, seeds + _SEED_LETTERS - 1))
    return ended
