"""Two results side by side: what differs by more than chance, and which cases got worse.

Only cases both results asked are compared, pair by pair, so that the difficulty of a case cancels out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.errors import InvalidInput
from evals.intervals import Difference, Rate, difference, mean
from evals.measures import MEASURES, Measure
from evals.results import Result, Row

LARGEST_SHOWN = 20
"""Regressions shown, the worst first."""


@dataclass(frozen=True, slots=True)
class Change:
    """A measure that differs; `is_better` None where neither more nor less is better."""

    measure: Measure
    before: Rate
    after: Rate
    difference: Difference

    @property
    def is_better(self) -> bool | None:
        """Whether the change is for the better."""
        if self.measure.is_better_high is None:
            return None
        return (self.difference.value > 0) == self.measure.is_better_high


@dataclass(frozen=True, slots=True)
class Regression:
    """A case that got worse: the measures it lost, each with its score before and after."""

    case_id: str
    lost: Mapping[str, tuple[float, float]]

    @property
    def weight(self) -> tuple[bool, float]:
        """Sorts the worst last: a case that no longer passes, then how much it lost in all."""
        return "passed" in self.lost, sum(before - after for before, after in self.lost.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two results say of the cases they share."""

    before: Result
    after: Result
    case_count: int
    changes: tuple[Change, ...]
    regressions: tuple[Regression, ...]
    gained: tuple[str, ...]
    """Cases that pass now and did not before."""

    @property
    def differing(self) -> dict[str, tuple[str, str]]:
        """The circumstances that differ, before and after."""
        names = dict.fromkeys((*self.before.fingerprint, *self.after.fingerprint))
        pairs = {
            name: (self.before.fingerprint.get(name, ""), self.after.fingerprint.get(name, ""))
            for name in names
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def compare(before: Result, after: Result) -> Comparison:
    """What changed from one result to another.

    Raises `InvalidInput` where they share no case, or stand on different texts.
    """
    shared = _shared(before, after)
    if not shared:
        raise InvalidInput(value=after.name, reason=f"it shares no case with {before.name}")
    if before.profile != after.profile:
        reason = f"its sources are not those of {before.name}: results of different texts say nothing of the program"
        raise InvalidInput(value=after.name, reason=reason)
    found = (_change(measure, shared) for measure in MEASURES)
    worse = sorted(
        filter(None, (_regression(*pair) for pair in shared)), key=lambda one: one.weight
    )
    return Comparison(
        before,
        after,
        len(shared),
        tuple(change for change in found if change is not None),
        tuple(worse[::-1][:LARGEST_SHOWN]),
        tuple(new.id for old, new in shared if _passes(new) and not _passes(old)),
    )


def _shared(before: Result, after: Result) -> list[tuple[Row, Row]]:
    old = {row.id: row for row in before.rows}
    return [(old[row.id], row) for row in after.rows if row.id in old]


def _change(measure: Measure, shared: list[tuple[Row, Row]]) -> Change | None:
    first = [old.of(measure.name) for old, _ in shared]
    second = [new.of(measure.name) for _, new in shared]
    found = difference(first, second)
    if not found.is_significant:
        return None
    return Change(measure, mean(first), mean(second), found)


def _regression(old: Row, new: Row) -> Regression | None:
    lost = {}
    for measure in MEASURES:
        before, after = old.of(measure.name), new.of(measure.name)
        is_share = measure.unit == "share" and measure.group in ("answer", "limits")
        if is_share and before is not None and after is not None and after < before:
            lost[measure.name] = (before, after)
    return Regression(new.id, lost) if lost else None


def _passes(row: Row) -> bool:
    return row.of("passed") == 1.0
