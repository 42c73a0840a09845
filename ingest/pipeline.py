"""From published documents to a served index version, read top to bottom in `ingest`."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from typing import Any

from corpus.embedder import Embedder
from corpus.errors import NothingIngested
from corpus.manifest import Manifest, default_manifest
from corpus.nouns import Passage
from corpus.settings import Settings
from corpus.store import SourceRecord
from corpus.versions import BirthCertificate, IndexVersions
from ingest.build import Built, Confirm, Workshop, build_version
from ingest.build import Progress as Progress  # what callers report progress with
from ingest.changes import Change, changes
from ingest.documents import find_documents
from ingest.erase import erased_readings, finish_erasure
from ingest.exclusions import read_excluded
from ingest.fetch_words import reason_in
from ingest.gate import refused_texts, require_gdpr
from ingest.inputs import Obtained, are_unchanged, input_digests, input_name, source_id
from ingest.obtain import Absence, obtain
from ingest.parse.pdf_read import stop_workers
from ingest.previous import PreviousVersion, Reading, read_previous
from ingest.program import PROGRAM, index_digest
from ingest.read import (
    attach_questions,
    newest_first,
    prefer_previous,
    read_documents,
    unchanged_records,
)
from ingest.rollback import stepped_back_from

READ_AT_ONCE = 2
"""Documents read at the same time."""
ConfirmChanges = Callable[[tuple[Change, ...]], bool]
"""Shown what a verified build would change, says whether it shall be served."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingestion did; `recital ingest --json` prints it.

    `rolled_back_from` is the newest version where an older one was served when the run began: the
    rollback holds unless `is_published`.
    """

    index_version: str
    is_published: bool
    sources: tuple[SourceRecord, ...]
    passage_count: int
    vector_count: int
    embedded_count: int
    seconds: float
    verification: dict[str, Any]
    is_refused: bool = False
    rolled_back_from: str = ""

    def to_json(self) -> dict[str, Any]:
        """The report with its rate: freshly embedded faces per second of the whole run."""
        values = asdict(self)
        values["refused_texts"] = [f"{r.source}/{r.lang}" for r in refused_texts(self.sources)]
        values["embedded_per_second"] = round(self.embedded_count / max(self.seconds, 1e-9), 2)
        return values


def ingest(
    settings: Settings,
    *,
    progress: Progress,
    manifest: Manifest | None = None,
    embedder: Embedder | None = None,
    rebuild: bool = False,
    refresh: bool = False,
    offline: bool = True,
    end_rollback: bool = False,
    confirm: ConfirmChanges | None = None,
) -> IngestReport:
    """Build and publish a new version, or say that nothing has changed.

    `rebuild` reads every document again and publishes even if nothing changed, `refresh` asks the
    official addresses for newer texts, `offline` asks them nothing, `confirm` is asked before a
    version is published. A rollback holds as long as no text has changed since, unless
    `end_rollback`, `rebuild` or a `confirm` that agrees says otherwise. Safe to interrupt at any moment: readers keep the version they have, and
    the vectors computed so far are found again by the next run. Raises a `Fault` (another ingestion
    at work, folder read-only, disk full, nothing obtained, the GDPR refused in every language,
    verification failed).
    """
    started = time.monotonic()
    versions = IndexVersions(settings.data.directory)
    workshop = Workshop(settings, versions, progress, embedder)
    known = manifest or default_manifest()
    with versions.building_lock():
        versions.settle()
        finish_erasure(workshop, known)
        excluded = read_excluded(settings.data.directory)
        previous, certificate = read_previous(versions, settings)
        wanted = known.without(excluded)
        found = _obtain(wanted, settings, progress, refresh=refresh, offline=offline)
        obtained = _today(found, settings, previous, excluded)
        is_unchanged = certificate and are_unchanged(obtained, certificate.inputs)
        if certificate and previous and is_unchanged and not rebuild:
            versions.collect(settings.index.kept_versions)
            return _unchanged(certificate, unchanged_records(obtained, previous), started)
        newest = stepped_back_from(versions)
        may_hold = certificate and not (rebuild or end_rollback or confirm)
        if newest and previous and certificate and may_hold:
            today = _today(found, settings, newest, excluded)
            if are_unchanged(today, newest.inputs):
                return _held(newest.version, certificate, previous.records, started)
        before = previous.to_be_read_again() if previous and rebuild else previous
        readings = _read(obtained, before, progress) + erased_readings(known, excluded)
        require_gdpr(readings)
        ask = confirm and _confirmation(confirm, previous)
        inputs = _inputs(_as_asked_next(obtained, readings), previous)
        built = build_version(workshop, readings, inputs, ask)
        if built.is_published:
            versions.collect(settings.index.kept_versions)
        report = _report(built, readings, started)
        return replace(report, rolled_back_from=newest.version if newest else "")


def _obtain(
    manifest: Manifest, settings: Settings, progress: Progress, *, refresh: bool, offline: bool
) -> list[Obtained]:
    """Every source of the manifest."""
    found: list[Obtained] = list(
        obtain(manifest, settings.data, offline=offline, refresh=refresh, progress=progress)
    )
    if all(isinstance(item, Absence) for item in found):
        raise _nothing(item.reason for item in found if isinstance(item, Absence))
    return found


def _today(
    found: list[Obtained],
    settings: Settings,
    version: PreviousVersion | None,
    excluded: Collection[str],
) -> list[Obtained]:
    """What an ingestion that follows `version` looks at: the sources and the user's documents."""
    own = _own_documents(settings, version)
    allowed = [item for item in found + own if source_id(item) not in excluded]
    return prefer_previous(newest_first(allowed, settings.data.texts), version)


def _own_documents(settings: Settings, previous: PreviousVersion | None) -> list[Obtained]:
    """The user's own documents, each with what is to be read, or the reason why it is not."""
    records = previous.records if previous else ()
    found = find_documents(settings.data.documents, records)
    return [*([document] for document in found.documents), *found.refused]


def _read(
    obtained: list[Obtained], previous: PreviousVersion | None, progress: Progress
) -> list[Reading]:
    # The longest first: none of them is left to be read alone at the end.
    order = sorted(range(len(obtained)), key=lambda index: -_weight(obtained[index]))
    # PDFs are read by processes of their own: two documents at a time keep two of them at work.
    threads = ThreadPoolExecutor(READ_AT_ONCE, thread_name_prefix="read")
    try:
        pending = {n: threads.submit(read_documents, [obtained[n]], previous) for n in order}
        for done, future in enumerate(as_completed(pending.values())):
            progress("read", done, len(obtained))
            future.result()
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        stop_workers()
        raise
    threads.shutdown()
    progress("read", len(obtained), len(obtained))
    readings = [reading for n in range(len(obtained)) for reading in pending[n].result()]
    if not any(reading.passages for reading in readings):
        raise _nothing(reading.record.reason for reading in readings)
    return attach_questions(readings)


def _weight(item: Obtained) -> int:
    """Roughly how long a source takes to read: the bytes of its PDF, nothing for other forms."""
    path = item[0].path if isinstance(item, list) else None
    return path.stat().st_size if path and path.suffix == ".pdf" and path.is_file() else 0


def _nothing(reasons: Iterable[str]) -> NothingIngested:
    told = "; ".join(sorted(set(reasons))) or "the manifest names no source"
    return NothingIngested(remedy_fr=reason_in("fr", told), remedy_en=reason_in("en", told))


def _as_asked_next(obtained: list[Obtained], readings: Iterable[Reading]) -> list[Obtained]:
    """The documents the next ingestion will look at: it passes over origins lesser than those read.

    Else the first run after a first ingestion would take a shorter list for a change.
    """
    records = tuple(reading.record for reading in readings)
    return prefer_previous(obtained, PreviousVersion("", (), records))


def _inputs(obtained: Iterable[Obtained], previous: PreviousVersion | None) -> dict[str, str]:
    """The digest of every reading, kept ones included, and of the program that indexes them."""
    now = list(obtained)
    gone = [input_name(item) for item in now if isinstance(item, Absence)]
    before = previous.inputs if previous else {}
    kept = {name: before[name] for name in gone if name in before}
    return {**kept, **input_digests(now), PROGRAM: index_digest()}


def _confirmation(confirm: ConfirmChanges, previous: PreviousVersion | None) -> Confirm:
    before: tuple[Passage, ...] = previous.passages if previous else ()
    return lambda passages: confirm(changes(before, passages))


def _report(built: Built, readings: Iterable[Reading], started: float) -> IngestReport:
    return IngestReport(
        index_version=built.version,
        is_published=built.is_published,
        sources=tuple(reading.record for reading in readings),
        passage_count=built.passage_count,
        vector_count=built.vector_count,
        embedded_count=built.embedded_count,
        seconds=round(time.monotonic() - started, 2),
        verification=built.verification,
        is_refused=not built.is_published,
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


def _held(
    newest: str, certificate: BirthCertificate, records: Iterable[SourceRecord], started: float
) -> IngestReport:
    return replace(_unchanged(certificate, records, started), rolled_back_from=newest)
