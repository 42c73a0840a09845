"""The table of contents of a text: its chapters, and what can be opened in each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.leaves import Leaf
from assistant.library import Library
from corpus.locator import HYPHENATED_ARTICLE_SOURCES, Locator
from corpus.nouns import Language

CHAPTERS_PATH = Path(__file__).parent.parent / "corpus" / "outlines" / "gdpr_chapters.json"
# A division without a title is cut, so that no list is longer than a reader can scan.
LONGEST_LIST = 60

DivisionKind = Literal["chapter", "section", "recitals", "group", "list"]
_SHARED_HEADINGS = frozenset({"page", "paragraph"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to open: its short name ("Article 6", "Page 12") and its title ("" if none)."""

    locator: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Division:
    """A chapter with its sections, the recitals, a group under one heading, or a part of a list."""

    kind: DivisionKind
    number: str = ""
    title: str = ""
    entries: tuple[Entry, ...] = ()
    sections: tuple[Division, ...] = ()

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        """Its entries and those of its sections, in order."""
        inner = (entry for section in self.sections for entry in section.entries)
        return (*self.entries, *inner)


class _Range(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    number: str
    first: int
    last: int
    fr: str
    en: str
    sections: tuple[_Range, ...] = ()

    @property
    def kind(self) -> DivisionKind:
        """Chapters bear Roman numbers, their sections Arabic ones."""
        return "section" if self.number.isdigit() else "chapter"

    def title(self, lang: Language) -> str:
        """Its title in `lang`."""
        return self.fr if lang == "fr" else self.en


def contents(library: Library, prefix: str, lang: Language) -> tuple[Division, ...]:
    """The divisions of a text, in `lang` where it has it; the recitals come after the articles."""
    leaves = library.leaves(prefix)
    recitals = [leaf for leaf in leaves if _unit(leaf).startswith("rec-")]
    others = [leaf for leaf in leaves if not _unit(leaf).startswith("rec-")]
    if prefix == "gdpr":
        divisions = [_chapter(chapter, others, library, lang) for chapter in _chapters()]
    else:
        divisions = _divisions(others, prefix, library, lang)
    if recitals:
        divisions.append(Division("recitals", entries=_entries(recitals, library, lang)))
    return tuple(division for division in divisions if division.all_entries)


def trail(library: Library, leaf: Leaf, lang: Language) -> tuple[Division, ...]:
    """The divisions a leaf stands in, outermost first, without their entries."""
    if _unit(leaf).startswith("rec-"):
        return (Division("recitals"),)
    prefix = Locator.parse(leaf.locator).source
    if prefix == "gdpr":
        return tuple(_trail(_chapters(), _number(leaf), lang))
    passage = library.unit(leaf.locator, lang)
    is_shared = prefix in HYPHENATED_ARTICLE_SOURCES or passage.kind in _SHARED_HEADINGS
    return (Division("group", title=passage.heading),) if is_shared and passage.heading else ()


def _trail(ranges: Sequence[_Range], article: int, lang: Language) -> Iterator[Division]:
    for inside in ranges:
        if inside.first <= article <= inside.last:
            yield Division(inside.kind, inside.number, inside.title(lang))
            yield from _trail(inside.sections, article, lang)


def _unit(leaf: Leaf) -> str:
    return Locator.parse(leaf.locator).unit


@lru_cache(maxsize=1)
def _chapters() -> tuple[_Range, ...]:
    rows = json.loads(CHAPTERS_PATH.read_text(encoding="utf-8"))
    return tuple(_Range.model_validate(row) for row in rows)


def _chapter(
    chapter: _Range, articles: Sequence[Leaf], library: Library, lang: Language
) -> Division:
    title = chapter.title(lang)
    if chapter.sections:
        sections = tuple(_chapter(s, articles, library, lang) for s in chapter.sections)
        return Division(chapter.kind, chapter.number, title, sections=sections)
    inside = [leaf for leaf in articles if chapter.first <= _number(leaf) <= chapter.last]
    return Division(chapter.kind, chapter.number, title, _entries(inside, library, lang))


def _number(leaf: Leaf) -> int:
    found = re.search(r"\d+", _unit(leaf))
    return int(found[0]) if found else 0


def _divisions(
    leaves: Sequence[Leaf], prefix: str, library: Library, lang: Language
) -> list[Division]:
    """Groups under one heading where headings are shared by design, else plain lists."""
    passages = {leaf.locator: library.unit(leaf.locator, lang) for leaf in leaves}
    kinds = {passage.kind for passage in passages.values()}
    if prefix not in HYPHENATED_ARTICLE_SOURCES and not kinds & _SHARED_HEADINGS:
        return [
            Division("list", entries=_entries(leaves[first : first + LONGEST_LIST], library, lang))
            for first in range(0, len(leaves), LONGEST_LIST)
        ]
    runs = groupby(leaves, key=lambda leaf: passages[leaf.locator].heading)
    return [
        Division("group", title=heading, entries=_entries(list(run), library, lang, heading))
        for heading, run in runs
    ]


def _entries(
    leaves: Sequence[Leaf], library: Library, lang: Language, said: str = ""
) -> tuple[Entry, ...]:
    """The entries of some leaves; a title that is `said` already is left out."""
    return tuple(_entry(leaf, library, lang, said) for leaf in leaves)


def _entry(leaf: Leaf, library: Library, lang: Language, said: str) -> Entry:
    passage = library.unit(leaf.locator, lang)
    name = library.name(passage, lang)
    if len(leaf.locators) > 1:
        last = leaf.locators[-1].rpartition("-")[2]
        name = f"{name}\u2013{last}"
    is_told = passage.heading in (said, name)
    return Entry(leaf.locator, name, "" if is_told else passage.heading)
