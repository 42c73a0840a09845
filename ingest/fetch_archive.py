"""The wanted files of a downloaded zip archive, unpacked where nothing can climb out."""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from ingest.fetch_limits import FetchLimits
from ingest.fetch_words import FetchFault

_CHUNK_BYTES = 1 << 16


def patterns_of(members: str) -> tuple[str, ...]:
    """The fnmatch patterns of an origin's `members`, which commas separate."""
    return tuple(pattern.strip() for pattern in members.split(",") if pattern.strip())


def unpack(archive: Path, members: str, digest: str, limits: FetchLimits) -> Path:
    """The folder of the members, all in it by their plain names; raises `FetchFault`.

    `digest` is the archive's own: another archive gets another folder, and older ones are removed.
    """
    home = archive.with_name(f"{archive.name}.unpacked")
    folder = home / digest[:12] / archive.stem
    if folder.is_dir():
        return folder
    building = home / f"{digest[:12]}.part"
    try:
        shutil.rmtree(building, ignore_errors=True)
        (building / archive.stem).mkdir(parents=True)
        _unpack_into(building / archive.stem, archive, members, limits)
        shutil.rmtree(folder.parent, ignore_errors=True)
        building.replace(folder.parent)
        for other in home.iterdir():
            if other != folder.parent:
                shutil.rmtree(other, ignore_errors=True)
    except OSError as error:
        raise FetchFault("disk", reason=error.strerror or str(error)) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise FetchFault("archive", reason=str(error) or "not a zip archive") from error
    return folder


def plain_name(member: str) -> str:
    """`a/01-Préparer son code.md` -> `01_preparer_son_code.md`: no folder, no accent, no trick."""
    base = PurePosixPath(member.replace("\\", "/")).name
    letters = unicodedata.normalize("NFKD", base).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "_", letters).strip("_.")


def _unpack_into(folder: Path, archive: Path, members: str, limits: FetchLimits) -> None:
    with zipfile.ZipFile(archive) as opened:
        wanted = _wanted(opened, members, limits)
        left = limits.unpacked_bytes
        for info in wanted:
            name = plain_name(info.filename)
            target = folder / name
            if not name or target.exists():
                raise ValueError(f"two members are called {name!r}")
            with opened.open(info) as source, target.open("xb") as out:
                # The sizes an archive declares are its own word: what comes out is counted.
                while chunk := source.read(_CHUNK_BYTES):
                    left -= len(chunk)
                    if left < 0:
                        raise ValueError(f"more than {limits.unpacked_bytes} bytes in it")
                    out.write(chunk)


def _wanted(opened: zipfile.ZipFile, members: str, limits: FetchLimits) -> list[zipfile.ZipInfo]:
    patterns = patterns_of(members)
    files = [info for info in opened.infolist() if not info.is_dir()]
    wanted = [i for i in files if any(fnmatchcase(i.filename, pattern) for pattern in patterns)]
    absent = [p for p in patterns if not any(fnmatchcase(i.filename, p) for i in wanted)]
    if absent:
        raise ValueError(f"nothing in it matches {absent[0]!r}")
    if len(wanted) > limits.unpacked_files:
        raise ValueError(f"more than {limits.unpacked_files} files in it")
    return wanted
