"""A folder of Markdown sheets, `12_title.md`, into sheets and their sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.markdown import plain_text, unwrapped
from ingest.parse.split import searched_parts

_SHEET_FILE = re.compile(r"(\d+)_.*\.md")
_SHEET_LABEL = re.compile(r"^(?:fiche|sheet)\s*(?:n°\s*)?\d+\s*:\s*", re.IGNORECASE)

# Program code is no sentence of the guide; the gap it leaves is shown.
_CODE_BLOCK = re.compile(r"^[ \t]*```.*?^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each sheet, then its sections in order; raises `SourceUnreadable`.

    Section 0 is what a sheet says before its first section heading.
    """
    passages: list[Passage] = []
    try:
        for number, file in _sheet_files(path):
            passages += _sheet(number, file.read_text(encoding="utf-8"), source, origin)
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    if not passages:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: no sheet in this folder")
    return passages


def _sheet_files(folder: Path) -> list[tuple[int, Path]]:
    matches = [(_SHEET_FILE.fullmatch(file.name), file) for file in folder.iterdir()]
    numbered = sorted((int(match[1]), file) for match, file in matches if match)
    numbers = [number for number, _ in numbered]
    if len(set(numbers)) < len(numbers):
        raise ValueError("two files carry the same sheet number")
    return numbered


def _sheet(number: int, markdown: str, source: Source, origin: Origin) -> Iterator[Passage]:
    title, sections = _sections(markdown)
    if not title:
        raise ValueError(f"sheet {number} has no title")
    unit = Passage(
        locator=f"{source.id}:sheet-{number}",
        lang=origin.lang,
        source=source.id,
        kind="section",
        heading=title,
        text="\n".join(words for _, words in sections if words),
        url=source.url(origin.lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
        is_searched=False,
    )
    yield unit
    for index, (section_title, words) in enumerate(sections):
        if not words:
            continue
        heading = f"{title} — {section_title}" if section_title else title
        section = replace(
            unit, locator=f"{unit.locator}-{index}", heading=heading, text=words, is_searched=True
        )
        parts = searched_parts(section)
        yield replace(section, is_searched=not parts)
        yield from parts


def _sections(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """The sheet's title, and (title, words) of each section; the first has no title."""
    title = ""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in unwrapped(_CODE_BLOCK.sub("\n[…]\n", markdown)).splitlines():
        if line.startswith("# ") and not title:
            title = _SHEET_LABEL.sub("", plain_text(line))
        elif line.startswith("## "):
            sections.append((plain_text(line), []))
        else:
            sections[-1][1].append(line)
    return title, [(name, plain_text("\n".join(lines))) for name, lines in sections]
