"""Lists: where one is asked for, it is quoted whole, not one of its points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.plan import Plan
from corpus.index import Index
from corpus.locator import ancestors
from corpus.nouns import Hit, Passage

LIST_CHARACTERS = 1_650
"""A list up to this length is quoted whole (about 240 words); a longer one is cut as other texts are."""
LEAST_POINTS = 3
"""So many points make a list."""
LEAST_ITEMS = 2
_ITEM = re.compile(r"\s*(?:[-–•▪]|\d{1,2}[.)])\s")


def is_list(unit: Passage, index: Index, as_of: date) -> bool:
    """Whether a unit is a list of points that is short enough to be read."""
    inside = index.inside(unit.locator, as_of)
    points = [part for part in inside if index.passage(part, unit.lang, as_of).kind == "point"]
    return len(points) >= LEAST_POINTS and len(unit.text) <= LIST_CHARACTERS


def quote_limit(unit: Passage, plan: Plan, index: Index, as_of: date) -> int:
    """How many characters of a unit an answer of this plan quotes."""
    if not plan.enumerates:
        return plan.quote_characters
    if is_list(unit, index, as_of):
        return LIST_CHARACTERS
    written = written_list(unit.text)
    return max(plan.quote_characters, written if written <= LIST_CHARACTERS else 0)


def written_list(text: str) -> int:
    """How long the longest list is that a text writes out, what announces it included; 0 for none.

    A line that ends with a colon, then two items at least: lines with a dash or a bullet, or lines of
    which each but the last ends with a semicolon.
    """
    lines = text.split("\n")
    return max((_length(lines[start:]) for start in range(len(lines))), default=0)


def _length(lines: Sequence[str]) -> int:
    """The length of the list that begins with the first of the lines; 0 if none does."""
    if not lines[0].rstrip().endswith(":"):
        return 0
    items: list[str] = []
    for line in lines[1:]:
        if not _ITEM.match(line) and not (line.strip() and _goes_on(items)):
            break
        items.append(line)
    return len("\n".join((lines[0], *items))) if len(items) >= LEAST_ITEMS else 0


def _goes_on(items: Sequence[str]) -> bool:
    """Whether a line after these items is another one: the first may be anything that ends like an item."""
    return not items or items[-1].rstrip().endswith(";")


def whole_list(hit: Hit, plan: Plan, index: Index, as_of: date) -> Hit:
    """The list that a found point stands in, where the plan is to enumerate; else the hit itself."""
    point = hit.focus
    if not plan.enumerates or point.kind != "point":
        return hit
    around = ancestors(point.locator)
    if not around or not index.has(around[0]):
        return hit
    unit = index.passage(around[0], point.lang, as_of)
    return replace(hit, passage=unit, focus=unit) if is_list(unit, index, as_of) else hit
