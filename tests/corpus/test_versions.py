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
from corpus.errors import (
    DataFolderReadOnly,
    IndexDamaged,
    IndexMissing,
    IngestRunning,
    UnknownVersion,
)
from corpus.versions import (
    MANIFEST,
    POINTER,
    PUBLISHED,
    BirthCertificate,
    IndexVersions,
    write_durably,
)

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
    names = ["a" * 100, "b" * 250]
    versions.root.mkdir()
    versions.publish(names[0])
    is_over = threading.Event()
    seen: set[str | None] = set()

    def read_on() -> None:
        while not is_over.is_set():
            seen.add(versions.current())

    reader = threading.Thread(target=read_on, daemon=True)
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


def test_a_failed_version_becomes_a_leftover_but_never_the_served_one(
    versions: IndexVersions,
) -> None:
    finish(versions, "v1", "v2")
    building = versions.start_build("v3")
    versions.publish("v1")
    versions.withdraw("v1")
    assert versions.withdraw("v3") == building
    assert versions.withdraw("v2") == versions.root / ".building-v2"
    assert versions.versions() == ["v1"]
    assert [leftover.name for leftover in versions.leftovers()] == [".building-v2", ".building-v3"]


def test_a_version_finished_but_never_served_becomes_a_leftover(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2", "v3")
    versions.publish("v1")
    versions.publish("v2")
    versions.settle()
    assert versions.versions() == ["v1", "v2"]
    assert [leftover.name for leftover in versions.leftovers()] == [".building-v3"]


def test_a_newer_version_that_was_served_survives_the_return_to_an_older_one(
    versions: IndexVersions,
) -> None:
    finish(versions, "v1", "v2")
    versions.publish("v1")
    versions.publish("v2")
    versions.publish("v1")
    versions.settle()
    assert versions.versions() == ["v1", "v2"]
    assert versions.require_current() == "v1"


def test_a_crash_between_the_pointer_and_the_mark_is_mended_before_the_pointer_moves_on(
    versions: IndexVersions,
) -> None:
    finish(versions, "v1", "v2")
    versions.publish("v1")
    versions.publish("v2")
    (versions.path("v2") / PUBLISHED).unlink()  # killed right after the flip
    versions.settle()
    versions.publish("v1")
    versions.settle()
    assert versions.versions() == ["v1", "v2"]


def test_a_version_is_found_by_its_name_or_by_its_label(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2")
    versions.set_label("v1", "before the reform")
    assert versions.find("v2") == "v2"
    assert versions.find("before the reform") == "v1"
    for name in ("v3", "", "nobody"):
        with pytest.raises(UnknownVersion, match="v1, v2"):
            versions.find(name)


def test_a_label_moves_and_no_two_versions_bear_the_same(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2")
    versions.set_label("v1", "été 2026")
    versions.set_label("v2", "été 2026")
    assert [versions.label(v) for v in ("v1", "v2")] == ["", "été 2026"]
    versions.set_label("v2", "autumn")
    assert versions.label("v2") == "autumn"
    versions.set_label("v2", "")
    assert versions.label("v2") == ""


def test_collecting_keeps_labelled_versions_until_the_label_is_taken_away(
    versions: IndexVersions,
) -> None:
    finish(versions, "v1", "v2", "v3", "v4")
    versions.publish("v4")
    versions.set_label("v1", "exam of June")
    assert versions.collect(keep=2) == ["v2"]
    assert versions.versions() == ["v1", "v3", "v4"]
    versions.set_label("v1", "")
    assert versions.collect(keep=2) == ["v1"]


def test_the_version_before_is_the_one_built_before(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2", "v3")
    assert versions.before("v3") == "v2"
    assert versions.before("v1") is None


def test_a_version_tells_how_much_of_the_disk_it_takes(versions: IndexVersions) -> None:
    finish(versions, "v1")
    (versions.path("v1") / "chroma").mkdir()
    (versions.path("v1") / "chroma" / "a").write_bytes(b"x" * 70)
    (versions.path("v1") / "b").write_bytes(b"x" * 30)
    assert versions.byte_count("v1") == 100


def test_removing_all_others_leaves_the_served_version_alone(versions: IndexVersions) -> None:
    finish(versions, "v1", "v2", "v3")
    versions.start_build("v4")
    versions.set_label("v1", "kept for ever")
    versions.publish("v2")
    assert versions.remove_all_others() == ["v1", "v3"]
    assert versions.versions() == ["v2"]
    assert versions.leftovers() == []


def test_what_cannot_be_removed_is_said_so(
    versions: IndexVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(versions, "v1", "v2")
    versions.publish("v2")
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    with pytest.raises(DataFolderReadOnly, match=r"\.building-v1 stays"):
        versions.remove_all_others()


def test_without_the_pointer_nothing_is_served(versions: IndexVersions) -> None:
    finish(versions, "v1")
    versions.publish("v1")
    versions.unpublish()
    assert versions.current() is None
    versions.unpublish()  # once more changes nothing


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
