"""The lines of each page of a PDF, without what is printed on page after page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.pdf_words import respaced
from ingest.parse.typography import clean_line

BLANK, RULE = 1, 2
CELL, ROW = 1, 2

# Before the words of a cell in the raw text (`pdf_layout`): control characters, which show nothing.
NEXT_CELL, NEXT_ROW = "\x1f", "\x1f\x1f"

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—]?\s*(\d{1,4})\s*[-–—]?(?:\s*(?:/|sur|of)\s*(\d{1,4}))?", re.I
)
# What a browser prints around a web page, whatever the number of pages.
_BROWSER_LINE = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d{2}(?!\d).*|(?:page )?\d{1,3}(?: of |/| sur )\d{1,3} ?https?://\S*"
    r"|https?://\S+ ?\d{1,3}/\d{1,3}",
    re.I,
)
_CELL_MARK = re.compile(f"({NEXT_CELL}+)")
# What a page shows once and holds several times, to look bold: "9595 See below. See below."
_REPEATED = re.compile(r"(?:(\d{1,3} ?)\1 ?)?(\D.{11,}?)(?: ?\2)+")
_MOST_REPEATED = 1_000
# Blanks as wide as this draw the rule above the footnotes.
_RULE_WIDTH = 30
# A line is a running header or footer when this many of the pages, and at least three, have it
# among their outermost lines.
_RUNNING_SHARE = 0.4
_RUNNING_PAGES = 3
_OUTER_LINES = 2
# And stands inside a page at most so often, for one time at its edge.
_INNER_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its page (from 1), what was above it, whether it is a title.

    `gap` is 0, `BLANK` after an empty line, `RULE` after a line of blanks drawn as a rule. `cell`
    is 0, `CELL` where a cell of a table begins, `ROW` where the first of a row does.
    """

    text: str
    page: int
    gap: int = 0
    is_title: bool = False
    cell: int = 0


def printed_lines(raw_pages: Sequence[str]) -> list[list[Line]]:
    """The lines of each page that carry its text, in order."""
    pages = [_lines(page, number) for number, page in enumerate(raw_pages, start=1)]
    running = _running_shapes(pages)
    return [_without_outer(lines, running) for lines in pages]


def is_from_browser(raw_pages: Sequence[str]) -> bool:
    """Whether the pages were printed from a web page."""
    return any(is_browser_line(line) for line in "\n".join(raw_pages[:2]).split("\n"))


def is_browser_line(line: str) -> bool:
    """Whether a browser printed the line around a web page."""
    return _BROWSER_LINE.fullmatch(line) is not None


def _lines(page: str, number: int) -> list[Line]:
    lines = []
    gap = 0
    for line, cell in _cells(page.translate(_LIGATURES)):
        # A soft hyphen at the end of a line is a break; anywhere else it shows nothing.
        is_broken = line.rstrip().endswith("\u00ad")
        cleaned = clean_line(respaced(line)) + ("\u00ad" if is_broken else "")
        cleaned = _once(cleaned)
        if not cleaned:
            gap = max(gap, RULE if len(line) >= _RULE_WIDTH else BLANK)
        elif not is_browser_line(cleaned):
            lines.append(Line(cleaned, number, gap, cell=cell))
            gap = 0
    return lines


def _once(line: str) -> str:
    match = _REPEATED.fullmatch(line) if len(line) <= _MOST_REPEATED else None
    return f"{match[1] or ''} {match[2]}".strip().replace("  ", " ") if match else line


def _cells(page: str) -> Iterator[tuple[str, int]]:
    """The lines of a page, cut before each cell, and which of them begin one."""
    for line in page.splitlines():
        first, *cells = _CELL_MARK.split(line)
        if first or not cells:
            yield first, 0
        for mark, words in zip(cells[::2], cells[1::2], strict=True):
            yield words, min(len(mark), ROW)


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _outer(lines: Sequence[Line]) -> list[Line]:
    return [*lines[:_OUTER_LINES], *lines[_OUTER_LINES:][-_OUTER_LINES:]]


def _inner(lines: Sequence[Line]) -> Sequence[Line]:
    return lines[_OUTER_LINES:-_OUTER_LINES]


def _running_shapes(pages: Sequence[Sequence[Line]]) -> set[str]:
    counts = Counter(shape for lines in pages for shape in {_shape(line) for line in _outer(lines)})
    # The last cell of a table may end many pages; it stands inside them as often.
    inside = Counter(shape for lines in pages for shape in {_shape(line) for line in _inner(lines)})
    needed = max(_RUNNING_PAGES, math.ceil(_RUNNING_SHARE * len(pages)))
    return {
        shape
        for shape, count in counts.items()
        if count >= needed and inside[shape] <= _INNER_SHARE * count
    }


def _without_outer(lines: Sequence[Line], running: set[str]) -> list[Line]:
    first, last = _OUTER_LINES, len(lines) - _OUTER_LINES
    return [
        line
        for index, line in enumerate(lines)
        if first <= index < last
        or line.cell
        or not (_shape(line) in running or _is_page_number(line.text))
    ]


def _is_page_number(text: str) -> bool:
    match = _PAGE_NUMBER.fullmatch(text)
    return match is not None and (match[2] is None or int(match[1]) <= int(match[2]))
