"""Room for a build: asked for beforehand, and named when it runs out all the same."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import (
    DataFolderReadOnly,
    DiskFull,
    Fault,
    IndexDamaged,
    UnfitIndex,
    VectorStoreFailed,
)
from corpus.versions import IndexVersions

# Measured: passages.sqlite, chroma/ and keywords/ together stay below this per searched face.
BYTES_PER_FACE = 12_000
# The least a build writes: SQLite, Chroma and keyword files of a handful of passages.
BYTES_PER_BUILD = 1_000_000
# A build that ends with a full disk destroys a Chroma collection: ask for ample room beforehand.
FREE_SPACE_FACTOR = 3


def require_space(versions: IndexVersions, face_count: int) -> None:
    """Raise `DiskFull` unless a build fits; builds that never finished go first.

    Call it with their vectors in memory.
    """
    needed = _build_bytes(face_count) * FREE_SPACE_FACTOR
    if _free_bytes(versions) < needed:
        for leftover in versions.leftovers():
            shutil.rmtree(leftover, ignore_errors=True)
    if _free_bytes(versions) < needed:
        raise _disk_full(versions, face_count)


@contextmanager
def build_folder(versions: IndexVersions, version: str, face_count: int) -> Iterator[Path]:
    """A folder to build `version` in; where the storage fails it is removed and the `Fault` named."""
    try:
        building = versions.start_build(version)
        yield building
    except (OSError, sqlite3.Error, VectorStoreFailed, IndexDamaged, UnfitIndex) as error:
        fault = _storage_fault(error, versions, face_count)
        versions.discard(version)
        if fault is error:
            raise
        raise fault from error


def _storage_fault(error: Exception, versions: IndexVersions, face_count: int) -> Fault:
    # SQLite and Chroma report a full disk in words of their own ("failed to apply logs", a file cut
    # short …): the disk itself is asked.
    is_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if is_full or _free_bytes(versions) < _build_bytes(face_count):
        return _disk_full(versions, face_count)
    if isinstance(error, Fault):
        return error
    return DataFolderReadOnly(directory=str(versions.root), reason=str(error))


def _build_bytes(face_count: int) -> int:
    return BYTES_PER_BUILD + face_count * BYTES_PER_FACE


def _free_bytes(versions: IndexVersions) -> int:
    return shutil.disk_usage(versions.root).free


def _disk_full(versions: IndexVersions, face_count: int) -> DiskFull:
    return DiskFull(
        directory=str(versions.root),
        needed_mb=_build_bytes(face_count) * FREE_SPACE_FACTOR // 1_000_000,
        free_mb=_free_bytes(versions) // 1_000_000,
    )
