"""One of the user's own documents into passages, whatever its type, with what to be warned of."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse import pdf
from ingest.parse.document_type import (
    LIMITS,
    DocumentType,
    DocumentUnreadable,
    decoded,
    document_type,
    refused,
)
from ingest.parse.hidden_text import has_hidden_characters, is_instruction_like
from ingest.parse.html_page import read_html
from ingest.parse.pdf_read import PdfRefused, read_pdf
from ingest.parse.plain_document import read_markdown, read_plain_text
from ingest.parse.sections import HEADING_JOINT, Section
from ingest.parse.split import PART_CHARACTERS, searched_parts, split_text

INSTRUCTIONS, HIDDEN = "instructions", "hidden"
# A line without the end of a sentence is cut at a space beyond this, so that its parts fit.
_UNBROKEN_CHARACTERS = 2 * PART_CHARACTERS


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each page or section, a long one also in parts; raises `SourceUnreadable`."""
    try:
        data = path.read_bytes()
        kind = document_type(path.name, data)
        if kind == "PDF":
            passages = pdf.load(source, origin, path)
        else:
            passages = list(_section_passages(_sections(kind, path.name, data), source, origin))
    except DocumentUnreadable as error:
        code = error.refusal.code
        raise SourceUnreadable(source=source.id, reason=str(error), refusal=code) from error
    except OSError as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    return _flagged(passages, is_all=is_instruction_like(source.title(origin.lang)))


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a document, and the flags that some passage of it will carry."""

    text: str
    flags: tuple[str, ...]


def read_words(path: Path, name: str) -> Words:
    """All words of a document known as `name`; raises `DocumentUnreadable` or `OSError`."""
    data = path.read_bytes()
    kind = document_type(name, data)
    if kind == "PDF":
        pages, has_hidden = _read_pages(path, name)
        text = "\n".join(pages)
        seen = text
    else:
        sections = _sections(kind, name, data)
        has_hidden = any(section.has_hidden for section in sections)
        text = "\n".join(section.text for section in sections)
        seen = "\n".join(_as_marked(section.heading, section.text) for section in sections)
    speaks = is_instruction_like(name) or is_instruction_like(seen)
    marks = ((INSTRUCTIONS, speaks), (HIDDEN, has_hidden))
    return Words(text, tuple(flag for flag, is_set in marks if is_set))


def _read_pages(path: Path, name: str) -> tuple[tuple[str, ...], bool]:
    try:
        content = read_pdf(path)
    except PdfRefused as error:
        values = {**error.refusal.values, "name": name}
        raise DocumentUnreadable(replace(error.refusal, values=values)) from error
    return content.pages, any(HIDDEN in flags for flags in content.flags)


def _sections(kind: DocumentType, name: str, data: bytes) -> list[Section]:
    try:
        text = decoded(data)
    except ValueError as error:
        raise refused("wrong_type", name, expected=kind, detail=str(error)) from error
    if len(text) > LIMITS.characters:
        raise refused("too_long", name, limit=LIMITS.characters, unit="characters")
    try:
        sections = _reader(kind)(text)
    except ValueError as error:
        raise refused("broken", name, detail=str(error)) from error
    if not any(char.isalnum() for section in sections for char in section.text):
        raise refused("no_text", name, type=kind)
    if has_hidden_characters(text):
        sections = [replace(section, has_hidden=True) for section in sections]
    return list(_joined(sections))


def _joined(sections: Sequence[Section]) -> Iterator[Section]:
    """The sections, neighbours put together where there are too many; their headings become text."""
    size = math.ceil(len(sections) / LIMITS.sections)
    for start in range(0, len(sections), size):
        group = sections[start : start + size]
        further = (line for section in group[1:] for line in (section.heading, section.text))
        text = "\n".join((group[0].text, *filter(None, further)))
        yield Section(group[0].heading, text, any(section.has_hidden for section in group))


def _reader(kind: DocumentType) -> Callable[[str], list[Section]]:
    readers = {"HTML": read_html, "Markdown": read_markdown, "TXT": read_plain_text}
    return readers[kind]


def _section_passages(
    sections: Sequence[Section], source: Source, origin: Origin
) -> Iterator[Passage]:
    for number, section in enumerate(sections, start=1):
        unit = Passage(
            locator=f"{source.prefix}:sec-{number}",
            lang=origin.lang,
            source=source.id,
            kind="section",
            heading=section.heading,
            text="\n".join(_broken(line) for line in section.text.split("\n")),
            url=source.url(origin.lang),
            flags=(HIDDEN,) if section.has_hidden else (),
        )
        parts = searched_parts(unit)
        yield replace(unit, is_searched=not parts)
        yield from parts


def _broken(line: str) -> str:
    """A line that no sentence ends in, cut at spaces where it has any; any other as it is."""
    parts = split_text(line)
    if max(map(len, parts)) <= _UNBROKEN_CHARACTERS:
        return line
    return "\n".join(piece for part in parts for piece in _cut(part))


def _cut(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > _UNBROKEN_CHARACTERS:
        end = text.rfind(" ", start + 1, start + PART_CHARACTERS)
        end = end if end > 0 else start + PART_CHARACTERS
        yield text[start:end].strip()
        start = end
    yield text[start:].strip()


def _flagged(passages: Sequence[Passage], *, is_all: bool) -> list[Passage]:
    """The passages, marked where they speak to a machine; a unit is where one of its parts does.

    Where the orders run from one part of a unit into the next, all its parts are marked.
    """
    marked = {passage.id for passage in passages if is_all or _speaks_to_machine(passage)}
    units = {_unit(passage) for passage in passages if passage.id in marked}
    in_a_part = {_unit(p) for p in passages if p.id in marked and _unit(p) != p.locator}
    return [
        replace(passage, flags=(INSTRUCTIONS, *passage.flags))
        if passage.id in marked
        or (
            _unit(passage) in units
            and (passage.locator in units or _unit(passage) not in in_a_part)
        )
        else passage
        for passage in passages
    ]


def _unit(passage: Passage) -> str:
    return passage.locator.partition("#")[0]


def _speaks_to_machine(passage: Passage) -> bool:
    return is_instruction_like(_as_marked(passage.heading, passage.text))


def _as_marked(heading: str, text: str) -> str:
    """With "###" before each title, as prompts are written."""
    return "\n".join((*(f"### {title}" for title in heading.split(HEADING_JOINT)), text))
