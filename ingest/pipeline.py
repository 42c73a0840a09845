"""From published documents to a served index version, read top to bottom in `ingest`."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from corpus.embedder import Embedder, Vectors, open_embedder
from corpus.errors import (
    DataFolderReadOnly,
    DiskFull,
    Fault,
    IndexDamaged,
    NothingIngested,
    UnfitIndex,
    VectorStoreFailed,
)
from corpus.keywords import KeywordIndex
from corpus.manifest import Manifest, default_manifest
from corpus.nouns import Passage
from corpus.settings import Settings
from corpus.store import (
    SCHEMA_VERSION,
    SourceRecord,
    StoreWriter,
    read_store,
    read_vectors_by_hash,
)
from corpus.vectors import build_chroma
from corpus.versions import CHROMA, KEYWORDS, STORE, BirthCertificate, IndexVersions
from ingest.embed import Face, embed, faces
from ingest.obtain import Absence, Document, obtain
from ingest.read import (
    PreviousVersion,
    Reading,
    are_unchanged,
    input_digests,
    prefer_previous,
    read_documents,
)
from ingest.vector_cache import read_cache
from ingest.verify import Verification, verify_in_fresh_process

# Measured: passages.sqlite, chroma/ and keywords/ together stay below this per searched face.
BYTES_PER_FACE = 12_000
# A build that ends with a full disk destroys a Chroma collection: ask for ample room beforehand.
FREE_SPACE_FACTOR = 3

Progress = Callable[[str, int, int], None]
"""Called with a stage ("read", "embed", "index", "verify", "publish"), done and total."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingestion did; `recital ingest --json` prints it."""

    index_version: str
    is_published: bool
    sources: tuple[SourceRecord, ...]
    passage_count: int
    vector_count: int
    embedded_count: int
    seconds: float
    verification: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The report with its rate: freshly embedded faces per second of the whole run."""
        values = asdict(self)
        values["embedded_per_second"] = round(self.embedded_count / max(self.seconds, 1e-9), 2)
        return values


def ingest(
    settings: Settings,
    *,
    progress: Progress,
    manifest: Manifest | None = None,
    embedder: Embedder | None = None,
    rebuild: bool = False,
) -> IngestReport:
    """Build and publish a new version, or say that nothing has changed.

    Safe to interrupt at any moment: readers keep the version they have, and the vectors computed
    so far are found again by the next run. Raises a `Fault` (another ingestion at work, folder
    read-only, disk full, nothing obtained, verification failed).
    """
    started = time.monotonic()
    versions = IndexVersions(settings.data.directory)
    with versions.building_lock():
        previous, certificate = _previous(versions, settings)
        found = obtain(manifest or default_manifest(), settings.data.mirror_directory)
        obtained = prefer_previous(found, previous)
        digests = input_digests(obtained)
        if certificate and not rebuild and are_unchanged(digests, certificate.inputs):
            versions.collect(settings.index.kept_versions)
            return _unchanged(certificate, previous, started)
        readings = _read(obtained, previous, progress)
        passages = tuple(passage for reading in readings for passage in reading.passages)
        model = embedder or open_embedder(settings.index.embedding_model)
        wanted = list(faces(passages, model.name))
        known = _known_vectors(versions, {face.hash for face in wanted})
        _require_space(versions, len(wanted))
        version = _new_version_name()
        building = versions.start_build(version)
        try:
            _write_store(building, passages, readings, wanted, known, model, progress)
            _write_indexes(building, passages, progress)
            verification = _verify(building, progress)
            inputs = {f"{r.record.source}/{r.record.lang}": r.record.sha256 for r in readings}
            versions.finish_build(
                building, _certificate(version, model, passages, wanted, inputs, verification)
            )
            versions.publish(version)
            versions.collect(settings.index.kept_versions)
        except (OSError, sqlite3.Error, VectorStoreFailed) as error:
            shutil.rmtree(building, ignore_errors=True)
            raise _storage_fault(error, versions, len(wanted)) from error
        progress("publish", 1, 1)
        return IngestReport(
            index_version=version,
            is_published=True,
            sources=tuple(reading.record for reading in readings),
            passage_count=len(passages),
            vector_count=len(wanted),
            embedded_count=len({face.hash for face in wanted} - known.keys()),
            seconds=round(time.monotonic() - started, 2),
            verification=asdict(verification),
        )


def _previous(
    versions: IndexVersions, settings: Settings
) -> tuple[PreviousVersion | None, BirthCertificate | None]:
    """The served version if it can still be read, and its certificate if today's settings match."""
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
    previous = PreviousVersion(version, contents.passages, contents.records)
    suits = certificate.embedding_model == settings.index.embedding_model
    is_whole = (versions.path(version) / KEYWORDS).is_dir()
    return previous, certificate if suits and is_whole else None


def _read(
    obtained: list[list[Document] | Absence], previous: PreviousVersion | None, progress: Progress
) -> list[Reading]:
    readings: list[Reading] = []
    for done, item in enumerate(obtained):
        progress("read", done, len(obtained))
        readings += read_documents([item], previous)
    progress("read", len(obtained), len(obtained))
    if not any(reading.passages for reading in readings):
        reasons = sorted({r.record.reason for r in readings if r.record.reason})
        raise NothingIngested(reason="; ".join(reasons) or "the manifest names no source")
    return readings


def _known_vectors(versions: IndexVersions, wanted: set[str]) -> dict[str, Vectors]:
    """Vectors already computed: shipped, in the versions on disk, in builds that never finished."""
    known = read_cache(wanted)
    folders = [versions.path(version) for version in versions.versions()] + versions.leftovers()
    for folder in folders:
        for content_hash, vector in read_vectors_by_hash(folder / STORE):
            if content_hash in wanted:
                known[content_hash] = vector
    return known


def _write_store(
    building: Path,
    passages: tuple[Passage, ...],
    readings: list[Reading],
    wanted: list[Face],
    known: dict[str, Vectors],
    embedder: Embedder,
    progress: Progress,
) -> None:
    writer = StoreWriter(building / STORE)
    try:
        writer.write_passages(passages)
        writer.write_records(reading.record for reading in readings)
        progress("embed", 0, len(wanted))
        for rows in embed(wanted, embedder, known, lambda n: progress("embed", n, len(wanted))):
            writer.write_vectors(rows)
    finally:
        writer.close()


def _write_indexes(building: Path, passages: Iterable[Passage], progress: Progress) -> None:
    progress("index", 0, 2)
    contents = read_store(building / STORE, building.name)
    by_id = {passage.id: passage for passage in contents.passages}
    build_chroma(building / CHROMA, contents.vector_keys, contents.matrix, by_id)
    progress("index", 1, 2)
    rows = ((p.id, p.lang, keyword_text(p)) for p in passages if p.is_searched)
    KeywordIndex.build(rows).save(building / KEYWORDS)
    progress("index", 2, 2)


def keyword_text(passage: Passage) -> str:
    """The words a passage is found by: its questions, heading and keywords, then its text."""
    return " ".join((*passage.questions, passage.heading, *passage.keywords, passage.full_text))


def _verify(building: Path, progress: Progress) -> Verification:
    progress("verify", 0, 1)
    verification = verify_in_fresh_process(building)
    progress("verify", 1, 1)
    if not verification.is_fit:
        shutil.rmtree(building, ignore_errors=True)
        raise UnfitIndex(reason=verification.reason)
    return verification


def _certificate(
    version: str,
    embedder: Embedder,
    passages: tuple[Passage, ...],
    wanted: list[Face],
    inputs: dict[str, str],
    verification: Verification,
) -> BirthCertificate:
    return BirthCertificate(
        version=version,
        schema_version=SCHEMA_VERSION,
        embedding_model=embedder.name,
        dimension=embedder.dimension,
        chroma_version=package_version("chromadb"),
        passage_count=len(passages),
        vector_count=len(wanted),
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        inputs={name: digest for name, digest in inputs.items() if digest},
        verification=asdict(verification),
    )


def _unchanged(
    certificate: BirthCertificate, previous: PreviousVersion | None, started: float
) -> IngestReport:
    return IngestReport(
        index_version=certificate.version,
        is_published=False,
        sources=previous.records if previous else (),
        passage_count=certificate.passage_count,
        vector_count=certificate.vector_count,
        embedded_count=0,
        seconds=round(time.monotonic() - started, 2),
        verification=certificate.verification,
    )


def _require_space(versions: IndexVersions, face_count: int) -> None:
    needed = face_count * BYTES_PER_FACE * FREE_SPACE_FACTOR
    free = shutil.disk_usage(versions.root).free
    if free < needed:
        raise _disk_full(versions, needed)


def _storage_fault(error: Exception, versions: IndexVersions, face_count: int) -> Fault:
    # SQLite and Chroma report a full disk in words of their own: the disk itself is asked.
    is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    if is_full or "disk is full" in str(error) or "No space left" in str(error):
        return _disk_full(versions, face_count * BYTES_PER_FACE * FREE_SPACE_FACTOR)
    if isinstance(error, VectorStoreFailed):
        return error
    return DataFolderReadOnly(directory=str(versions.root), reason=str(error))


def _disk_full(versions: IndexVersions, needed_bytes: int) -> DiskFull:
    free = 0
    with suppress(OSError):
        free = shutil.disk_usage(versions.root).free
    return DiskFull(
        directory=str(versions.root),
        needed_mb=max(needed_bytes // 1_000_000, 1),
        free_mb=free // 1_000_000,
    )


def _new_version_name() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
