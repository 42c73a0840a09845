"""The truth of an index version: passages, sources and vectors in one SQLite file.

Everything else in a version (Chroma, keywords) can be rebuilt from this file. It is written once,
by the ingestion that builds the version, and read-only ever after.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np

from corpus.embedder import Vectors
from corpus.errors import IndexDamaged
from corpus.nouns import Language, PageSpan, Passage, VectorField

SCHEMA_VERSION = 2

_SCHEMA = """
CREATE TABLE passages (id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, source TEXT NOT NULL,
                       lang TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE sources (source TEXT NOT NULL, lang TEXT NOT NULL, body TEXT NOT NULL,
                      PRIMARY KEY (source, lang));
CREATE TABLE vectors (passage_id TEXT NOT NULL, field TEXT NOT NULL, hash TEXT NOT NULL,
                      vector BLOB NOT NULL, PRIMARY KEY (passage_id, field));
CREATE INDEX vectors_by_hash ON vectors (hash);
"""

DAMAGED = "damaged"
"""The `refusal` of a text of the manifest that failed the checks of its loader."""

_DATE_FIELDS = ("applies_from", "applies_until", "last_modified")
_TUPLE_FIELDS = ("questions", "keywords", "cited_locators", "carried", "flags")
_DEFAULTS = {f.name: f.default for f in fields(Passage)}


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What became of one source in one language, in one index version.

    `status`: loaded from an origin now; kept from the previous version because no origin answered;
    missing (no origin answered); refused (an origin answered, its content could not be read).
    `path` is the document on this machine, `obtained_at` the ISO time a download was last confirmed,
    `title` the name of one of the user's own documents (the manifest names all others),
    `refusal` the code of `corpus/refusals.py` when a document was refused for a reason it knows,
    `DAMAGED` for another text whose documents were all refused, kept from before or not.
    """

    source: str
    lang: Language
    status: Literal["loaded", "kept", "missing", "refused"]
    origin: str = ""
    sha256: str = ""
    passage_count: int = 0
    reason: str = ""
    path: str = ""
    obtained_at: str = ""
    title: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class VectorRow:
    """One embedded face of a passage; `hash` names the exact text and model it came from."""

    passage_id: str
    field: VectorField
    hash: str
    vector: Vectors


@dataclass(frozen=True, slots=True)
class StoreContents:
    """A whole store in memory: `matrix[i]` (float32, dimension) belongs to `vector_keys[i]`."""

    passages: tuple[Passage, ...]
    records: tuple[SourceRecord, ...]
    vector_keys: tuple[tuple[str, VectorField], ...]
    matrix: Vectors


class StoreWriter:
    """Writes a new store; each call is committed before it returns."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.executescript(_SCHEMA)

    def write_passages(self, passages: Sequence[Passage]) -> None:
        """Insert passages in reading order; a repeated id raises `sqlite3.IntegrityError`."""
        rows = [
            (passage.id, ordinal, passage.source, passage.lang, _encode(passage))
            for ordinal, passage in enumerate(passages)
        ]
        with self._connection:
            self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?)", rows)

    def write_records(self, records: Iterable[SourceRecord]) -> None:
        """Insert what became of each source."""
        rows = [(r.source, r.lang, json.dumps(asdict(r), ensure_ascii=False)) for r in records]
        with self._connection:
            self._connection.executemany("INSERT INTO sources VALUES (?, ?, ?)", rows)

    def write_vectors(self, vectors: Iterable[VectorRow]) -> None:
        """Insert vectors as float32 BLOBs."""
        rows = [(v.passage_id, v.field, v.hash, v.vector.astype("<f4").tobytes()) for v in vectors]
        with self._connection:
            self._connection.executemany("INSERT INTO vectors VALUES (?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Finish the file."""
        self._connection.close()


def read_store(path: Path, version: str) -> StoreContents:
    """The whole store; raises `IndexDamaged` when it cannot be read."""
    try:
        with closing(_open_read_only(path)) as connection:
            bodies = connection.execute("SELECT body FROM passages ORDER BY ordinal").fetchall()
            records = connection.execute("SELECT body FROM sources").fetchall()
            rows = connection.execute(
                "SELECT passage_id, field, vector FROM vectors ORDER BY rowid"
            ).fetchall()
        vectors = [np.frombuffer(row[2], dtype="<f4") for row in rows]
        return StoreContents(
            passages=tuple(_decode(body) for (body,) in bodies),
            records=tuple(SourceRecord(**json.loads(body)) for (body,) in records),
            vector_keys=tuple((row[0], row[1]) for row in rows),
            matrix=np.stack(vectors) if vectors else np.empty((0, 0), dtype=np.float32),
        )
    except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(version=version, reason=f"{path.name}: {error}") from error


def read_records(path: Path) -> tuple[SourceRecord, ...]:
    """What became of each source in a store; of an unreadable file, nothing."""
    try:
        with closing(_open_read_only(path)) as connection:
            rows = connection.execute("SELECT body FROM sources").fetchall()
        return tuple(SourceRecord(**json.loads(body)) for (body,) in rows)
    except (sqlite3.Error, ValueError, TypeError):
        return ()


def read_vectors_by_hash(path: Path) -> Iterator[tuple[str, Vectors]]:
    """(hash, vector) pairs of a store, finished or not; an unreadable file yields nothing.

    Only an ingestion calls this, under its lock: a build killed in the middle of a commit left a
    journal, and none but a writer may undo that commit.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            for content_hash, blob in connection.execute("SELECT hash, vector FROM vectors"):
                yield content_hash, np.frombuffer(blob, dtype="<f4")
    except (sqlite3.Error, ValueError):
        return  # a leftover of an interrupted build: its vectors are simply computed again


def read_vectors_by_source(path: Path) -> Iterator[tuple[str, str, Vectors]]:
    """(source, hash, vector) of a finished store; raises `sqlite3.Error`."""
    query = "SELECT source, hash, vector FROM vectors JOIN passages ON passages.id = passage_id"
    with closing(_open_read_only(path)) as connection:
        for source, content_hash, blob in connection.execute(query):
            yield source, content_hash, np.frombuffer(blob, dtype="<f4")


def _open_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _encode(passage: Passage) -> str:
    values: dict[str, Any] = {
        name: value for name, value in asdict(passage).items() if value != _DEFAULTS[name]
    }
    for name in _DATE_FIELDS:
        if name in values:
            values[name] = values[name].isoformat()
    return json.dumps(values, ensure_ascii=False)


def _decode(body: str) -> Passage:
    values = json.loads(body)
    for name in _DATE_FIELDS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in _TUPLE_FIELDS:
        if name in values:
            values[name] = tuple(values[name])
    if "spans" in values:
        values["spans"] = tuple(PageSpan(**span) for span in values["spans"])
    return Passage(**values)
