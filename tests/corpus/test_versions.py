from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_index import certificate_of

from corpus.embedder import Embedder
from corpus.errors import DataFolderReadOnly, IndexDamaged, IndexMissing, IngestRunning
from corpus.versions import MANIFEST, POINTER, BirthCertificate, IndexVersions, write_durably

ROOT = Path(__file__).parents[2]


@pytest.fixture
def versions(tmp_path: Path) -> IndexVersions:
    return IndexVersions(tmp_path)


@pytest.fixture
def certificate(hash_embedder: Embedder) -> BirthCertificate:
    return certificate_of("v1", hash_embedder)


def finish(versions: IndexVersions, *names: str) -> None:
    for name in names:
        versions.path(name).mkdir(parents=True)


def test_nothing_is_served_before_the_first_publication(versions: IndexVersions) -> None:
    assert versions.current() is None
    assert versions.versions() == []
    with pytest.raises(IndexMissing) as caught:
        versions.require_current()
    assert repr(str(versions.root)) in caught.value.message("fr")
    assert "recital ingest" in caught.value.message("fr")


def test_a_build_is_invisible_until_it_is_sealed_and_published(
    versions: IndexVersions, certificate: BirthCertificate
) -> None:
    building = versions.start_build("v1")
    assert versions.leftovers() == [building]
    assert versions.versions() == []
    final = versions.finish_build(building, certificate)
    assert final == versions.path("v1")
    assert versions.versions() == ["v1"]
    assert versions.current() is None
    versions.publish("v1")
    assert versions.require_current() == "v1"
    assert versions.leftovers() == []


def test_the_certificate_is_read_back_as_it_was_written(
    versions: IndexVersions, certificate: BirthCertificate
) -> None:
    versions.finish_build(versions.start_build("v1"), certificate)
    assert versions.certificate("v1") == certificate


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"version": "v1"}', '{"colour": 1}', "3"])
def test_a_certificate_that_cannot_be_read_is_damage(
    versions: IndexVersions, text: str | None
) -> None:
    finish(versions, "v1")
    if text is not None:
        (versions.path("v1") / MANIFEST).write_text(text)
    with pytest.raises(IndexDamaged) as caught:
        versions.certificate("v1")
    assert "'v1'" in str(caught.value)
    assert MANIFEST in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\n", b"gone\n", b"\xff\xfe\x00"])
def test_a_pointer_to_nowhere_is_a_missing_index(versions: IndexVersions, content: bytes) -> None:
    finish(versions, "v1")
    (versions.root / POINTER).write_bytes(content)
    with pytest.raises(IndexMissing):
        versions.require_current()


def test_a_version_collected_while_the_pointer_is_read_is_not_a_missing_index(
    versions: IndexVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(versions, "v3")
    seen = iter(["v1", "v3"])
    monkeypatch.setattr(versions, "current", lambda: next(seen))
    assert versions.require_current() == "v3"


def test_the_pointer_is_whole_at_every_moment_of_its_replacement(
    versions: IndexVersions,
) -> None:
    names = ["a" * 3000, "b" * 9000]
    versions.root.mkdir()
    versions.publish(names[0])
    is_over = threading.Event()
    seen: set[str | None] = set()

    def read_on() -> None:
        while not is_over.is_set():
            seen.add(versions.current())

    reader = threading.Thread(target=read_on)
    reader.start()
    for turn in range(100):
        versions.publish(names[turn % 2])
    is_over.set()
    reader.join()
    assert seen <= set(names)


def test_a_publication_cut_short_leaves_the_old_version_served(
    versions: IndexVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(versions, "v1", "v2")
    versions.publish("v1")

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        versions.publish("v2")
    assert versions.require_current() == "v1"


def test_a_durable_write_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_text("a long text that was there before")
    write_durably(path, "é")
    assert path.read_text(encoding="utf-8") == "é"
    assert [entry.name for entry in tmp_path.iterdir()] == ["note"]


def test_collecting_keeps_the_newest_and_removes_leftovers(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2", "v3")
    versions.start_build("v4")
    versions.publish("v3")
    assert versions.collect(keep=2) == ["v1"]
    assert versions.versions() == ["v2", "v3"]
    assert versions.leftovers() == []


def test_collecting_never_removes_the_served_version(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2", "v3")
    versions.publish("v1")
    assert versions.collect(keep=1) == ["v2"]
    assert versions.versions() == ["v1", "v3"]
    assert versions.require_current() == "v1"


def test_discarding_removes_a_failed_version_but_never_the_served_one(
    versions: IndexVersions,
) -> None:
    finish(versions, "v1", "v2")
    versions.start_build("v3")
    versions.publish("v1")
    for name in ("v1", "v2", "v3"):
        versions.discard(name)
    assert versions.versions() == ["v1"]
    assert versions.leftovers() == []


def test_a_version_finished_but_never_served_becomes_a_leftover(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2", "v3")
    versions.publish("v2")
    versions.withdraw_unpublished()
    assert versions.versions() == ["v1", "v2"]
    assert [leftover.name for leftover in versions.leftovers()] == [".building-v3"]


def test_the_lock_and_the_pointer_do_not_pass_for_versions(versions: IndexVersions) -> None:
    with versions.building_lock():
        finish(versions, "v1")
        versions.publish("v1")
    assert versions.versions() == ["v1"]


HOLD_THE_LOCK = """
import sys
from pathlib import Path
from corpus.versions import IndexVersions
with IndexVersions(Path(sys.argv[1])).building_lock():
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_builder(data: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_builder_is_refused_while_another_process_builds(
    versions: IndexVersions, tmp_path: Path
) -> None:
    with (
        another_builder(tmp_path),
        pytest.raises(IngestRunning) as caught,
        versions.building_lock(),
    ):
        pass
    assert repr(str(versions.root)) in str(caught.value)


def test_the_lock_of_a_killed_builder_is_free_again(
    versions: IndexVersions, tmp_path: Path
) -> None:
    with another_builder(tmp_path) as process:
        process.kill()
        process.wait()
        with versions.building_lock():
            pass


def test_the_lock_is_free_again_after_a_failed_build(versions: IndexVersions) -> None:
    with pytest.raises(ZeroDivisionError), versions.building_lock():
        raise ZeroDivisionError
    with versions.building_lock():
        pass


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should")
    versions = IndexVersions(tmp_path / "data")
    with pytest.raises(DataFolderReadOnly) as caught, versions.building_lock():
        pass
    assert "RECITAL_DATA_DIR" in str(caught.value)
