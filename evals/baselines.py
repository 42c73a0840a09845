"""Other ways to find the texts, asked the same questions on the same machine in the same run.

Each way runs in a process of its own, so that its memory is its own. All are judged alike: by the
articles behind the first four places of what they find, against the same gold locators.

CNIL's own engines are not run here: what its makers measured on their own questions is quoted, and
`evals/cnil.py` asks every way those of its questions that are at hand.
"""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from assistant.assistant import Assistant, open_assistant
from assistant.expansion import article_of_unit, is_card
from assistant.language import detect_language
from corpus.quiet import switch_telemetry_off
from corpus.settings import Settings
from evals.asking import AS_OF
from evals.cases import Case
from evals.intervals import Rate, mean, percentile
from evals.ranking import matches

Way = Literal["recital", "answer", "tutorial", "bm25", "e5"]
OURS: tuple[Way, ...] = ("recital", "answer")
"""What Recital's search finds, and what its whole answers cite."""
WAYS: tuple[Way, ...] = (*OURS, "tutorial", "bm25", "e5")
NEAREST = 4
"""Places that are looked at: a tutorial hands four chunks to its model."""
WARM_UP = 3
_CANDIDATES = 60

Places = Sequence[Collection[str]]
"""What was found, best first: the articles behind each place (a tutorial's chunk may touch several)."""
Search = Callable[[str], Places]
R = TypeVar("R")
Work = Callable[[Search, float], R]
"""What is done with a way to search and the seconds it took to prepare."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How many places are looked at, and where only one source is searched, which."""

    places: int = NEAREST
    source: str | None = None


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
    parts: dict[str, tuple[Rate, Rate]]
    """Any / all gold articles, of the questions of each part."""

    def to_json(self) -> dict[str, Any]:
        """As it stands in a result."""
        return asdict(self)


def measure(way: Way, cases: Sequence[Case], settings: Settings) -> Outcome:
    """One way in a fresh process; raises `RuntimeError` where the process fails."""
    return in_own_process(way, Scope(), settings, partial(_measured, way, tuple(cases)))


def in_own_process(way: Way, scope: Scope, settings: Settings, work: Work[R]) -> R:
    """What `work` returns of one way, in a process of its own; raises `RuntimeError` where that fails."""
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(way, scope, settings, work, sending))
    process.start()
    sending.close()
    try:
        is_done, told = receiving.recv()
    except EOFError:
        is_done, told = False, "its process ended without a result"
    finally:
        process.join()
    if not is_done:
        raise RuntimeError(f"baseline {way}: {told}")
    return cast(R, told)


def _run(way: Way, scope: Scope, settings: Settings, work: Work[Any], sending: Any) -> None:
    switch_telemetry_off()
    os.environ["OMP_NUM_THREADS"] = "1"  # as `recital serve` has it
    try:
        before = time.perf_counter()
        with _opened(way, scope, settings) as search:
            prepared = time.perf_counter() - before
            sending.send((True, work(search, prepared)))
    except Exception as error:  # noqa: BLE001 - whatever failed there is told here
        sending.send((False, repr(error)))


def _measured(way: Way, cases: Sequence[Case], search: Search, prepared: float) -> Outcome:
    places, spent = timed(search, [case.question for case in cases])
    found = [{article for place in one for article in place} for one in places]
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
        parts={
            part: (mean([hits[n] for n in places]), mean([recalls[n] for n in places]))
            for part, places in _places(cases, lambda case: case.part).items()
        },
    )


def timed(search: Search, questions: Sequence[str]) -> tuple[list[Places], list[float]]:
    """What is found for each question and in how many milliseconds, after a few that warm up."""
    for question in questions[:WARM_UP]:
        search(question)
    found, spent = [], []
    for question in questions:
        before = time.perf_counter()
        found.append(search(question))
        spent.append((time.perf_counter() - before) * 1000)
    return found, spent


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
    return _places(cases, lambda case: f"{case.kind} {case.lang}")


def _places(cases: Sequence[Case], name: Callable[[Case], str]) -> dict[str, list[int]]:
    """The places of the cases of each name, names in order."""
    groups: dict[str, list[int]] = {}
    for place, case in enumerate(cases):
        groups.setdefault(name(case), []).append(place)
    return dict(sorted(groups.items()))


@contextmanager
def _opened(way: Way, scope: Scope, settings: Settings) -> Iterator[Search]:
    assistant = open_assistant(settings)
    index = assistant.setting.reader.index()
    if way != "tutorial":
        yield _SEARCHES[way](assistant, scope)
        return
    from evals.tutorial import Tutorial, texts_of

    folder = Path(tempfile.mkdtemp(prefix="recital-tutorial-"))
    try:
        yield partial(Tutorial(texts_of(index, scope.source), folder).places, count=scope.places)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _recital(assistant: Assistant, scope: Scope) -> Search:
    def search(question: str) -> Places:
        hits = assistant.search(question, limit=scope.places, source=scope.source, as_of=AS_OF)
        return [{article_of_unit(hit.passage.locator.partition("#")[0])} for hit in hits]

    return search


def _answer(assistant: Assistant, _scope: Scope) -> Search:
    """What the whole answer cites, verified: as many places as it takes."""

    def search(question: str) -> Places:
        cited = assistant.ask(question, as_of=AS_OF).citations
        return [{article_of_unit(citation.locator.partition("#")[0])} for citation in cited]

    return search


def _bm25(assistant: Assistant, scope: Scope) -> Search:
    """The words of the texts, in the question's language; neither cards nor questions of ours."""
    index = assistant.setting.reader.index()
    allowed = frozenset(
        passage.id
        for passage in index.passages.values()
        if scope.source in (None, passage.source) and not is_card(passage.locator)
    )

    def search(question: str) -> Places:
        found = index.keywords.search(question, detect_language(question), _CANDIDATES, allowed)
        return _first((index.passages[passage_id].locator for passage_id, _ in found), scope)

    return search


def _e5(assistant: Assistant, scope: Scope) -> Search:
    """The vectors of the texts alone; neither cards nor questions of ours."""
    index, embedder = assistant.setting.reader.index(), assistant.setting.reader.embedder
    texts = index.exact.part(questions=False)

    def search(question: str) -> Places:
        found = texts.search(embedder.embed_query(question), _CANDIDATES, scope.source)
        places = (index.passages[match.passage_id].locator for match in found)
        return _first((place for place in places if not is_card(place)), scope)

    return search


_SEARCHES: dict[Way, Callable[[Assistant, Scope], Search]] = {
    "recital": _recital,
    "answer": _answer,
    "bm25": _bm25,
    "e5": _e5,
}


def _first(locators: Iterable[str], scope: Scope) -> Places:
    """The first different articles, one to a place."""
    articles = dict.fromkeys(article_of_unit(one.partition("#")[0]) for one in locators)
    return [{article} for article in list(articles)[: scope.places]]
