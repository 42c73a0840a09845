import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_corpus import SmallCorpus

import ingest.build
import ingest.indexes
import ingest.verify
from corpus.errors import UnfitIndex
from corpus.keywords import KeywordIndex
from corpus.nouns import Passage
from corpus.store import StoreContents, StoreWriter, VectorRow, read_store
from corpus.vectors import build_chroma, is_question
from corpus.versions import CHROMA, KEYWORDS, STORE
from ingest.verify import main, verify, verify_in_fresh_process


@pytest.fixture(scope="module")
def good(published_once: SmallCorpus) -> StoreContents:
    return read_store(folder_of(published_once) / STORE, "good")


def folder_of(corpus: SmallCorpus) -> Path:
    version = corpus.versions.current()
    assert version
    return corpus.versions.path(version)


def copy_build(published_once: SmallCorpus, folder: Path) -> Path:
    build = folder / "build"
    shutil.copytree(folder_of(published_once), build)
    return build


def replace_chroma(build: Path, contents: StoreContents, rows: slice) -> None:
    shutil.rmtree(build / CHROMA)
    by_id = {passage.id: passage for passage in contents.passages}
    build_chroma(build / CHROMA, contents.vector_keys[rows], contents.matrix[rows], by_id)


def write_build(build: Path, passages: list[Passage], rows: list[VectorRow]) -> None:
    build.mkdir()
    writer = StoreWriter(build / STORE)
    writer.write_passages(passages)
    writer.write_vectors(rows)
    writer.close()
    contents = read_store(build / STORE, "build")
    build_chroma(
        build / CHROMA, contents.vector_keys, contents.matrix, {p.id: p for p in contents.passages}
    )
    KeywordIndex.build((p.id, p.lang, p.text) for p in passages).save(build / KEYWORDS)


def test_a_sound_build_is_fit_and_every_vector_finds_itself(
    published_once: SmallCorpus, good: StoreContents, tmp_path: Path
) -> None:
    verification = verify(copy_build(published_once, tmp_path))

    assert verification.is_fit
    assert verification.reason == ""
    assert verification.self_retrieval == 1.0
    assert verification.recall == 1.0
    assert verification.vector_count == len(good.vector_keys)


def test_a_collection_with_half_of_its_rows_is_refused(
    published_once: SmallCorpus, good: StoreContents, tmp_path: Path
) -> None:
    build = copy_build(published_once, tmp_path)
    half = len(good.vector_keys) // 2
    replace_chroma(build, good, slice(0, half))

    verification = verify(build)

    assert not verification.is_fit
    held = [not is_question(field) for _, field in good.vector_keys]
    assert verification.self_retrieval == pytest.approx(sum(held[:half]) / sum(held))


def test_a_collection_that_lacks_a_single_row_is_refused(
    published_once: SmallCorpus, good: StoreContents, tmp_path: Path
) -> None:
    build = copy_build(published_once, tmp_path)
    replace_chroma(build, good, slice(1, None))

    assert not verify(build).is_fit


def test_a_collection_with_the_vectors_of_other_passages_is_refused(
    published_once: SmallCorpus, good: StoreContents, tmp_path: Path
) -> None:
    build = copy_build(published_once, tmp_path)
    rng = np.random.default_rng(7)
    noise = rng.standard_normal(good.matrix.shape).astype(np.float32)
    strange = replace(good, matrix=noise / np.linalg.norm(noise, axis=1, keepdims=True))
    replace_chroma(build, strange, slice(None))

    assert not verify(build).is_fit


def test_a_build_without_its_collection_is_refused(
    published_once: SmallCorpus, tmp_path: Path
) -> None:
    build = copy_build(published_once, tmp_path)
    shutil.rmtree(build / CHROMA)

    verification = verify(build)

    assert not verification.is_fit
    assert verification.reason.startswith("Chroma: ")


def test_a_searched_passage_without_a_vector_is_refused(
    good: StoreContents, tmp_path: Path
) -> None:
    searched = [passage for passage in good.passages if passage.is_searched][:2]
    row = VectorRow(searched[0].id, "text", "hash", good.matrix[0])
    write_build(tmp_path / "build", searched, [row])

    verification = verify(tmp_path / "build")

    assert not verification.is_fit
    assert verification.reason == "1 passages without a vector"


def test_a_vector_without_its_passage_is_refused(
    published_once: SmallCorpus, good: StoreContents, tmp_path: Path
) -> None:
    build = copy_build(published_once, tmp_path)
    (build / STORE).unlink()
    writer = StoreWriter(build / STORE)
    writer.write_passages(good.passages)
    writer.write_vectors([VectorRow("nobody", "text", "hash", good.matrix[0])])
    writer.close()

    assert verify(build).reason == "1 vectors without a passage"


def test_a_build_that_cannot_be_searched_by_words_in_one_language_is_refused(
    published_once: SmallCorpus, tmp_path: Path
) -> None:
    build = copy_build(published_once, tmp_path)
    shutil.rmtree(build / KEYWORDS / "en")

    assert verify(build).reason == "keywords: no en"

    shutil.rmtree(build / KEYWORDS)
    assert verify(build).reason.startswith("keywords: ")


def test_more_than_ten_equal_texts_are_fit(good: StoreContents, tmp_path: Path) -> None:
    passages = [replace(good.passages[0], locator=f"code:art-{n}") for n in range(30)]
    rows = [VectorRow(passage.id, "text", "hash", good.matrix[0]) for passage in passages]
    write_build(tmp_path / "build", passages, rows)

    verification = verify(tmp_path / "build")

    assert verification.is_fit, verification.reason


def test_a_fresh_process_says_the_same(published_once: SmallCorpus, tmp_path: Path) -> None:
    build = copy_build(published_once, tmp_path)

    assert verify_in_fresh_process(build) == verify(build)


def test_a_verification_that_cannot_read_the_build_is_a_refusal_in_one_line(tmp_path: Path) -> None:
    verification = verify_in_fresh_process(tmp_path / "nowhere")

    assert not verification.is_fit
    assert "is damaged" in verification.reason
    assert "\n" not in verification.reason


def test_a_verification_that_never_ends_is_a_refusal(
    published_once: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.verify, "VERIFICATION_TIMEOUT_SECONDS", 0.01)

    verification = verify_in_fresh_process(folder_of(published_once))

    assert not verification.is_fit
    assert verification.reason == "verification took too long"


def test_the_command_prints_one_json_line(
    published_once: SmallCorpus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build = copy_build(published_once, tmp_path)
    monkeypatch.setattr("sys.argv", ["verify", str(build)])

    assert main() == 0
    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["is_fit"] is True


def test_a_planted_truncated_collection_is_never_published(
    published: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published.versions.current()

    def build_half(directory: Path, keys: Any, matrix: Any, passages: Any) -> None:
        half = len(keys) // 2
        build_chroma(directory, keys[:half], matrix[:half], passages)

    monkeypatch.setattr(ingest.indexes, "build_chroma", build_half)
    monkeypatch.setattr(ingest.build, "verify_in_fresh_process", verify_in_fresh_process)
    published.change_answer("Un rosier se plante en mars.")

    with pytest.raises(UnfitIndex, match=r"self-retrieval 0\.[45]\d+") as refused:
        published.ingest()

    assert "reste en service" in refused.value.message("fr")
    assert published.versions.current() == before
    assert published.versions.versions() == [before]
    [leftover] = published.versions.leftovers()
    assert [entry.name for entry in leftover.iterdir()] == [STORE], "kept for its vectors only"


def test_the_vectors_of_a_build_found_unfit_are_not_computed_again(
    published: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(directory: Path) -> ingest.verify.Verification:
        return ingest.verify.Verification(False, 0, 0.5, 0.5, "planted")

    published.change_answer("Un rosier se plante en mars.")
    with monkeypatch.context() as unfit, pytest.raises(UnfitIndex, match="planted"):
        unfit.setattr(ingest.build, "verify_in_fresh_process", refuse)
        published.ingest()
    assert len(published.embedder.embedded) == 1

    assert published.embedded_by() == []

    assert published.versions.leftovers() == []
