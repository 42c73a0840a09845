"""The table of ablations: each stage taken out in turn, on the same cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from corpus.nouns import Language
from corpus.settings import Settings
from evals.ablations import ABLATIONS
from evals.cases import Case
from evals.intervals import difference, holm, mean
from evals.runner import ask

COMPARED = ("passed", "cites_gold", "every_fact", "hit_5", "recall_10", "ndcg_10")
_DIGITS = 4

Scores = Mapping[str, Mapping[str, float | None]]
"""The scores of each case, by its id."""
Progress = Callable[[int, int], None]


def ablate(
    cases: Sequence[Case], settings: Settings, workers: int, progress: Progress
) -> list[dict[str, Any]]:
    """One row for the whole assistant and one for each stage taken out: means, and what they lost."""
    total = len(cases) * (len(ABLATIONS) + 1)
    done = 0

    def asked(without: str) -> Scores:
        nonlocal done
        scores = {}
        for record in ask(cases, settings, workers, without=without):
            scores[record.case_id] = record.scores
            done += 1
            progress(done, total)
        return scores

    whole = asked("")
    rows = [_row("", {"fr": "", "en": ""}, whole, whole)]
    rows += [_row(one.name, one.title, asked(one.name), whole) for one in ABLATIONS]
    mark(rows)
    return rows


def mark(rows: Sequence[dict[str, Any]]) -> None:
    """Mark the changes that are significant, all those of the table taken together."""
    changes = [change for row in rows for change in row["changes"].values()]
    for change, is_real in zip(changes, holm([c["chance"] for c in changes]), strict=True):
        change["is_significant"] = is_real


def _row(name: str, title: Mapping[Language, str], found: Scores, whole: Scores) -> dict[str, Any]:
    ids = sorted(whole)
    measures, changes = {}, {}
    for measure in COMPARED:
        before = [whole[case].get(measure) for case in ids]
        after = [found[case].get(measure) for case in ids]
        measures[measure] = round(mean(after).value, _DIGITS)
        if name:
            lost = difference(before, after)
            changes[measure] = {key: round(value, _DIGITS) for key, value in asdict(lost).items()}
    return {"name": name, "title": dict(title), "measures": measures, "changes": changes}
