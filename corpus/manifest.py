"""The manifest: every source Recital knows of, loaded from `corpus/sources.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.errors import UnknownSource
from corpus.nouns import Authority, Language, Origin, Source

MANIFEST_PATH = Path(__file__).parent / "sources.toml"


class _OriginRow(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["mirror", "package", "repository"]
    path: str
    loader: str
    lang: Language


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
    note: str = ""
    origins: tuple[_OriginRow, ...] = ()


class Manifest:
    """The sources by id, in the order of the file."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self.sources = {source.id: source for source in sources}
        if len(self.sources) < len(sources):
            ids = [source.id for source in sources]
            twice = sorted({name for name in ids if ids.count(name) > 1})
            raise ValueError(f"source ids used twice: {', '.join(twice)}")

    def source(self, source_id: str) -> Source:
        """The source of that id; raises `UnknownSource`."""
        if source_id not in self.sources:
            raise UnknownSource(source=source_id, known=", ".join(sorted(self.sources)))
        return self.sources[source_id]


def read_manifest(path: Path = MANIFEST_PATH) -> Manifest:
    """Read and check a manifest file; a malformed one raises a ValueError (pydantic's included)."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["source"]
    return Manifest(tuple(_to_source(_SourceRow.model_validate(row)) for row in rows))


@lru_cache(maxsize=1)
def default_manifest() -> Manifest:
    """The manifest shipped with the program, read once."""
    return read_manifest()


def _to_source(row: _SourceRow) -> Source:
    values = row.model_dump()
    values["origins"] = tuple(Origin(**origin) for origin in values["origins"])
    values["languages"] = tuple(values["languages"])
    return Source(**values)
