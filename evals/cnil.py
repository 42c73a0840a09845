"""The CNIL's own test queries, asked of Recital and the other ways within its questions and answers.

Its keyword and hybrid engines were measured by their authors on the same kind of queries: the entry
that answers stands first, or among the first five. The queries are the CNIL's and stay with whoever
has them (`recital eval run --cnil FILE`); a result keeps the figures alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from assistant.assistant import Assistant
from corpus.errors import InvalidInput
from corpus.settings import Settings
from evals.baselines import Places, Scope, Search, Way, in_own_process, timed
from evals.intervals import Rate, percentile, rate
from evals.queries import CNIL_SOURCE, Query

DEPTH = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of queries: how many, the share answered by the first place, by one of the first five."""

    queries: int
    first: Rate
    five: Rate


@dataclass(frozen=True, slots=True)
class CnilOutcome:
    """One way over the queries, by their kind; milliseconds per query."""

    way: Way
    kinds: dict[str, Kind]
    p50_ms: float
    p95_ms: float

    def to_json(self) -> dict[str, Any]:
        """As it stands in a result."""
        return asdict(self)


def hold_source(assistant: Assistant) -> None:
    """Raises `InvalidInput` where the CNIL's questions and answers are not in the index."""
    held = assistant.setting.reader.index().records
    if not any(one.source == CNIL_SOURCE and one.passage_count for one in held):
        raise InvalidInput(value="--cnil", reason=f"the index holds no {CNIL_SOURCE}")


def measure_cnil(way: Way, queries: Sequence[Query], settings: Settings) -> CnilOutcome:
    """One way in a fresh process; raises `RuntimeError` where the process fails."""
    scope = Scope(places=DEPTH, source=CNIL_SOURCE)
    return in_own_process(way, scope, settings, partial(_measured, way, tuple(queries)))


def _measured(way: Way, queries: Sequence[Query], search: Search, _: float) -> CnilOutcome:
    found, spent = timed(search, [query.question for query in queries])
    ranks = [rank_of(query, places) for query, places in zip(queries, found, strict=True)]
    kinds = {}
    for kind in dict.fromkeys(query.group for query in queries):
        own = [rank for query, rank in zip(queries, ranks, strict=True) if query.group == kind]
        kinds[kind] = Kind(
            len(own), rate([rank == 1 for rank in own]), rate([rank > 0 for rank in own])
        )
    return CnilOutcome(
        way, kinds, round(percentile(spent, 0.5), 1), round(percentile(spent, 0.95), 1)
    )


def rank_of(query: Query, places: Places) -> int:
    """The first of the places that answers a query, from 1; 0 where none of the first five does."""
    for rank, articles in enumerate(places[:DEPTH], start=1):
        if not query.gold.isdisjoint(articles):
            return rank
    return 0
