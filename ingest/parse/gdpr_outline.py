"""The outline of the GDPR: every unit there must be, and where each lies in a package's file.

`corpus/outlines/gdpr_en.json`, made by `ingest.outline`, holds numbers and no word of the law. Both
languages and every form of the text have the same units in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

from ingest.parse.provisions import unit_names

OUTLINE_PATH = Path(__file__).parents[2] / "corpus" / "outlines" / "gdpr_en.json"

Span = tuple[int, int]
# The package lost the article numbers of some cross-references; the outline puts the digits back.
Digits = Annotated[str, StringConstraints(pattern=r"^\d+$")]


class OutlineBlock(NamedTuple):
    """Where one block lies: its path ("1-a"), its form, and its parts in order."""

    path: str
    form: Literal["text", "point", "indent"]
    parts: tuple[Span | Digits, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """The path as a block has it: ("1", "a")."""
        return tuple(self.path.split("-")) if self.path else ()


class Outline(BaseModel):
    """Positions of every article's blocks and every recital in one file of the package."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    package: str
    sha256: str
    articles: dict[str, tuple[OutlineBlock, ...]]
    recitals: dict[str, tuple[Span | Digits, ...]]

    def units(self) -> Iterator[str]:
        """The name of every citable unit in order: "rec-1", "art-1", "art-1-1", "art-6-1#2" …"""
        for recital in self.recitals:
            yield f"rec-{recital}"
        for article, blocks in self.articles.items():
            yield from unit_names(article, (block.steps for block in blocks))


@lru_cache(maxsize=1)
def read_outline() -> Outline:
    """The outline shipped with the program; raises `OSError` or `ValueError`."""
    return TypeAdapter(Outline).validate_json(OUTLINE_PATH.read_bytes())
