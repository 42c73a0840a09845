"""Vectors shipped with the program, so that a first ingestion takes seconds instead of minutes.

Vectors only, keyed by the hash of the text and model they were computed from: a text that changed by
one letter is simply not in the cache. `python -m ingest.vector_cache DATA_DIRECTORY ...` writes the
cache from the served index of each data folder.
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
from corpus.store import read_vectors_by_hash
from corpus.versions import STORE, IndexVersions

CACHE_PATH = Path(__file__).with_name("vector_cache.npz")


def read_cache(wanted: set[str], path: Path = CACHE_PATH) -> dict[str, Vectors]:
    """The shipped vectors of the wanted hashes, float32 and normalised; {} if there is no cache.

    float16 keeps a cosine to about 0.0002, far below what separates one passage from the next.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            names = [row.tobytes().hex() for row in stored["hashes"]]
            rows = [row for row, name in enumerate(names) if name in wanted]
            vectors = stored["vectors"][rows].astype(np.float32)
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
    if not rows:
        return {}
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {names[row]: vector for row, vector in zip(rows, vectors, strict=True)}


def write_cache(data_directories: Iterable[Path], path: Path = CACHE_PATH) -> int:
    """Write the vectors of the served index of each data folder; returns how many."""
    found: dict[str, Vectors] = {}
    for directory in data_directories:
        versions = IndexVersions(directory)
        store = versions.path(versions.require_current()) / STORE
        found.update(read_vectors_by_hash(store))
    ordered = sorted(found)  # the same vectors give the same file
    np.savez_compressed(
        path,
        hashes=np.array([list(bytes.fromhex(name)) for name in ordered], dtype=np.uint8),
        vectors=np.stack([found[name] for name in ordered]).astype(np.float16),
    )
    return len(ordered)


if __name__ == "__main__":
    print(f"{write_cache([Path(name) for name in sys.argv[1:]])} vectors in {CACHE_PATH.name}")
