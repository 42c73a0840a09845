"""A run judged: every answer's verdicts in its row, what they cost, and whether our checks agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from evals.intervals import agreement
from evals.judge import Judge, Verdict
from evals.records import Record
from evals.results import Result, Row
from evals.sample import sample_from

FAITHFUL = 0.9
"""Faithfulness from which a judge is taken to say yes; fixed beforehand, chosen by no figure."""
CORRECT = 0.5
"""Likewise factual correctness: a right answer that says more than its reference has little more."""
PAIRS = (
    ("judge_faithfulness", FAITHFUL, "supported"),
    ("judge_factual_correctness", CORRECT, "every_fact"),
)
"""A judge's measure, its threshold, and the deterministic check of ours that asks much the same.

Not quite: the judge reads the direct answer, our checks read the whole of it.
"""

_DIGITS = 4


def judged(
    result: Result,
    records: Mapping[str, Record],
    judge: Judge,
    progress: Callable[[int, int], None],
) -> Result:
    """The result with the judge's scores, its report and our agreement with it.

    Interrupted and run again, it has the verdicts given so far from the judge's kept replies.
    """
    due = [
        row.id for row in result.rows if row.id in records and records[row.id].sample is not None
    ]
    found: dict[str, Mapping[str, Verdict]] = {}
    progress(0, len(due))
    # In no order of ours: where a limit ends it, what was judged is still a sample of everything.
    for name in sorted(due, key=lambda name: sha256(name.encode()).hexdigest()):
        found[name] = judge.score(sample_from(records[name].sample or {}))
        progress(len(found), len(due))
    rows = tuple(_with_verdicts(row, found.get(row.id, {})) for row in result.rows)
    told = judge.report() | {"answers": len(due), "agreement": agreements(rows)}
    return replace(
        result,
        rows=rows,
        fingerprint={**result.fingerprint, "judge": "; ".join(judge.fingerprint.values())},
        more={**result.more, "judge": told},
    )


def agreements(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """By our check: how far it and the judge's measure agree on the answers that have both."""
    rows = tuple(rows)
    told = {}
    for measure, threshold, check in PAIRS:
        pairs = [
            (theirs >= threshold, ours == 1.0)
            for row in rows
            if (theirs := _number(row.of(measure))) is not None
            and (ours := _number(row.of(check))) is not None
        ]
        found = {n: v and round(v, _DIGITS) for n, v in asdict(agreement(pairs)).items()}
        told[check] = {"measure": measure, "threshold": threshold, **found}
    return told


def _with_verdicts(row: Row, verdicts: Mapping[str, Verdict]) -> Row:
    """A failed measure is no number; one that a limit left out was not measured."""
    scores = {
        name: math.nan if verdict.problem else round(verdict.score or 0.0, _DIGITS)
        for name, verdict in verdicts.items()
        if verdict.problem != "bounded" and (verdict.problem or verdict.score is not None)
    }
    return replace(row, scores={**row.scores, **scores})


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value
