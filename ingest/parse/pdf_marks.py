"""The marks of footnotes in the text: "6(1).2", "data 35 must", "July 20181"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from ingest.parse.pdf_lines import Line

DATE = re.compile(r"\d{1,2}(?:er)? [^\W\d_]{3,9}\.? (?:19|20)\d\d|\d{1,3} \d{3}\b")
"""What begins with a number and is no note: a date, a number in thousands."""

# After these words a number is part of the sentence, not the mark of a note.
_NUMBERED_WORDS = frozenset(
    "article articles art art. paragraph paragraphs para paras paragraphe paragraphes point points recital"
    " recitals considérant considérants section sections sec. page pages p. pp. chapter chapitre annex"
    " annexe step étape fiche factsheet example exemple option and or to et ou à of than".split()
)
# "Pendant 1 an": so small a number between two words is not taken for a mark.
_SMALL_NUMBER = 9


def without_marks(lines: Sequence[Line], numbers: Sequence[int]) -> list[Line]:
    """The lines without the marks of these notes, looked for in order from top to bottom."""
    kept = list(lines)
    row, column = 0, 0
    for number in numbers:
        found = _first_mark(kept, number, row, column)
        if found:
            row, column, end = found
            text = kept[row].text
            kept[row] = replace(kept[row], text=_without(text, column, end))
    return kept


def without_strays(lines: Sequence[Line], numbers: Sequence[int]) -> list[Line]:
    """The lines of a page without further marks of its notes (`numbers`).

    A mark may be printed again, twice over, or be one off where notes were added later; the notes
    of the last marks may stand on the next page.
    """
    pattern = _strays(tuple(numbers))
    if pattern is None:
        return list(lines)
    return [replace(line, text=pattern.sub("", line.text)) for line in lines]


@lru_cache(maxsize=512)
def _strays(numbers: tuple[int, ...]) -> re.Pattern[str] | None:
    if not numbers:
        return None
    own = [number for number in numbers if number > _SMALL_NUMBER]
    beside = [n for n in (numbers[0] - 1, numbers[-1] + 1, numbers[-1] + 2) if n > _SMALL_NUMBER]
    glued = [rf"(?<=[^\W\d_]{{3}}){number}(?:{number})?" for number in own]
    glued += [rf"(?<=[a-zà-ÿ]{{4}}){number}" for number in beside]
    ended = rf"(?<=[a-zà-ÿ]{{3}}\.){numbers[-1] + 1}(?=\s|$)"
    ends = r"(?![\w°%]|[-/.,]\d)(?: +(?=[.,)]))?"
    return re.compile("|".join([ended, *(mark + ends for mark in glued)]))


def _without(text: str, start: int, end: int) -> str:
    before, after = text[:start], text[end:]
    # A mark printed apart leaves a space before the point; French has one before ";" anyway.
    return before.rstrip() + after.lstrip() if after.lstrip()[:1] in set(".,)") else before + after


def _first_mark(
    lines: Sequence[Line], number: int, row: int, column: int, *, is_sure: bool = False
) -> tuple[int, int, int] | None:
    """The row, start and end of the surest mark from a place on."""
    patterns = _mark_patterns(number)
    for pattern in patterns[:-1] if is_sure else patterns:
        for index in range(row, len(lines)):
            found = _mark(lines[index].text, pattern, column if index == row else 0)
            if found:
                return index, *found
    return None


def has_mark(lines: Sequence[Line], number: int) -> bool:
    """Whether the mark of a note stands in the lines."""
    return _first_mark(lines, number, 0, 0, is_sure=number <= _SMALL_NUMBER) is not None


@cache
def _mark_patterns(number: int) -> tuple[re.Pattern[str], ...]:
    """How marks are printed, the surest first: glued to a word, apart before a sign, and so on."""
    mark = rf"{number}(?![\w°%]|[-/.,]\d|\s*(?:€|euros?\b))"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"(?<=[^\s\d(\[/_°§'’«“\-‑–.,])(?<!\bn[o°])(?<!\b[LRD]){mark}",
            rf"(?<=[^\d][.,]){mark}",
            rf"(?<=[^\W\d_»”)\]’,]) {number}(?=\s?[.,;:)(»”]|\s*$)",
            rf"(?<=[»”)’.]) {number}(?=\s|$)",
            rf"(?<=\b(?:19|20)\d\d){number}(?=[\s,.;:)]|$)",
            rf"(?<=[^\W\d_]) {number}(?=\s[^\W\d_])",
        )
    )


def _mark(text: str, pattern: re.Pattern[str], start: int) -> tuple[int, int] | None:
    for match in pattern.finditer(text, start):
        if not _is_a_number(text, match.start()):
            return match.span()
    return None


def _is_a_number(text: str, start: int) -> bool:
    """Whether digits after a space belong to the sentence: "article 6", "6 January 2021"."""
    if not text.startswith(" ", start):
        return False
    before = text[:start].rpartition(" ")[2].strip("(«“,").casefold()
    return before in _NUMBERED_WORDS or bool(DATE.match(text[start:].lstrip()))
