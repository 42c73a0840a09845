"""The corrigendum of 23 May 2018 (OJ L 127, p. 2), applied to the Official Journal text.

`corpus/outlines/gdpr_corrigendum_2018.json` says, unit by unit, which few words became which
others. It is ours, so that a text taken from the official site is corrected like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from corpus.nouns import Language
from ingest.parse.provisions import Article, Block

CORRIGENDUM_PATH = Path(__file__).parents[2] / "corpus" / "outlines" / "gdpr_corrigendum_2018.json"

_ANY_WORDS = " […] "
_END = "$"


class Change(BaseModel):
    """One replacement in one unit ("art-37-1-c", "rec-71"), with the words around it.

    In `old`, " […] " stands for any words; "$" at the end of `old` and `new` is the unit's end.
    `by` is "consolidation" for a slip that only the consolidated text on EUR-Lex mends.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    lang: Language
    unit: str
    old: str = Field(min_length=1)
    new: str = Field(min_length=1)
    by: Literal["corrigendum", "consolidation"] = "corrigendum"


class _ChangesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    about: str
    changes: tuple[Change, ...]


class ChangeNotPlaced(ValueError):
    """A change whose words stand nowhere, or in several places."""


def read_changes(lang: Language, path: Path = CORRIGENDUM_PATH) -> tuple[Change, ...]:
    """The changes for one language; raises `OSError`, or `ValueError` for a file of other form."""
    try:
        content = TypeAdapter(_ChangesFile).validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}: {field}: {first['msg']}") from error
    return tuple(change for change in content.changes if change.lang == lang)


def correct(article: Article, changes: Iterable[Change]) -> Article:
    """The article with those of the changes that are its own; raises `ChangeNotPlaced`.

    A change that the text already holds is passed over.
    """
    for change in changes:
        kind, number, *path = change.unit.split("-")
        if (kind, number) == ("art", article.number):
            article = replace(article, blocks=_corrected(article.blocks, tuple(path), change))
    return article


def correct_recital(number: str, text: str, changes: Iterable[Change]) -> str:
    """The recital with those of the changes that are its own; raises `ChangeNotPlaced`."""
    for change in changes:
        if change.unit == f"rec-{number}":
            [block] = _corrected([Block((), text)], (), change)
            text = block.text
    return text


def _corrected(blocks: Sequence[Block], path: tuple[str, ...], change: Change) -> tuple[Block, ...]:
    # Before the new words are looked for: they may be part of the old ones.
    if _count(change.old, blocks, path) == 1:
        pattern = _pattern(change.old)
        return tuple(
            replace(block, text=pattern.sub(lambda found: _as_in(found[0], change.new), block.text))
            if block.path == path
            else block
            for block in blocks
        )
    if _count(change.old, blocks, path) == 0 and _count(change.new, blocks, path) > 0:
        return tuple(blocks)
    raise ChangeNotPlaced(f"{change.unit}: the change to {change.new!r} has no one place")


def _count(words: str, blocks: Iterable[Block], path: tuple[str, ...]) -> int:
    pattern = _pattern(words)
    return sum(len(pattern.findall(block.text)) for block in blocks if block.path == path)


def _pattern(words: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in words.removesuffix(_END).split(_ANY_WORDS)]
    text = r"\s.*?\s".join(pieces).replace(r"\ ", r"\s+").replace("'", "['’]")
    end = r"\Z" if words.endswith(_END) else r"(?!\w)"
    return re.compile(rf"(?<!\w){text}{end}", re.DOTALL)


def _as_in(found: str, new: str) -> str:
    """The new words with the apostrophe of the text they go into."""
    words = new.removesuffix(_END)
    return words.replace("'", "’") if "’" in found else words
