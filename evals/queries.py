"""Questions that only ask whether the right texts are found: no answer of theirs is judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.expansion import article_of_unit
from corpus.errors import InvalidInput
from evals.cases import CASES_FOLDER, development_cases

RETRIEVAL_CASES = CASES_FOLDER / "retrieval.jsonl"
CNIL_SOURCE = "cnil-faq"


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the units that answer it; `source` where only one is searched."""

    group: str
    question: str
    gold: frozenset[str]
    source: str | None = None


def read_queries() -> Iterator[Query]:
    """Our own sets: the rows of the file, and the answerable development cases."""
    for line in RETRIEVAL_CASES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        group = row["set"] if row["set"] != "pair" else f"pair {row['lang']}"
        yield Query(group, row["question"], _articles(row["gold"]))
    for case in development_cases("development"):
        gold = _articles(unit for unit in case.gold if not unit.startswith("card:"))
        if gold:
            yield Query(f"development {case.lang}", case.question, gold)


def read_cnil(path: Path) -> list[Query]:
    """The CNIL's queries, JSON Lines of {"query", "gold_ids", "kind"}; raises `InvalidInput`."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [
            Query(
                str(row["kind"]),
                str(row["query"]),
                frozenset(f"{CNIL_SOURCE}:{name}" for name in row["gold_ids"]),
                CNIL_SOURCE,
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"not test queries of the CNIL (query, gold_ids, kind): {error!r}"
        raise InvalidInput(value=str(path), reason=reason) from error


def _articles(units: Iterable[str]) -> frozenset[str]:
    return frozenset(article_of_unit(unit) for unit in units)
