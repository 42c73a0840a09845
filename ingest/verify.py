"""Is a built version fit to serve? Asked by query, in a fresh process, before it is published.

A collection can answer `count()` in full and still reach a tenth of its rows by query, so every
stored vector is searched for and must find itself, and Chroma's answers are held against exact
search over the same vectors.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from corpus.errors import RecitalError
from corpus.keywords import KeywordIndex
from corpus.store import StoreContents, read_store
from corpus.vectors import (
    TIE,
    ChromaFailed,
    ChromaVectors,
    ExactVectors,
    VectorIndex,
    VectorKey,
    VectorMatch,
)
from corpus.versions import CHROMA, KEYWORDS, STORE

RECALL_DEPTH = 10
RECALL_QUERIES = 300
MINIMUM_RECALL = 0.99
BATCH = 100
"""Queries sent to Chroma in one call."""
VERIFICATION_TIMEOUT_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Verification:
    """`self_retrieval`: share of the vectors in Chroma that find themselves; `recall`: recall@10
    against exact search, among the same; `vector_count`: all faces, the questions included."""

    is_fit: bool
    vector_count: int
    self_retrieval: float
    recall: float
    reason: str = ""


def verify_in_fresh_process(directory: Path) -> Verification:
    """Run `verify` on a build folder in a new interpreter, as the serving process will open it."""
    try:
        finished = subprocess.run(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-m", "ingest.verify", str(directory)],
            capture_output=True,
            text=True,
            timeout=VERIFICATION_TIMEOUT_SECONDS,
            check=False,
            cwd=Path(__file__).resolve().parent.parent,
        )
    except subprocess.TimeoutExpired:
        return Verification(False, 0, 0.0, 0.0, "verification took too long")
    if finished.returncode != 0:
        reason = (finished.stderr.strip().splitlines() or ["the process died"])[-1]
        return Verification(False, 0, 0.0, 0.0, reason)
    return Verification(**json.loads(finished.stdout.splitlines()[-1]))


def verify(directory: Path) -> Verification:
    """Check one version folder by query; raises `IndexDamaged` when its store is unreadable."""
    contents = read_store(directory / STORE, directory.name)
    missing = gap(directory, contents)
    if missing:
        return Verification(False, 0, 0.0, 0.0, missing)
    passages = {passage.id: passage for passage in contents.passages}
    exact = ExactVectors(contents.vector_keys, contents.matrix, passages)
    try:
        found_itself, recall = _query(directory, exact.part(questions=False))
    except ChromaFailed as error:
        return Verification(False, 0, 0.0, 0.0, f"Chroma: {error}")
    is_fit = found_itself == 1.0 and recall >= MINIMUM_RECALL
    reason = "" if is_fit else f"self-retrieval {found_itself:.4f}, recall@10 {recall:.4f}"
    return Verification(is_fit, len(contents.vector_keys), found_itself, recall, reason)


def _query(directory: Path, passages: ExactVectors) -> tuple[float, float]:
    chroma = ChromaVectors(directory / CHROMA)
    try:
        return self_retrieval(chroma, passages), recall_against(chroma, passages)
    finally:
        chroma.close()


def gap(directory: Path, contents: StoreContents) -> str:
    """What a version lacks to be searched by vectors or by words, or ""."""
    return _vector_gap(contents) or _keyword_gap(directory, contents)


def _vector_gap(contents: StoreContents) -> str:
    """What the store lacks: a passage for each vector, the vector of each passage to search."""
    keys, ids = set(contents.vector_keys), {passage.id for passage in contents.passages}
    orphans = [key for key in keys if key[0] not in ids]
    silent = [p.id for p in contents.passages if p.is_searched and (p.id, "text") not in keys]
    if orphans:
        return f"{len(orphans)} vectors without a passage"
    if silent:
        return f"{len(silent)} passages without a vector"
    return "" if keys else "no vector"


def _keyword_gap(directory: Path, contents: StoreContents) -> str:
    try:
        held = KeywordIndex.load(directory / KEYWORDS).languages
    except (OSError, ValueError, KeyError) as error:
        return f"{KEYWORDS}: {error}"
    missing = {p.lang for p in contents.passages if p.is_searched} - set(held)
    return f"{KEYWORDS}: no {min(missing)}" if missing else ""


def self_retrieval(index: ChromaVectors, exact: ExactVectors) -> float:
    """Share of the vectors for which a query by themselves returns themselves, 0 to 1."""
    total = exact.count()

    def found_in(start: int) -> int:
        rows = slice(start, start + BATCH)
        many = index.search_many(exact.matrix[rows], RECALL_DEPTH)
        return sum(map(_has_itself, exact.keys[rows], many))

    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        return sum(threads.map(found_in, range(0, total, BATCH))) / total


def _has_itself(key: VectorKey, matches: list[VectorMatch]) -> bool:
    is_itself = any((match.passage_id, match.field) == key for match in matches)
    # More than ten identical texts: one of them, at cosine 1, is the same answer.
    are_all_same = len(matches) == RECALL_DEPTH and matches[-1].cosine > 1 - TIE
    return is_itself or are_all_same


def recall_against(index: VectorIndex, exact: ExactVectors) -> float:
    """Mean recall@10 of `index` against exact search, over evenly spread vectors, 0 to 1."""
    shares = []
    for _, vector in exact.sample(RECALL_QUERIES):
        expected = exact.search(vector, RECALL_DEPTH)
        worst = expected[-1].cosine - TIE
        matches = index.search(vector, RECALL_DEPTH)
        shares.append(sum(match.cosine >= worst for match in matches) / len(expected))
    return float(np.mean(shares))


def main() -> int:
    """`python -m ingest.verify DIRECTORY`: one JSON line."""
    try:
        print(json.dumps(asdict(verify(Path(sys.argv[1])))))
    except RecitalError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
