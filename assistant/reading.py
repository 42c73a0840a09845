"""A unit as it is read: its text cut into its own paragraphs and points, each with its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.nouns import Passage

LONGEST_MARK = 12
"""Characters: "1.", "(a)", "(viii)", "3 bis." stand before the words of a unit, and no more."""

Inside = Callable[[Passage], Sequence[Passage]]
"""The units directly inside one, of the same language and version, in reading order."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one unit: `mark` is its number as printed, `depth` counts points in points.

    The words of the whole unit are those of its pieces in order. `heading` is the unit's own title
    where it opens a section.
    """

    locator: str
    mark: str
    text: str
    depth: int = 0
    heading: str = ""
    page: int | None = None


def pieces_of(unit: Passage, inside: Inside) -> tuple[Piece, ...]:
    """The unit's own words and those of the units inside it, in the order of the text."""
    return tuple(_pieces(unit, "", 0, inside))


def _pieces(unit: Passage, mark: str, depth: int, inside: Inside) -> list[Piece]:
    text, at, pieces = unit.text, 0, list[Piece]()
    own = Piece(unit.locator, "", "", depth, page=unit.page)
    for part in inside(unit):
        start = _place(part.text, text, at)
        if start < 0:
            continue
        opening, _, part_mark = text[at:start].rpartition("\n")
        if opening.strip():
            pieces.append(replace(own, text=opening.strip("\n")))
        below = depth + (part.kind == "point")
        inner = _pieces(part, part_mark.strip(), below, inside)
        if part.heading not in ("", unit.heading):
            inner[0] = replace(inner[0], heading=_own_heading(part, unit))
        pieces += inner
        at = start + len(part.text)
    rest = text[at:].strip("\n")
    if rest or not pieces:
        pieces.append(replace(own, text=rest))
    pieces[0] = replace(pieces[0], mark=f"{mark} {pieces[0].mark}".strip())
    return pieces


def _own_heading(part: Passage, unit: Passage) -> str:
    """A section's title without that of the sheet it is in."""
    return part.heading.removeprefix(unit.heading).lstrip(" —-:") or part.heading


def _place(part: str, text: str, at: int) -> int:
    """Where `part` stands as whole lines of `text`, after its mark; -1 where it does not."""
    start = text.find(part, at)
    while start >= 0:
        line_start = text.rfind("\n", at, start) + 1 or at
        end = start + len(part)
        ends_line = end == len(text) or text[end] == "\n"
        if start - line_start <= LONGEST_MARK and ends_line and part:
            return start
        start = text.find(part, start + 1)
    return -1
