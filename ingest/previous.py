"""What the data folder already holds: the served version's texts, and vectors computed before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from corpus.embedder import Embedder, Vectors
from corpus.errors import IndexDamaged, IndexMismatch
from corpus.index import check_certificate
from corpus.nouns import Passage
from corpus.settings import Settings
from corpus.store import (
    SCHEMA_VERSION,
    SourceRecord,
    StoreContents,
    read_store,
    read_vectors_by_hash,
)
from corpus.versions import CHROMA, STORE, BirthCertificate, IndexVersions
from ingest.vector_cache import read_cache
from ingest.verify import gap

# A vector's length is 1 but for rounding; a file damaged by a crash may hold another.
LENGTH_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source in one language gave: its record, and its passages in order."""

    record: SourceRecord
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class PreviousVersion:
    """The served version, for what may be kept of it; `inputs` as in its birth certificate."""

    version: str
    passages: tuple[Passage, ...]
    records: tuple[SourceRecord, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)

    def outcome(self, source: str, lang: str) -> SourceRecord | None:
        """What became of a source, held or not; None where that version did not know it."""
        found = [r for r in self.records if r.source == source and r.lang == lang]
        return found[0] if found else None

    def record(self, source: str, lang: str) -> SourceRecord | None:
        """What became of a source that version holds, or None."""
        found = self.outcome(source, lang)
        return found if found and found.passage_count else None

    def passages_of(self, source: str, lang: str) -> tuple[Passage, ...]:
        """What that version holds of a source, in reading order."""
        return tuple(p for p in self.passages if p.source == source and p.lang == lang)

    def reading(self, source: str, lang: str, reason: str, refusal: str = "") -> Reading | None:
        """That version's reading of a source, kept for the reason given, or None."""
        passages = self.passages_of(source, lang)
        before = self.record(source, lang)
        if not passages or before is None:
            return None
        count = len(passages)
        kept = replace(before, status="kept", passage_count=count, reason=reason, refusal=refusal)
        return Reading(kept, passages)

    def readings(self) -> list[Reading]:
        """All that version holds and says, source by source."""
        return [Reading(r, self.passages_of(r.source, r.lang)) for r in self.records]

    def to_be_read_again(self) -> PreviousVersion:
        """The same version as if it did not say from which bytes its texts were read."""
        return replace(self, inputs={})

    def without(self, sources: Iterable[str]) -> PreviousVersion:
        """The same version as if it had never known some sources."""
        gone = frozenset(sources)
        return PreviousVersion(
            version=self.version,
            passages=tuple(p for p in self.passages if p.source not in gone),
            records=tuple(r for r in self.records if r.source not in gone),
            inputs={n: v for n, v in self.inputs.items() if n.rpartition("/")[0] not in gone},
        )


def read_previous(
    versions: IndexVersions, settings: Settings
) -> tuple[PreviousVersion | None, BirthCertificate | None]:
    """The served version if its texts can still be read; its certificate if it can serve today."""
    version = versions.current()
    if version is None:
        return None, None
    try:
        certificate = versions.certificate(version)
        if certificate.schema_version != SCHEMA_VERSION:
            return None, None
        contents = read_store(versions.path(version) / STORE, version)
    except IndexDamaged:
        return None, None
    previous = PreviousVersion(version, contents.passages, contents.records, certificate.inputs)
    can_serve = _can_serve(versions, certificate, contents, settings)
    return previous, certificate if can_serve else None


def known_vectors(
    versions: IndexVersions, wanted: set[str], embedder: Embedder
) -> dict[str, Vectors]:
    """Vectors already computed: shipped, in the versions on disk, in builds that never finished."""
    known = read_cache(wanted)
    folders = [versions.path(version) for version in versions.versions()] + versions.leftovers()
    for folder in folders:
        for content_hash, vector in read_vectors_by_hash(folder / STORE):
            if content_hash in wanted and _is_sound(vector, embedder):
                known[content_hash] = vector
    return known


def _is_sound(vector: Vectors, embedder: Embedder) -> bool:
    """Whether a vector of a file that a crash may have damaged can be one of the model's."""
    if vector.shape != (embedder.dimension,):
        return False
    return abs(float(np.linalg.norm(vector)) - 1) < LENGTH_TOLERANCE  # false for NaN


def _can_serve(
    versions: IndexVersions,
    certificate: BirthCertificate,
    contents: StoreContents,
    settings: Settings,
) -> bool:
    """Whether it opens with today's settings; if not, a new version is to be built."""
    try:
        check_certificate(certificate, settings.index)
    except IndexMismatch:
        return False
    directory = versions.path(certificate.version)
    # Chroma takes a second to open and has its fallback: only its absence is looked for.
    return not gap(directory, contents) and (directory / CHROMA).is_dir()
