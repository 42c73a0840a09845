"""What is in the folder of the user's documents, told from names, sizes and first bytes."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.refusals import DEAD_LINK, UNOPENED, Refusal
from ingest.document_names import document_ids
from ingest.parse.document_type import DocumentLimits, DocumentUnreadable, document_type, refused
from ingest.parse.typography import clean_line

# Enough to know a type by; a web page may begin with a long comment.
_HEAD_BYTES = 16_384
# Files that are still being written, and those that programs leave beside documents.
_IGNORED = re.compile(
    r"\..*|~.*|.*~|thumbs\.db|desktop\.ini|.*\.(?:part|partial|tmp|temp|crdownload|download|swp)",
    re.IGNORECASE,
)
# The walk stops at this many files for each one allowed, so that a huge tree is not listed whole.
_WALKED_PER_DOCUMENT = 10

# What a refused file really is, said after the sentence of its refusal.
SHOWN_TYPES: dict[str, dict[str, str]] = {
    name: {"fr": f"Son contenu est de type {name}.", "en": f"Its content is {name}."}
    for name in (
        "PDF", "HTML", "XML", "RTF", "PNG", "JPEG", "GIF", "GZIP", "ELF", "EXE", "Office"
    )
} | {
    "TXT": {"fr": "Son contenu est du texte simple.", "en": "Its content is plain text."},
    "ZIP, Office": {
        "fr": "Son contenu est une archive ZIP ou un document de bureautique ; enregistrez-le en PDF.",
        "en": "Its content is a ZIP archive or an office document; save it as a PDF.",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UserDocument:
    """A file of the folder; `reason` (in English) is "" unless it cannot be taken.

    `refusal` is None too where the reason has no code: a link that leaves the folder, a full folder.
    """

    source_id: str
    title: str
    path: Path
    size_bytes: int
    reason: str = ""
    refusal: Refusal | None = None


def survey(folder: Path, limits: DocumentLimits) -> Iterator[UserDocument]:
    """Every document of the folder and of those below it, by name; what is hidden is ignored."""
    files = _files(folder, limits)
    ids = document_ids(path.relative_to(folder).as_posix() for path in files)
    looked_at = [
        _looked_at(ids[path.relative_to(folder).as_posix()], path, folder, limits) for path in files
    ]
    sizes = Counter(found.size_bytes for found in looked_at if not found.reason)
    taken = _Taken(limits)
    for found in looked_at:
        if found.reason:
            yield found
            continue
        # Only documents of one size can be the same: no other is read through.
        sha256 = content_hash(found.path) if sizes[found.size_bytes] > 1 else ""
        yield taken.take(found, sha256)


class _Taken:
    """The documents taken so far, for what the next one may be refused for."""

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        self._count = 0
        self._bytes = 0
        self._of_content: dict[str, UserDocument] = {}

    def take(self, found: UserDocument, sha256: str) -> UserDocument:
        count, total = self._count + 1, self._bytes + found.size_bytes
        if not fits(count, total, self._limits):
            limits = f"{self._limits.files} documents or {self._limits.total_bytes // 10**6} MB"
            return _with_reason(found, f"the folder holds more than {limits}")
        other = self._of_content.setdefault(sha256, found) if sha256 else found
        if other is not found:
            refusal = Refusal("duplicate", {"name": found.title, "other": other.title})
            return _with_reason(found, refusal.message("en"), refusal)
        self._count, self._bytes = count, total
        return found


def fits(count: int, total_bytes: int, limits: DocumentLimits) -> bool:
    """Whether the folder may hold so many documents of so many bytes together."""
    return count <= limits.files and total_bytes <= limits.total_bytes


def content_hash(path: Path) -> str:
    """SHA-256 of the bytes of a file; "" where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _files(folder: Path, limits: DocumentLimits) -> list[Path]:
    """In the order of their names."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not _IGNORED.fullmatch(name))
        found += [Path(parent, name) for name in names if not _IGNORED.fullmatch(name)]
        if len(found) > _WALKED_PER_DOCUMENT * limits.files:
            break
    return sorted(found)[: _WALKED_PER_DOCUMENT * limits.files]


def _looked_at(source_id: str, path: Path, folder: Path, limits: DocumentLimits) -> UserDocument:
    title = clean_line(path.name)
    found = UserDocument(source_id, title, path, 0)
    try:
        status = path.stat()
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return _with_reason(found, "a link that leaves the folder")
        if not stat.S_ISREG(status.st_mode):
            return _with_reason(found, "not a file")
        found = UserDocument(source_id, title, path, status.st_size)
        if status.st_size > limits.file_bytes:
            raise refused("too_heavy", title, limit=limits.file_bytes // 10**6, unit="megabytes")
        with path.open("rb") as file:
            document_type(path.name, file.read(_HEAD_BYTES))
    except DocumentUnreadable as error:
        return _with_reason(found, str(error), error.refusal)
    except OSError as error:
        return _with_reason(found, unopened(path, error))
    return found


def unopened(path: Path, error: OSError) -> str:
    """Why a file of the folder cannot be opened, and what to do."""
    if path.is_symlink() and error.errno in (errno.ENOENT, errno.ELOOP):
        return DEAD_LINK
    return UNOPENED.format(detail=error.strerror or error)


def _with_reason(found: UserDocument, reason: str, refusal: Refusal | None = None) -> UserDocument:
    return UserDocument(found.source_id, found.title, found.path, found.size_bytes, reason, refusal)
