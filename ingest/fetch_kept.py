"""What is kept of a download: the text, its receipt beside it, and what a cut left behind."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

_CHUNK_BYTES = 1 << 20
_Model = TypeVar("_Model", bound=BaseModel)


class Receipt(BaseModel):
    """Where a kept text came from and when the address last confirmed it (ISO times, UTC)."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    url: str
    final_url: str
    etag: str = ""
    last_modified: str = ""
    sha256: str
    bytes: int
    media_type: str
    fetched_at: str
    checked_at: str


class Part(BaseModel):
    """What a cut download began with: only the same text may be continued."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    url: str
    etag: str = ""
    last_modified: str = ""

    @property
    def validator(self) -> str:
        """What `If-Range` may name: a strong ETag, else the date."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


class KeptText:
    """One download at `path`, `<name>.json` beside it.

    A kill at any moment leaves the old text with its receipt or the new one with its own: the new
    receipt is laid down as `<name>.json.next` before the text is replaced, and whichever receipt
    names the bytes that are there is the one that counts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.receipt_path = path.with_name(f"{path.name}.json")
        self.part_path = path.with_name(f"{path.name}.part")
        self._next_path = path.with_name(f"{path.name}.json.next")
        self._part_receipt_path = path.with_name(f"{path.name}.part.json")

    def receipt(self) -> Receipt | None:
        """The receipt of the text that is there; None without a text, or for a text not ours."""
        found = [_read(Receipt, place) for place in (self.receipt_path, self._next_path)]
        receipts = [receipt for receipt in found if receipt is not None]
        if not receipts or not self.path.is_file():
            return None
        present = file_digest(self.path)
        return next((receipt for receipt in receipts if receipt.sha256 == present), None)

    def publish(self, receipt: Receipt) -> None:
        """Make the finished part the kept text; raises `OSError`."""
        _sync(self.part_path)
        self._settle()
        _write(self._next_path, receipt)
        self.part_path.replace(self.path)
        self._next_path.replace(self.receipt_path)
        self._part_receipt_path.unlink(missing_ok=True)

    def confirm(self, receipt: Receipt, checked_at: str) -> Receipt:
        """Note that the address still has this text; raises `OSError`."""
        confirmed = receipt.model_copy(update={"checked_at": checked_at})
        _write(self._next_path, confirmed)
        self._next_path.replace(self.receipt_path)
        return confirmed

    def _settle(self) -> None:
        """Finish what a kill interrupted, so that the kept text never loses its only receipt."""
        current = self.receipt()
        if current is not None and current != _read(Receipt, self.receipt_path):
            self._next_path.replace(self.receipt_path)

    def part(self) -> Part | None:
        """What an earlier cut left, if it can be continued."""
        part = _read(Part, self._part_receipt_path)
        has_bytes = self.part_path.is_file() and self.part_path.stat().st_size > 0
        return part if part is not None and part.validator and has_bytes else None

    def begin_part(self, part: Part) -> None:
        """Note what the bytes to come are part of; raises `OSError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.discard_part()
        _write(self._part_receipt_path, part)

    def discard_part(self) -> None:
        """Forget what a cut left; raises `OSError`."""
        self.part_path.unlink(missing_ok=True)
        self._part_receipt_path.unlink(missing_ok=True)


def file_digest(path: Path) -> str:
    """SHA-256 of a file; raises `OSError`."""
    total = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            total.update(chunk)
    return total.hexdigest()


def _read(model: type[_Model], path: Path) -> _Model | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(path: Path, model: BaseModel) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(model.model_dump_json(indent=1) + "\n", encoding="utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
