"""Guidelines and decisions with numbered paragraphs into passages, a paragraph each."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.paragraph_numbers import numbered
from ingest.parse.pdf_lines import BLANK, Line
from ingest.parse.pdf_passages import PdfDocument, Section, Unit, open_document, page_units
from ingest.parse.pdf_titles import Headings, heading_of, headings_after, is_numbered_title

_logger = logging.getLogger(__name__)

# What comes after the last paragraph: the operative part of a decision, an annex, a signature.
_OPERATIVE = re.compile(r"PAR CES MOTIFS")
_AFTER = re.compile(
    r"PAR CES MOTIFS|ANNEXE?S?\b|Annexe?s? (?:\d|[IVX])|For the European Data Protection Board"
    r"|L[ea] [Pp]résidente?$"
)
_OPERATIVE_HEADING = "Dispositif (par ces motifs)"
_NOT_A_TITLE = re.compile(
    r"(?:Figure|Image|Tableau|Table|Example|Exemple)\b|[•●▪■□◦‣⁃➢➔→✓*\ue000-\uf8ff]|[-–—o]\s|[\[(]"
)

_MISSING_SHARE = 0.03
_TITLE_LINES = 6
_UNNUMBERED_TITLE = 120


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A numbered paragraph: its lines without the number, and the titles below it."""

    number: int
    lines: tuple[Line, ...]
    titles: tuple[str, ...]


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each numbered paragraph; what stands before and after them by page; the footnotes.

    A number that cannot be found is logged and its words stay with the paragraph above. Raises
    `SourceUnreadable`, also when more than 3 % are missing or one is empty.
    """
    document = open_document(source, origin, path, guesses_titles=False)
    pages = document.text.pages
    lines = [line for page in pages if not page.is_contents for line in page.lines]
    contents = [line for page in pages if page.is_contents for line in page.lines]
    found = numbered(lines)
    _check(found, source, path)
    starts = [*found.values()]
    front, titles = _without_titles(lines[: starts[0]], kept=0)
    end = _end(lines, starts[-1])
    paragraphs = _paragraphs(lines[:end], found)
    headings: Headings = ()
    for title in titles:
        headings = headings_after(headings, title)
    units = [
        *page_units(document, sorted([*front, *contents], key=lambda line: line.page)),
        *_units(document, paragraphs, headings),
        *_after(document, lines[end:]),
        *document.notes(),
    ]
    return document.passages(units)


def _check(found: dict[int, int], source: Source, path: Path) -> None:
    if not found:
        reason = f"{path.name}: no numbered paragraph"
        raise SourceUnreadable(source=source.id, reason=reason)
    missing = sorted(set(range(1, max(found) + 1)) - set(found))
    if len(missing) > _MISSING_SHARE * max(found):
        reason = f"{path.name}: paragraphs {missing} are missing"
        raise SourceUnreadable(source=source.id, reason=reason)
    if missing:
        _logger.warning("%s: paragraphs %s are missing", path.name, missing)


def _paragraphs(lines: Sequence[Line], found: dict[int, int]) -> list[_Paragraph]:
    numbers = list(found)
    bounds = [*found.values(), len(lines)]
    paragraphs = []
    for number, start, end in zip(numbers, bounds, bounds[1:], strict=False):
        own, titles = _without_titles(lines[start:end])
        first = own[0].text[len(str(number)) :].lstrip().removeprefix(".").lstrip()
        kept = tuple(line for line in (replace(own[0], text=first), *own[1:]) if line.text)
        paragraphs.append(_Paragraph(number, kept, tuple(titles)))
    return paragraphs


def _units(
    document: PdfDocument, paragraphs: Sequence[_Paragraph], headings: Headings
) -> list[Unit]:
    units = []
    width = document.text.width
    for paragraph in paragraphs:
        text = "\n".join(document.text.paragraphs(paragraph.lines, width))
        if not text:
            reason = f"paragraph {paragraph.number} is empty"
            raise SourceUnreadable(source=document.source.id, reason=reason)
        section = Section(heading_of(headings), text)
        page = paragraph.lines[0].page
        units.append(Unit(f"par-{paragraph.number}", "paragraph", page, (section,)))
        for title in paragraph.titles:
            headings = headings_after(headings, title)
    return units


def _end(lines: Sequence[Line], start: int) -> int:
    """Where the last paragraph ends: before an annex, the operative part or a signature."""
    for index in range(start + 1, len(lines)):
        if lines[index].is_title or _AFTER.match(lines[index].text):
            return index
    return len(lines)


def _after(document: PdfDocument, lines: Sequence[Line]) -> list[Unit]:
    if lines and _OPERATIVE.match(lines[0].text):
        text = "\n".join(document.text.paragraphs(lines, document.text.width))
        section = Section(_OPERATIVE_HEADING, text)
        return [Unit("sec-dispositif", "section", lines[0].page, (section,))]
    drawings = {page.number for page in document.text.pages if page.is_drawing}
    return [
        replace(unit, is_searched=unit.is_searched and unit.page not in drawings)
        for unit in page_units(document, lines)
    ]


def _without_titles(lines: Sequence[Line], kept: int = 1) -> tuple[list[Line], list[str]]:
    """The lines without the titles they end with, which belong to what follows; these titles.

    The first `kept` lines are no titles.
    """
    start = _titles_start(lines, kept)
    titles: list[str] = []
    for previous, line in zip([None, *lines[start:]], lines[start:], strict=False):
        begins = line.is_title or is_numbered_title(line.text) or line.gap >= BLANK
        if previous is None or begins or previous.is_title:
            titles.append(line.text)
        else:
            titles[-1] += f" {line.text}"
    return list(lines[:start]), titles


def _titles_start(lines: Sequence[Line], kept: int) -> int:
    start = len(lines)
    while start > kept and len(lines) - start < _TITLE_LINES and _is_title_like(lines[start - 1]):
        start -= 1
    while start < len(lines) and not _begins_title(lines, start):
        start += 1
    return start


def _is_title_like(line: Line) -> bool:
    if line.is_title:
        return True
    return line.text[-1] not in ".;:,…" and _NOT_A_TITLE.match(line.text) is None


def _begins_title(lines: Sequence[Line], start: int) -> bool:
    line = lines[start]
    if line.is_title or is_numbered_title(line.text):
        return True
    if start == 0:
        return False
    before = lines[start - 1]
    is_apart = before.is_title or (before.text[-1] in ".;:!?»”)" and line.gap >= BLANK)
    is_short = sum(len(rest.text) for rest in lines[start:]) <= _UNNUMBERED_TITLE
    return is_apart and is_short and line.text[0].isupper() and line.text[-1] not in "?»”)"
