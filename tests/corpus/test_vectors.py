from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_index import Faces, faces_of, many_faces

from corpus.embedder import Embedder, Vectors
from corpus.errors import VectorStoreFailed
from corpus.nouns import Passage
from corpus.vectors import (
    ChromaFailed,
    ChromaVectors,
    ExactVectors,
    GuardedVectors,
    VectorMatch,
    build_chroma,
    join_key,
    open_chroma,
    split_key,
)


@pytest.fixture
def faces(small_passages: Sequence[Passage], hash_embedder: Embedder) -> Faces:
    return faces_of(small_passages, hash_embedder)


@pytest.fixture(scope="module")
def large() -> Faces:
    return many_faces(1200)


@pytest.fixture(scope="module")
def large_folder(large: Faces, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection large enough for Chroma to save its graph; never opened, only copied."""
    return large.chroma(tmp_path_factory.mktemp("large") / "chroma")


@pytest.fixture
def large_copy(large_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(large_folder, tmp_path / "chroma"))


FILTERS = [(None, None), ("lil", None), (None, "fr"), ("lil", "fr"), ("gdpr", "en")]


@pytest.mark.parametrize(("source", "lang"), FILTERS)
def test_chroma_and_exact_search_agree(
    faces: Faces, tmp_path: Path, hash_embedder: Embedder, source: str | None, lang: str | None
) -> None:
    exact, chroma = faces.exact(), ChromaVectors(faces.chroma(tmp_path / "chroma"))
    question = hash_embedder.embed_query("la corne de brume, the lamp")
    expected = exact.search(question, 20, source, lang)
    found = chroma.search(question, 20, source, lang)
    chroma.close()
    assert {match.passage_id for match in found} == {match.passage_id for match in expected}
    assert [match.cosine for match in found] == pytest.approx(
        [match.cosine for match in expected], abs=1e-5
    )
    assert expected == sorted(expected, key=lambda match: -match.cosine)


@pytest.mark.parametrize(("source", "lang"), FILTERS)
def test_questions_are_compared_exactly_and_ranked_among_the_passages(
    faces: Faces, tmp_path: Path, hash_embedder: Embedder, source: str | None, lang: str | None
) -> None:
    asked = tuple((key[0], "question-0") for key in faces.keys)
    vectors = np.vstack([hash_embedder.embed_query(f"who keeps {key[0]}") for key in asked])
    both = Faces(faces.keys + asked, np.vstack([faces.matrix, vectors]), faces.passages)
    folder = both.chroma(tmp_path / "chroma")
    held = ChromaVectors(folder)
    assert held.count() == len(faces.keys)
    held.close()
    guarded = open_chroma(folder, both.exact())
    for vector in (hash_embedder.embed_query("who keeps the lamp"), vectors[0]):
        for limit in (1, 5, 50):
            found = guarded.search(vector, limit, source, lang)
            expected = both.exact().search(vector, limit, source, lang)
            assert [match.cosine for match in found] == pytest.approx(
                [match.cosine for match in expected], abs=1e-5
            )
    guarded.close()


def test_an_index_of_questions_alone_has_nothing_for_chroma(faces: Faces, tmp_path: Path) -> None:
    keys = tuple((key[0], "question-0") for key in faces.keys)
    asked = Faces(keys, faces.matrix, faces.passages)
    with pytest.raises(ChromaFailed, match="no passage has a vector"):
        open_chroma(asked.chroma(tmp_path / "chroma"), asked.exact())


@pytest.mark.parametrize(("source", "lang"), FILTERS)
def test_a_filter_lets_its_source_and_language_through_and_nothing_else(
    faces: Faces, tmp_path: Path, source: str | None, lang: str | None
) -> None:
    chroma = ChromaVectors(faces.chroma(tmp_path / "chroma"))
    wanted = {
        passage_id
        for passage_id, _ in faces.keys
        if source in (None, faces.passages[passage_id].source)
        and lang in (None, faces.passages[passage_id].lang)
    }
    assert wanted
    for index in (faces.exact(), chroma):
        found = index.search(faces.matrix[0], 100, source, lang)
        assert {match.passage_id for match in found} == wanted
    chroma.close()


def test_a_source_nobody_holds_gives_nothing(faces: Faces, tmp_path: Path) -> None:
    chroma = ChromaVectors(faces.chroma(tmp_path / "chroma"))
    for index in (faces.exact(), chroma):
        assert index.search(faces.matrix[0], 5, "edpb") == []
        assert index.search(faces.matrix[0], 0) == []
    chroma.close()


def test_on_a_thousand_rows_chroma_finds_nearly_all_that_exact_search_finds(
    large: Faces, large_copy: Path
) -> None:
    exact, chroma = large.exact(), ChromaVectors(large_copy)
    shares = []
    for row in range(0, 1200, 24):
        expected = {match.passage_id for match in exact.search(large.matrix[row], 10)}
        found = {match.passage_id for match in chroma.search(large.matrix[row], 10)}
        shares.append(len(expected & found) / len(expected))
    chroma.close()
    assert np.mean(shares) >= 0.99


def test_a_passage_finds_itself_first_at_cosine_one(faces: Faces) -> None:
    for key, vector in zip(faces.keys, faces.matrix, strict=True):
        [best] = faces.exact().search(vector, 1)
        assert (best.passage_id, best.field) == key
        assert best.cosine == pytest.approx(1.0)


def test_the_cosine_of_a_passages_own_words_is_at_hand(faces: Faces) -> None:
    exact = faces.exact()
    passage_id = faces.keys[0][0]
    assert exact.text_cosine(passage_id, faces.matrix[0]) == pytest.approx(1.0)
    assert exact.text_cosine("nobody@en", faces.matrix[0]) == -1.0


def test_an_empty_index_finds_nothing() -> None:
    empty = ExactVectors((), np.empty((0, 0), dtype=np.float32), {})
    assert empty.search(np.ones(64, dtype=np.float32), 5) == []
    assert empty.sample(5) == []
    assert empty.count() == 0


def test_a_sample_is_spread_over_all_rows(large: Faces) -> None:
    keys = [key for key, _ in large.exact().sample(3)]
    assert keys == [large.keys[0], large.keys[599], large.keys[1199]]
    assert len(large.exact().sample(5000)) == 1200


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["text", "question-0"]))
def test_a_key_survives_its_way_through_chroma(passage_id: str, field: str) -> None:
    assert split_key(join_key((passage_id, field))) == (passage_id, field)


def test_opening_and_searching_leave_the_seal_whole(large: Faces, large_copy: Path) -> None:
    for _ in range(2):
        chroma = open_chroma(large_copy, large.exact())
        assert chroma.search(large.matrix[7], 1)[0].passage_id == large.keys[7][0]
        chroma.close()


def graph_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.bin"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for position in range(0, len(content), max(len(content) // 100, 1)):
        content[position] ^= 0xFF
    path.write_bytes(content)


def remove_graph(folder: Path) -> None:
    for segment in folder.glob("*/"):
        shutil.rmtree(segment)


def each_graph_file(damage: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage_all(folder: Path) -> None:
        for path in graph_files(folder):
            damage(path)

    return damage_all


def empty_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def damage_database_pages(folder: Path) -> None:
    database = folder / "chroma.sqlite3"
    content = bytearray(database.read_bytes())
    content[20_000:100_000] = b"\xff" * 80_000
    database.write_bytes(content)


# The halved graph file ended the whole process before the seal was checked.
DAMAGES: dict[str, Callable[[Path], object]] = {
    "graph cut": each_graph_file(cut),
    "graph emptied": each_graph_file(lambda path: path.write_bytes(b"")),
    "graph scrambled": each_graph_file(scramble),
    "graph removed": remove_graph,
    "database cut": lambda folder: cut(folder / "chroma.sqlite3"),
    "database emptied": lambda folder: (folder / "chroma.sqlite3").write_bytes(b""),
    "database removed": lambda folder: (folder / "chroma.sqlite3").unlink(),
    "database of noise": lambda f: (f / "chroma.sqlite3").write_bytes(b"noise" * 999),
    "database pages overwritten": damage_database_pages,
    "seal removed": lambda folder: (folder / "seal.json").unlink(),
    "folder removed": shutil.rmtree,
    "folder emptied": empty_folder,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_folder_is_refused_before_it_serves(
    damage: Callable[[Path], object], large: Faces, large_copy: Path
) -> None:
    damage(large_copy)
    with pytest.raises(ChromaFailed):
        open_chroma(large_copy, large.exact())


def test_a_folder_that_failed_once_fails_the_same_way_again(large: Faces, large_copy: Path) -> None:
    damage_database_pages(large_copy)
    for _ in range(2):
        with pytest.raises(ChromaFailed):
            open_chroma(large_copy, large.exact())


def test_a_collection_of_other_rows_is_refused(
    faces: Faces, large: Faces, large_copy: Path
) -> None:
    with pytest.raises(ChromaFailed, match="1200 rows, expected 7"):
        open_chroma(large_copy, faces.exact())


def test_a_collection_whose_rows_do_not_find_themselves_is_refused(
    large: Faces, large_copy: Path
) -> None:
    turned = Faces(large.keys, np.roll(large.matrix, 1, axis=0), large.passages)
    with pytest.raises(ChromaFailed, match="does not find itself"):
        open_chroma(large_copy, turned.exact())


def test_many_equal_texts_find_each_other(tmp_path: Path) -> None:
    several = many_faces(30)
    same = np.tile(several.matrix[:1], (30, 1))
    equal = Faces(several.keys, same, several.passages)
    open_chroma(equal.chroma(tmp_path / "chroma"), equal.exact()).close()


class FailingVectors:
    """A Chroma that answers once."""

    def __init__(self, answers: int) -> None:
        self.answers = answers
        self.is_closed = False

    def search(
        self, vector: Vectors, limit: int, source: str | None = None, lang: str | None = None
    ) -> list[VectorMatch]:
        self.answers -= 1
        if self.answers < 0:
            raise ChromaFailed("disk I/O error")
        return [VectorMatch("from chroma", "text", 1.0)]

    def close(self) -> None:
        self.is_closed = True


def test_exact_search_takes_over_when_chroma_fails_while_serving(
    faces: Faces, caplog: pytest.LogCaptureFixture
) -> None:
    chroma = FailingVectors(answers=1)
    guarded = GuardedVectors(chroma, faces.exact())
    vector = faces.matrix[0]
    with caplog.at_level(logging.WARNING):
        assert guarded.search(vector, 1)[0].passage_id == "from chroma"
        assert guarded.search(vector, 3, "gdpr", "en") == faces.exact().search(
            vector, 3, "gdpr", "en"
        )
        assert guarded.search(vector, 1)[0].passage_id == faces.keys[0][0]
    assert caplog.messages == ["Chroma failed (disk I/O error): exact search serves from now on."]
    guarded.close()
    assert chroma.is_closed


def test_a_collection_closed_under_a_question_still_answers_it(
    large: Faces, large_copy: Path
) -> None:
    guarded = open_chroma(large_copy, large.exact())
    guarded.close()
    assert guarded.search(large.matrix[3], 1)[0].passage_id == large.keys[3][0]


def test_a_folder_that_cannot_be_written_is_said_so(faces: Faces, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands where the folder should")
    with pytest.raises(VectorStoreFailed, match="could not be written"):
        build_chroma(tmp_path / "taken", faces.keys, faces.matrix, faces.passages)


def test_a_repeated_face_cannot_be_built(faces: Faces, tmp_path: Path) -> None:
    keys = (faces.keys[0], faces.keys[0])
    with pytest.raises(VectorStoreFailed):
        build_chroma(tmp_path / "chroma", keys, faces.matrix[:2], faces.passages)


# The user's own documents


@pytest.fixture
def with_own(small_passages: Sequence[Passage], hash_embedder: Embedder) -> Faces:
    """The small law, and two pages of a document of the user's."""
    own = [
        Passage(f"user-log:p{n}", "en", "user-log", "page", "Log", f"The keeper wrote page {n}.")
        for n in (1, 2)
    ]
    return faces_of([*small_passages, *own], hash_embedder)


def test_the_users_documents_lie_in_a_collection_of_their_own(
    with_own: Faces, tmp_path: Path
) -> None:
    chroma = ChromaVectors(with_own.chroma(tmp_path / "chroma"))
    held = {name: collection.get()["ids"] for name, collection in chroma._collections.items()}
    chroma.close()
    assert len(held["documents"]) == 2
    assert all(name.startswith("user-log:") for name in held["documents"])
    assert not any(name.startswith("user-") for name in held["passages"])


@pytest.mark.parametrize("source", [None, "user-log", "gdpr"])
def test_both_collections_are_searched_as_one(
    with_own: Faces, tmp_path: Path, hash_embedder: Embedder, source: str | None
) -> None:
    exact = with_own.exact()
    chroma = open_chroma(with_own.chroma(tmp_path / "chroma"), exact)
    question = hash_embedder.embed_query("What did the keeper write on the page?")
    for limit in (1, 3, 50):
        expected = exact.search(question, limit, source)
        found = chroma.search(question, limit, source)
        assert [match.cosine for match in found] == pytest.approx(
            [match.cosine for match in expected], abs=1e-5
        )
        assert {m.passage_id.partition(":")[0] for m in found} == {
            m.passage_id.partition(":")[0] for m in expected
        }
    chroma.close()


def test_without_documents_there_is_no_second_collection(faces: Faces, tmp_path: Path) -> None:
    chroma = ChromaVectors(faces.chroma(tmp_path / "chroma"))
    assert list(chroma._collections) == ["passages"]
    chroma.close()


@pytest.mark.parametrize("row_count", [1, 2, 37])
def test_a_small_collection_is_saved_sealed_and_never_rewritten(
    large: Faces, tmp_path: Path, row_count: int
) -> None:
    """Chroma would fill its files with whatever the memory of a reader holds."""
    few = Faces(large.keys[:row_count], large.matrix[:row_count], large.passages)
    folder = few.chroma(tmp_path / "chroma")
    [graph] = folder.rglob("data_level0.bin")
    before = graph.read_bytes()
    for _ in range(2):
        chroma = open_chroma(folder, few.exact())
        assert chroma.search(few.matrix[0], 1)[0].passage_id == few.keys[0][0]
        chroma.close()
    assert graph.read_bytes() == before
    scramble(graph)
    with pytest.raises(ChromaFailed, match="changed since it was built"):
        ChromaVectors(folder)
