"""From the lines a PDF prints to the paragraphs its author wrote."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.parse.pdf_lines import BLANK, CELL, ROW, Line, is_from_browser, printed_lines
from ingest.parse.pdf_notes import Note, separate_notes
from ingest.parse.pdf_titles import announced_titles, is_contents, with_titles
from ingest.parse.pdf_words import Vocabulary, is_broken, joined, mended, vocabulary_of
from ingest.parse.typography import clean_line

_BULLET = re.compile(
    r"(?:[•●▪■□◦‣⁃➢➔→✓*\ue000-\uf8ff]|[-–—]\s|o\s(?=\S{2})|\d{1,2}[.)]\s|[a-z]\)\s|[ivx]{1,4}\)\s|[a-h]\.\s)"
)
_LONE_NUMBER = re.compile(r"\d{1,2}\.?")
# Between the cells of a row.
_CELL_BREAK = " | "

# The line longer than this share of the lines is as long as a full one.
_FULL_LINES = 0.8
# A line shorter than this share of the page's longest lines ends its paragraph.
_SHORT_LINE_SHARE = 0.75
# In a print-out of a web page, nearly any line does that ends a sentence.
_ENDED_LINE_SHARE = 0.95
# A page whose lines are nearly all shorter than this holds a drawing.
_LABEL_CHARACTERS = 42
_LABEL_SHARE = 0.9
_FEWEST_LABELS = 12


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page says: its lines, the notes that begin on it, whether it lists contents."""

    number: int
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    is_contents: bool

    @property
    def is_drawing(self) -> bool:
        """Whether the words are the labels of a drawing rather than sentences."""
        labels = sum(len(line.text) < _LABEL_CHARACTERS for line in self.lines)
        is_full = len(self.lines) >= _FEWEST_LABELS
        return is_full and labels >= _LABEL_SHARE * len(self.lines) and not _is_table(self.lines)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The pages of a document in order, and how it spells and breaks its words.

    `is_ragged` where a browser printed it: there a short line ends an item of a list.
    """

    pages: tuple[PageText, ...]
    vocabulary: Vocabulary
    is_ragged: bool = False

    def paragraphs(self, lines: Sequence[Line], width: int = 0) -> list[str]:
        """The lines joined into paragraphs; `width` is that of a full line, if it is known."""
        above = list(takewhile(lambda line: not line.cell, lines))
        if len(above) < len(lines):
            rows = _rows(lines[len(above) :], self.vocabulary)
            return [*self.paragraphs(above, width), *rows]
        usual_width = width or _usual_width(lines)
        found: list[str] = []
        previous: Line | None = None
        for line in lines:
            if previous and not self._starts_paragraph(found[-1], previous, line, usual_width):
                found[-1] = joined(found[-1], line.text, self.vocabulary)
            else:
                found.append(line.text)
            previous = line
        return [clean_line(paragraph) for paragraph in found]

    def note_text(self, note: Note) -> str:
        """The words of a footnote."""
        return " ".join(self.paragraphs(note.lines))

    @property
    def width(self) -> int:
        """The usual length of a full line."""
        return _usual_width([line for page in self.pages for line in page.lines])

    def _starts_paragraph(
        self, paragraph: str, previous: Line, line: Line, usual_width: int
    ) -> bool:
        if self.is_ragged and not is_broken(previous.text) and line.text[0] not in ".,;:!?)":
            share = _ENDED_LINE_SHARE if previous.text[-1] in ".!?)»" else _SHORT_LINE_SHARE
            # After ";" prose goes on, and so does a list of items that begin without a capital.
            ends = ".!?:;" if paragraph[0].islower() else ".!?:"
            is_item = previous.text[-1] in ends and line.text[0].islower()
            if is_item or len(previous.text) < share * usual_width:
                return True
        return _starts_paragraph(previous, line, usual_width)


def read_text(raw_pages: Sequence[str], *, guesses_titles: bool = True) -> DocumentText:
    """The text of a document from its pages as pypdf extracts them.

    Where no contents page announces the titles they are guessed by their numbering, unless
    `guesses_titles` is False: paragraphs are numbered too.
    """
    printed = printed_lines(raw_pages)
    is_web = is_from_browser(raw_pages)
    contents = [is_contents(lines) for lines in printed]
    announced = announced_titles(
        lines for lines, lists in zip(printed, contents, strict=True) if lists
    )
    bodies, notes = separate_notes(
        [[] if lists else lines for lines, lists in zip(printed, contents, strict=True)]
    )
    bodies = [printed[index] if lists else bodies[index] for index, lists in enumerate(contents)]
    vocabulary = vocabulary_of(line.text for lines in bodies for line in lines)
    whole = _mended(bodies, vocabulary)
    return DocumentText(
        tuple(
            PageText(
                number,
                tuple(lines if lists else _readable(lines, announced, is_web, guesses_titles)),
                tuple(note for note in notes if note.page == number),
                lists,
            )
            for number, (lines, lists) in enumerate(zip(whole, contents, strict=True), start=1)
        ),
        vocabulary,
        is_web,
    )


def page_texts(document: DocumentText) -> list[str]:
    """The text of each page, a paragraph a line, notes last; "" for a page without words."""
    return ["\n".join(_page_paragraphs(page, document)) for page in document.pages]


def _page_paragraphs(page: PageText, document: DocumentText) -> list[str]:
    """The paragraphs of a page, then its footnotes with their numbers."""
    notes = [f"{note.number} {document.note_text(note)}" for note in page.notes]
    return [*document.paragraphs(page.lines), *notes]


def _mended(bodies: Sequence[Sequence[Line]], vocabulary: Vocabulary) -> list[list[Line]]:
    texts = mended((line.text for lines in bodies for line in lines), vocabulary)
    return [[replace(line, text=next(texts)) for line in lines] for lines in bodies]


def _readable(
    lines: Sequence[Line],
    announced: frozenset[str],
    is_web: bool,
    guesses_titles: bool,
) -> list[Line]:
    if not announced and not guesses_titles:
        return list(lines)
    # A browser prints the numbers of a list apart from its items, where they say nothing.
    kept = [line for line in lines if not (is_web and _LONE_NUMBER.fullmatch(line.text))]
    above = list(takewhile(lambda line: not line.cell, kept))
    return [*with_titles(above, announced, is_web=is_web), *kept[len(above) :]]


def _usual_width(lines: Sequence[Line]) -> int:
    widths = sorted(len(line.text) for line in lines)
    return widths[min(len(widths) - 1, math.floor(_FULL_LINES * len(widths)))] if widths else 0


def _is_table(lines: Sequence[Line]) -> bool:
    return any(line.cell for line in lines)


def _rows(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[str]:
    """The rows of a table, the cells of each parted from one another."""
    row = ""
    for line in lines:
        if line.cell == ROW and row:
            yield clean_line(row)
            row = ""
        if row:
            is_next = line.cell == CELL
            row = row + _CELL_BREAK + line.text if is_next else joined(row, line.text, vocabulary)
        else:
            row = line.text
    yield clean_line(row)


def _starts_paragraph(previous: Line, line: Line, usual_width: int) -> bool:
    if line.is_title or previous.is_title:
        return True
    if is_broken(previous.text) and (line.text[0].islower() or previous.text[-1] != "-"):
        return False
    if _LONE_NUMBER.fullmatch(previous.text) and not line.text[0].isdigit():
        return False
    if _BULLET.match(line.text):
        return True
    return not _goes_on(previous.text, line, usual_width)


def _goes_on(previous: str, line: Line, usual_width: int) -> bool:
    """Whether a line carries on the sentence or the paragraph of the one before."""
    if previous[-1] in ";:" and len(previous) < usual_width and line.text[0].islower():
        return False  # an item of a list printed without bullets
    if line.text[0].islower() or line.text[0] in "()»”,;:":
        return True
    if line.gap >= BLANK and previous[-1] not in ",":
        return False
    if previous.endswith((".", "!", "?", ";", ":", "…", "»")):
        is_inside = previous[-1] in ".»" and len(previous) >= usual_width
        return is_inside and not line.text[0].isupper()
    return len(previous) >= _SHORT_LINE_SHARE * usual_width
