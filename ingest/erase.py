"""Taking a source out of the data folder, so that no byte of it stays there.

An intent is written first; whoever holds the building lock next finishes what it names. Deleting
rows would leave the text in the free pages of SQLite and the vectors in Chroma's files: so a new
version is built from what the served one holds of the other sources, and every other folder goes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DataFolderReadOnly, UnknownSource
from corpus.manifest import Manifest
from corpus.nouns import USER_SOURCE_PREFIX
from corpus.settings import Settings
from corpus.store import SourceRecord, read_records
from corpus.versions import STORE, IndexVersions
from ingest.build import Workshop, build_version
from ingest.documents import list_documents
from ingest.exclusions import read_erasing, read_excluded, write_erasing, write_excluded
from ingest.previous import Reading, read_previous


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure takes away, or took: shown before it is confirmed, and after it is done.

    `versions` are the index versions that go, `labels` the names some of them bear, `files` the
    downloads and the user's own file; `served` the version served afterwards, "" for none.
    """

    source: str
    passage_count: int
    versions: tuple[str, ...]
    labels: tuple[str, ...]
    files: tuple[str, ...]
    served: str = ""


def plan_erasure(settings: Settings, manifest: Manifest, source: str) -> Erasure:
    """What erasing a source would take away; raises `UnknownSource`."""
    versions = IndexVersions(settings.data.directory)
    known = {*manifest.sources, *(record.source for _, record in _records(versions))}
    known |= {document.source_id for document in list_documents(settings)}
    if source not in known:
        raise UnknownSource(source=source, known=", ".join(sorted(known)))
    current = versions.current()
    going = versions.versions()
    return Erasure(
        source=source,
        passage_count=sum(
            record.passage_count
            for version, record in _records(versions)
            if version == current and record.source == source
        ),
        versions=tuple(going),
        labels=tuple(label for label in map(versions.label, going) if label),
        files=tuple(str(path) for path in _files(settings, manifest, source)),
    )


def erase(workshop: Workshop, manifest: Manifest, source: str) -> Erasure:
    """Take a source out of the data folder and keep it out; raises `UnknownSource` or a `Fault`.

    A source of the manifest stays excluded until it is restored; so does one of the user's
    documents whose file could not be removed.
    """
    data = workshop.settings.data.directory
    with workshop.versions.building_lock():
        workshop.versions.settle()
        plan = plan_erasure(workshop.settings, manifest, source)
        write_erasing(data, read_erasing(data) | {source})
        finish_erasure(workshop, manifest)
        served = workshop.versions.current() or ""
    return Erasure(
        source, plan.passage_count, plan.versions, plan.labels, plan.files, served=served
    )


def finish_erasure(workshop: Workshop, manifest: Manifest) -> None:
    """Carry out the erasures that have begun; call it under the lock. Nothing begun: nothing done.

    Every step may be interrupted and is simply taken again.
    """
    data = workshop.settings.data.directory
    sources = read_erasing(data)
    if not sources:
        return
    write_excluded(data, read_excluded(data) | sources)
    _serve_without(workshop, manifest, sources)
    files = [path for name in sources for path in _files(workshop.settings, manifest, name)]
    # The records that say where the user's files are go with the versions: the files go first.
    for path in files:
        _remove(path, data)
    workshop.versions.remove_all_others()
    own = {name for name in sources if name.startswith(USER_SOURCE_PREFIX)}
    returning = set() if any(path.exists() for path in files) else own
    write_excluded(data, read_excluded(data) - returning)
    write_erasing(data, ())


def restore(settings: Settings, source: str) -> bool:
    """Let the next ingestion bring an erased source back; False where it was not erased."""
    data = settings.data.directory
    with IndexVersions(data).building_lock():
        excluded = read_excluded(data)
        write_excluded(data, excluded - {source})
        return source in excluded


def erased_readings(manifest: Manifest, excluded: Iterable[str]) -> list[Reading]:
    """What a person erased is named with the others, with the way to have it back."""
    sources = [manifest.sources[name] for name in sorted(excluded) if name in manifest.sources]
    return [
        Reading(SourceRecord(s.id, lang, "missing", reason=f"erased (recital restore {s.id})"), ())
        for s in sources
        for lang in s.languages
    ]


def _serve_without(workshop: Workshop, manifest: Manifest, sources: frozenset[str]) -> None:
    """Publish what the served version holds of the other sources, if it holds anything of these."""
    previous, _ = read_previous(workshop.versions, workshop.settings)
    if previous is None:
        workshop.versions.unpublish()  # what cannot be read cannot be served without them either
        return
    if not any(_is_held(record) for record in previous.records if record.source in sources):
        return
    remaining = previous.without(sources)
    if not remaining.passages:
        workshop.versions.unpublish()
        return
    readings = remaining.readings() + erased_readings(manifest, sources)
    build_version(workshop, readings, remaining.inputs)


def _is_held(record: SourceRecord) -> bool:
    """Whether a version knows more of a source than its id: its words, or a document's own name."""
    return record.passage_count > 0 or bool(record.title)


def _files(settings: Settings, manifest: Manifest, source: str) -> list[Path]:
    """Downloads and texts put by hand of a source of the manifest; the file of a user's document."""
    texts = settings.data.texts
    if source in manifest.sources:
        by_hand = [texts / origin.path for origin in manifest.sources[source].origins]
        named = [texts / source, *by_hand]
        return [path for path in dict.fromkeys(named) if _is_inside(path, texts)]
    versions = IndexVersions(settings.data.directory)
    recorded = {Path(r.path) for _, r in _records(versions) if r.source == source and r.path}
    present = {found.path for found in list_documents(settings) if found.source_id == source}
    documents = settings.data.documents
    own = {path for path in recorded | present if _is_inside(path, documents)}
    return sorted(own | {twin for path in own for twin in _twins(path, documents)})


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether it is there, and below the folder: a record must not lead us to another place."""
    return path.exists() and path.resolve().is_relative_to(folder.resolve())


def _twins(path: Path, folder: Path) -> Iterator[Path]:
    """Copies of a file under other names, and uploads of it that were cut: the same words."""
    if not path.is_file():
        return
    content = path.read_bytes()
    for other in folder.rglob("*"):
        is_shorter = other.is_file() and 0 < other.stat().st_size <= len(content)
        if is_shorter:
            found = other.read_bytes()
            if found == content or (other.name.startswith(".") and content.startswith(found)):
                yield other


def _remove(path: Path, data: Path) -> None:
    """Remove a file or folder; one outside the data folder that cannot be removed stays excluded."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        if _is_inside(path, data):
            raise DataFolderReadOnly(
                directory=str(path), reason=error.strerror or str(error)
            ) from error


def _records(versions: IndexVersions) -> Iterator[tuple[str, SourceRecord]]:
    for version in versions.versions():
        for record in read_records(versions.path(version) / STORE):
            yield version, record
