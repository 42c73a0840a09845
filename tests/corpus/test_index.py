from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from small_index import publish, settings_for

import corpus.index
from corpus.embedder import Embedder
from corpus.errors import IndexDamaged, IndexMismatch, IndexMissing, UnknownLocator
from corpus.index import Index, IndexReader, open_index
from corpus.nouns import Passage
from corpus.settings import IndexSettings
from corpus.store import SCHEMA_VERSION
from corpus.versions import CHROMA, KEYWORDS, MANIFEST, STORE, IndexVersions


@pytest.fixture
def data(tmp_path: Path, small_passages: Sequence[Passage], hash_embedder: Embedder) -> Path:
    publish(tmp_path / "data", "v1", small_passages, hash_embedder)
    return tmp_path / "data"


@pytest.fixture
def reader(data: Path, hash_embedder: Embedder) -> IndexReader:
    return IndexReader(data, settings_for(hash_embedder), hash_embedder)


def folder(data: Path, version: str = "v1") -> Path:
    return IndexVersions(data).path(version)


def test_the_served_version_is_opened_once(reader: IndexReader) -> None:
    opened = reader.index()
    assert opened.version == "v1"
    assert reader.index() is opened


def test_the_reader_follows_the_pointer(
    reader: IndexReader, data: Path, small_passages: Sequence[Passage], hash_embedder: Embedder
) -> None:
    first = reader.index()
    publish(data, "v2", small_passages[:3], hash_embedder)
    second = reader.index()
    assert (first.version, second.version) == ("v1", "v2")
    assert len(second.passages) == 3


def test_a_question_under_way_finishes_on_the_version_it_began_with(
    reader: IndexReader, data: Path, small_passages: Sequence[Passage], hash_embedder: Embedder
) -> None:
    first = reader.index()
    question = hash_embedder.embed_query("corne de brume")
    before = first.vectors.search(question, 3)
    for version in ("v2", "v3"):
        publish(data, version, small_passages, hash_embedder)
        reader.index()
    IndexVersions(data).collect(keep=1)
    assert not folder(data).exists()
    assert [m.passage_id for m in first.vectors.search(question, 3)] == [
        m.passage_id for m in before
    ]


def test_every_question_of_many_threads_sees_one_whole_version(
    reader: IndexReader, data: Path, small_passages: Sequence[Passage], hash_embedder: Embedder
) -> None:
    sizes = {"v1": len(small_passages), "v2": 3, "v3": 5}
    faults: list[object] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            index = reader.index()
            if len(index.passages) != sizes[index.version]:
                faults.append((index.version, len(index.passages)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for version in ("v2", "v3"):
        publish(data, version, small_passages[: sizes[version]], hash_embedder)
        IndexVersions(data).collect(keep=1)
    is_over.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert reader.index().version == "v3"


def test_the_reader_survives_when_the_version_it_opens_is_collected(
    reader: IndexReader,
    data: Path,
    small_passages: Sequence[Passage],
    hash_embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def open_while_others_publish(
        versions: IndexVersions, version: str, settings: IndexSettings
    ) -> Index:
        if version == "v1":
            for newer in ("v2", "v3"):
                publish(data, newer, small_passages, hash_embedder)
            versions.collect(keep=1)
        return open_index(versions, version, settings)

    monkeypatch.setattr(corpus.index, "open_index", open_while_others_publish)
    assert reader.index().version == "v3"


def test_a_thread_that_was_slow_to_look_does_not_bring_an_old_version_back(
    reader: IndexReader,
    data: Path,
    small_passages: Sequence[Passage],
    hash_embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(data, "v2", small_passages, hash_embedder)
    newest = reader.index()
    seen = iter(["v1", "v2"])
    monkeypatch.setattr(IndexVersions, "require_current", lambda self: next(seen))
    assert reader.index() is newest


def test_no_index_says_where_and_what_to_run(tmp_path: Path, hash_embedder: Embedder) -> None:
    reader = IndexReader(tmp_path / "nowhere", settings_for(hash_embedder), hash_embedder)
    with pytest.raises(IndexMissing) as caught:
        reader.index()
    for lang in ("fr", "en"):
        assert str(tmp_path / "nowhere" / "index") in caught.value.message(lang)
        assert "recital ingest" in caught.value.message(lang)
    assert not (tmp_path / "nowhere").exists()


def test_an_index_of_another_model_says_stored_and_current(
    data: Path, hash_embedder: Embedder
) -> None:
    reader = IndexReader(data, IndexSettings(embedding_model="other"), hash_embedder)
    with pytest.raises(IndexMismatch) as caught:
        reader.index()
    message = caught.value.message("en")
    assert "'v1' was built with embedding_model = 'hashed-words'" in message
    assert "current setting is 'other'" in message
    assert "recital ingest" in message


@pytest.mark.parametrize(
    ("name", "stored", "current"), [("schema_version", 0, SCHEMA_VERSION), ("dimension", 384, 64)]
)
def test_an_index_of_another_schema_or_dimension_is_a_mismatch(
    data: Path,
    small_passages: Sequence[Passage],
    hash_embedder: Embedder,
    name: str,
    stored: int,
    current: int,
) -> None:
    publish(data, "v2", small_passages, hash_embedder, **{name: stored})
    with pytest.raises(IndexMismatch) as caught:
        IndexReader(data, settings_for(hash_embedder), hash_embedder).index()
    assert f"{name} = {stored}; the current setting is {current}" in str(caught.value)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def forget_a_passage(directory: Path) -> None:
    connection = sqlite3.connect(directory / STORE)
    with connection:
        connection.execute("DELETE FROM passages WHERE id = 'gdpr:art-1-1@en'")
    connection.close()


DAMAGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "certificate cut": (MANIFEST, lambda directory: cut(directory / MANIFEST)),
    "certificate removed": (MANIFEST, lambda directory: (directory / MANIFEST).unlink()),
    "store cut": (STORE, lambda directory: cut(directory / STORE)),
    "store removed": (STORE, lambda directory: (directory / STORE).unlink()),
    "vector without its passage": (STORE, forget_a_passage),
    "keywords removed": (KEYWORDS, lambda directory: shutil.rmtree(directory / KEYWORDS)),
    "one language removed": (
        f"{KEYWORDS}: no fr",
        lambda directory: shutil.rmtree(directory / KEYWORDS / "fr"),
    ),
    "keywords cut": (KEYWORDS, lambda d: cut(d / KEYWORDS / "en" / "ids.json")),
    "keywords emptied": (
        KEYWORDS,
        lambda d: (d / KEYWORDS / "en" / "data.csc.index.npy").write_bytes(b""),
    ),
}


@pytest.mark.parametrize(("where", "damage"), DAMAGES.values(), ids=DAMAGES)
def test_damage_names_the_version_the_file_and_the_remedy(
    reader: IndexReader, data: Path, where: str, damage: Callable[[Path], object]
) -> None:
    damage(folder(data))
    with pytest.raises(IndexDamaged) as caught:
        reader.index()
    for lang in ("fr", "en"):
        message = caught.value.message(lang)
        assert "'v1'" in message
        assert where in message
        assert "recital ingest" in message


CHROMA_DAMAGES: dict[str, Callable[[Path], object]] = {
    "removed": shutil.rmtree,
    "cut": lambda chroma: cut(chroma / "chroma.sqlite3"),
    "noise": lambda chroma: (chroma / "chroma.sqlite3").write_bytes(b"noise" * 2000),
    "emptied": lambda chroma: (chroma / "chroma.sqlite3").write_bytes(b""),
    "without its seal": lambda chroma: (chroma / "seal.json").unlink(),
}


@pytest.mark.parametrize("damage", CHROMA_DAMAGES.values(), ids=CHROMA_DAMAGES)
def test_exact_search_serves_where_chroma_is_damaged_and_the_log_says_so(
    reader: IndexReader,
    data: Path,
    hash_embedder: Embedder,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], object],
) -> None:
    damage(folder(data) / CHROMA)
    with caplog.at_level(logging.WARNING, logger="corpus.index"):
        index = reader.index()
    [message] = [record.getMessage() for record in caplog.records if record.name == "corpus.index"]
    assert message.startswith("Chroma of v1 failed (")
    assert message.endswith("exact search serves.")
    assert index.vectors is index.exact
    found = index.vectors.search(hash_embedder.embed_query("counts the ships"), 1)
    assert found[0].passage_id == "gdpr:art-1-2-a@en"


def test_exact_search_can_be_chosen_and_chroma_is_left_alone(
    data: Path, hash_embedder: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(folder(data) / CHROMA)
    settings = settings_for(hash_embedder, vector_store="exact")
    index = IndexReader(data, settings, hash_embedder).index()
    assert index.vectors is index.exact
    assert caplog.records == []


def test_a_healthy_chroma_serves_without_a_word(
    reader: IndexReader, caplog: pytest.LogCaptureFixture
) -> None:
    index = reader.index()
    assert index.vectors is not index.exact
    assert caplog.records == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 8, 10), "La corne de brume sonne deux fois."),
        (date(2026, 8, 11), "La corne de brume sonne trois fois."),
        (None, "La corne de brume sonne trois fois."),
    ],
)
def test_the_version_in_force_on_a_day_is_given(
    reader: IndexReader, day: date | None, words: str
) -> None:
    assert reader.index().passage("lil:art-20-1", "fr", day).text == words


def test_a_unit_is_given_in_the_language_asked_for_else_in_the_one_it_has(
    reader: IndexReader,
) -> None:
    index = reader.index()
    assert index.passage("gdpr:art-1-1", "fr").lang == "fr"
    assert index.passage("gdpr:art-1-1", "en").lang == "en"
    assert index.passage("gdpr:art-1-2-a", "fr").lang == "en"
    assert index.languages("gdpr:art-1-1") == ("fr", "en")
    assert index.languages("gdpr:art-1-2-a") == ("en",)
    assert index.languages("gdpr:art-9") == ()


def test_force_counts_more_than_language(
    data: Path, small_passages: Sequence[Passage], hash_embedder: Embedder
) -> None:
    english = Passage(
        "lil:art-20-1", "en", "lil", "paragraph", "Fog", "Twice.", applies_until=date(2026, 8, 11)
    )
    publish(data, "v2", [*small_passages, english], hash_embedder)
    index = open_index(IndexVersions(data), "v2", settings_for(hash_embedder))
    assert index.passage("lil:art-20-1", "en", date(2026, 8, 1)).lang == "en"
    assert index.passage("lil:art-20-1", "en", date(2026, 9, 1)).lang == "fr"


def test_an_unknown_locator_is_refused_by_name(reader: IndexReader) -> None:
    index = reader.index()
    assert not index.has("gdpr:art-99")
    with pytest.raises(UnknownLocator, match=r"'gdpr:art-99'"):
        index.passage("gdpr:art-99", "fr")


def test_the_units_inside_another_are_known_in_reading_order(reader: IndexReader) -> None:
    index = reader.index()
    assert index.inside("gdpr:art-1") == ["gdpr:art-1-1", "gdpr:art-1-2"]
    assert index.inside("gdpr:art-1-2") == ["gdpr:art-1-2-a"]
    assert index.inside("gdpr:art-1-2-a") == []
