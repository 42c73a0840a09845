"""From the lines a PDF prints to the paragraphs its author wrote."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from ingest.parse.typography import clean_line

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|sur|of)\s*\d{1,4})?", re.I
)
_BULLET = re.compile(r"(?:[•●▪■□◦‣⁃➢➔→✓*\uf0b7\uf0a7]|[-–—]\s|\d{1,2}[.)]\s|[a-z]\)\s)")
_BROKEN_WORD = re.compile(r"(\w+(?:-\w+)*)([-\u2010\u00ad])$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# First halves that French and English write with a hyphen, for words met nowhere else.
_HYPHENATING = frozenset(
    ("sous", "non", "vous", "nous", "lui", "elle", "eux", "moi", "celui", "celle", "ceux", "self")
)

# A line is a running header or footer when this many of the pages, and at least three, have it
# among their outermost lines.
_RUNNING_SHARE = 0.2
_RUNNING_PAGES = 3
_OUTER_LINES = 2
# A line shorter than this share of the page's longest lines ends its paragraph.
_SHORT_LINE_SHARE = 0.75


def clean_pages(pages: Sequence[str]) -> list[str]:
    """The text of each page, a paragraph a line; "" for a page without words."""
    all_lines = [_lines(page) for page in pages]
    running = _running_lines(all_lines)
    kept = [_without_outer(lines, running) for lines in all_lines]
    vocabulary = Counter(
        word.casefold() for lines in kept for line in lines for word in _WORD.findall(line)
    )
    return ["\n".join(_paragraphs(lines, vocabulary)) for lines in kept]


def _lines(page: str) -> list[str]:
    lines = []
    for line in page.translate(_LIGATURES).splitlines():
        # A soft hyphen at the end of a line is a break; anywhere else it shows nothing.
        is_broken = line.rstrip().endswith("\u00ad")
        cleaned = clean_line(line) + ("\u00ad" if is_broken else "")
        if cleaned:
            lines.append(cleaned)
    return lines


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _outer(lines: Sequence[str]) -> list[str]:
    return [*lines[:_OUTER_LINES], *lines[_OUTER_LINES:][-_OUTER_LINES:]]


def _running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    counts = Counter(shape for lines in pages for shape in {_shape(line) for line in _outer(lines)})
    needed = max(_RUNNING_PAGES, math.ceil(_RUNNING_SHARE * len(pages)))
    return {shape for shape, count in counts.items() if count >= needed}


def _without_outer(lines: Sequence[str], running: set[str]) -> list[str]:
    first, last = _OUTER_LINES, len(lines) - _OUTER_LINES
    return [
        line
        for index, line in enumerate(lines)
        if first <= index < last or not (_shape(line) in running or _PAGE_NUMBER.fullmatch(line))
    ]


def _paragraphs(lines: Sequence[str], vocabulary: Counter[str]) -> list[str]:
    widths = sorted(len(line) for line in lines)
    usual_width = widths[math.floor(0.8 * (len(widths) - 1))] if widths else 0
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if paragraphs and not _starts_paragraph(previous, line, usual_width):
            paragraphs[-1] = _joined(paragraphs[-1], line, vocabulary)
        else:
            paragraphs.append(line)
        previous = line
    return [clean_line(paragraph) for paragraph in paragraphs]


def _starts_paragraph(previous: str, line: str, usual_width: int) -> bool:
    if _BROKEN_WORD.search(previous):
        return False
    if _BULLET.match(line):
        return True
    if line[0].islower() or line[0] in "()»”,;:":
        return False
    if previous.endswith((".", "!", "?", ";", ":", "…", "»")):
        return previous[-1] not in ".»" or len(previous) < usual_width or line[0].isupper()
    return len(previous) < _SHORT_LINE_SHARE * usual_width


def _joined(paragraph: str, line: str, vocabulary: Counter[str]) -> str:
    broken = _BROKEN_WORD.search(paragraph)
    second = _WORD.match(line)
    if broken is None:
        return f"{paragraph} {line}"
    if second is None:
        return paragraph + line
    stem = paragraph[: broken.start(2)]
    if _keeps_hyphen(broken, second[0], vocabulary):
        return f"{stem}-{line}"
    return stem + line


def _keeps_hyphen(broken: re.Match[str], second: str, vocabulary: Counter[str]) -> bool:
    """Whether the hyphen at a line's end belongs to the word, as the rest of the text shows."""
    if broken[2] == "\u00ad":
        return False
    first_half, second_half = broken[1].casefold(), second.casefold()
    whole = vocabulary[first_half + second_half]
    compound = vocabulary[f"{first_half}-{second_half}"]
    if whole or compound:
        return compound > whole
    is_compound = "-" in first_half and len(first_half.rpartition("-")[2]) <= 3  # "vis-à-"
    return is_compound or first_half in _HYPHENATING or not second[0].islower()
