"""What stops a change: a measure below the interval of the last committed result, on the same cases."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.nouns import Language
from evals.intervals import Rate
from evals.measures import MEASURES, Measure
from evals.report import percent
from evals.results import Result

_WORDS: dict[Language, str] = {
    "fr": "La qualité baisse : « {measure} » est à {today}, sous {low}, le bas de l'intervalle du résultat enregistré ({committed} sur {count} questions).",
    "en": "Quality drop: “{measure}” is {today}, below {low}, the lower end of the committed interval ({committed} of {count} cases).",
}


@dataclass(frozen=True, slots=True)
class Drop:
    """A gated measure that fell below what was committed, over the cases both asked."""

    measure: Measure
    committed: Rate
    today: Rate

    def told(self, lang: Language) -> str:
        """One sentence for a terminal."""
        shares = {
            "today": self.today.value,
            "low": self.committed.low,
            "committed": self.committed.value,
        }
        return _WORDS[lang].format(
            measure=self.measure.title[lang],
            count=self.committed.count,
            **{name: percent(share, lang) for name, share in shares.items()},
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
