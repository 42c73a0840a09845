"""Made-up results of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from evals.results import Result, Row


def row(number: int, scores: Mapping[str, float | None], **more: str) -> Row:
    told = {"lang": "fr", "audience": "trainee", "kind": "factual", "part": "held_out", "set": "x"}
    return Row(f"fr-x-{number:02d}", **{**told, **more}, outcome="answered", scores=scores)


def result(rows: Sequence[Row], **more: object) -> Result:
    made = Result(
        name="2026-11-23-abc1234",
        made_on=date(2026, 11, 23),
        commit="abc1234",
        is_modified=False,
        suite="full",
        answers="composed",
        profile="gdpr/fr+en card/fr+en",
        index_version="v1",
        machine="2 cores",
        seconds=12.0,
        fingerprint={"program": "p1", "texts": "t1"},
        rows=tuple(rows),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def passing(count: int, of: int, **more: str) -> list[Row]:
    """`of` rows, the first `count` of which pass."""
    return [row(n, {"passed": float(n < count), "right_outcome": 1.0}, **more) for n in range(of)]
