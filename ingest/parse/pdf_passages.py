"""From the units of a PDF to passages that know their pages and where their words stand there."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, PageSpan, Passage, Source, UnitKind
from ingest.parse.page_spans import hold, spans_of_parts
from ingest.parse.pdf_lines import Line
from ingest.parse.pdf_read import PdfRefused, PdfText, read_pdf
from ingest.parse.pdf_text import DocumentText
from ingest.parse.pdf_titles import Headings, heading_of, headings_after
from ingest.parse.split import LONG_CHARACTERS, PART_CHARACTERS, split_text

_logger = logging.getLogger(__name__)

# A section shorter than this is searched together with the one below it.
_SHORT_SECTION = 400
# A page shorter than this that ends no sentence (a signature, a title alone) is kept, not searched.
_SHORTEST_SEARCHED = 100


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive paragraphs under one heading, a paragraph a line."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A citable unit before it becomes passages: its name in the locator, its sections."""

    name: str
    kind: UnitKind
    page: int
    sections: tuple[Section, ...]
    heading: str = ""
    is_searched: bool = True

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join(section.text for section in self.sections)


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A PDF read on behalf of a source."""

    source: Source
    origin: Origin
    content: PdfText

    @property
    def text(self) -> DocumentText:
        """Its lines, cleaned."""
        return self.content.document

    def passages(self, units: Sequence[Unit]) -> list[Passage]:
        """Each unit, a long one followed by the parts it is searched in."""
        found: list[Passage] = []
        last: dict[str, PageSpan] = {}  # where the last paragraph, the last note … ended
        for unit in units:
            series = unit.name.partition("-")[0]
            passages = list(self._passages(unit, last.get(series)))
            if passages[0].spans:
                last[series] = passages[0].spans[-1]
            found.extend(passages)
        return found

    def _passages(self, unit: Unit, after: PageSpan | None) -> Iterator[Passage]:
        parts = _parts(unit)
        texts = [part.text for part in parts] or [unit.text]
        places = spans_of_parts(texts, self.content.raw_pages, unit.page, after=after)
        heading = unit.heading or unit.sections[0].heading
        whole = self._passage(
            unit, f"{self.source.prefix}:{unit.name}", Section(heading, unit.text), _joined(places)
        )
        yield replace(whole, is_searched=unit.is_searched and not parts)
        for ordinal, (part, place) in enumerate(zip(parts, places, strict=False), start=1):
            yield self._passage(unit, f"{whole.locator}#{ordinal}", part, place)

    def _passage(
        self, unit: Unit, locator: str, section: Section, places: tuple[PageSpan, ...]
    ) -> Passage:
        page = places[0].page if places and "#" in locator else unit.page
        if not hold(section.text, places, self.content.raw_pages):
            _logger.warning("%s: some words are not where the pages have them", locator)
        address = self.source.url(self.origin.lang)
        return Passage(
            locator=locator,
            lang=self.origin.lang,
            source=self.source.id,
            kind=unit.kind,
            heading=section.heading or self.source.short_title(self.origin.lang),
            text=section.text,
            url=f"{address}#page={page}" if address else "",
            page=page,
            applies_from=self.source.applies_from,
            applies_until=self.source.applies_until,
            spans=places,
            flags=self._flags({place.page for place in places} | {page}),
        )

    def _flags(self, pages: set[int]) -> tuple[str, ...]:
        found = {flag for page in pages for flag in self.content.flags[page - 1]}
        return tuple(sorted(found))

    def notes(self) -> list[Unit]:
        """The footnotes: citable, searched with nothing."""
        return [
            Unit(
                name=f"note-{note.number}",
                kind="section",
                page=note.page,
                sections=(Section(f"Note {note.number}", self.text.note_text(note)),),
                is_searched=False,
            )
            for page in self.text.pages
            for note in page.notes
        ]


def open_document(
    source: Source, origin: Origin, path: Path, *, guesses_titles: bool = True
) -> PdfDocument:
    """The PDF at `path`, read; raises `SourceUnreadable`."""
    try:
        content = read_pdf(path, guesses_titles=guesses_titles)
    except PdfRefused as error:
        reason = f"{path.name}: {error}"
        code = error.refusal.code
        raise SourceUnreadable(source=source.id, reason=reason, refusal=code) from error
    except OSError as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    if content.unreadable_pages:
        _logger.warning("%s: unreadable pages %s", path.name, content.unreadable_pages)
    return PdfDocument(source, origin, content)


def page_units(document: PdfDocument, lines: Sequence[Line], headings: Headings = ()) -> list[Unit]:
    """The lines as units, one for each page that has any; contents pages are not searched."""
    units = []
    for number, on_page in groupby(lines, key=lambda line: line.page):
        page = document.text.pages[number - 1]
        if page.is_contents:
            contents = Section(heading_of(headings), "\n".join(line.text for line in on_page))
            units.append(Unit(f"p{number}", "page", number, (contents,), is_searched=False))
            continue
        sections, headings = sections_of(document.text, list(on_page), headings)
        units.append(Unit(f"p{number}", "page", number, sections, is_searched=_says(sections)))
    return units


def _says(sections: Sequence[Section]) -> bool:
    """Whether the words are more than a signature or the title of a chapter."""
    text = " ".join(section.text for section in sections)
    return len(text) >= _SHORTEST_SEARCHED or any(sign in text for sign in ".!?")


def sections_of(
    text: DocumentText, lines: Sequence[Line], headings: Headings
) -> tuple[tuple[Section, ...], Headings]:
    """The lines cut before their titles, and the headings that hold after the last of them."""
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or (line.is_title and not groups[-1][-1].is_title):
            groups.append([])
        groups[-1].append(line)
    sections = []
    for group in groups:
        for line in group:
            headings = headings_after(headings, line.text) if line.is_title else headings
        sections.append(Section(heading_of(headings), "\n".join(text.paragraphs(group))))
    return tuple(sections), headings


def _parts(unit: Unit) -> list[Section]:
    """The parts a long unit is searched in: none for a short one."""
    if len(unit.text) <= LONG_CHARACTERS or not unit.is_searched:
        return []
    return [
        Section(section.heading, text)
        for section in _merged(unit.sections)
        for text in split_text(section.text)
    ]


def _merged(sections: Sequence[Section]) -> list[Section]:
    """The sections, those too short to be searched alone with the one below them."""
    merged: list[Section] = []
    for each in sections:
        section = each
        if merged and _belong_together(merged[-1].text, section.text):
            last = merged.pop()
            section = Section(last.heading, f"{last.text}\n{section.text}")
        merged.append(section)
    return merged


def _belong_together(first: str, second: str) -> bool:
    is_short = min(len(first), len(second)) < _SHORT_SECTION
    return is_short and len(first) + len(second) < PART_CHARACTERS


def _joined(places: Sequence[tuple[PageSpan, ...]]) -> tuple[PageSpan, ...]:
    return tuple(span for part in places for span in part)
