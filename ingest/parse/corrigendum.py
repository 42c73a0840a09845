"""The corrigendum of 23 May 2018 (OJ L 127, p. 2), applied to the Official Journal text.

Each change says which words of an article become which others, between which neighbours. The
neighbours are those of the uncorrected text, so all places are found before any word is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpus.nouns import Language
from ingest.parse.provisions import Article, Block
from ingest.parse.typography import clean_line

FILE_NAME = "gdpr_corrigendum_2018_differences.json"

# This many neighbouring words tell a corrected place from an uncorrected one.
_NEIGHBOURS = 3

# What a list of word changes leaves behind in the French text: (article, pattern, replacement),
# each read off the consolidated text of EUR-Lex.
_FRENCH_PUNCTUATION: tuple[tuple[str, str, str], ...] = (
    ("9", r"d'un 'État", "d'un État"),
    ("10", r"d'un 'État", "d'un État"),
    ("13", r"mises à disposition;$", "mises à disposition."),
    ("43", r"ou 56 ou, par", "ou 56 ou par"),
    ("53", r"du droit de l'État membre$", "du droit de l'État membre."),
    ("64", r"paragraphe 3; ou les", "paragraphe 3, ou les"),
    ("69", r"paragraphes 1, et 2", "paragraphes 1 et 2"),
    ("70", r"des bonnes pratiques$", "des bonnes pratiques;"),
)


class Change(BaseModel):
    """One replacement, between words that stay."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    lang: Language
    article: int
    context_before: str
    oj_2016: str
    consolidated: str
    context_after: str


class _ChangesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    about: str
    changes: tuple[Change, ...]


class ChangeNotPlaced(ValueError):
    """A change whose words stand nowhere, or in several places."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of an article: where it stands, and how it compares. Marks stand in no block."""

    block: int
    start: int
    end: int
    shape: str


@dataclass(frozen=True, slots=True)
class _Edit:
    block: int
    start: int
    end: int
    words: str


def read_changes(path: Path, lang: Language) -> tuple[Change, ...]:
    """The changes for one language; raises `OSError`, or `ValueError` for a file of other form."""
    try:
        content = TypeAdapter(_ChangesFile).validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}: {field}: {first['msg']}") from error
    return tuple(change for change in content.changes if change.lang == lang)


def correct(article: Article, changes: Sequence[Change]) -> Article:
    """The article with those of the changes that are its own; raises `ChangeNotPlaced`.

    A change that the text already holds is passed over.
    """
    own = [change for change in changes if str(change.article) == article.number]
    words = _words(article)
    edits = [edit for change in own if (edit := _place(change, words)) is not None]
    blocks = list(article.blocks)
    for edit in sorted(edits, key=lambda edit: (edit.block, edit.start), reverse=True):
        text = blocks[edit.block].text
        corrected = f"{text[: edit.start]} {edit.words} {text[edit.end :]}"
        blocks[edit.block] = replace(blocks[edit.block], text=clean_line(corrected))
    corrected_article = replace(article, blocks=tuple(blocks))
    is_french = any(change.lang == "fr" for change in changes)
    return _with_punctuation(corrected_article) if is_french else corrected_article


def _with_punctuation(article: Article) -> Article:
    blocks = article.blocks
    for number, pattern, mended in _FRENCH_PUNCTUATION:
        if number == article.number:
            blocks = tuple(
                replace(block, text=re.sub(pattern, mended, block.text)) for block in blocks
            )
    return replace(article, blocks=blocks)


def _place(change: Change, words: Sequence[_Word]) -> _Edit | None:
    before, old, after = (
        _shapes(text) for text in (change.context_before, change.oj_2016, change.context_after)
    )
    shapes = [word.shape for word in words]
    places = _find(shapes, before + old + after)
    if not places and _is_made(change, shapes):
        return None
    if len(places) != 1:
        raise ChangeNotPlaced(
            f"the change of article {change.article} to {change.consolidated!r} fits"
            f" {len(places)} places"
        )
    first = places[0] + len(before)
    new_words = change.consolidated.replace("’", "'")  # the apostrophe of the text around it
    if not old:
        anchor = words[first - 1]
        return _Edit(anchor.block, anchor.end, anchor.end, new_words)
    replaced = words[first : first + len(old)]
    return _Edit(replaced[0].block, replaced[0].start, replaced[-1].end, new_words)


def _is_made(change: Change, shapes: list[str]) -> bool:
    before = _shapes(change.context_before)[-_NEIGHBOURS:]
    after = _shapes(change.context_after)[:_NEIGHBOURS]
    new, old = _shapes(change.consolidated), _shapes(change.oj_2016)
    if new:
        return bool(_find(shapes, before + new) or _find(shapes, new + after))
    return not _find(shapes, before + old) and not _find(shapes, old + after)


def _find(shapes: list[str], wanted: list[str]) -> list[int]:
    size = len(wanted)
    return [
        start for start in range(len(shapes) - size + 1) if shapes[start : start + size] == wanted
    ]


def _words(article: Article) -> list[_Word]:
    found = []
    for index, block in enumerate(article.blocks):
        found += [_Word(index, 0, 0, shape) for shape in _shapes(block.mark)]
        found += _words_of(index, block)
    return found


def _words_of(index: int, block: Block) -> list[_Word]:
    return [
        _Word(index, match.start(), match.end(), _shape(match[0]))
        for match in re.finditer(r"\S+", block.text)
    ]


def _shapes(text: str) -> list[str]:
    return [_shape(word) for word in clean_line(text).split(" ") if word]


def _shape(word: str) -> str:
    return word.replace("’", "'").casefold()
