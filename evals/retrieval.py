"""How well the search finds the texts that answer: `python -m evals.retrieval`.

Over `evals/cases/retrieval.jsonl` (colloquial English questions on the GDPR, stories that touch
several articles, the same questions in French and English) and the development cases; where it is
there, over the CNIL's own test queries too (`--cnil FILE`), within `cnil-faq`. `any`: a gold article
stands among the first five hits; `all`: the share of the gold articles that do.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from assistant.assistant import Assistant, open_assistant
from assistant.expansion import article_of_unit
from corpus.errors import RecitalError
from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.asking import AS_OF
from evals.intervals import rate
from evals.queries import Query, read_cnil, read_queries

DEPTH = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Search every query and print the table; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval", description=__doc__)
    parser.add_argument("--cnil", type=Path, help="the CNIL's test queries, JSON Lines")
    parser.add_argument("--misses", action="store_true", help="list what was not found")
    options = parser.parse_args(arguments)
    switch_telemetry_off()
    try:
        assistant = open_assistant(load_settings())
        queries = [*read_queries(), *(read_cnil(options.cnil) if options.cnil else ())]
        ranks = [(query, *found(assistant, query)) for query in queries]
    except RecitalError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    print("\n".join(table(ranks)))
    if options.misses:
        print(
            "\n".join(
                f"{q.group}: {q.question} {sorted(q.gold)}" for q, rank, _ in ranks if not rank
            )
        )
    return 0


def found(assistant: Assistant, query: Query) -> tuple[int, float]:
    """The rank of the first gold unit among the first five (0: none), and the share found."""
    hits = assistant.search(query.question, limit=DEPTH, source=query.source, as_of=AS_OF)
    articles = [article_of_unit(hit.passage.locator.partition("#")[0]) for hit in hits]
    rank = next((n for n, article in enumerate(articles, start=1) if article in query.gold), 0)
    return rank, len(query.gold & set(articles)) / len(query.gold)


def table(ranks: Sequence[tuple[Query, int, float]]) -> list[str]:
    """One row per set."""
    groups: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for query, rank, share in ranks:
        groups[query.group].append((rank, share))
    lines = [
        "| set | queries | first | any of five | 95 % interval | all |",
        "|---|---|---|---|---|---|",
    ]
    for group, rows in groups.items():
        first = sum(rank == 1 for rank, _ in rows) / len(rows)
        among = rate([rank > 0 for rank, _ in rows])
        share = sum(share for _, share in rows) / len(rows)
        interval = f"{among.low:.1%} to {among.high:.1%}"
        lines.append(
            f"| {group} | {len(rows)} | {first:.1%} | {among.value:.1%} | {interval} | {share:.1%} |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
