"""Serving an older version again, after the checks a new one passes before it is published."""

from __future__ import annotations

from corpus.errors import IndexDamaged, UnknownVersion
from corpus.index import open_index
from corpus.settings import IndexSettings, Settings
from corpus.store import read_records
from corpus.vectors import ChromaFailed, open_chroma
from corpus.versions import CHROMA, STORE, IndexVersions
from ingest.previous import PreviousVersion


def roll_back(settings: Settings, name: str = "") -> tuple[str, str]:
    """Serve the version of that name or label, by default the one built before the served one.

    Returns the version served until now and the one served from now on. Raises `UnknownVersion`,
    `IndexMissing`, `IndexMismatch`, `IndexDamaged` or `IngestRunning`; the pointer stays then.
    """
    versions = IndexVersions(settings.data.directory)
    with versions.building_lock():
        versions.settle()
        served = versions.require_current()
        chosen = versions.find(name) if name else versions.before(served)
        if chosen is None:
            known = ", ".join(versions.versions())
            raise UnknownVersion(version=f"before {served}", known=known)
        require_servable(versions, chosen, settings.index)
        if chosen != served:
            versions.publish(chosen)
        return served, chosen


def stepped_back_from(versions: IndexVersions) -> PreviousVersion | None:
    """What the version a rollback put aside was read from, without its passages; None without one.

    It is the newest on disk, which no cleaning removes: a rollback needs no record of its own. Today's
    texts that are still those of that version are what somebody chose not to serve.
    """
    name = versions.rolled_back_from()
    if name is None:
        return None
    try:
        inputs = versions.certificate(name).inputs
        return PreviousVersion(name, (), read_records(versions.path(name) / STORE), inputs)
    except IndexDamaged:
        return None


def require_servable(versions: IndexVersions, version: str, settings: IndexSettings) -> None:
    """Raise unless a version was verified, suits the settings, is whole and finds its vectors.

    Raises `IndexMismatch` or `IndexDamaged`.
    """
    if not versions.certificate(version).verification.get("is_fit"):
        raise IndexDamaged(version=version, reason="it never passed its verification")
    # Opened for exact search first, so that a failure of Chroma is told and not covered up.
    index = open_index(versions, version, settings.model_copy(update={"vector_store": "exact"}))
    try:
        open_chroma(versions.path(version) / CHROMA, index.exact).close()
    except ChromaFailed as error:
        raise IndexDamaged(version=version, reason=f"Chroma: {error}") from error
    finally:
        index.close()
