"""Where the words of a PDF page stand: its lines from top to bottom, the cells of its table apart.

pypdf gives the words in the order they were printed in. A browser prints the titles and the lists
of a page before its paragraphs, and nothing in the text tells where a cell of a table ends.
Nothing here imports pypdf.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from ingest.parse.pdf_lines import NEXT_CELL, NEXT_ROW, is_browser_line
from ingest.parse.pdf_plane import Matrix, times

# Words whose baselines are no further apart stand on one line.
_SAME_LINE_POINTS = 2.0
# With a larger share of its lines beside others, a page has columns and is left as it is.
_MOST_BESIDE = 0.1
_MARKER = re.compile(r"(?:\d{1,2}[.)]?|[•●▪■□◦‣⁃–-])\s*")

# The next cell of a row begins so much further right, and at most so much above the last line.
_CELL_POINTS = 40.0
_CELL_RISE_POINTS = 80.0
# A step to the next line so many times the usual one parts two paragraphs.
_WIDE_STEP = 1.6

# The tables of the CNIL's retention periods begin with these two columns.
_TABLE_HEADER = re.compile(r"^Finalités?[ \u00a0]+Détails\b", re.M)
# The beginning of a column is that of so many pieces of text at least, give or take so much.
_COLUMN_PIECES = 3
_COLUMN_POINTS = 3.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where a piece of text begins, in the text and on the page (in points, upwards)."""

    offset: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _RawLine:
    """A line as it was printed, its break left out; without a place where it shows nothing."""

    text: str
    x: float
    height: float
    is_placed: bool

    @property
    def is_content(self) -> bool:
        """Whether it shows words of the page, and not those around it."""
        return self.is_placed and not is_browser_line(self.text)

    @property
    def is_marker(self) -> bool:
        """Whether it is only the number or the bullet of an item."""
        return _MARKER.fullmatch(self.text) is not None


_Block = list[_RawLine]


class Layout:
    """The pieces of one reading of a page, and its text laid out by them."""

    def __init__(self) -> None:
        self._visited: list[tuple[str, Matrix, Matrix]] = []

    def visit(self, text: str, cm: Matrix, tm: Matrix, _font: Any, _size: float) -> None:
        """Note where a piece of text stands: what pypdf calls for each, in order."""
        if text:
            self._visited.append((text, cm, tm))

    def laid_out(self, text: str) -> str:
        """The text from top to bottom where a browser printed it, with marks before its cells."""
        is_web = any(is_browser_line(line) for line in text.split("\n"))
        header = None if is_web else _TABLE_HEADER.search(text)
        if not (is_web or header) or sum(len(each[0]) for each in self._visited) != len(text):
            return text  # pieces that went unseen have no place
        pieces = list(self._pieces())
        return _with_cells(text, pieces, header.start()) if header else _from_top(text, pieces)

    def _pieces(self) -> Iterator[_Piece]:
        start = 0
        for text, cm, tm in self._visited:
            shown = text.lstrip()
            if shown:
                matrix = times(tm, cm)
                yield _Piece(start + len(text) - len(shown), matrix[4], matrix[5])
            start += len(text)


def _from_top(text: str, pieces: Sequence[_Piece]) -> str:
    """The lines by their height on the page; all as they were where some stand side by side."""
    lines = list(_raw_lines(text, pieces))
    heights = [line.height for line in lines if line.is_content]
    if all(before >= after for before, after in pairwise(heights)):
        return text
    bands = _bands(lines)
    beside = sum(len(band) - 1 for band in bands if not band[0][-1].is_marker)
    if beside > _MOST_BESIDE * len(heights):
        return text
    return "\n".join(_stacked(bands))


def _raw_lines(text: str, pieces: Sequence[_Piece]) -> Iterator[_RawLine]:
    offsets = [piece.offset for piece in pieces]
    start = 0
    for line in text.split("\n"):
        index = bisect_right(offsets, start - 1)
        is_placed = index < len(pieces) and pieces[index].offset < start + len(line)
        place = pieces[index] if is_placed else _Piece(start, 0.0, 0.0)
        yield _RawLine(line, place.x, place.y, is_placed)
        start += len(line) + 1


def _blocks(lines: Sequence[_RawLine]) -> Iterator[_Block]:
    """Each line with the empty ones above it, and with the cells of a table printed beside it."""
    block: _Block = []
    for line in lines:
        last = block[-1] if block else None
        if last and last.is_placed and not (line.is_placed and _is_beside(last, line)):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_beside(last: _RawLine, line: _RawLine) -> bool:
    """Whether a line begins the next cell: further right, and a few lines up."""
    rise = line.height - last.height
    return 0 < rise < _CELL_RISE_POINTS and line.x - last.x > _CELL_POINTS


def _bands(lines: Sequence[_RawLine]) -> list[list[_Block]]:
    """The blocks from top to bottom, those of one height together, from left to right."""
    blocks = list(_blocks(lines))
    rest = [block for block in blocks if not block[-1].is_placed]
    bands: list[list[_Block]] = []
    for block in sorted((b for b in blocks if b[-1].is_placed), key=lambda block: -_top(block)):
        if not bands or _top(bands[-1][0]) - _top(block) >= _SAME_LINE_POINTS:
            bands.append([])
        bands[-1].append(block)
    ordered = [sorted(band, key=lambda block: block[-1].x) for band in bands]
    return [*ordered, *([block] for block in rest)]


def _top(block: _Block) -> float:
    return next(line.height for line in block if line.is_placed)


def _stacked(bands: Sequence[Sequence[_Block]]) -> Iterator[str]:
    """The lines of the page, an empty one where the page leaves the room of one."""
    heights = [_top(band[0]) for band in bands if band[0][-1].is_placed]
    steps = [above - below for above, below in pairwise(heights)]
    usual = sorted(steps)[len(steps) // 2] if steps else 0.0
    for index, band in enumerate(bands):
        if 0 < index < len(heights) and steps[index - 1] > _WIDE_STEP * usual:
            yield ""
        yield from _joined(band)


def _joined(band: Sequence[_Block]) -> Iterator[str]:
    """The lines of one height, the number of an item on the line of its words."""
    marker = ""
    for line in (line for block in band for line in block):
        if line.is_marker:
            yield from [marker] if marker else []
            marker = line.text.rstrip()
        else:
            yield f"{marker} {line.text.lstrip()}" if marker else line.text
            marker = ""
    if marker:
        yield marker


def _with_cells(text: str, pieces: Sequence[_Piece], start: int) -> str:
    """The text with a mark before each cell, another before the first of a row."""
    table = [piece for piece in pieces if piece.offset >= start]
    columns = _columns(table)
    if len(columns) < 2:
        return text
    shown = [text[:start]]
    end = start
    previous = len(columns)
    for column, cell in groupby(table, key=lambda piece: _column(columns, piece.x)):
        offset = next(cell).offset
        shown.append(text[end:offset])
        shown.append(NEXT_CELL if column > previous else NEXT_ROW)
        end, previous = offset, column
    return "".join([*shown, text[end:]])


def _columns(table: Sequence[_Piece]) -> list[float]:
    """Where the columns begin: as the cells of the header do, and others below."""
    columns: list[float] = []
    counts = Counter(round(piece.x) for piece in table)
    left = table[0].x
    for index, piece in enumerate(table):
        if index and abs(piece.x - left) < _COLUMN_POINTS:
            break  # the first row below the header
        near = sum(count for x, count in counts.items() if abs(x - piece.x) < _COLUMN_POINTS)
        is_new = all(abs(piece.x - column) >= _COLUMN_POINTS for column in columns)
        if is_new and near >= _COLUMN_PIECES:
            columns.append(piece.x)
    return sorted(columns)


def _column(columns: Sequence[float], x: float) -> int:
    return max(0, bisect_right(columns, x + _COLUMN_POINTS) - 1)
