"""What the data folder already holds: the served version's texts, and vectors computed before."""

from __future__ import annotations

import numpy as np

from corpus.embedder import Embedder, Vectors
from corpus.errors import IndexDamaged, IndexMismatch
from corpus.index import open_index
from corpus.settings import Settings
from corpus.store import SCHEMA_VERSION, read_store, read_vectors_by_hash
from corpus.versions import CHROMA, STORE, BirthCertificate, IndexVersions
from ingest.read import PreviousVersion
from ingest.vector_cache import read_cache


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
    previous = PreviousVersion(version, contents.passages, contents.records)
    return previous, certificate if _can_serve(versions, version, settings) else None


def known_vectors(
    versions: IndexVersions, wanted: set[str], embedder: Embedder
) -> dict[str, Vectors]:
    """Vectors already computed: shipped, in the versions on disk, in builds that never finished."""
    known = read_cache(wanted)
    folders = [versions.path(version) for version in versions.versions()] + versions.leftovers()
    for folder in folders:
        for content_hash, vector in read_vectors_by_hash(folder / STORE):
            # A file damaged by a crash may hold a vector cut short.
            is_sound = vector.shape == (embedder.dimension,) and bool(np.isfinite(vector).all())
            if content_hash in wanted and is_sound:
                known[content_hash] = vector
    return known


def _can_serve(versions: IndexVersions, version: str, settings: Settings) -> bool:
    """Whether it opens with today's settings; if not, a new version is to be built."""
    # Chroma takes a second to open and has its fallback: only its absence is looked for.
    exact = settings.index.model_copy(update={"vector_store": "exact"})
    try:
        open_index(versions, version, exact).close()
    except (IndexDamaged, IndexMismatch):
        return False
    return (versions.path(version) / CHROMA).is_dir()
