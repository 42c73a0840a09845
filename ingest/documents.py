"""The user's own documents: a folder on this machine, what may be added to it, what is in it.

Nothing here is served to a browser, and no name given by a person becomes a path.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import DataFolderReadOnly, DiskFull, DocumentRefused, UnknownSource
from corpus.nouns import Language, Origin, user_source
from corpus.refusals import Refusal
from corpus.settings import Settings
from corpus.store import SourceRecord
from ingest.document_language import document_language
from ingest.document_names import safe_name, unused_name
from ingest.document_survey import SHOWN_TYPES, UserDocument, content_hash, fits, survey, unopened
from ingest.obtain import Document, digest
from ingest.parse.document_type import (
    LIMITS,
    DocumentLimits,
    DocumentUnreadable,
    document_type,
    refused,
)
from ingest.parse.typography import clean_line
from ingest.parse.user_document import Words, read_words

LOADER = "user_document"
_DEFAULT_LANGUAGE: Language = "fr"
_LOCK = ".lock"
_UPLOAD = ".upload-"
# Reading a document takes 90 seconds at most: an upload older than this was interrupted.
_STALE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """What an ingestion needs to know of the folder: what to read, and what is refused and why."""

    documents: tuple[Document, ...]
    refused: tuple[SourceRecord, ...]


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """A document that was taken, to be searched from the next ingestion on.

    `flags` are those of its passages: "instructions", "hidden".
    """

    source_id: str
    title: str
    lang: Language
    path: Path
    flags: tuple[str, ...]


def find_documents(
    folder: Path, known: Iterable[SourceRecord] = (), limits: DocumentLimits = LIMITS
) -> FoundDocuments:
    """Every document of the folder, by name.

    `known` are the records of the version before: a document that has not changed since is not read
    again to learn its language, or why it is refused. A folder that is not there is empty.
    """
    before = {(record.source, record.sha256): record for record in known if record.sha256}
    documents, refusals = [], []
    for found in survey(folder, limits):
        item = _examined(found, before, folder)
        if isinstance(item, Document):
            documents.append(item)
        else:
            refusals.append(item)
    return FoundDocuments(tuple(documents), tuple(refusals))


def list_documents(settings: Settings, limits: DocumentLimits = LIMITS) -> list[UserDocument]:
    """What is in the folder, by name, without reading any document through."""
    return list(survey(settings.data.documents, limits))


def add_document(
    settings: Settings, name: str, data: bytes, limits: DocumentLimits = LIMITS
) -> AddedDocument:
    """Check a document, read it once, and keep it in the folder in one step.

    Raises `DocumentRefused`, `DataFolderReadOnly` or `DiskFull`.
    """
    folder = settings.data.documents
    try:
        if len(data) > limits.file_bytes:
            raise refused(
                "too_heavy", clean_line(name), limit=limits.file_bytes // 10**6, unit="megabytes"
            )
        kind = document_type(clean_line(name), data)
        stored = safe_name(name, kind)
        folder.mkdir(parents=True, exist_ok=True)
        _require_new(stored, data, survey(folder, limits))
        with _upload(folder, data) as upload:
            words = read_words(upload, stored)
            with _folder_lock(folder):
                present = list(survey(folder, limits))
                _require_new(stored, data, present)
                _require_room(len(data), present, limits)
                path = folder / unused_name(stored, [document.path.name for document in present])
                upload.replace(path)
    except DocumentUnreadable as error:
        raise _refusal(error.refusal) from error
    except OSError as error:
        raise _storage_fault(folder, len(data), error) from error
    return _added(path, words, survey(folder, limits))


def remove_document(settings: Settings, source_id: str) -> Path:
    """Delete a document, refused ones included; what is indexed of it goes with the next ingestion.

    Raises `UnknownSource` or `DataFolderReadOnly`.
    """
    folder = settings.data.documents
    present = {document.source_id: document for document in survey(folder, LIMITS)}
    if source_id not in present:
        raise UnknownSource(source=source_id, known=", ".join(sorted(present)) or "–")
    path = present[source_id].path
    try:
        path.unlink()
    except OSError as error:
        raise DataFolderReadOnly(directory=str(folder), reason=str(error)) from error
    return path


def _examined(
    found: UserDocument, before: dict[tuple[str, str], SourceRecord], folder: Path
) -> Document | SourceRecord:
    if found.reason:
        return _record(found, found.refusal, found.reason)
    try:
        sha256 = digest(found.path)
        past = before.get((found.source_id, sha256))
        # A reading that took too long may have met a busy machine: it is tried again.
        if past and past.status == "refused" and past.refusal not in ("", "limit"):
            return replace(past, path=str(found.path))
        is_known = past is not None and past.status != "refused"
        lang = past.lang if past and is_known else _language(found.path)
    except DocumentUnreadable as error:
        return _record(found, error.refusal, str(error), sha256)
    except OSError as error:
        return _record(found, None, unopened(found.path, error))
    source = user_source(found.source_id, found.title, lang)
    name = found.path.relative_to(folder).as_posix()
    return Document(source, Origin("user", name, LOADER, lang), found.path, sha256)


def _language(path: Path) -> Language:
    return document_language(read_words(path, path.name).text, _DEFAULT_LANGUAGE)


def _record(
    found: UserDocument, refusal: Refusal | None, reason: str, sha256: str = ""
) -> SourceRecord:
    return SourceRecord(
        source=found.source_id,
        lang=_DEFAULT_LANGUAGE,
        status="refused",
        origin="user",
        sha256=sha256,
        reason=reason,
        path=str(found.path),
        title=found.title,
        refusal=refusal.code if refusal else "",
    )


def _require_new(name: str, data: bytes, present: Iterable[UserDocument]) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    for document in present:
        if document.size_bytes == len(data) and content_hash(document.path) == sha256:
            raise refused("duplicate", name, other=document.title)


def _require_room(size: int, present: list[UserDocument], limits: DocumentLimits) -> None:
    if not fits(len(present) + 1, sum(d.size_bytes for d in present) + size, limits):
        raise DocumentRefused(
            remedy_fr=f"Le dossier de vos documents est plein : {limits.files} documents et "
            f"{limits.total_bytes // 10**6} Mo au plus. Retirez-en un et recommencez.",
            remedy_en=f"The folder of your documents is full: at most {limits.files} documents and "
            f"{limits.total_bytes // 10**6} MB. Remove one and try again.",
            refusal=None,
        )


def _refusal(refusal: Refusal) -> DocumentRefused:
    sentences = {lang: refusal.message(lang) for lang in ("fr", "en")}
    found = SHOWN_TYPES.get(str(refusal.values.get("found", "")))
    if found:
        sentences = {lang: f"{sentences[lang]} {found[lang]}" for lang in sentences}
    return DocumentRefused(remedy_fr=sentences["fr"], remedy_en=sentences["en"], refusal=refusal)


@contextmanager
def _upload(folder: Path, data: bytes) -> Iterator[Path]:
    """The bytes in a hidden file of the folder, gone afterwards unless it was renamed."""
    for old in folder.glob(f"{_UPLOAD}*"):
        with suppress(FileNotFoundError):  # another upload has just taken its own place
            if time.time() - old.stat().st_mtime > _STALE_SECONDS:
                old.unlink()
    path = folder / f"{_UPLOAD}{secrets.token_hex(16)}"
    try:
        path.touch(mode=0o600, exist_ok=False)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _folder_lock(folder: Path) -> Iterator[None]:
    """One addition at a time: two of the same name do not overwrite each other."""
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _storage_fault(folder: Path, size: int, error: OSError) -> DataFolderReadOnly | DiskFull:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        free = shutil.disk_usage(folder).free
        return DiskFull(directory=str(folder), needed_mb=size // 10**6 + 1, free_mb=free // 10**6)
    return DataFolderReadOnly(directory=str(folder), reason=str(error))


def _added(path: Path, words: Words, present: Iterable[UserDocument]) -> AddedDocument:
    own = next(document for document in present if document.path == path)
    lang = document_language(words.text, _DEFAULT_LANGUAGE)
    return AddedDocument(own.source_id, own.title, lang, path, words.flags)
