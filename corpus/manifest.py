"""The manifest: every source Recital knows of, loaded from `corpus/sources.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from corpus.errors import UnknownLocator, UnknownSource
from corpus.locator import Locator
from corpus.nouns import (
    LANGUAGES,
    USER_SOURCE_PREFIX,
    Authority,
    Copy,
    Language,
    Origin,
    Passage,
    Source,
    SourceStatus,
    UnitDates,
)

if TYPE_CHECKING:
    from corpus.store import SourceRecord

MANIFEST_PATH = Path(__file__).parent / "sources.toml"
NAMED_PATH = Path(__file__).parent / "named"


class _OriginRow(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["mirror", "web", "package", "repository"]
    path: str
    loader: str
    lang: Language
    url: str = ""
    media_type: str = ""
    members: str = ""
    status: SourceStatus | None = None
    notes: dict[Language, str] = {}
    text_of: date | None = None


class _UnitDatesRow(BaseModel):
    model_config = ConfigDict(extra="forbid")
    units: tuple[str, ...]
    applies_from: date | None = None
    applies_until: date | None = None
    by: str = ""


class _CopyRow(BaseModel):
    model_config = ConfigDict(extra="forbid")
    path: str
    lang: Language
    notes: dict[Language, str] = {}


class _SourceRow(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    authority: Authority
    titles: dict[Language, str]
    short_titles: dict[Language, str]
    urls: dict[Language, str]
    languages: tuple[Language, ...]
    licence: str
    applies_from: date | None = None
    applies_until: date | None = None
    text_of: date | None = None
    published: date | None = None
    status: SourceStatus = "current"
    locator_prefix: str = ""
    replaced_by: str = ""
    unit_dates: tuple[_UnitDatesRow, ...] = ()
    copies: tuple[_CopyRow, ...] = ()
    notes: dict[Language, str] = {}
    origins: tuple[_OriginRow, ...] = ()


class _NamedRow(BaseModel):
    """A text that is cited and not loaded: no origin, so no licence and no loader."""

    model_config = ConfigDict(extra="forbid")
    id: str
    authority: Authority
    titles: dict[Language, str]
    short_titles: dict[Language, str]
    urls: dict[Language, str]
    published: date | None = None
    applies_from: date | None = None
    applies_until: date | None = None
    status: SourceStatus = "current"
    notes: dict[Language, str] = {}


class Manifest:
    """The sources by id, in the order of the file."""

    def __init__(
        self, sources: tuple[Source, ...], held: Mapping[tuple[str, Language], Source] | None = None
    ) -> None:
        self.sources = {source.id: source for source in sources}
        self._held = held or {}
        if len(self.sources) < len(sources):
            ids = [source.id for source in sources]
            twice = sorted({name for name in ids if ids.count(name) > 1})
            raise ValueError(f"source ids used twice: {', '.join(twice)}")

    def source(self, source_id: str) -> Source:
        """The source of that id; raises `UnknownSource`."""
        if source_id not in self.sources:
            raise UnknownSource(source=source_id, known=", ".join(sorted(self.sources)))
        return self.sources[source_id]

    def source_of(self, passage: Passage) -> Source:
        """The source of a passage, as the copy its words came from leaves it (see `as_held`)."""
        return self._held.get((passage.source, passage.lang)) or self.source(passage.source)

    def of_prefix(self, prefix: str) -> Source | None:
        """The source whose locators begin with `prefix`; of several in time, the newest."""
        found = [source for source in self.sources.values() if source.prefix == prefix]
        return max(found, key=lambda source: source.applies_from or date.min, default=None)

    def of_locator(self, locator: str) -> Source:
        """The source a locator belongs to; raises `UnknownLocator`."""
        source = self.of_prefix(Locator.parse(locator).source)
        if source is None:
            raise UnknownLocator(locator=locator)
        return source

    def with_documents(self, documents: Iterable[Source]) -> Manifest:
        """This manifest and the user's own documents, whose ids no source of ours may bear."""
        return Manifest((*self.sources.values(), *documents))

    def as_held(self, records: Iterable[SourceRecord]) -> Manifest:
        """This manifest, knowing from which origin an index version holds each source."""
        held = {
            (record.source, record.lang): as_recorded(self.sources[record.source], record)
            for record in records
            if record.passage_count and record.source in self.sources
        }
        return Manifest(tuple(self.sources.values()), held)

    def without(self, excluded: Iterable[str]) -> Manifest:
        """This manifest but for some sources, by their ids."""
        gone = frozenset(excluded)
        return Manifest(tuple(s for s in self.sources.values() if s.id not in gone))


def read_manifest(path: Path = MANIFEST_PATH, named: Path | None = None) -> Manifest:
    """Read and check a manifest and the folder of texts that are only named.

    A malformed file raises a ValueError (pydantic's included).
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["source"]
    sources = [_to_source(_SourceRow.model_validate(row)) for row in rows]
    for file in sorted(named.glob("*.toml")) if named else ():
        texts = tomllib.loads(file.read_text(encoding="utf-8"))["text"]
        sources += [_to_named(_NamedRow.model_validate(row)) for row in texts]
    return Manifest(tuple(sources))


def as_recorded(source: Source, record: SourceRecord) -> Source:
    """The source as the copy of which a record speaks leaves it."""
    return source.as_supplied(record.origin, record.lang, record.path)


@lru_cache(maxsize=1)
def default_manifest() -> Manifest:
    """The manifest shipped with the program, read once."""
    return read_manifest(named=NAMED_PATH)


def _to_named(row: _NamedRow) -> Source:
    languages = tuple(lang for lang in LANGUAGES if lang in row.urls)
    return Source(**row.model_dump(), languages=languages, origins=(), licence="")


def _to_source(row: _SourceRow) -> Source:
    values = row.model_dump()
    if row.id.startswith(USER_SOURCE_PREFIX):
        raise ValueError(f"source {row.id}: {USER_SOURCE_PREFIX!r} is for the user's own documents")
    values["origins"] = tuple(Origin(**origin) for origin in values["origins"])
    values["unit_dates"] = tuple(UnitDates(**dates) for dates in values["unit_dates"])
    values["copies"] = tuple(Copy(**copy) for copy in values["copies"])
    values["languages"] = tuple(values["languages"])
    return Source(**values)
