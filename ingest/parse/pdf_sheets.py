"""A CNIL guide made of numbered sheets into passages, a sheet each, the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.pdf_lines import Line
from ingest.parse.pdf_passages import PdfDocument, Section, Unit, open_document, page_units
from ingest.parse.pdf_text import PageText
from ingest.parse.pdf_words import joined

_SHEET = re.compile(r"(?:FICHE|FACTSHEET) ?(\d{1,2}) ?[-–—] ?(.+)")
# Below the last sheet, a page that opens with this is the check-list of all measures.
_CHECK_LIST = re.compile(
    r"FICHES MESURES|FACTSHEETS MEASURES|ÉVALUER LE NIVEAU|ASSESSING THE LEVEL"
)
_MORE = re.compile(r"POUR ALLER PLUS LOIN|TO GO FURTHER")
_SHEET_COUNT = 25


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Sheets 1 to 25 with their pages, and the pages around them.

    Raises `SourceUnreadable`, also when a sheet is missing, empty or out of order.
    """
    document = open_document(source, origin, path)
    starts = _starts(document.text.pages)
    if list(starts) != list(range(1, _SHEET_COUNT + 1)):
        missing = sorted(set(range(1, _SHEET_COUNT + 1)) - set(starts))
        reason = f"{path.name}: sheets {missing or list(starts)} are missing or out of order"
        raise SourceUnreadable(source=source.id, reason=reason)
    end = _end(document.text.pages, starts[_SHEET_COUNT])
    around = [
        line
        for page in document.text.pages
        if page.number < starts[1] or page.number >= end or _is_divider(page)
        for line in page.lines
    ]
    units = [*_sheets(document, starts, end), *page_units(document, around), *document.notes()]
    return document.passages(units)


def _starts(pages: Sequence[PageText]) -> dict[int, int]:
    """The page each sheet begins on, in the order of the pages."""
    return {
        int(match[1]): page.number
        for page in pages
        for line in page.lines
        if not page.is_contents and (match := _SHEET.fullmatch(line.text))
    }


def _end(pages: Sequence[PageText], last_start: int) -> int:
    """The first page after the last sheet."""
    for page in pages[last_start:]:
        if any(_CHECK_LIST.match(line.text) for line in page.lines):
            return page.number
    return len(pages) + 1


def _is_divider(page: PageText) -> bool:
    """Whether a page shows only the title of a chapter."""
    words = "".join(line.text for line in page.lines)
    return words == words.upper()


def _sheets(document: PdfDocument, starts: dict[int, int], end: int) -> Iterator[Unit]:
    bounds = [*starts.values(), end]
    for number, (first, after) in enumerate(pairwise(bounds), start=1):
        pages = [
            page for page in document.text.pages[first - 1 : after - 1] if not _is_divider(page)
        ]
        title, sections = _sections(document, pages)
        yield Unit(f"sheet-{number}", "section", first, tuple(sections), heading=title)


def _sections(document: PdfDocument, pages: Sequence[PageText]) -> tuple[str, list[Section]]:
    """The title of a sheet, and its sections in order, its title first wherever it was printed."""
    lines = [line for page in pages for line in page.lines]
    start, end = _title_lines(lines)
    title = lines[start].text
    for line in lines[start + 1 : end]:
        title = joined(title, line.text, document.text.vocabulary)
    name = _SHEET.fullmatch(title)
    heading = name[2] if name else title
    # The title of the box "to go further", printed above that of the sheet, names none of the
    # lines around it: the box itself stands anywhere on the page.
    above = [line for line in lines[:start] if not _MORE.fullmatch(line.text)]
    body = [replace(lines[start], text=title, is_title=True), *above, *lines[end:]]
    groups: list[list[Line]] = [[]]
    for line in body:
        if _MORE.fullmatch(line.text):
            groups.append([])
        groups[-1].append(line)
    width = document.text.width
    return heading, [
        Section(heading, "\n".join(document.text.paragraphs(group, width)))
        for group in groups
        if len(group) > 1
    ]


def _title_lines(lines: Sequence[Line]) -> tuple[int, int]:
    start = next(index for index, line in enumerate(lines) if _SHEET.fullmatch(line.text))
    end = start + 1
    while end < len(lines) and lines[end].text == lines[end].text.upper():
        end += 1
    return start, end
