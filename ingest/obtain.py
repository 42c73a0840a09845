"""Where each source can be had on this machine, before anything is read."""

from __future__ import annotations

import hashlib
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.manifest import Manifest
from corpus.nouns import Language, Origin, Source

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = "program"
"""Under this name a version's inputs hold the digest of the program that read them."""
_PROGRAM_PATHS = (
    "corpus/sources.toml",
    "corpus/outlines",
    "corpus/questions",
    "corpus/nouns.py",
    "corpus/keywords.py",
    "ingest/embed.py",
    "ingest/parse",
    "ingest/questions.py",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A source in one language, found at `path`; `sha256` covers the bytes of all its files."""

    source: Source
    origin: Origin
    path: Path
    sha256: str

    @property
    def lang(self) -> Language:
        """The language of the document."""
        return self.origin.lang


@dataclass(frozen=True, slots=True)
class Absence:
    """A source in one language that no origin has, and why."""

    source: Source
    lang: Language
    reason: str


def obtain(manifest: Manifest, mirror: Path | None) -> Iterator[list[Document] | Absence]:
    """For each source and language: the documents found, in the manifest's order, or an absence.

    Several documents mean several origins answered; a reader tries them in turn.
    """
    for source in manifest.sources.values():
        for lang in source.languages:
            origins = [origin for origin in source.origins if origin.lang == lang]
            found, reasons = [], []
            for origin in origins:
                try:
                    document = _document(source, origin, mirror)
                except OSError as error:
                    reasons.append(f"{origin.path}: {error.strerror or error}")
                    continue
                if document is not None:
                    found.append(document)
                else:
                    reasons.append(_absence_reason(origin, mirror))
            yield found or Absence(source, lang, "; ".join(reasons) or "no origin in the manifest")


def digest(path: Path) -> str:
    """SHA-256 of a file, or of every file of a folder with its name; raises `OSError`."""
    total = hashlib.sha256()
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            name = file.relative_to(path.parent).as_posix()
            # Digests of fixed length: no byte can move from one file to the next unnoticed.
            total.update(hashlib.sha256(name.encode()).digest())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _document(source: Source, origin: Origin, mirror: Path | None) -> Document | None:
    path = _locate(origin, mirror)
    if path is None or not path.exists():
        return None
    return Document(source, origin, path, digest(path))


def program_digest() -> str:
    """SHA-256 of what turns documents into passages and faces: loaders, outlines, questions."""
    total = hashlib.sha256()
    for path in _PROGRAM_PATHS:
        total.update(digest(REPOSITORY / path).encode())
    return total.hexdigest()


def _locate(origin: Origin, mirror: Path | None) -> Path | None:
    if origin.kind == "mirror":
        return mirror / origin.path if mirror is not None else None
    if origin.kind == "package":
        return Path(sysconfig.get_path("purelib")) / origin.path
    return REPOSITORY / origin.path


def _absence_reason(origin: Origin, mirror: Path | None) -> str:
    if origin.kind == "mirror":
        return f"not in the mirror ({origin.path})" if mirror else "RECITAL_MIRROR_DIR is not set"
    if origin.kind == "package":
        return f"package not installed ({origin.path.split('/')[0]})"
    return f"not in the repository ({origin.path})"
