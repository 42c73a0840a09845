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
from corpus.versions import STORE, IndexVersions

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
        versions.remove_leftovers()
    if _free_bytes(versions) < needed:
        raise _disk_full(versions, face_count)


@contextmanager
def build_folder(versions: IndexVersions, version: str, face_count: int) -> Iterator[Path]:
    """A folder to build `version` in; where the storage fails or the build is unfit, a `Fault`.

    The vectors computed until then are left for the next run, where they leave room.
    """
    try:
        building = versions.start_build(version)
        yield building
    except (OSError, sqlite3.Error, VectorStoreFailed, IndexDamaged, UnfitIndex) as error:
        # The disk is asked before any of it is freed.
        fault = _storage_fault(error, versions, face_count)
        keep_vectors(versions.withdraw(version))
        if fault is error:
            raise
        raise fault from error


def keep_vectors(leftover: Path) -> None:
    """Reduce a build that will not be published to its store, for the vectors in it.

    Nothing of it stays where the disk has less room left than the store takes.
    """
    for entry in leftover.glob("*"):
        if entry.name.startswith(STORE):  # with its journal, if a write was cut short
            continue
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if not leftover.is_dir():
        return
    kept = sum(entry.stat().st_size for entry in leftover.iterdir())
    if kept == 0 or shutil.disk_usage(leftover).free < kept:
        shutil.rmtree(leftover, ignore_errors=True)


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
