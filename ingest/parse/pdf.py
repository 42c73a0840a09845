"""PDF files into passages, a page each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.nouns import Origin, Passage, Source
from ingest.parse.pdf_passages import Section, Unit, open_document, page_units


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each page that has words, its footnotes last, a long one also in parts.

    Raises `SourceUnreadable`.
    """
    document = open_document(source, origin, path)
    units = page_units(document, [line for page in document.text.pages for line in page.lines])
    notes = {page.number: page.notes for page in document.text.pages}
    return document.passages(
        [
            _with_notes(
                unit,
                [f"{note.number} {document.text.note_text(note)}" for note in notes[unit.page]],
            )
            for unit in units
        ]
    )


def _with_notes(unit: Unit, notes: list[str]) -> Unit:
    if not notes:
        return unit
    return replace(
        unit, sections=(*unit.sections, Section(unit.sections[-1].heading, "\n".join(notes)))
    )
