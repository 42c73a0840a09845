"""Searching vectors: the one door to Chroma, and exact NumPy search as its fallback.

Chroma is a rebuildable cache over the vectors of our own SQLite (see `corpus.store`). Where it
cannot be opened or fails its check, exact search over the same vectors serves instead: at this
corpus size that costs milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from corpus.embedder import Vectors
from corpus.errors import VectorStoreFailed
from corpus.nouns import Passage, VectorField

COLLECTION = "passages"
# Chroma takes at most 5,461 rows a call.
CHROMA_BATCH_SIZE = 2_000
# Wide HNSW lists: the corpus is small, recall matters more than microseconds.
HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}

VectorKey = tuple[str, VectorField]


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
    """Every cosine computed: (n, dimension) @ (dimension,)."""

    def __init__(
        self, keys: Sequence[VectorKey], matrix: Vectors, passages: dict[str, Passage]
    ) -> None:
        self._keys = keys
        self._matrix = matrix
        self._sources = np.array([passages[key[0]].source for key in keys], dtype=object)
        self._langs = np.array([passages[key[0]].lang for key in keys], dtype=object)
        self._text_rows = {key[0]: row for row, key in enumerate(keys) if key[1] == "text"}

    def text_cosine(self, passage_id: str, vector: Vectors) -> float:
        """Cosine of a passage's own words with a vector; -1.0 for a passage that has none."""
        row = self._text_rows.get(passage_id)
        return -1.0 if row is None else float(self._matrix[row] @ vector)

    def search(
        self, vector: Vectors, limit: int, source: str | None = None, lang: str | None = None
    ) -> list[VectorMatch]:
        """See `VectorIndex.search`."""
        if not self._keys:
            return []
        cosines = self._matrix @ vector
        if source is not None:
            cosines = np.where(self._sources == source, cosines, -2.0)
        if lang is not None:
            cosines = np.where(self._langs == lang, cosines, -2.0)
        count = min(limit, len(self._keys))
        best = np.argpartition(-cosines, count - 1)[:count]
        ranked = best[np.argsort(-cosines[best], kind="stable")]
        return [
            VectorMatch(self._keys[i][0], self._keys[i][1], float(cosines[i])) for i in ranked if cosines[i] >= -1.5
        ]

    def count(self) -> int:
        """Rows searched."""
        return len(self._keys)

    def close(self) -> None:
        """Nothing to release."""


class ChromaVectors:
    """The Chroma collection of one index version, opened for reading."""

    def __init__(self, directory: Path) -> None:
        self._client = _open_client(directory)
        self._collection = self._client.get_collection(COLLECTION, embedding_function=None)

    def search(
        self, vector: Vectors, limit: int, source: str | None = None, lang: str | None = None
    ) -> list[VectorMatch]:
        """See `VectorIndex.search`."""
        conditions = [
            {name: value} for name, value in (("source", source), ("lang", lang)) if value
        ]
        where: Any = None
        if conditions:
            where = conditions[0] if len(conditions) == 1 else {"$and": conditions}
        found = self._collection.query(
            query_embeddings=[vector], n_results=limit, where=where, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [
            VectorMatch(*split_key(key), 1.0 - float(distance))
            for key, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def count(self) -> int:
        """Rows of the collection; says nothing about how many a query can reach."""
        return int(self._collection.count())

    def close(self) -> None:
        """Release the client's files; a closed index cannot be searched again."""
        self._client.close()


def build_chroma(
    directory: Path, keys: Sequence[VectorKey], matrix: Vectors, passages: dict[str, Passage]
) -> None:
    """Write the collection of a new index version into an empty folder."""
    from chromadb.errors import ChromaError

    client = _open_client(directory)
    try:
        collection = client.create_collection(
            COLLECTION, embedding_function=None, configuration=cast(Any, {"hnsw": HNSW})
        )
        for start in range(0, len(keys), CHROMA_BATCH_SIZE):
            batch = keys[start : start + CHROMA_BATCH_SIZE]
            collection.add(
                ids=[join_key(key) for key in batch],
                embeddings=cast(Any, matrix[start : start + CHROMA_BATCH_SIZE]),
                metadatas=[
                    {"source": passages[key[0]].source, "lang": passages[key[0]].lang}
                    for key in batch
                ],
            )
    except (ChromaError, RuntimeError) as error:
        raise VectorStoreFailed(reason=str(error)) from error
    finally:
        client.close()


def join_key(key: VectorKey) -> str:
    """The Chroma id of a passage's face."""
    return f"{key[0]}|{key[1]}"


def split_key(text: str) -> VectorKey:
    """The passage id and face a Chroma id stands for."""
    passage_id, _, field = text.rpartition("|")
    return passage_id, field


def _open_client(directory: Path) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    return chromadb.PersistentClient(
        path=str(directory), settings=ChromaSettings(anonymized_telemetry=False)
    )
