"""Names of the user's documents: one that is safe on any disk, and the id that locators begin with."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import PurePath

from corpus.nouns import USER_SOURCE_PREFIX
from ingest.parse.document_type import TYPES, DocumentType

# Room for a suffix and a number below the 255 bytes that every file system takes.
_NAME_BYTES = 180
_SLUG_CHARACTERS = 60
_HASH_CHARACTERS = 6
_NAMELESS = "document"

_PATH_SEPARATORS = re.compile(r"[/\\]")
_KEPT_MARKS = " -_.()'’,&+"
_RUN = re.compile(r"([ .-])\1+")
# These name devices on Windows, whatever their suffix.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_SUFFIXES: dict[DocumentType, str] = {
    "PDF": ".pdf",
    "HTML": ".html",
    "Markdown": ".md",
    "TXT": ".txt",
}
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def safe_name(given: str, kind: DocumentType) -> str:
    """A file name without a path, in letters, digits and harmless marks, with the right suffix.

    It is recognisably `given`, and shown as the document's title.
    """
    last = _PATH_SEPARATORS.split(given.strip())[-1]
    name = unicodedata.normalize("NFC", last).strip(" .")
    suffix = PurePath(name).suffix.lower()
    stem = name[: -len(suffix)] if suffix in TYPES else name
    suffix = suffix if TYPES.get(suffix) == kind else _SUFFIXES[kind]
    shown = _RUN.sub(r"\1", "".join(_harmless(char) for char in stem)).strip(" .-")
    shown = shown.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip(" .-")
    if _RESERVED.fullmatch(shown):
        shown = f"{_NAMELESS} {shown}"
    return f"{shown or _NAMELESS}{suffix}"


def unused_name(name: str, taken: Collection[str]) -> str:
    """`name`, numbered where a name of `taken` has the same slug: ids given out keep their owner."""
    path = PurePath(name)
    slugs = {slug(other) for other in taken}
    number, free = 1, name
    while slug(free) in slugs:
        number += 1
        # A long slug is cut: the number must stand before the cut.
        stem = path.stem if len(slug(name)) < _SLUG_CHARACTERS - 5 else slug(name)[:40]
        free = f"{stem} ({number}){path.suffix}"
    return free


def document_ids(paths: Iterable[str]) -> dict[str, str]:
    """Path below the folder -> id of the source: the slug of its name.

    Documents whose names have the same slug all get a short hash of their path, so that an id never
    comes to mean another document.
    """
    slugs = {path: slug(PurePath(path).name) for path in sorted(paths)}
    counts = Counter(slugs.values())
    ids: dict[str, str] = {}
    # Plain slugs first: a hash must not take the name that another document has by itself.
    for path in sorted(slugs, key=lambda path: (counts[slugs[path]] > 1, path)):
        source_id = USER_SOURCE_PREFIX + slugs[path]
        if counts[slugs[path]] > 1:
            source_id += (
                f"-{hashlib.sha256(path.encode(errors='replace')).hexdigest()[:_HASH_CHARACTERS]}"
            )
        while source_id in ids.values():
            source_id += "-2"
        ids[path] = source_id
    return ids


def slug(name: str) -> str:
    """Small letters, digits and hyphens for a file name, without its suffix."""
    path = PurePath(name)
    stem = path.stem if path.suffix.lower() in TYPES else name
    folded = unicodedata.normalize("NFKD", stem.casefold().translate(_LETTERS))
    plain = folded.encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain).strip("-")[:_SLUG_CHARACTERS].rstrip("-") or _NAMELESS


def _harmless(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] in "LN" or category in ("Mn", "Mc") or char in _KEPT_MARKS:
        return char
    # What shows nothing leaves no gap; a mark that a shell or a page could act on does.
    return "" if category in ("Cf", "Cc", "Cs", "Co", "Cn") else "-"
