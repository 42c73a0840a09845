"""Where a unit of a text refers to another, so that a reader can follow it.

What a reference means is decided in `assistant.references`; here its words are found again in the
text, so that each number of a list ("articles 13 et 14") leads to its own unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.legal_words import Token, TokenKind, in_small_letters, tokenize
from assistant.reference_groups import Group
from assistant.references import locate_groups
from assistant.token_cursor import Path
from corpus.locator import Locator, article_of

_NAMES: frozenset[TokenKind] = frozenset({"number", "letter", "bracket", "ordinal"})
_JOINERS: frozenset[TokenKind] = frozenset({"and", "to", "joint"})


@dataclass(frozen=True, slots=True)
class Reference:
    """`text[start:end]` names the unit at `locator`."""

    start: int
    end: int
    locator: str


def cross_references(text: str, locator: str) -> tuple[Reference, ...]:
    """The references that the words of the unit at `locator` make to held laws, in order.

    "Paragraph 1", "point (a)" and "this Article" are those of the unit itself; an article of an
    act that Recital does not know makes none. They never overlap. French and English are read
    alike. Whether a locator is loaded is for the caller to see. Raises `UnknownLocator` when
    `locator` is none.
    """
    lowered = in_small_letters(text)
    tokens = tokenize(lowered)
    places = list(_places(tokens, lowered))
    found: list[Reference] = []
    read: set[int] = set()
    for group, locators in locate_groups(tokens, locator):
        read.update(range(group.start, group.end))
        found += _references(group, locators, tokens, places)
    found += _own_article(tokens, places, read, locator)
    return tuple(sorted(found, key=lambda reference: reference.start))


def _places(tokens: list[Token], lowered: str) -> Iterator[tuple[int, int]]:
    """Where each token begins and ends: they follow each other, with white space between."""
    at = 0
    for token in tokens:
        start = lowered.index(token.text, at)
        at = start + len(token.text)
        yield start, at


def _references(
    group: Group, locators: tuple[str, ...], tokens: list[Token], places: list[tuple[int, int]]
) -> Iterator[Reference]:
    """One reference for each unit that is written out; the inner ones of a range are not."""
    if not locators:
        return
    begins = [(group.start, locators[0]), *_others(group, locators, tokens)]
    ends = [_end_before(begin, tokens) for begin, _ in begins[1:]] + [group.end]
    for (begin, locator), end in zip(begins, ends, strict=True):
        yield Reference(places[begin][0], places[end - 1][1], locator)


def _others(
    group: Group, locators: tuple[str, ...], tokens: list[Token]
) -> Iterator[tuple[int, str]]:
    """Each unit after the first that is written out, and the token its words begin with."""
    at = group.start + 1
    for before, path, locator in zip(group.paths, group.paths[1:], locators[1:], strict=False):
        new = (new for old, new in zip((*before, *path), path, strict=False) if new != old)
        name = next(new, path[-1]).lstrip("-")
        written = (i for i in range(at, group.end) if _is_named(tokens[i], name, path))
        found = next(written, None)
        if found is not None:
            yield _begin_of(found, at, tokens), locator
            at = found + 1


def _is_named(token: Token, name: str, path: Path) -> bool:
    if token.kind == "code":
        return "".join(path) == re.sub(r"\W", "", token.text)
    return token.kind in _NAMES and token.value == name


def _begin_of(at: int, floor: int, tokens: list[Token]) -> int:
    """Where the words of a unit begin ("Article 9"), after what joins it to the one before."""
    while at > floor and tokens[at - 1].kind not in _JOINERS:
        at -= 1
    return at


def _end_before(begin: int, tokens: list[Token]) -> int:
    while tokens[begin - 1].kind in _JOINERS:
        begin -= 1
    return begin


def _own_article(
    tokens: list[Token], places: list[tuple[int, int]], read: set[int], locator: str
) -> Iterator[Reference]:
    """ "This Article" by itself."""
    if not Locator.parse(locator).unit.startswith("art-"):
        return
    for index, token in enumerate(tokens):
        if token.kind == "this" and index not in read:
            yield Reference(*places[index], article_of(locator))
