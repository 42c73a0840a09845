"""Headed sections, put together piece by piece from the text of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.parse.typography import clean_line, clean_text

_HEADING_CHARACTERS = 200
HEADING_JOINT = " — "


@dataclass(frozen=True, slots=True)
class Section:
    """The text below one heading; `has_hidden` where words no reader sees were left out of it."""

    heading: str
    text: str
    has_hidden: bool = False


class SectionBuilder:
    """Collects text and headings in reading order; `sections` gives the result.

    A heading names the ones it stands under too: "Retention — Newsletter".
    """

    def __init__(self, title: str = "") -> None:
        self._title = clean_line(title)[:_HEADING_CHARACTERS]
        self._headings: dict[int, str] = {}
        self._pieces: list[str] = []
        self._has_hidden = False
        self._sections: list[Section] = []

    def add(self, text: str) -> None:
        """Text that follows the text before it."""
        self._pieces.append(text)

    def break_line(self) -> None:
        """What follows starts a line."""
        if self._pieces and self._pieces[-1] != "\n":
            self._pieces.append("\n")

    def leave_out(self, text: str) -> None:
        """Words that a reader does not see: only the fact that they were there is kept."""
        self._has_hidden = self._has_hidden or any(char.isalnum() for char in text)

    def start(self, level: int, heading: str) -> None:
        """A new section, below a heading of level 1 to 6."""
        self._close()
        self._headings = {k: v for k, v in self._headings.items() if k < level}
        if shown := clean_line(heading)[:_HEADING_CHARACTERS]:
            self._headings[level] = shown

    def sections(self) -> list[Section]:
        """Every section that has text."""
        self._close()
        if self._has_hidden and self._sections:
            self._sections[-1] = replace(self._sections[-1], has_hidden=True)
        return self._sections

    def _close(self) -> None:
        text = clean_text("".join(self._pieces))
        self._pieces = []
        if text:
            heading = HEADING_JOINT.join(self._headings.values()) or self._title
            self._sections.append(Section(heading, text, self._has_hidden))
            self._has_hidden = False
