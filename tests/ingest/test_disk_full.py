import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from crash_documents import crash_manifest, write_generation
from crash_runs import started, stream
from small_corpus import ANSWERS, SmallCorpus, WordsEmbedder, answer, ingest_command, small_settings

import ingest.storage
from corpus.errors import DataFolderReadOnly, DiskFull, RecitalError
from corpus.versions import STORE, IndexVersions
from ingest.pipeline import ingest as run_ingest
from ingest.storage import keep_vectors

MEBIBYTE = 1024**2


def fill(disk: Path, leave: int) -> Path:
    """Write a file that leaves `leave` bytes of the disk."""
    filler = disk / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - leave))
    return filler


def test_a_data_folder_that_cannot_be_made_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    finished, _ = ingest_command(tmp_path / "file" / "data")

    assert finished.returncode == 1
    [line] = finished.stderr.splitlines()
    assert line.startswith(f"Cannot write to '{tmp_path}/file/data/index' (it is not a folder)")


def test_a_disk_turned_read_only_is_named_and_the_old_version_serves(
    published: SmallCorpus, small_disk: Path
) -> None:
    published.data = Path(shutil.move(published.data, small_disk / "data"))
    published.change_answer("Un rosier se plante en mars.")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(DataFolderReadOnly, match="the disk is read-only"):
        published.ingest()

    assert answer(published) == ANSWERS["1"][1]


def test_too_small_a_disk_is_refused_before_anything_is_embedded(
    published: SmallCorpus, small_disk: Path
) -> None:
    published.data = Path(shutil.move(published.data, small_disk / "data"))
    published.change_answer("Un rosier se plante en mars.")
    filler = fill(small_disk, leave=2 * MEBIBYTE)

    with pytest.raises(DiskFull, match="about 3 MB needed, 2 left"):
        published.ingest()

    assert published.embedder.embedded == []
    assert published.versions.leftovers() == []
    assert answer(published) == ANSWERS["1"][1]
    filler.unlink()
    assert published.ingest().is_published
    assert answer(published) == "Un rosier se plante en mars."


def test_unfinished_builds_make_room_for_the_next(published: SmallCorpus, small_disk: Path) -> None:
    published.data = Path(shutil.move(published.data, small_disk / "data"))
    published.change_answer("Un rosier se plante en mars.")
    fill(published.versions.start_build("20260101T000000000000Z"), leave=2 * MEBIBYTE)

    assert published.ingest().is_published


@pytest.mark.parametrize("kibibytes", [0, 40, 80, 150, 250, 300, 345])
def test_a_disk_that_fills_in_the_middle_of_a_build_is_named_and_a_retry_succeeds(
    published: SmallCorpus, small_disk: Path, monkeypatch: pytest.MonkeyPatch, kibibytes: int
) -> None:
    monkeypatch.setattr(ingest.storage, "FREE_SPACE_FACTOR", 0)  # the check beforehand finds room
    published.data = Path(shutil.move(published.data, small_disk / "data"))
    before = published.versions.current()
    published.change_answer("Un rosier se plante en mars.")
    filler = fill(small_disk, leave=kibibytes * 1024)

    with pytest.raises(DiskFull) as full:
        published.ingest()

    assert "libérez de la place" in full.value.message("fr")
    assert published.versions.current() == before
    assert published.versions.versions() == [before]
    kept = [entry for leftover in published.versions.leftovers() for entry in leftover.iterdir()]
    assert {entry.name for entry in kept} <= {STORE, f"{STORE}-journal"}
    assert sum(entry.stat().st_size for entry in kept) <= shutil.disk_usage(small_disk).free
    assert answer(published) == ANSWERS["1"][1]
    filler.unlink()
    assert published.ingest().is_published
    assert published.versions.leftovers() == []
    assert answer(published) == "Un rosier se plante en mars."


def test_a_disk_that_fills_when_the_pointer_is_written_leaves_no_unserved_version(
    published: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published.versions.current()
    published.change_answer("Un rosier se plante en mars.")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full, pytest.raises(DiskFull):
        full.setattr("corpus.versions.IndexVersions.publish", fail)
        published.ingest()

    assert published.versions.versions() == [before]
    assert published.embedded_by() == [], "its vectors were kept"
    assert published.versions.leftovers() == []


# What is left of a build that failed


def test_of_a_failed_build_only_the_store_is_kept(tmp_path: Path) -> None:
    leftover = tmp_path / ".building-v1"
    (leftover / "chroma" / "segment").mkdir(parents=True)
    for name in (STORE, f"{STORE}-journal", "manifest.json", "published", "chroma/segment/a.bin"):
        (leftover / name).write_bytes(b"x" * 100)

    keep_vectors(leftover)

    assert sorted(path.name for path in leftover.iterdir()) == [STORE, f"{STORE}-journal"]


def test_a_store_that_takes_more_than_what_is_left_of_the_disk_goes_too(small_disk: Path) -> None:
    leftover = small_disk / ".building-v1"
    (leftover / "chroma").mkdir(parents=True)
    (leftover / STORE).write_bytes(b"x" * 2 * MEBIBYTE)
    (leftover / "chroma" / "a").write_bytes(b"x" * 4096)
    fill(small_disk, leave=MEBIBYTE)

    keep_vectors(leftover)

    assert not leftover.exists()


def test_a_build_without_a_store_leaves_nothing(tmp_path: Path) -> None:
    leftover = tmp_path / ".building-v1"
    (leftover / "chroma").mkdir(parents=True)

    keep_vectors(leftover)
    keep_vectors(leftover)  # and nothing is found where nothing is

    assert not leftover.exists()


# Ten times, while somebody asks

FULL_DISKS = 10


@pytest.mark.slow
def test_ten_full_disks_never_show_a_reader_anything_but_one_finished_version(
    tmp_path: Path, small_disk: Path, corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.storage, "FREE_SPACE_FACTOR", 0)  # the check beforehand finds room
    root = tmp_path / "root"
    root.mkdir()
    (root / "data").symlink_to(small_disk)
    mirror = root / "mirror"

    def build(generation: int) -> None:
        write_generation(mirror, generation)
        run_ingest(
            small_settings(root / "data", mirror),
            progress=lambda *_: None,
            manifest=crash_manifest(root),
            embedder=WordsEmbedder(),
        )

    build(1)
    full = 0
    causes: list[str] = []
    with started("crash_reader.py", root) as reader:
        assert stream(reader.stdout).readline() == "reading\n"
        for generation in range(2, FULL_DISKS + 2):
            # From a disk that takes nothing to one on which the last file does not fit.
            filler = fill(small_disk, leave=(generation - 2) * 40 * 1024)
            try:
                build(generation)
            except RecitalError as error:
                full += isinstance(error, DiskFull)
                causes.append(type(error).__name__)
            time.sleep(0.3)
            filler.unlink()
            build(generation)
            time.sleep(0.3)
        (root / "stop").touch()
        seen: dict[str, Any] = json.loads(stream(reader.stdout).readline())

    print(f"\n{full} full disks of {FULL_DISKS}; {seen['reads']} reads, {len(seen['versions'])}")
    assert full == FULL_DISKS, causes
    assert seen["faults"] == []
    assert seen["errors"] == []
    assert seen["reads"] > FULL_DISKS
    assert seen["versions"][IndexVersions(root / "data").current() or ""] == FULL_DISKS + 1
    assert IndexVersions(root / "data").leftovers() == []
