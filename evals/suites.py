"""Which cases a run asks: by suite, by part, and only those whose texts are loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from assistant.assistant import Assistant
from evals.cases import CASES_FOLDER, RETRIEVAL_SET, Case, development_cases, held_out_cases

Suite = Literal["quick", "development", "held_out", "full"]

QUICK_SETS = (
    "development",
    "factual",
    "permission",
    "figure",
    "comparison",
    "scenario",
    "follow_up",
    "cross_language",
    "as_of",
    "unanswerable",
    "false_premise",
    "injection",
    "adopted",
)
"""Sets of which the quick suite asks the development part: of every kind, within two minutes."""


def cases_of(suite: Suite) -> tuple[Case, ...]:
    """The cases of a suite, loaded texts or not."""
    if suite == "quick":
        return development_cases(*QUICK_SETS)
    if suite == "held_out":
        return held_out_cases()
    development = (*development_cases(), *retrieval_cases())
    return development if suite == "development" else (*development, *held_out_cases())


def retrieval_cases() -> tuple[Case, ...]:
    """The questions of `retrieval.jsonl`, which have gold articles and no expected facts.

    They served to tune the search, all of them: none is held out.
    """
    path = CASES_FOLDER / f"{RETRIEVAL_SET}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Case(
            id=row["id"],
            lang=row["lang"],
            audience="trainee",
            kind="scenario" if row["set"] == "scenario" else "factual",
            question=row["question"],
            outcome="answered",
            must=tuple((gold,) for gold in row["gold"]),
            may=(),
            facts=(),
            needs=tuple(sorted({gold.partition(":")[0] for gold in row["gold"]})),
            note="",
            set=RETRIEVAL_SET,
        )
        for row in rows
    )


def answerable(cases: Iterable[Case], assistant: Assistant) -> tuple[Case, ...]:
    """The cases whose sources are loaded (refusals need none)."""
    loaded = {status.source.id for status in assistant.sources() if status.is_loaded}
    return tuple(case for case in cases if set(case.needs) <= loaded)


def profile_of(assistant: Assistant) -> str:
    """The loaded sources, as one word per source: results are compared within a profile only."""
    return " ".join(
        f"{status.source.id}/{'+'.join(status.languages)}"
        for status in assistant.sources()
        if status.is_loaded and not status.source.id.startswith("user-")
    )
