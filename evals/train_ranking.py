"""Fits the weights of `assistant/answer_ranking.py`: which of the best units should answer.

`python -m evals.train_ranking` asks the served index the development questions (`development.jsonl`,
`answer_facts.jsonl`, `retrieval.jsonl`, the development half of `facts_blind.jsonl`, and
`card_questions.jsonl`), fits the weights so that units on a gold locator come first, prints what
cross-validation says and the weights to write down. It reads no held-out case and writes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer_ranking import RERANKED_UNITS, WEIGHTS, signs
from assistant.assistant import open_assistant
from assistant.chain import Setting
from assistant.expansion import is_card
from assistant.matching import Matcher
from assistant.question import Question, understand
from assistant.retrieve import Retrieval
from corpus.errors import RecitalError
from corpus.index import Index
from corpus.settings import load_settings
from evals.asking import AS_OF
from evals.cards.questions import read_card_questions
from evals.cases import development_cases
from evals.queries import read_queries
from evals.ranking import matches

FACTS = ("answer_facts", "facts_blind")
CITED_FIRST = 4
"""A card is right when one of so many texts it cites first is gold."""
CARD_WEIGHT = 0.4
"""A question with one right card counts less: its neighbours are often as right."""
RIDGE = 1e-3
FOLDS = 5
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question with what may answer it: gold units, or one card."""

    group: str
    question: str
    gold: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The best units of a question: their signs (n, 5), and which of them are right (n,)."""

    wanted: Wanted
    table: Floats
    is_right: npt.NDArray[np.bool_]


def main() -> int:
    """Ask, cross-validate, fit on everything, print; the exit status."""
    try:
        setting = open_assistant(load_settings(), is_one_shot=True).setting
        asked = [found for wanted in questions() if (found := ask(wanted, setting)) is not None]
    except (RecitalError, OSError) as error:
        print(error.message("en") if isinstance(error, RecitalError) else error, file=sys.stderr)
        return 1
    print("\n".join(table(asked)))
    print({name: round(float(w), 2) for name, w in zip(WEIGHTS, fit(asked), strict=True)})
    return 0


def questions() -> Iterator[Wanted]:
    """The development questions, without those that are held out."""
    for query in read_queries():
        yield Wanted(query.group, query.question, query.gold)
    for case in development_cases(*FACTS):
        yield Wanted(f"{case.set} {case.lang}", case.question, frozenset(case.gold))
    for row in read_card_questions():
        card = frozenset({f"card:{row.card}"})
        yield Wanted(f"card {row.lang}", row.question, card, CARD_WEIGHT)


def ask(wanted: Wanted, setting: Setting) -> Asked | None:
    """The signs of the units that are weighed for a question; None where fewer than two are."""
    index = setting.reader.index()
    understood = understand(Question(wanted.question, AS_OF))
    matcher = Matcher(index, setting.reader.embedder, setting.manifest_of(index))
    stages = Retrieval(matcher, RERANKED_UNITS).stages(understood)
    best = [one for one in stages.fused if one[0] not in stages.leads][:RERANKED_UNITS]
    if len(best) < 2:
        return None
    rows = signs(best, stages.found, stages.articles, index)
    return Asked(wanted, rows, np.array([_is_right(unit, wanted, index) for unit, _ in best]))


def fit(asked: Sequence[Asked]) -> Floats:
    """The weights that make the right units of each question likeliest to come first."""
    from scipy.optimize import minimize

    useful = [one for one in asked if one.is_right.any()]
    spread = np.concatenate([one.table for one in useful]).std(axis=0) + 1e-9

    def loss(weights: Floats) -> float:
        total = 0.0
        for one in useful:
            scores = one.table / spread @ weights
            scores -= scores.max()
            chances = np.exp(scores)
            total -= one.wanted.weight * np.log(chances[one.is_right].sum() / chances.sum())
        return float(total / len(useful) + RIDGE * weights @ weights)

    fitted: Floats = minimize(loss, np.zeros(len(spread)), method="L-BFGS-B").x / spread
    return fitted


def table(asked: Sequence[Asked]) -> list[str]:
    """How often the first unit is right: as fused, with today's weights, and with fitted ones."""
    order = np.random.default_rng(0).permutation(len(asked))
    fitted = np.zeros(len(asked), dtype=bool)
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        weights = fit([asked[row] for row in np.setdiff1d(order, held)])
        for row in held:
            fitted[row] = _first_is_right(asked[row], weights)
    today = np.array(list(WEIGHTS.values()))
    fused = np.eye(len(today))[0]
    lines = ["| questions | count | fused | today | fitted, not seen |", "|---|---|---|---|---|"]
    for group in dict.fromkeys(one.wanted.group for one in asked):
        rows = [row for row, one in enumerate(asked) if one.wanted.group == group]
        shares = [
            np.mean([_first_is_right(asked[row], weights) for row in rows])
            for weights in (fused, today)
        ]
        cells = " | ".join(f"{share:.1%}" for share in (*shares, fitted[rows].mean()))
        lines.append(f"| {group} | {len(rows)} | {cells} |")
    return lines


def _first_is_right(asked: Asked, weights: Floats) -> bool:
    return bool(asked.is_right[int(np.argmax(asked.table @ weights))])


def _is_right(unit: str, wanted: Wanted, index: Index) -> bool:
    if unit in wanted.gold:
        return True
    cited = index.passage(unit, "fr").cited_locators[:CITED_FIRST] if is_card(unit) else (unit,)
    texts = {locator for locator in wanted.gold if not is_card(locator)}
    return any(matches(locator.partition("#")[0], texts) for locator in cited)


if __name__ == "__main__":
    sys.exit(main())
