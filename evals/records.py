"""The answers of a run, kept case by case while it goes on, so that it can be interrupted and resumed.

They hold quoted texts and stay in the data folder: `<data>/evals/<key>/answers.jsonl`, one case a line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO

FOLDER = "evals"


@dataclass(frozen=True, slots=True)
class Record:
    """One case as it was asked: the answer as `recital ask --json` prints it (None: a failure).

    `sample` is what a judge reads of it, where a judge is set and an answer was due and given.
    """

    case_id: str
    answer: Mapping[str, Any] | None
    ranking: tuple[str, ...]
    scores: Mapping[str, float | None]
    failure: str = ""
    sample: Mapping[str, Any] | None = None


class Records:
    """The records below a folder; safe against an end in the middle of a line."""

    def __init__(self, data_directory: Path, key: str) -> None:
        self.folder = data_directory / FOLDER / key
        self._path = self.folder / "answers.jsonl"

    def read(self) -> dict[str, Record]:
        """What is kept, by case; a line that was cut short is left out and asked again."""
        return {record.case_id: record for record in self._lines()}

    def add(self, record: Record) -> None:
        """Keep one more record; it is on disk when this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab+") as file:
            if _is_cut_short(file):
                file.write(b"\n")
            file.write(_to_line(record).encode())

    def clear(self) -> None:
        """Forget everything that is kept."""
        self._path.unlink(missing_ok=True)

    def _lines(self) -> Iterator[Record]:
        if not self._path.is_file():
            return
        # A run may be writing: what has no end yet is neither read nor touched.
        whole = self._path.read_text(encoding="utf-8", errors="replace")
        for line in whole.split("\n")[:-1]:
            record = _from_line(line)
            if record is not None:
                yield record


def _is_cut_short(file: BinaryIO) -> bool:
    """Whether the last line has no end: the process that wrote it was ended."""
    if not file.seek(0, SEEK_END):
        return False
    file.seek(-1, SEEK_END)
    return file.read(1) != b"\n"


def _to_line(record: Record) -> str:
    scores = {name: _written(value) for name, value in record.scores.items()}
    told = {
        "id": record.case_id,
        "answer": record.answer,
        "ranking": list(record.ranking),
        "scores": scores,
        "failure": record.failure,
    }
    if record.sample is not None:
        told["sample"] = dict(record.sample)
    return json.dumps(told, ensure_ascii=False) + "\n"


def _from_line(line: str) -> Record | None:
    try:
        told = json.loads(line)
        scores = {
            name: math.nan if value == "nan" else value for name, value in told["scores"].items()
        }
        ranking, failure = tuple(told["ranking"]), told["failure"]
        return Record(told["id"], told["answer"], ranking, scores, failure, told.get("sample"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _written(value: float | None) -> float | str | None:
    return "nan" if value is not None and math.isnan(value) else value
