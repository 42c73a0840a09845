"""Index versions on disk: which exist, which one is served, who may build the next.

data/index/CURRENT                  the name of the served version (the pointer)
data/index/<version>/manifest.json  its birth certificate
data/index/<version>/passages.sqlite, chroma/, keywords/
data/index/.building-<version>/     a build in progress, or the leftover of one
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import DataFolderReadOnly, IndexDamaged, IndexMissing, IngestRunning

POINTER = "CURRENT"
LOCK = ".lock"
BUILDING = ".building-"
MANIFEST = "manifest.json"
STORE = "passages.sqlite"
CHROMA = "chroma"
KEYWORDS = "keywords"


@dataclass(frozen=True, slots=True)
class BirthCertificate:
    """Who built an index version and from what; compared with today's settings when opened.

    `inputs` maps "source/lang" to the SHA-256 of the document it was read from.
    """

    version: str
    schema_version: int
    embedding_model: str
    dimension: int
    chroma_version: str
    passage_count: int
    vector_count: int
    built_at: str
    inputs: dict[str, str]
    verification: dict[str, Any]


class IndexVersions:
    """The versions below `<data>/index`."""

    def __init__(self, data_directory: Path) -> None:
        self.root = data_directory / "index"

    def path(self, version: str) -> Path:
        """The folder of a version."""
        return self.root / version

    def current(self) -> str | None:
        """The served version, or None when nothing was ever published."""
        try:
            name = (self.root / POINTER).read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return None
        return name or None

    def require_current(self) -> str:
        """The served version; raises `IndexMissing`."""
        version = self.current()
        while version is None or not self.path(version).is_dir():
            seen, version = version, self.current()
            # Two publications between our reading and our looking collect the version we read.
            if version == seen:
                raise IndexMissing(directory=str(self.root))
        return version

    def certificate(self, version: str) -> BirthCertificate:
        """The birth certificate of a version; raises `IndexDamaged`."""
        try:
            text = (self.path(version) / MANIFEST).read_text(encoding="utf-8")
            return BirthCertificate(**json.loads(text))
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamaged(version=version, reason=f"{MANIFEST}: {error}") from error

    def start_build(self, version: str) -> Path:
        """An empty folder to build `version` in."""
        directory = self.root / f"{BUILDING}{version}"
        directory.mkdir(parents=True)
        return directory

    def leftovers(self) -> list[Path]:
        """Folders of builds that never finished. Meaningful under the lock only."""
        return sorted(self.root.glob(f"{BUILDING}*"))

    def discard(self, version: str) -> None:
        """Remove a version that failed, whether still being built or finished, never the served one."""
        shutil.rmtree(self.root / f"{BUILDING}{version}", ignore_errors=True)
        if version != self.current():
            self._remove(version)

    def withdraw_unpublished(self) -> None:
        """Make leftovers of versions finished but never served: the crash came before the pointer.

        They would pass for one of the versions to keep. Call it under the lock.
        """
        current = self.current() or ""
        for version in self.versions():
            if version > current:
                self.path(version).rename(self.root / f"{BUILDING}{version}")

    def finish_build(self, building: Path, certificate: BirthCertificate) -> Path:
        """Seal a verified build: write its certificate and give it its name."""
        text = json.dumps(asdict(certificate), ensure_ascii=False, indent=1)
        write_durably(building / MANIFEST, text)
        final = self.path(certificate.version)
        building.rename(final)
        _sync_directory(self.root)
        return final

    def publish(self, version: str) -> None:
        """Flip the pointer: readers see the old version or the new one, never a mixture."""
        write_durably(self.root / POINTER, version + "\n")

    def versions(self) -> list[str]:
        """Finished versions, oldest first (names begin with the time of building)."""
        if not self.root.is_dir():
            return []
        return sorted(
            entry.name
            for entry in self.root.iterdir()
            if entry.is_dir() and not entry.name.startswith(".")
        )

    def collect(self, keep: int) -> list[str]:
        """Remove leftovers and all but the last `keep` versions (never the served one)."""
        for leftover in self.leftovers():
            shutil.rmtree(leftover, ignore_errors=True)
        current = self.current()
        expired = [version for version in self.versions()[:-keep] if version != current]
        for version in expired:
            self._remove(version)
        return expired

    def _remove(self, version: str) -> None:
        # In one step for whoever looks: half a version must not pass for a finished one.
        leftover = self.root / f"{BUILDING}{version}"
        with suppress(OSError):
            self.path(version).rename(leftover)
        shutil.rmtree(leftover, ignore_errors=True)

    @contextmanager
    def building_lock(self) -> Iterator[None]:
        """Only one build per data folder; raises `IngestRunning` or `DataFolderReadOnly`."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = (self.root / LOCK).open("w")
        except OSError as error:
            raise DataFolderReadOnly(
                directory=str(self.root), reason=error.strerror or str(error)
            ) from error
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IngestRunning(directory=str(self.root)) from error
            except OSError as error:  # some network drives know no locks
                raise DataFolderReadOnly(
                    directory=str(self.root), reason=error.strerror or str(error)
                ) from error
            yield


def write_durably(path: Path, text: str) -> None:
    """Replace a file's content in one step that survives a crash."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
