"""Which sources a person erased: ids, and nothing else, in the data folder.

data/excluded.json  sources that no ingestion brings back until they are restored
data/erasing.json   an erasure that has begun; whoever holds the lock next finishes it
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import DataFolderReadOnly
from corpus.versions import write_durably

EXCLUDED = "excluded.json"
ERASING = "erasing.json"


def read_excluded(data_directory: Path) -> frozenset[str]:
    """The sources erased and not restored; raises `DataFolderReadOnly` where this cannot be known."""
    return _read(data_directory / EXCLUDED)


def write_excluded(data_directory: Path, sources: Iterable[str]) -> None:
    """Replace the list of erased sources in one step."""
    _write(data_directory / EXCLUDED, sources)


def read_erasing(data_directory: Path) -> frozenset[str]:
    """The sources whose erasure has begun and not ended."""
    return _read(data_directory / ERASING)


def write_erasing(data_directory: Path, sources: Iterable[str]) -> None:
    """Say, before anything is touched, what is about to be erased; nothing left to erase: no file."""
    _write(data_directory / ERASING, sources)


def _read(path: Path) -> frozenset[str]:
    try:
        return frozenset(str(name) for name in json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, TypeError) as error:
        # A list that cannot be read may name what must not come back: better to stop.
        raise DataFolderReadOnly(directory=str(path), reason=str(error)) from error


def _write(path: Path, sources: Iterable[str]) -> None:
    names = sorted(sources)
    try:
        if names:
            write_durably(path, json.dumps(names) + "\n")
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise DataFolderReadOnly(
            directory=str(path), reason=error.strerror or str(error)
        ) from error
