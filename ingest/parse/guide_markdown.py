"""A folder of Markdown sheets, `12_title.md`, into sheets and their sections.

The French edition numbers its own sheets. The English one is older and differs from sheet 16 on:
`corpus/outlines/cnil_dev_guide_en.json` says which sheet and section of the French edition each of
its own corresponds to, so that a locator means the same sheet and section in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.markdown import plain_text, unwrapped
from ingest.parse.split import searched_parts

PAIRING_PATH = Path(__file__).parents[2] / "corpus" / "outlines" / "cnil_dev_guide_en.json"

_SHEET_FILE = re.compile(r"(\d+)[_-].*\.md")
_SHEET_LABEL = re.compile(r"^(?:fiche|sheet)\s*(?:n°\s*)?\d+\s*:\s*", re.IGNORECASE)

# Program code is no sentence of the guide; the gap it leaves is shown.
_CODE_BLOCK = re.compile(r"^[ \t]*```.*?^[ \t]*```[ \t]*$", re.MULTILINE | re.DOTALL)


class Pairing(BaseModel):
    """Which names the sheets and sections of an edition bear; all are keyed by its own numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    about: str = ""
    section_counts: dict[int, int] = {}
    sheets: dict[int, str] = {}
    sections: dict[int, dict[int, str]] = {}

    def sheet_name(self, sheet: int) -> str:
        """The number that names the sheet in a locator."""
        return self.sheets.get(sheet, str(sheet))

    def section_name(self, sheet: int, section: int) -> str:
        """The number ("2"), or the name ("en-4"), of a section in a locator."""
        return self.sections.get(sheet, {}).get(section, str(section))


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each sheet, then its sections in order; raises `SourceUnreadable`.

    Section 0 is what a sheet says before its first section heading.
    """
    passages: list[Passage] = []
    try:
        pairing = read_pairing() if origin.lang == "en" else Pairing()
        sheets = {
            number: _sections(file.read_text(encoding="utf-8"))
            for number, file in _sheet_files(path)
        }
        _check_edition(sheets, pairing)
        for number, (title, sections) in sheets.items():
            unit = _sheet(pairing.sheet_name(number), title, source, origin)
            names = [pairing.section_name(number, index) for index in range(len(sections))]
            passages += _units(unit, list(zip(names, sections, strict=True)))
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    if not passages:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: no sheet in this folder")
    return passages


def read_pairing() -> Pairing:
    """The table of the English edition; raises `OSError` or `ValueError`."""
    return TypeAdapter(Pairing).validate_json(PAIRING_PATH.read_bytes())


def _sheet_files(folder: Path) -> list[tuple[int, Path]]:
    matches = [(_SHEET_FILE.fullmatch(file.name), file) for file in folder.iterdir()]
    numbered = sorted((int(match[1]), file) for match, file in matches if match)
    numbers = [number for number, _ in numbered]
    if len(set(numbers)) < len(numbers):
        raise ValueError("two files carry the same sheet number")
    return numbered


def _check_edition(sheets: dict[int, tuple[str, list[tuple[str, str]]]], pairing: Pairing) -> None:
    for number, (title, _) in sheets.items():
        if not title:
            raise ValueError(f"sheet {number} has no title")
    counts = {number: len(sections) - 1 for number, (_, sections) in sheets.items()}
    if sheets and pairing.section_counts and counts != pairing.section_counts:
        unlike = sorted(n for n, _ in counts.items() ^ pairing.section_counts.items())
        raise ValueError(
            f"another edition than the one paired with the French sheets: {sorted(set(unlike))}"
        )


def _sheet(name: str, title: str, source: Source, origin: Origin) -> Passage:
    return Passage(
        locator=f"{source.prefix}:sheet-{name}",
        lang=origin.lang,
        source=source.id,
        kind="section",
        heading=title,
        text="",
        url=source.url(origin.lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
        is_searched=False,
    )


def _units(sheet: Passage, sections: list[tuple[str, tuple[str, str]]]) -> Iterator[Passage]:
    """The sheet with all its words, then each section that has any, with its parts."""
    yield replace(sheet, text="\n".join(words for _, (_, words) in sections if words))
    for name, (section_title, words) in sections:
        if not words:
            continue
        heading = f"{sheet.heading} — {section_title}" if section_title else sheet.heading
        section = replace(
            sheet, locator=f"{sheet.locator}-{name}", heading=heading, text=words, is_searched=True
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
