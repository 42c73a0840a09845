"""Lists in the law: where one is asked for, it is quoted whole, not one of its points."""

from __future__ import annotations

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


def is_list(unit: Passage, index: Index, as_of: date) -> bool:
    """Whether a unit is a list of points that is short enough to be read."""
    inside = index.inside(unit.locator, as_of)
    points = [part for part in inside if index.passage(part, unit.lang, as_of).kind == "point"]
    return len(points) >= LEAST_POINTS and len(unit.text) <= LIST_CHARACTERS


def quote_limit(unit: Passage, plan: Plan, index: Index, as_of: date) -> int:
    """How many characters of a unit an answer of this plan quotes."""
    if plan.enumerates and is_list(unit, index, as_of):
        return LIST_CHARACTERS
    return plan.quote_characters


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
