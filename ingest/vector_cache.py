"""Vectors shipped with the program, so that a first ingestion takes seconds instead of minutes.

Vectors only, keyed by the hash of the text and model they were computed from: a text that changed by
one letter is simply not in the cache. A file per source, so that a change of one leaves the others.
`python -m ingest.vector_cache DATA_DIRECTORY ...` writes the cache from the served index of each data
folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from tokenize import TokenError
from zipfile import BadZipFile
from zlib import error as ZlibError

import numpy as np

from corpus.embedder import Vectors
from corpus.nouns import USER_SOURCE_PREFIX
from corpus.store import read_vectors_by_source
from corpus.versions import STORE, IndexVersions

CACHE_FOLDER = Path(__file__).with_name("shipped_vectors")


def read_cache(wanted: set[str], folder: Path = CACHE_FOLDER) -> dict[str, Vectors]:
    """The shipped vectors of the wanted hashes, float32 and normalised; {} if there is no cache.

    float16 keeps a cosine to about 0.0002, far below what separates one passage from the next.
    """
    found: dict[str, Vectors] = {}
    for path in sorted(folder.glob("*.npz")):
        found.update(_read_file(wanted, path))
    return found


def write_cache(data_directories: Iterable[Path], folder: Path = CACHE_FOLDER) -> int:
    """Write the vectors of the served index of each data folder; returns how many.

    The user's own documents are left out.
    """
    by_source: dict[str, dict[str, Vectors]] = {}
    for directory in data_directories:
        versions = IndexVersions(directory)
        store = versions.path(versions.require_current()) / STORE
        for source, content_hash, vector in read_vectors_by_source(store):
            if not source.startswith(USER_SOURCE_PREFIX):
                by_source.setdefault(source, {})[content_hash] = vector
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.npz"):
        if path.stem not in by_source:
            path.unlink()
    for source, vectors in by_source.items():
        _write_file(folder / f"{source}.npz", vectors)
    return sum(len(vectors) for vectors in by_source.values())


def _read_file(wanted: set[str], path: Path) -> dict[str, Vectors]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            names = [row.tobytes().hex() for row in stored["hashes"]]
            rows = [row for row, name in enumerate(names) if name in wanted]
            vectors = stored["vectors"][rows].astype(np.float32) if rows else None
    except (
        OSError,
        EOFError,
        KeyError,
        SyntaxError,
        ValueError,
        BadZipFile,
        TokenError,
        ZlibError,
    ):
        return {}
    if vectors is None:
        return {}
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {names[row]: vector for row, vector in zip(rows, vectors, strict=True)}


def _write_file(path: Path, vectors: dict[str, Vectors]) -> None:
    ordered = sorted(vectors)  # the same vectors give the same file
    np.savez_compressed(
        path,
        hashes=np.array([list(bytes.fromhex(name)) for name in ordered], dtype=np.uint8),
        vectors=np.stack([vectors[name] for name in ordered]).astype(np.float16),
    )


if __name__ == "__main__":
    print(f"{write_cache([Path(name) for name in sys.argv[1:]])} vectors in {CACHE_FOLDER.name}/")
