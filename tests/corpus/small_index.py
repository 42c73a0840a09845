"""Index versions of a handful of passages, written the way an ingestion writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.embedder import Embedder, Vectors
from corpus.keywords import KeywordIndex
from corpus.nouns import Passage
from corpus.settings import IndexSettings
from corpus.store import SCHEMA_VERSION, SourceRecord, StoreWriter, VectorRow
from corpus.vectors import ExactVectors, VectorKey, build_chroma
from corpus.versions import CHROMA, KEYWORDS, STORE, BirthCertificate, IndexVersions


@dataclass(frozen=True)
class Faces:
    """What the vector indexes are built from."""

    keys: tuple[VectorKey, ...]
    matrix: Vectors
    passages: dict[str, Passage]

    def exact(self) -> ExactVectors:
        return ExactVectors(self.keys, self.matrix, self.passages)

    def chroma(self, directory: Path) -> Path:
        build_chroma(directory, self.keys, self.matrix, self.passages)
        return directory


def faces_of(passages: Sequence[Passage], embedder: Embedder) -> Faces:
    searched = [passage for passage in passages if passage.is_searched]
    return Faces(
        keys=tuple((passage.id, "text") for passage in searched),
        matrix=embedder.embed_passages([passage.full_text for passage in searched]),
        passages={passage.id: passage for passage in passages},
    )


def many_faces(count: int, dimension: int = 16) -> Faces:
    """Enough random rows to make Chroma save its graph to files (it does from 1,000 rows on)."""
    passages = [
        Passage(
            locator=f"{'lil' if number % 3 else 'gdpr'}:art-{number + 1}",
            lang="fr" if number % 2 else "en",
            source="lil" if number % 3 else "gdpr",
            kind="article",
            heading="",
            text=str(number),
        )
        for number in range(count)
    ]
    matrix = np.random.default_rng(0).normal(size=(count, dimension)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    keys = tuple((passage.id, "text") for passage in passages)
    return Faces(keys, matrix, {passage.id: passage for passage in passages})


def certificate_of(version: str, embedder: Embedder, **changes: Any) -> BirthCertificate:
    certificate = BirthCertificate(
        version=version,
        schema_version=SCHEMA_VERSION,
        embedding_model=embedder.name,
        dimension=embedder.dimension,
        chroma_version="1.5.9",
        passage_count=0,
        vector_count=0,
        built_at="2026-11-22T10:00:00+00:00",
        inputs={"gdpr/en": "0" * 64},
        verification={"is_fit": True},
    )
    return replace(certificate, **changes)


def settings_for(embedder: Embedder, **changes: Any) -> IndexSettings:
    return IndexSettings(embedding_model=embedder.name, **changes)


def publish(
    data: Path, version: str, passages: Sequence[Passage], embedder: Embedder, **changes: Any
) -> Path:
    """Build and publish a whole version; `changes` go into its birth certificate."""
    versions = IndexVersions(data)
    building = versions.start_build(version)
    faces = faces_of(passages, embedder)
    writer = StoreWriter(building / STORE)
    writer.write_passages(tuple(passages))
    writer.write_records([SourceRecord("gdpr", "en", "loaded", "mirror", "0" * 64, 1)])
    writer.write_vectors(
        VectorRow(key[0], key[1], f"hash-{row}", vector)
        for row, (key, vector) in enumerate(zip(faces.keys, faces.matrix, strict=True))
    )
    writer.close()
    faces.chroma(building / CHROMA)
    KeywordIndex.build((p.id, p.lang, p.full_text) for p in passages if p.is_searched).save(
        building / KEYWORDS
    )
    final = versions.finish_build(building, certificate_of(version, embedder, **changes))
    versions.publish(version)
    return final
