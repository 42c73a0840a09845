"""From published documents to a served index version, read top to bottom in `ingest`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from corpus.embedder import Embedder, Vectors, open_embedder
from corpus.errors import NothingIngested, UnfitIndex
from corpus.keywords import KeywordIndex
from corpus.manifest import Manifest, default_manifest
from corpus.nouns import Passage
from corpus.settings import Settings
from corpus.store import SCHEMA_VERSION, SourceRecord, StoreWriter, read_store
from corpus.vectors import build_chroma
from corpus.versions import CHROMA, KEYWORDS, STORE, BirthCertificate, IndexVersions
from ingest.embed import Face, embed, faces
from ingest.obtain import PROGRAM, Absence, Document, obtain, program_digest
from ingest.previous import known_vectors, read_previous
from ingest.read import (
    PreviousVersion,
    Reading,
    are_unchanged,
    input_digests,
    prefer_previous,
    read_documents,
    unchanged_records,
)
from ingest.storage import build_folder, require_space
from ingest.verify import Verification, verify_in_fresh_process

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
        versions.withdraw_unpublished()
        previous, certificate = read_previous(versions, settings)
        found = _obtain(manifest or default_manifest(), settings)
        obtained = prefer_previous(found, previous)
        is_unchanged = certificate and are_unchanged(obtained, certificate.inputs)
        if certificate and previous and is_unchanged and not rebuild:
            versions.collect(settings.index.kept_versions)
            return _unchanged(certificate, unchanged_records(obtained, previous), started)
        readings = _read(obtained, previous, progress)
        passages = tuple(passage for reading in readings for passage in reading.passages)
        model = embedder or open_embedder(settings.index.embedding_model)
        wanted = list(faces(passages, model.name))
        known = known_vectors(versions, {face.hash for face in wanted}, model)
        require_space(versions, len(wanted))
        version = _new_version_name()
        with build_folder(versions, version, len(wanted)) as building:
            _write_store(building, passages, readings, wanted, known, model, progress)
            _write_indexes(building, passages, progress)
            verification = _verify(building, progress)
            inputs = _inputs(readings, obtained)
            versions.finish_build(
                building, _certificate(version, model, passages, wanted, inputs, verification)
            )
            versions.publish(version)
        versions.collect(settings.index.kept_versions)
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


def _obtain(manifest: Manifest, settings: Settings) -> list[list[Document] | Absence]:
    found = list(obtain(manifest, settings.data.mirror_directory))
    absences = [item for item in found if isinstance(item, Absence)]
    if len(absences) == len(found):
        raise _nothing(absence.reason for absence in absences)
    return found


def _read(
    obtained: list[list[Document] | Absence], previous: PreviousVersion | None, progress: Progress
) -> list[Reading]:
    readings: list[Reading] = []
    for done, item in enumerate(obtained):
        progress("read", done, len(obtained))
        readings += read_documents([item], previous)
    progress("read", len(obtained), len(obtained))
    if not any(reading.passages for reading in readings):
        raise _nothing(reading.record.reason for reading in readings)
    return readings


def _nothing(reasons: Iterable[str]) -> NothingIngested:
    return NothingIngested(reason="; ".join(sorted(set(reasons))) or "the manifest names no source")


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
        raise UnfitIndex(reason=verification.reason)
    return verification


def _inputs(
    readings: Iterable[Reading], obtained: Iterable[list[Document] | Absence]
) -> dict[str, str]:
    """ "source/lang" -> SHA-256 of the document that was preferred, else of the one kept; and the
    digest of the program that read them."""
    read = {f"{r.record.source}/{r.record.lang}": r.record.sha256 for r in readings}
    return {**read, **input_digests(obtained), PROGRAM: program_digest()}


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
    certificate: BirthCertificate, records: Iterable[SourceRecord], started: float
) -> IngestReport:
    return IngestReport(
        index_version=certificate.version,
        is_published=False,
        sources=tuple(records),
        passage_count=certificate.passage_count,
        vector_count=certificate.vector_count,
        embedded_count=0,
        seconds=round(time.monotonic() - started, 2),
        verification=certificate.verification,
    )


def _new_version_name() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
