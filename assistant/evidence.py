"""What can be read off a cited passage: figures, dates, numbers, articles, and what it says.

Each kind is read when a sentence first asks for it and kept, for a bounded number of passages.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.bounds import Bound, bounds
from assistant.clause import Clause, read
from assistant.dates import Day, held_dates
from assistant.decisions import named_numbers
from assistant.figures import Figure, held_figures, spelled_numbers
from assistant.references import find_cited
from corpus.keywords import words
from corpus.locator import article_of
from corpus.nouns import Passage

REMEMBERED_PASSAGES = 2_000
"""Passages of which each kind is kept; the whole of the law is about as many."""

_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:[.,/-]\d+)*")
_GROUP_MARK = re.compile(r"(?<=\d)[ \u00a0\u202f.,](?=\d{3}(?!\d))")


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def figures_of(passage: Passage) -> frozenset[Figure]:
    """Its figures, in digits or in words."""
    return frozenset(held_figures(_text(passage)))


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def bounds_of(passage: Passage) -> frozenset[tuple[Figure, Bound | None]]:
    """Its figures with the bounds named beside them."""
    return bounds(_text(passage))


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def days_of(passage: Passage) -> frozenset[Day]:
    """Its dates."""
    return held_dates(_text(passage))


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def numbers_in(passage: Passage) -> frozenset[str]:
    """Its numbers, whatever they count, in digits or in words."""
    text = _text(passage)
    return numbers_of(text) | frozenset(map(str, spelled_numbers(text)))


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def decisions_of(passage: Passage) -> frozenset[str]:
    """The numbers of decisions and acts in its words, its heading and its locator."""
    named = (passage.locator, passage.source, passage.heading, passage.full_text)
    return named_numbers(" ; ".join(named))


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def articles_of(passage: Passage) -> frozenset[str]:
    """The article it is of and those it refers to."""
    cited = find_cited(_headed(passage), passage.locator)
    named = (passage.locator, *passage.cited_locators, *cited)
    return frozenset(article_of(locator) for locator in named)


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def stems_of(passage: Passage) -> frozenset[str]:
    """The stems of its words and of its heading."""
    return frozenset(words(_headed(passage), passage.lang))


@lru_cache(maxsize=REMEMBERED_PASSAGES)
def reading_of(passage: Passage) -> tuple[Clause, ...]:
    """What its sentences say."""
    return read(passage.full_text, passage.lang)


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of a text as they are written, and their parts: "226-16", "226", "16"."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        whole = _GROUP_MARK.sub("", match[0])
        found |= {whole, *re.findall(r"\d+", whole)}
    return frozenset(found)


def _text(passage: Passage) -> str:
    # A heading carries no figure; the title of a card is its own words.
    return _headed(passage) if passage.kind == "card" else passage.full_text


def _headed(passage: Passage) -> str:
    return f"{passage.heading}. {passage.full_text}"
