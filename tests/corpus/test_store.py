from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.embedder import Embedder
from corpus.errors import IndexDamaged
from corpus.nouns import Passage
from corpus.store import SourceRecord, StoreWriter, VectorRow, read_store, read_vectors_by_hash


@pytest.fixture
def store(tmp_path: Path, small_passages: Sequence[Passage], hash_embedder: Embedder) -> Path:
    path = tmp_path / "passages.sqlite"
    writer = StoreWriter(path)
    writer.write_passages(small_passages)
    writer.write_records([SourceRecord("lil", "fr", "kept", "mirror", "ab" * 32, 2, "no origin")])
    writer.write_vectors(
        VectorRow(p.id, "text", f"hash of {p.id}", hash_embedder.embed_query(p.text))
        for p in small_passages
    )
    writer.close()
    return path


def change(store: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(store)
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_what_is_written_is_read_back_the_same(
    store: Path, small_passages: Sequence[Passage], hash_embedder: Embedder
) -> None:
    contents = read_store(store, "v1")
    assert contents.passages == tuple(small_passages)
    assert contents.records == (
        SourceRecord("lil", "fr", "kept", "mirror", "ab" * 32, 2, "no origin"),
    )
    assert contents.vector_keys == tuple((passage.id, "text") for passage in small_passages)
    assert contents.matrix.dtype == np.float32
    expected = hash_embedder.embed_passages([passage.text for passage in small_passages])
    assert np.array_equal(contents.matrix, expected)


def test_a_path_with_a_space_and_a_question_mark_is_a_path(
    tmp_path: Path, small_passages: Sequence[Passage]
) -> None:
    folder = tmp_path / "mes données ? #1 100%"
    folder.mkdir()
    writer = StoreWriter(folder / "passages.sqlite")
    writer.write_passages(small_passages)
    writer.close()
    assert len(read_store(folder / "passages.sqlite", "v1").passages) == len(small_passages)
    assert list(read_vectors_by_hash(folder / "passages.sqlite")) == []


def test_two_passages_of_one_id_are_refused(
    tmp_path: Path, small_passages: Sequence[Passage]
) -> None:
    writer = StoreWriter(tmp_path / "passages.sqlite")
    with pytest.raises(sqlite3.IntegrityError):
        writer.write_passages([small_passages[0], small_passages[0]])
    writer.close()


def test_versions_in_time_of_one_unit_are_two_passages(
    store: Path, small_passages: Sequence[Passage]
) -> None:
    ids = [p.id for p in read_store(store, "v1").passages if p.locator == "lil:art-20-1"]
    assert ids == ["lil:art-20-1@fr", "lil:art-20-1@fr@2026-08-11"]


def test_each_write_is_there_before_the_next_begins(
    tmp_path: Path, small_passages: Sequence[Passage]
) -> None:
    path = tmp_path / "passages.sqlite"
    writer = StoreWriter(path)
    writer.write_passages(small_passages)
    writer.write_vectors([VectorRow("a", "text", "h1", np.ones(2, dtype=np.float32))])
    assert [name for name, _ in read_vectors_by_hash(path)] == ["h1"]
    writer.close()


def test_reading_leaves_the_file_untouched(store: Path) -> None:
    before = store.read_bytes()
    read_store(store, "v1")
    assert store.read_bytes() == before
    assert [entry.name for entry in store.parent.iterdir()] == [store.name]


def test_a_store_without_vectors_has_an_empty_matrix(tmp_path: Path) -> None:
    StoreWriter(tmp_path / "passages.sqlite").close()
    contents = read_store(tmp_path / "passages.sqlite", "v1")
    assert contents.vector_keys == ()
    assert contents.matrix.size == 0


def test_vectors_are_found_again_by_the_hash_of_their_text(
    store: Path, small_passages: Sequence[Passage], hash_embedder: Embedder
) -> None:
    known = dict(read_vectors_by_hash(store))
    first = small_passages[0]
    assert np.array_equal(known[f"hash of {first.id}"], hash_embedder.embed_query(first.text))


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but long enough to look like a file", None]
)
def test_an_unreadable_store_is_damaged_and_gives_no_vectors(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "passages.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexDamaged) as caught:
        read_store(path, "v1")
    assert "'v1'" in str(caught.value)
    assert "passages.sqlite" in str(caught.value)
    assert list(read_vectors_by_hash(path)) == []


def test_a_truncated_store_is_damaged(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:5000])
    with pytest.raises(IndexDamaged, match=r"passages\.sqlite"):
        read_store(store, "v1")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", "{"),
        ("body", "[]"),
        ("body", '{"locator": "gdpr:art-1"}'),
        ("body", '{"colour": "red"}'),
        ("body", '{"applies_from": "soon"}'),
        ("body", b"\xff\xfe"),
        ("body", None),
    ],
)
def test_a_passage_that_cannot_be_read_damages_the_store(
    store: Path, column: str, value: object
) -> None:
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'body TEXT NOT NULL', 'body TEXT')"
    )
    connection.commit()
    connection.close()
    change(store, f"UPDATE passages SET {column} = ? WHERE ordinal = 1", value)
    with pytest.raises(IndexDamaged):
        read_store(store, "v1")


@pytest.mark.parametrize("blob", [b"\x00" * 7, b"\x00" * 8])
def test_a_vector_of_another_length_damages_the_store(store: Path, blob: bytes) -> None:
    change(store, "UPDATE vectors SET vector = ? WHERE rowid = 2", blob)
    with pytest.raises(IndexDamaged):
        read_store(store, "v1")
