"""Other ways to find the texts, asked the same questions on the same machine in the same run.

Each way runs in a process of its own, so that its memory is its own. All are judged alike: by the
articles behind the first four places of what they find, against the same gold locators.

CNIL's own engines are not run here: what its makers measured on their own questions is quoted.
"""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

from assistant.assistant import Assistant, open_assistant
from assistant.expansion import article_of_unit, is_card
from assistant.language import detect_language
from corpus.quiet import switch_telemetry_off
from corpus.settings import Settings
from evals.asking import AS_OF
from evals.cases import Case
from evals.intervals import Rate, mean, percentile
from evals.ranking import matches

Way = Literal["recital", "tutorial", "bm25", "e5"]
WAYS: tuple[Way, ...] = ("recital", "tutorial", "bm25", "e5")
NEAREST = 4
"""Places that are looked at: a tutorial hands four chunks to its model."""
WARM_UP = 3
_CANDIDATES = 60

Search = Callable[[str], Collection[str]]
"""From a question to the articles found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way over all questions. Milliseconds per question; memory and preparation of its process."""

    way: Way
    hit: Rate
    recall: Rate
    p50_ms: float
    p95_ms: float
    peak_mb: int
    prepare_seconds: float
    groups: dict[str, tuple[float, float]]
    """Any / all gold articles, per kind and language of the questions."""

    def to_json(self) -> dict[str, Any]:
        """As it stands in a result."""
        return asdict(self)


def measure(way: Way, cases: Sequence[Case], settings: Settings) -> Outcome:
    """One way in a fresh process; raises `RuntimeError` where the process fails."""
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(way, tuple(cases), settings, sending))
    process.start()
    sending.close()
    try:
        told: Outcome | str = receiving.recv()
    except EOFError:
        told = "its process ended without a result"
    finally:
        process.join()
    if isinstance(told, str):
        raise RuntimeError(f"baseline {way}: {told}")
    return told


def _run(way: Way, cases: Sequence[Case], settings: Settings, sending: Any) -> None:
    switch_telemetry_off()
    os.environ["OMP_NUM_THREADS"] = "1"  # as `recital serve` has it
    try:
        before = time.perf_counter()
        with _opened(way, settings) as search:
            prepared = time.perf_counter() - before
            sending.send(_measured(way, cases, search, prepared))
    except Exception as error:  # noqa: BLE001 - whatever failed there is told here
        sending.send(repr(error))


def _measured(way: Way, cases: Sequence[Case], search: Search, prepared: float) -> Outcome:
    for case in cases[:WARM_UP]:
        search(case.question)
    found: list[Collection[str]] = []
    spent: list[float] = []
    for case in cases:
        before = time.perf_counter()
        found.append(search(case.question))
        spent.append((time.perf_counter() - before) * 1000)
    hits, recalls = judged(cases, found)
    return Outcome(
        way=way,
        hit=mean(hits),
        recall=mean(recalls),
        p50_ms=round(percentile(spent, 0.5), 1),
        p95_ms=round(percentile(spent, 0.95), 1),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        prepare_seconds=round(prepared, 1),
        groups={
            name: (
                sum(hits[n] for n in places) / len(places),
                sum(recalls[n] for n in places) / len(places),
            )
            for name, places in _groups(cases).items()
        },
    )


def judged(
    cases: Sequence[Case], found: Sequence[Collection[str]]
) -> tuple[list[float], list[float]]:
    """For each case whether a gold article was found, and the share of its groups that were.

    A tutorial's four chunks may touch more than four articles: all of them count.
    """
    hits, recalls = [], []
    for case, articles in zip(cases, found, strict=True):
        gold = [[article_of_unit(locator) for locator in group] for group in case.must]
        covered = [any(matches(article, group) for article in articles) for group in gold]
        hits.append(float(any(covered)))
        recalls.append(sum(covered) / len(covered))
    return hits, recalls


def _groups(cases: Sequence[Case]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for place, case in enumerate(cases):
        groups.setdefault(f"{case.kind} {case.lang}", []).append(place)
    return dict(sorted(groups.items()))


@contextmanager
def _opened(way: Way, settings: Settings) -> Iterator[Search]:
    assistant = open_assistant(settings)
    assistant.setting.reader.index()
    if way != "tutorial":
        yield _SEARCHES[way](assistant)
        return
    from evals.bench.tutorial import Tutorial, texts_of

    folder = Path(tempfile.mkdtemp(prefix="recital-tutorial-"))
    try:
        yield Tutorial(texts_of(assistant.setting.reader.index()), folder).search
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _recital(assistant: Assistant) -> Search:
    def search(question: str) -> list[str]:
        hits = assistant.search(question, limit=NEAREST, as_of=AS_OF)
        return [article_of_unit(hit.passage.locator.partition("#")[0]) for hit in hits]

    return search


def _bm25(assistant: Assistant) -> Search:
    """The words of the texts, in the question's language; neither cards nor questions of ours."""
    index = assistant.setting.reader.index()
    allowed = frozenset(p.id for p in index.passages.values() if not is_card(p.locator))

    def search(question: str) -> list[str]:
        found = index.keywords.search(question, detect_language(question), _CANDIDATES, allowed)
        return _first(index.passages[passage_id].locator for passage_id, _ in found)

    return search


def _e5(assistant: Assistant) -> Search:
    """The vectors of the texts alone; neither cards nor questions of ours."""
    index, embedder = assistant.setting.reader.index(), assistant.setting.reader.embedder
    texts = index.exact.part(questions=False)

    def search(question: str) -> list[str]:
        found = texts.search(embedder.embed_query(question), _CANDIDATES)
        places = (index.passages[match.passage_id].locator for match in found)
        return _first(place for place in places if not is_card(place))

    return search


_SEARCHES: dict[Way, Callable[[Assistant], Search]] = {
    "recital": _recital,
    "bm25": _bm25,
    "e5": _e5,
}


def _first(locators: Iterator[str]) -> list[str]:
    """The first four different articles."""
    found: dict[str, None] = {}
    for locator in locators:
        found[article_of_unit(locator.partition("#")[0])] = None
        if len(found) == NEAREST:
            break
    return list(found)
