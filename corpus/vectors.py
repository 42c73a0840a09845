"""Searching vectors: the one door to Chroma, and exact NumPy search as its fallback.

Chroma holds the vectors of the passages, and is a rebuildable cache over our own SQLite (see
`corpus.store`). The questions that lead to a passage outnumber it and are short: they are compared
exactly. Where Chroma cannot be opened or fails its check, exact search serves for the passages too:
at this corpus size that costs milliseconds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.embedder import Vectors
from corpus.errors import VectorStoreFailed
from corpus.nouns import USER_SOURCE_PREFIX, Passage, VectorField
from corpus.seal import broken_seal, write_seal

COLLECTION = "passages"
# The user's own documents are kept apart from the published texts.
OWN_COLLECTION = "documents"
# Chroma takes at most 5,461 rows a call.
CHROMA_BATCH_SIZE = 2_000
# Wide HNSW lists: the corpus is small, recall matters more than microseconds.
HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}

# Below this many rows Chroma saves nothing unless told to, and then rewrites its files, with whatever
# the memory of the process holds, whenever it opens them.
SAVED_UNASKED = 1_000
# Chroma writes this file with a segment it has saved in full; until then it keeps the rows in its
# own SQLite and rewrites the segment's other files whenever it opens them.
SAVED_SEGMENT = "index_metadata.pickle"
# A collection can count all its rows and reach a tenth of them by query: these many, evenly
# spread, are searched for when it is opened (some 30 ms).
PROBED_ROWS = 20
PROBE_DEPTH = 10
# Two faces whose cosine differs by less are the same neighbour.
TIE = 1e-4

QUESTION = "question-"
"""Faces that are questions are called question-0, question-1 …"""

logger = logging.getLogger(__name__)

VectorKey = tuple[str, VectorField]


class ChromaFailed(Exception):
    """Chroma cannot be trusted with this folder; meant for this package, never for a reader."""


@dataclass(frozen=True, slots=True)
class VectorMatch:
    """A passage's face and its cosine with the question (-1 to 1)."""

    passage_id: str
    field: VectorField
    cosine: float


class VectorIndex(Protocol):
    """What retrieval needs of a vector index."""

    def search(
        self, vector: Vectors, limit: int, source: str | None = None, lang: str | None = None
    ) -> list[VectorMatch]:
        """The `limit` nearest faces, best first, within one source or language if given."""

    def close(self) -> None:
        """Release files and memory."""


class ExactVectors:
    """Every cosine computed: (n, dimension) @ (dimension,); `keys[i]` is the face of `matrix[i]`."""

    def __init__(
        self, keys: Sequence[VectorKey], matrix: Vectors, passages: dict[str, Passage]
    ) -> None:
        self.keys = keys
        self.matrix = matrix
        self._sources = np.array([passages[key[0]].source for key in keys], dtype=object)
        self._langs = np.array([passages[key[0]].lang for key in keys], dtype=object)
        self._rows = {key: row for row, key in enumerate(keys)}

    def text_cosine(self, passage_id: str, vector: Vectors) -> float:
        """Cosine of a passage's own words with a vector; -1.0 for a passage that has none."""
        row = self._rows.get((passage_id, "text"))
        return -1.0 if row is None else float(self.matrix[row] @ vector)

    def rows(self, keys: Sequence[VectorKey]) -> Vectors:
        """The vectors of faces, (n, dimension)."""
        return self.matrix[[self._rows[key] for key in keys]]

    def search(
        self, vector: Vectors, limit: int, source: str | None = None, lang: str | None = None
    ) -> list[VectorMatch]:
        """See `VectorIndex.search`."""
        if not self.keys:
            return []
        cosines = self.matrix @ vector
        if source is not None:
            cosines = np.where(self._sources == source, cosines, -2.0)
        if lang is not None:
            cosines = np.where(self._langs == lang, cosines, -2.0)
        count = min(limit, len(self.keys))
        best = np.argpartition(-cosines, count - 1)[:count]
        ranked = best[np.argsort(-cosines[best], kind="stable")]
        return [
            VectorMatch(self.keys[i][0], self.keys[i][1], float(cosines[i]))
            for i in ranked
            if cosines[i] >= -1.5
        ]

    def part(self, *, questions: bool) -> ExactVectors:
        """Only the faces that are questions, or only the others: those that Chroma holds."""
        rows = [row for row, (_, field) in enumerate(self.keys) if is_question(field) is questions]
        part = copy(self)
        part.keys = [self.keys[row] for row in rows]
        part.matrix = self.matrix[rows]
        part._sources, part._langs = self._sources[rows], self._langs[rows]
        part._rows = {key: row for row, key in enumerate(part.keys)}
        return part

    def count(self) -> int:
        """Rows searched."""
        return len(self.keys)

    def sample(self, count: int) -> list[tuple[VectorKey, Vectors]]:
        """At most `count` rows, evenly spread."""
        rows = np.unique(np.linspace(0, len(self.keys) - 1, count).astype(int))
        return [(self.keys[row], self.matrix[row]) for row in rows] if self.keys else []

    def close(self) -> None:
        """Nothing to release."""


class ChromaVectors:
    """The Chroma collections of one index version, opened for reading and searched as one.

    They hold every face but the questions.

    Every method raises `ChromaFailed`.
    """

    def __init__(self, directory: Path) -> None:
        # Reading a damaged HNSW file can end the process: the files are checked before Chroma sees them.
        broken = broken_seal(directory, _saved_files(directory))
        if broken:
            raise ChromaFailed(broken)
        with _failures():
            self._client = _open_client(directory)
        try:
            with _failures():
                held = {collection.name for collection in self._client.list_collections()}
                self._collections = {
                    name: self._client.get_collection(name, embedding_function=None)
                    for name in (COLLECTION, OWN_COLLECTION)
                    if name in held
                }
            if not self._collections:
                raise ChromaFailed("no collection in it")
        except ChromaFailed:
            self.close()
            raise

    def search(
        self, vector: Vectors, limit: int, source: str | None = None, lang: str | None = None
    ) -> list[VectorMatch]:
        """See `VectorIndex.search`."""
        if limit < 1:
            return []
        conditions = [
            {name: value} for name, value in (("source", source), ("lang", lang)) if value
        ]
        where: Any = None
        if conditions:
            where = conditions[0] if len(conditions) == 1 else {"$and": conditions}
        found: list[VectorMatch] = []
        for name, collection in self._collections.items():
            if source is None or name == collection_of(source):
                found += self._nearest(collection, vector, limit, where)
        return sorted(found, key=lambda match: -match.cosine)[:limit]

    def search_many(self, matrix: Vectors, limit: int) -> list[list[VectorMatch]]:
        """`search` for each row of (n, dimension) at once: a third of the time of n calls."""
        found: list[list[VectorMatch]] = [[] for _ in matrix]
        for collection in self._collections.values():
            for row, matches in enumerate(self._nearest_many(collection, matrix, limit, None)):
                found[row] += matches
        return [sorted(row, key=lambda match: -match.cosine)[:limit] for row in found]

    def _nearest(
        self, collection: Any, vector: Vectors, limit: int, where: Any
    ) -> list[VectorMatch]:
        return self._nearest_many(collection, [vector], limit, where)[0]

    def _nearest_many(
        self, collection: Any, vectors: Sequence[Vectors] | Vectors, limit: int, where: Any
    ) -> list[list[VectorMatch]]:
        with _failures():
            found = collection.query(
                query_embeddings=list(vectors), n_results=limit, where=where, include=["distances"]
            )
        distances = found["distances"] or [[] for _ in vectors]
        return [
            [
                VectorMatch(*split_key(key), 1.0 - float(distance))
                for key, distance in zip(keys, row, strict=True)
            ]
            for keys, row in zip(found["ids"], distances, strict=True)
        ]

    def count(self) -> int:
        """Rows of the collections; says nothing about how many a query can reach."""
        with _failures():
            return sum(int(collection.count()) for collection in self._collections.values())

    def close(self) -> None:
        """Release the client's files; a closed index cannot be searched again."""
        with suppress(ChromaFailed), _failures():
            self._client.close()


class GuardedVectors:
    """Chroma for the passages and exact search for the questions; all exact if Chroma fails once."""

    def __init__(self, chroma: VectorIndex, exact: ExactVectors) -> None:
        self._chroma = chroma
        self._exact = exact
        self._questions = exact.part(questions=True)
        self._is_failed = False

    def search(
        self, vector: Vectors, limit: int, source: str | None = None, lang: str | None = None
    ) -> list[VectorMatch]:
        """See `VectorIndex.search`."""
        if not self._is_failed:
            try:
                passages = self._chroma.search(vector, limit, source, lang)
                questions = self._questions.search(vector, limit, source, lang)
                return sorted(passages + questions, key=lambda match: -match.cosine)[:limit]
            except ChromaFailed as error:
                logger.warning("Chroma failed (%s): exact search serves from now on.", error)
                self._is_failed = True
        return self._exact.search(vector, limit, source, lang)

    def close(self) -> None:
        """Release Chroma's files."""
        self._chroma.close()


def open_chroma(directory: Path, exact: ExactVectors) -> GuardedVectors:
    """The collection in `directory`, once it is shown to reach the rows of `exact`.

    Raises `ChromaFailed`.
    """
    if not directory.is_dir():
        raise ChromaFailed("the folder is missing")
    expected = exact.part(questions=False)
    if not expected.count():
        raise ChromaFailed("no passage has a vector")
    chroma = ChromaVectors(directory)
    try:
        if chroma.count() != expected.count():
            raise ChromaFailed(f"{chroma.count()} rows, expected {expected.count()}")
        for key, vector in expected.sample(PROBED_ROWS):
            if not _finds(chroma, key, vector):
                raise ChromaFailed(f"{join_key(key)} does not find itself")
    except ChromaFailed:
        chroma.close()
        raise
    return GuardedVectors(chroma, exact)


def build_chroma(
    directory: Path, keys: Sequence[VectorKey], matrix: Vectors, passages: dict[str, Passage]
) -> None:
    """Write the collections of a new index version into an empty folder, the questions left out.

    Raises `VectorStoreFailed`.
    """
    try:
        with _failures():
            client = _open_client(directory)
            try:
                _fill(client, keys, matrix, passages)
            finally:
                client.close()
    except ChromaFailed as error:
        raise VectorStoreFailed(reason=str(error)) from error
    write_seal(directory, _saved_files(directory))


def collection_of(source: str) -> str:
    """The collection that holds a source: the user's own documents have theirs."""
    return OWN_COLLECTION if source.startswith(USER_SOURCE_PREFIX) else COLLECTION


def is_question(field: VectorField) -> bool:
    """Whether a face is a question that leads to its passage."""
    return field.startswith(QUESTION)


def join_key(key: VectorKey) -> str:
    """The Chroma id of a passage's face."""
    return f"{key[0]}|{key[1]}"


def split_key(text: str) -> VectorKey:
    """The passage id and face a Chroma id stands for."""
    passage_id, _, field = text.rpartition("|")
    return passage_id, field


def _fill(
    client: Any, keys: Sequence[VectorKey], matrix: Vectors, passages: dict[str, Passage]
) -> None:
    held_by = {
        row: collection_of(passages[passage_id].source)
        for row, (passage_id, field) in enumerate(keys)
        if not is_question(field)
    }
    for name in dict.fromkeys(held_by.values()):
        rows = [row for row, holder in held_by.items() if holder == name]
        collection = client.create_collection(
            name, embedding_function=None, configuration={"hnsw": HNSW | _saving(len(rows))}
        )
        for start in range(0, len(rows), CHROMA_BATCH_SIZE):
            batch = rows[start : start + CHROMA_BATCH_SIZE]
            faces = [(keys[row], passages[keys[row][0]]) for row in batch]
            collection.add(
                ids=[join_key(key) for key, _ in faces],
                embeddings=matrix[batch],
                metadatas=[{"source": p.source, "lang": p.lang} for _, p in faces],
            )
        if len(rows) == 1:  # two writes are the least that Chroma can be told to save
            collection.update(ids=[join_key(keys[rows[0]])], embeddings=matrix[rows])


def _saving(row_count: int) -> dict[str, int]:
    """When Chroma saves the graph of a collection: at the last row of a small one."""
    if row_count >= SAVED_UNASKED:
        return {}
    last = max(2, row_count)
    return {"sync_threshold": last, "batch_size": min(100, last)}


def _finds(index: VectorIndex, key: VectorKey, vector: Vectors) -> bool:
    matches = index.search(vector, PROBE_DEPTH)
    is_found = any((match.passage_id, match.field) == key for match in matches)
    # Among more than ten identical texts, another one at cosine 1 is the same answer.
    return is_found or (len(matches) > 0 and matches[-1].cosine > 1 - TIE)


def _saved_files(directory: Path) -> list[Path]:
    segments = [marker.parent for marker in directory.glob(f"*/{SAVED_SEGMENT}")]
    return [file for segment in segments for file in segment.iterdir()]


@contextmanager
def _failures() -> Iterator[None]:
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, RuntimeError, ValueError, AttributeError) as error:
        # AttributeError: a client whose first start failed is kept half made, and handed out again.
        raise ChromaFailed(str(error)) from error
    except BaseException as error:
        # Chroma's Rust core panics on a damaged database, with an exception outside `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise ChromaFailed(str(error)) from error


def _open_client(directory: Path) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    return chromadb.PersistentClient(
        path=str(directory), settings=ChromaSettings(anonymized_telemetry=False)
    )
