from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_corpus import SmallCorpus

import ingest.build
import ingest.indexes
import ingest.storage
from corpus.errors import DiskFull, VectorStoreFailed
from corpus.versions import CHROMA, KEYWORDS, STORE
from ingest.indexes import build_indexes_in_fresh_process
from ingest.verify import verify

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def store_only(published_once: SmallCorpus, tmp_path: Path) -> Path:
    """A build whose indexes are still to be written."""
    version = published_once.versions.current()
    assert version
    (tmp_path / "build").mkdir()
    shutil.copy(published_once.versions.path(version) / STORE, tmp_path / "build" / STORE)
    return tmp_path / "build"


def test_the_indexes_are_written_from_the_store_alone(store_only: Path) -> None:
    build_indexes_in_fresh_process(store_only)

    assert verify(store_only).is_fit
    assert {entry.name for entry in store_only.iterdir()} == {STORE, CHROMA, KEYWORDS}


def test_a_store_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / STORE).write_bytes(b"noise")

    with pytest.raises(VectorStoreFailed, match="file is not a database"):
        build_indexes_in_fresh_process(tmp_path)


def test_a_failure_of_the_disk_keeps_its_number(tmp_path: Path, store_only: Path) -> None:
    (store_only / KEYWORDS).write_text("a file stands where the folder should")

    with pytest.raises(OSError, match="File exists") as failed:
        build_indexes_in_fresh_process(store_only)

    assert isinstance(failed.value, FileExistsError)


def test_a_process_that_dies_without_a_word_is_a_failure(
    store_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(VectorStoreFailed, match="the process died"):
        build_indexes_in_fresh_process(store_only)


def test_nobody_goes_on_writing_when_the_one_who_asked_is_gone(store_only: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "ingest.indexes", str(store_only)],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert finished.returncode == 1
    assert not (store_only / KEYWORDS).exists()


def test_a_disk_that_fills_under_the_other_process_is_named(
    published: SmallCorpus, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.storage, "FREE_SPACE_FACTOR", 0)
    monkeypatch.setattr(
        ingest.build, "build_indexes_in_fresh_process", build_indexes_in_fresh_process
    )
    published.data = Path(shutil.move(published.data, small_disk / "data"))
    published.change_answer("Un rosier se plante en mars.")
    free = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * (free - 250 * 1024))

    with pytest.raises(DiskFull):
        published.ingest()
