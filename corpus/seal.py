"""A seal: the digests of files nobody changes, written beside them and compared before use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

SEAL = "seal.json"


def write_seal(directory: Path, files: Iterable[Path]) -> None:
    """Write the SHA-256 of `files`, which live below `directory`."""
    text = json.dumps(_digests(directory, files), indent=1)
    (directory / SEAL).write_text(text, encoding="utf-8")


def broken_seal(directory: Path, files: Iterable[Path]) -> str:
    """Why `files` are not the sealed ones, or "" if they are."""
    try:
        sealed = json.loads((directory / SEAL).read_text(encoding="utf-8"))
        changed = set(_digests(directory, files).items()) ^ set(sealed.items())
    except (OSError, ValueError, AttributeError, TypeError) as error:
        return f"{SEAL}: {error}"
    return f"changed since it was built: {min(changed)[0]}" if changed else ""


def _digests(directory: Path, files: Iterable[Path]) -> dict[str, str]:
    return {
        file.relative_to(directory).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
    }
