"""One index version, opened for reading, and the reader that follows the pointer."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from datetime import date
from pathlib import Path

from corpus.embedder import Embedder
from corpus.errors import IndexDamaged, IndexMismatch, UnknownLocator
from corpus.keywords import KeywordIndex
from corpus.locator import ancestors
from corpus.nouns import (
    LANGUAGES,
    USER_SOURCE_PREFIX,
    Language,
    Passage,
    Source,
    user_source,
)
from corpus.settings import IndexSettings
from corpus.store import SCHEMA_VERSION, SourceRecord, read_store
from corpus.vectors import ChromaFailed, ExactVectors, VectorIndex, open_chroma
from corpus.versions import CHROMA, KEYWORDS, STORE, BirthCertificate, IndexVersions

logger = logging.getLogger(__name__)


class Index:
    """Passages in memory, with their vectors and keywords; immutable, shared by threads."""

    def __init__(
        self,
        certificate: BirthCertificate,
        passages: tuple[Passage, ...],
        records: tuple[SourceRecord, ...],
        vectors: VectorIndex,
        exact: ExactVectors,
        keywords: KeywordIndex,
    ) -> None:
        self.certificate = certificate
        self.version = certificate.version
        self.passages = {passage.id: passage for passage in passages}
        self.records = records
        self.documents: tuple[Source, ...] = tuple(
            user_source(record.source, record.title, record.lang)
            for record in records
            if record.source.startswith(USER_SOURCE_PREFIX)
        )
        self.vectors = vectors
        self.exact = exact
        self.keywords = keywords
        self._by_locator: dict[str, list[Passage]] = defaultdict(list)
        for passage in passages:
            self._by_locator[passage.locator].append(passage)
        self._timeless = _timeless(self._by_locator)
        self._inside: dict[str, list[str]] = defaultdict(list)
        for locator in self._by_locator:
            above = ancestors(locator)
            if above:
                self._inside[above[0]].append(locator)

    def inside(self, locator: str, as_of: date | None = None) -> list[str]:
        """The units and parts directly inside a unit, in reading order, that exist on `as_of`."""
        found = self._inside.get(locator, [])
        if as_of is None:
            return found
        return [unit for unit in found if any(p.is_in_force(as_of) for p in self._by_locator[unit])]

    def versions_in_time(self, locator: str, lang: Language) -> tuple[Passage, ...]:
        """Every version of a unit in `lang`, oldest first; empty if it is not loaded."""
        found = [p for p in self._by_locator.get(locator, ()) if p.lang == lang]
        return tuple(sorted(found, key=lambda p: p.applies_from or date.min))

    def has(self, locator: str) -> bool:
        """Whether any language and any version in time of the unit is loaded."""
        return locator in self._by_locator

    def passage(self, locator: str, lang: Language, as_of: date | None = None) -> Passage:
        """The unit in `lang`, else in the language it has; the version in force on `as_of`.

        Raises `UnknownLocator`.
        """
        known = self._timeless.get((locator, lang))
        if known is not None:
            return known
        found = self._by_locator.get(locator)
        if not found:
            raise UnknownLocator(locator=locator)
        return max(
            found,
            key=lambda passage: (
                as_of is None or passage.is_in_force(as_of),
                passage.lang == lang,
                passage.applies_from or date.min,
            ),
        )

    def languages(self, locator: str) -> tuple[Language, ...]:
        """The languages the unit is loaded in."""
        held = {passage.lang for passage in self._by_locator.get(locator, ())}
        return tuple(lang for lang in LANGUAGES if lang in held)

    def close(self) -> None:
        """Release Chroma's files."""
        self.vectors.close()


def _timeless(by_locator: dict[str, list[Passage]]) -> dict[tuple[str, Language], Passage]:
    """The units of which each language has one version, all of the same days: nearly all."""
    return {
        (locator, lang): next((p for p in found if p.lang == lang), found[0])
        for locator, found in by_locator.items()
        if len({p.lang for p in found}) == len(found)
        and len({(p.applies_from, p.applies_until) for p in found}) == 1
        for lang in LANGUAGES
    }


def open_index(versions: IndexVersions, version: str, settings: IndexSettings) -> Index:
    """Open a finished version with today's settings.

    Raises `IndexMismatch` (built with another model or schema) or `IndexDamaged`.
    """
    certificate = versions.certificate(version)
    check_certificate(certificate, settings)
    directory = versions.path(version)
    contents = read_store(directory / STORE, version)
    passages = {passage.id: passage for passage in contents.passages}
    orphans = [key for key in contents.vector_keys if key[0] not in passages]
    if orphans:
        raise IndexDamaged(version=version, reason=f"{STORE}: {orphans[0][0]} has no passage")
    keywords = _open_keywords(directory, version, contents.passages)
    exact = ExactVectors(contents.vector_keys, contents.matrix, passages)
    vectors = _open_vectors(directory, exact, settings)
    return Index(certificate, contents.passages, contents.records, vectors, exact, keywords)


def check_certificate(certificate: BirthCertificate, settings: IndexSettings) -> None:
    """Raise `IndexMismatch` unless the version suits the settings: stored -> current."""
    compared: list[tuple[str, object, object]] = [
        ("schema_version", certificate.schema_version, SCHEMA_VERSION),
        ("embedding_model", certificate.embedding_model, settings.embedding_model),
    ]
    for name, stored, current in compared:
        if stored != current:
            raise IndexMismatch(
                version=certificate.version, name=name, stored=stored, current=current
            )


class IndexReader:
    """Gives the served version; notices a new one by the pointer and switches to it."""

    def __init__(self, data_directory: Path, settings: IndexSettings, embedder: Embedder) -> None:
        self._versions = IndexVersions(data_directory)
        self._settings = settings
        self.embedder = embedder
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._retired: Index | None = None

    def index(self) -> Index:
        """The served version, opened once; raises `IndexMissing`, `IndexMismatch`, `IndexDamaged`."""
        version = self._versions.require_current()
        opened = self._index
        if opened is not None and opened.version == version:
            return opened
        with self._lock:
            # Another thread may have switched to a newer version while this one waited.
            version = self._versions.require_current()
            if self._index is None or self._index.version != version:
                replacement = self._open(version)
                # Another thread may still be searching the version that is replaced: it is closed
                # one publication later, when no question that began on it can still be running.
                if self._retired is not None:
                    self._retired.close()
                self._retired, self._index = self._index, replacement
            return self._index

    def _open(self, version: str) -> Index:
        index = self._open_surviving(version)
        stored, current = index.certificate.dimension, self.embedder.dimension
        if stored != current:
            index.close()
            raise IndexMismatch(
                version=index.version, name="dimension", stored=stored, current=current
            )
        return index

    def _open_surviving(self, version: str) -> Index:
        try:
            return open_index(self._versions, version, self._settings)
        except IndexDamaged:
            newer = self._versions.require_current()
            if newer == version:
                raise
            # Two publications happened while we were opening: the version was collected.
            return open_index(self._versions, newer, self._settings)


def _open_vectors(directory: Path, exact: ExactVectors, settings: IndexSettings) -> VectorIndex:
    if settings.vector_store == "exact":
        return exact
    try:
        return open_chroma(directory / CHROMA, exact)
    except ChromaFailed as error:
        logger.warning("Chroma of %s failed (%s): exact search serves.", directory.name, error)
        return exact


def _open_keywords(directory: Path, version: str, passages: tuple[Passage, ...]) -> KeywordIndex:
    try:
        keywords = KeywordIndex.load(directory / KEYWORDS)
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamaged(version=version, reason=f"{KEYWORDS}: {error}") from error
    missing = {p.lang for p in passages if p.is_searched} - set(keywords.languages)
    if missing:
        raise IndexDamaged(version=version, reason=f"{KEYWORDS}: no {min(missing)}")
    return keywords
