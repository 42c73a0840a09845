"""Known failures that travel with a result: what was answered, in our own words, and what it cited.

The whole answers quote official texts and stay where a run was made. Of development cases only: to show
a held-out one would be to use it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from evals.metrics import opening, own_words
from evals.records import Record
from evals.results import Result, Row

FAILURES = "failures"
"""Under which name they stand beside the figures of a result."""
MOST_KEPT = 40
MOST_WORDS = 70
MOST_CITED = 4
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered to a case: its direct answer without quotes, and the first locators cited."""

    opening: str
    cited: tuple[str, ...]


def known_failures(rows: Sequence[Row], records: Mapping[str, Record]) -> dict[str, dict[str, Any]]:
    """The answers of failed development cases by case, as evenly over the sets as there are."""
    failed = [row for row in rows if row.part == "development" and row.of("passed") == 0.0]
    answered = [row.id for row in evenly(failed) if records[row.id].answer is not None]
    return {case: _kept(records[case]) for case in answered[:MOST_KEPT]}


def told_of(result: Result, case_id: str) -> Told | None:
    """What a result still tells of the answer to a case, None where it keeps nothing of it."""
    kept = result.more.get(FAILURES, {}).get(case_id)
    return None if kept is None else Told(kept["opening"], tuple(kept["cited"]))


def evenly(rows: Sequence[Row]) -> list[Row]:
    """The rows, one of each set in turn, so that the first ones show every kind."""
    sets: dict[str, list[Row]] = {}
    for row in rows:
        sets.setdefault(row.set, []).append(row)
    turns = zip_longest(*sets.values())
    return [row for turn in turns for row in turn if row is not None]


def _kept(record: Record) -> dict[str, Any]:
    answer = record.answer or {}
    words = _QUOTED.sub("(…)", own_words(opening(answer["text"]))).split()
    cited = [citation["locator"] for citation in answer["citations"]]
    return {
        "opening": " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else ""),
        "cited": cited[:MOST_CITED],
    }
