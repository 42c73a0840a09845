"""The lists of questions that come with the program, by topic, in both languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.classroom.lecture_list import LectureList
from corpus.nouns import Language

PREPARED_PATH = Path(__file__).parent / "prepared.toml"


@dataclass(frozen=True, slots=True)
class PreparedList:
    """One topic: its id, and the list in each language."""

    id: str
    lists: dict[Language, LectureList]


@lru_cache(maxsize=1)
def prepared_lists(path: Path = PREPARED_PATH) -> tuple[PreparedList, ...]:
    """The lists in the order of the file; raises `OSError`, `KeyError` or `ValueError`."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["list"]
    return tuple(
        PreparedList(row["id"], {"fr": _in(row, "fr"), "en": _in(row, "en")}) for row in rows
    )


def _in(row: dict[str, dict[str, list[str]]], lang: Language) -> LectureList:
    return LectureList(str(row["title"][lang]), tuple(row["questions"][lang]))
