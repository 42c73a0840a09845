"""Two results side by side: what differs by more than chance, and which cases got worse.

Only cases both results asked are compared, pair by pair, so that the difficulty of a case cancels out.
Of all measures compared together, one time in twenty one is named that did not move (`intervals.holm`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.errors import ResultsOfOtherTexts, ResultsShareNothing
from evals.intervals import Difference, Rate, difference, holm, mean
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

    @property
    def has_other_gold(self) -> bool:
        """Whether the cases or the scoring are not the same: a measure may have moved by that alone."""
        return bool({"cases", "scoring"} & set(self.differing))

    @property
    def has_other_machine(self) -> bool:
        """Whether they were measured on different machines: times are then not compared."""
        return self.before.hardware != self.after.hardware


def compare(before: Result, after: Result) -> Comparison:
    """What changed from one result to another.

    Raises `ResultsShareNothing` or `ResultsOfOtherTexts`.
    """
    shared = _shared(before, after)
    if not shared:
        raise ResultsShareNothing(before=before.name, after=after.name)
    if before.profile != after.profile:
        raise ResultsOfOtherTexts(before=before.name, after=after.name)
    is_timed = before.hardware == after.hardware
    compared = [measure for measure in MEASURES if is_timed or measure.unit != "ms"]
    worse = sorted(
        filter(None, (_regression(*pair) for pair in shared)), key=lambda one: one.weight
    )
    return Comparison(
        before,
        after,
        len(shared),
        tuple(_changes(compared, shared)),
        tuple(worse[::-1][:LARGEST_SHOWN]),
        tuple(new.id for old, new in shared if _passes(new) and not _passes(old)),
    )


def _shared(before: Result, after: Result) -> list[tuple[Row, Row]]:
    old = {row.id: row for row in before.rows}
    return [(old[row.id], row) for row in after.rows if row.id in old]


def _changes(measures: Iterable[Measure], shared: list[tuple[Row, Row]]) -> Iterator[Change]:
    """What differs by more than chance, of the measures that both sides have."""
    found = [change for one in measures if (change := _change(one, shared)).difference.count]
    chances = [change.difference.chance for change in found]
    return (change for change, is_real in zip(found, holm(chances), strict=True) if is_real)


def _change(measure: Measure, shared: list[tuple[Row, Row]]) -> Change:
    # Cases that a measure applies to on both sides, so that the two means are of the same ones.
    pairs = [(old.of(measure.name), new.of(measure.name)) for old, new in shared]
    first, second = ([pair[side] for pair in pairs if None not in pair] for side in (0, 1))
    return Change(measure, mean(first), mean(second), difference(first, second))


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
