"""Index versions on disk: which exist, which one is served, who may build the next.

data/index/CURRENT                  the name of the served version (the pointer)
data/index/<version>/manifest.json  its birth certificate
data/index/<version>/passages.sqlite, chroma/, keywords/
data/index/<version>/published      the mark of a version that was served
data/index/<version>/label          the name a person gave it, which keeps it
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

from corpus.errors import (
    DataFolderReadOnly,
    IndexDamaged,
    IndexMissing,
    IngestRunning,
    UnknownVersion,
)

POINTER = "CURRENT"
LOCK = ".lock"
BUILDING = ".building-"
MANIFEST = "manifest.json"
STORE = "passages.sqlite"
CHROMA = "chroma"
KEYWORDS = "keywords"
PUBLISHED = "published"
LABEL = "label"


@dataclass(frozen=True, slots=True)
class BirthCertificate:
    """Who built an index version and from what; compared with today's settings when opened.

    `inputs` maps "source/lang" to a SHA-256 over what its passages were made of: its documents, its
    row of the manifest, the program that read it.
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

    def withdraw(self, version: str) -> Path:
        """Make a leftover of a version that failed, finished or not, never of the served one."""
        leftover = self.root / f"{BUILDING}{version}"
        if version != self.current() and self.path(version).is_dir():
            self.path(version).rename(leftover)
        return leftover

    def settle(self) -> None:
        """Repair what a crash left around the pointer; call it under the lock.

        The served version may lack its mark. A version without one was finished and never served:
        it would pass for one of the versions to keep, and becomes a leftover.
        """
        current = self.current()
        for version in self.versions():
            if version == current:
                self._mark(version)
            elif not (self.path(version) / PUBLISHED).exists():
                self.withdraw(version)

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
        outgoing = self.current()
        if outgoing is not None:
            self._mark(outgoing)
        write_durably(self.root / POINTER, version + "\n")
        # After the flip, so that no version passes for served that was not; `settle` mends a crash.
        self._mark(version)

    def unpublish(self) -> None:
        """Take the pointer away: nothing is served until the next publication."""
        (self.root / POINTER).unlink(missing_ok=True)
        _sync_directory(self.root)

    def versions(self) -> list[str]:
        """Finished versions, oldest first (names begin with the time of building)."""
        if not self.root.is_dir():
            return []
        return sorted(
            entry.name
            for entry in self.root.iterdir()
            if entry.is_dir() and not entry.name.startswith(".")
        )

    def find(self, name: str) -> str:
        """The finished version of that name or label; raises `UnknownVersion`."""
        versions = self.versions()
        labelled = [version for version in versions if name and self.label(version) == name]
        found = [name] if name in versions else labelled
        if not found:
            raise UnknownVersion(version=name, known=", ".join(versions))
        return found[0]

    def before(self, version: str) -> str | None:
        """The finished version built before that one, or None."""
        return max((name for name in self.versions() if name < version), default=None)

    def rolled_back_from(self) -> str | None:
        """The newest version where an older one is served, which only a rollback does; else None.

        Call it after `settle`: a version that was finished and never served would pass for one.
        """
        served, newest = self.current(), max(self.versions(), default=None)
        return newest if served and newest and served < newest else None

    def label(self, version: str) -> str:
        """The name a person gave a version, or ""."""
        try:
            text = (self.path(version) / LABEL).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return text.strip()

    def set_label(self, version: str, label: str) -> None:
        """Name a version, so that it is kept; "" takes the name away. No two bear the same."""
        for other in self.versions():
            if self.label(other) == label or other == version:
                (self.path(other) / LABEL).unlink(missing_ok=True)
        if label:
            write_durably(self.path(version) / LABEL, label + "\n")

    def byte_count(self, version: str) -> int:
        """How much of the disk a version takes."""
        files = [file for file in self.path(version).rglob("*") if file.is_file()]
        return sum(file.stat().st_size for file in files)

    def collect(self, keep: int) -> list[str]:
        """Remove leftovers and all but the last `keep` versions.

        The served version and those that bear a label stay, and do not count among the `keep`.
        """
        current = self.current()
        self.remove_leftovers()
        ordinary = [v for v in self.versions() if v == current or not self.label(v)]
        expired = [version for version in ordinary[:-keep] if version != current]
        for version in expired:
            self._remove(version)
        return expired

    def remove_leftovers(self, *, but: Path | None = None) -> None:
        """Remove builds that never finished, but one; call it under the lock."""
        for leftover in self.leftovers():
            if leftover != but:
                shutil.rmtree(leftover, ignore_errors=True)

    def remove_all_others(self) -> list[str]:
        """Remove every version but the served one, labelled ones too, and every leftover.

        Raises `DataFolderReadOnly` where something of them stays.
        """
        others = [version for version in self.versions() if version != self.current()]
        for version in others:
            self._remove(version)
        self.remove_leftovers()
        remaining = [*self.leftovers(), *(v for v in others if self.path(v).exists())]
        if remaining:
            raise DataFolderReadOnly(directory=str(self.root), reason=f"{remaining[0]} stays")
        if self.root.is_dir():
            _sync_directory(self.root)
        return others

    def _mark(self, version: str) -> None:
        mark = self.path(version) / PUBLISHED
        with suppress(OSError):  # until it moves on, the pointer says the same
            if not mark.exists():
                write_durably(mark, "")

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
