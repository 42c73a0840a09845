"""What stops a change: a measure below the interval of the last committed result, on the same cases."""

from __future__ import annotations

from dataclasses import dataclass

from evals.intervals import Rate
from evals.measures import MEASURES, Measure
from evals.results import Result


@dataclass(frozen=True, slots=True)
class Drop:
    """A gated measure that fell below what was committed, over the cases both asked."""

    measure: Measure
    committed: Rate
    today: Rate

    def told(self) -> str:
        """One sentence for a terminal."""
        return (
            f"Quality drop: {self.measure.name} is {self.today.value:.1%}, below {self.committed.low:.1%}, "
            f"the lower end of the committed interval ({self.committed.value:.1%} of "
            f"{self.committed.count} cases)."
        )


def drops(today: Result, committed: Result) -> list[Drop]:
    """The gated measures that fell. A case the committed result did not ask counts in neither."""
    known = {row.id for row in committed.rows} & {row.id for row in today.rows}
    before = committed.only(lambda row: row.id in known).rates()
    after = today.only(lambda row: row.id in known).rates()
    return [
        Drop(measure, before[measure.name], after[measure.name])
        for measure in MEASURES
        if measure.is_gated
        and measure.name in before
        and measure.name in after
        and after[measure.name].value < before[measure.name].low
    ]
