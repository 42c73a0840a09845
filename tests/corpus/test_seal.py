from __future__ import annotations

from pathlib import Path

import pytest

from corpus.seal import SEAL, broken_seal, write_seal


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "deep").mkdir()
    found = [tmp_path / "a.bin", tmp_path / "deep" / "b.bin"]
    for number, path in enumerate(found):
        path.write_bytes(bytes([number]) * 100)
    write_seal(tmp_path, found)
    return found


def test_untouched_files_keep_their_seal(tmp_path: Path, files: list[Path]) -> None:
    assert broken_seal(tmp_path, reversed(files)) == ""


@pytest.mark.parametrize("content", [b"", b"\x01" * 99, b"\x01" * 99 + b"\x00", b"\x01" * 101])
def test_a_changed_file_is_named(tmp_path: Path, files: list[Path], content: bytes) -> None:
    files[1].write_bytes(content)
    assert broken_seal(tmp_path, files) == "changed since it was built: deep/b.bin"


def test_a_missing_file_and_a_new_one_break_the_seal(tmp_path: Path, files: list[Path]) -> None:
    assert broken_seal(tmp_path, files[:1]) == "changed since it was built: deep/b.bin"
    extra = tmp_path / "c.bin"
    extra.write_bytes(b"new")
    assert broken_seal(tmp_path, [*files, extra]) == "changed since it was built: c.bin"


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", '"text"'])
def test_a_seal_that_cannot_be_read_is_broken(tmp_path: Path, files: list[Path], text: str) -> None:
    (tmp_path / SEAL).write_text(text)
    assert broken_seal(tmp_path, files).startswith(f"{SEAL}: ")


def test_nothing_sealed_and_nothing_there_is_whole(tmp_path: Path) -> None:
    write_seal(tmp_path, [])
    assert broken_seal(tmp_path, []) == ""
    (tmp_path / SEAL).unlink()
    assert broken_seal(tmp_path, []).startswith(f"{SEAL}: ")
