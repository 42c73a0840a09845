"""From readings to a served index version: write, verify, ask, publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from corpus.embedder import Embedder, Vectors, open_embedder
from corpus.errors import UnfitIndex
from corpus.nouns import Passage
from corpus.settings import Settings
from corpus.store import SCHEMA_VERSION, StoreWriter
from corpus.versions import STORE, BirthCertificate, IndexVersions
from ingest.embed import Face, embed, faces
from ingest.indexes import build_indexes_in_fresh_process
from ingest.previous import Reading, known_vectors
from ingest.storage import build_folder, keep_vectors, require_space
from ingest.verify import Verification, verify_in_fresh_process

Progress = Callable[[str, int, int], None]
"""Called with a stage ("read", "embed", "index", "verify", "publish"), done and total."""

Confirm = Callable[[tuple[Passage, ...]], bool]
"""Asked with the passages of a verified build whether it shall be served."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a build needs besides its readings; whoever uses it holds the building lock."""

    settings: Settings
    versions: IndexVersions
    progress: Progress
    embedder: Embedder | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: what it holds, and whether it is served."""

    version: str
    is_published: bool
    passage_count: int
    vector_count: int
    embedded_count: int
    verification: dict[str, Any]


def build_version(
    workshop: Workshop,
    readings: Sequence[Reading],
    inputs: Mapping[str, str],
    confirm: Confirm | None = None,
) -> Built:
    """Build, verify and publish a version; one that is refused is kept for its vectors only.

    Raises a `Fault` (disk full, folder read-only, verification failed).
    """
    versions, progress = workshop.versions, workshop.progress
    model = workshop.embedder or open_embedder(workshop.settings.index.embedding_model)
    passages = tuple(passage for reading in readings for passage in reading.passages)
    wanted = list(faces(passages, model.name))
    known = known_vectors(versions, {face.hash for face in wanted}, model)
    require_space(versions, len(wanted))
    version = _new_version_name()
    with build_folder(versions, version, len(wanted)) as building:
        _write_store(building, readings, wanted, known, model, progress)
        versions.remove_leftovers(but=building)  # all of theirs that is wanted is in the store now
        _write_indexes(building, progress)
        verification = _verify(building, progress)
        is_published = confirm is None or confirm(passages)
        if is_published:
            certificate = _certificate(version, model, passages, wanted, inputs, verification)
            versions.finish_build(building, certificate)
            versions.publish(version)
            progress("publish", 1, 1)
        else:
            keep_vectors(building)
    return Built(
        version=version,
        is_published=is_published,
        passage_count=len(passages),
        vector_count=len(wanted),
        embedded_count=len({face.hash for face in wanted} - known.keys()),
        verification=asdict(verification),
    )


def _write_store(
    building: Path,
    readings: Sequence[Reading],
    wanted: list[Face],
    known: dict[str, Vectors],
    embedder: Embedder,
    progress: Progress,
) -> None:
    writer = StoreWriter(building / STORE)
    try:
        writer.write_passages([passage for reading in readings for passage in reading.passages])
        writer.write_records(reading.record for reading in readings)
        progress("embed", 0, len(wanted))
        for rows in embed(wanted, embedder, known, lambda n: progress("embed", n, len(wanted))):
            writer.write_vectors(rows)
    finally:
        writer.close()


def _write_indexes(building: Path, progress: Progress) -> None:
    progress("index", 0, 1)
    build_indexes_in_fresh_process(building)
    progress("index", 1, 1)


def _verify(building: Path, progress: Progress) -> Verification:
    progress("verify", 0, 1)
    verification = verify_in_fresh_process(building)
    progress("verify", 1, 1)
    if not verification.is_fit:
        raise UnfitIndex(reason=verification.reason)
    return verification


def _certificate(
    version: str,
    embedder: Embedder,
    passages: tuple[Passage, ...],
    wanted: list[Face],
    inputs: Mapping[str, str],
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
        inputs=dict(inputs),
        verification=asdict(verification),
    )


def _new_version_name() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
