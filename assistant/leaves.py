"""What can be opened at once in a text, in reading order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.locator import HYPHENATED_ARTICLE_SOURCES, Locator, ancestors
from corpus.nouns import Passage

# Numbered paragraphs and footnotes are read together under their heading, at most so many on a page.
PARAGRAPHS_A_PAGE = 30
_NUMBERED = re.compile(r"[a-z0-9-]+:(par|note)-([0-9a-z]+)")
_CODE_PARTS = "lrd"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is opened at once: a unit of the first level, or the paragraphs under one heading."""

    locators: tuple[str, ...]

    @property
    def locator(self) -> str:
        """The unit it begins with."""
        return self.locators[0]


def leaves_of(held: dict[str, list[Passage]]) -> dict[str, tuple[Leaf, ...]]:
    """By prefix, what can be opened at once, in reading order."""
    tops: dict[str, list[str]] = defaultdict(list)
    for locator in held:
        above = ancestors(locator)
        if not any(name in held for name in above):
            tops[Locator.parse(locator).source].append(locator)
    return {prefix: tuple(_gather(_ordered(prefix, names), held)) for prefix, names in tops.items()}


def _ordered(prefix: str, locators: list[str]) -> list[str]:
    """Reading order; where versions in time are two sources, the order of the numbers."""
    if prefix not in HYPHENATED_ARTICLE_SOURCES:
        return locators
    return sorted(locators, key=_code_order)


def _code_order(locator: str) -> tuple[int, list[int]]:
    unit = Locator.parse(locator).unit.removeprefix("art-")
    return _CODE_PARTS.find(unit[:1]), [int(number) for number in re.findall(r"\d+", unit)]


def printed_number(locator: str) -> str:
    """The number a paragraph or a footnote of a document is printed with, "" for other units."""
    found = _NUMBERED.fullmatch(locator)
    return f"{found[2]}." if found else ""


def _gather(locators: Sequence[str], held: dict[str, list[Passage]]) -> list[Leaf]:
    """One leaf a unit; numbered paragraphs together under their heading, footnotes together."""
    groups: list[tuple[tuple[str, str], list[str]]] = []
    for locator in locators:
        found = _NUMBERED.fullmatch(locator)
        series = (found[1], held[locator][0].heading) if found else ("", locator)
        if groups and groups[-1][0] == series and len(groups[-1][1]) < PARAGRAPHS_A_PAGE:
            groups[-1][1].append(locator)
        else:
            groups.append((series, [locator]))
    return [Leaf(tuple(group)) for _, group in groups]
