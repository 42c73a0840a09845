"""The digests of our own program: what it made of a document is made anew when it changes.

A loader's digest covers the modules it is made of and no other, so that a change in one loader reads
only its own documents again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = "program"
"""Under this name a version's inputs hold the digest of what turns passages into an index."""

# Every loader makes passages. Our questions are attached to them when all texts are read.
_READING = ("corpus/nouns.py", "corpus/locator.py")
_INDEXING = (
    "ingest/questions.py",
    "ingest/embed.py",
    "ingest/keyword_text.py",
    "corpus/keywords.py",
)
# A module is named by an import, or by its file where it runs in a process of its own.
_MODULE = re.compile(r"\bingest\.parse\.(\w+)|\b(\w+)\.py\b")
_FROM_FOLDER = re.compile(r"\bfrom ingest\.parse import ([\w, ]+)")
_OUTLINES = "corpus/outlines"


@lru_cache(maxsize=1)
def index_digest() -> str:
    """SHA-256 of what turns passages into vectors and keywords."""
    return _digest(REPOSITORY / path for path in _INDEXING)


@lru_cache(maxsize=64)
def loader_digest(name: str) -> str:
    """SHA-256 of a loader, of every module of `ingest.parse` it names, and of their data."""
    paths = [REPOSITORY / path for path in (*_READING, *sorted(_modules(name)))]
    if any("outlines" in path.read_text(encoding="utf-8") for path in paths):
        paths += sorted((REPOSITORY / _OUTLINES).glob("*.json"))
    return _digest(paths)


def _modules(name: str) -> set[str]:
    """Paths of a loader's modules: those whose names stand in its text, and so on from them."""
    found: set[str] = set()
    pending = {name}
    while pending:
        path = f"ingest/parse/{pending.pop()}.py"
        if path in found or not (REPOSITORY / path).is_file():
            continue
        found.add(path)
        text = (REPOSITORY / path).read_text(encoding="utf-8")
        pending.update(name for names in _MODULE.findall(text) for name in names if name)
        for names in _FROM_FOLDER.findall(text):
            pending.update(name.strip() for name in names.split(","))
    return found


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
