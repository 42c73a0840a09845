"""From ranked units to ranked articles: what our cards lead to, pooled, and several facets as one.

A card that comes near a question lends part of its score to the texts it stands on; the paragraphs
of one article then speak for the article together. So a search shows the law, and five hits are five
articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.index import Index
from corpus.locator import ancestors
from corpus.nouns import CARD_SOURCE, Language

# Chosen on evals/cases/retrieval.jsonl and development.jsonl.
CARDS = 12
"""Cards that lend, the best ones."""
CITED = 8
"""Units each of them lends to, the first it cites."""
LENT = 0.3
"""Share of a card's score that the first unit it cites receives."""
STEP = 0.1
"""What each further unit receives less, in z-scores."""
OWN = 0.8
"""Weight of a unit's own score beside what it was lent."""
POOLED = 0.5
"""Weight of the second and third unit of an article beside its best."""
WHOLE = 2.0
"""Weight of the whole question beside each of its sentences."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article (or a unit that belongs to none), the best unit of it, and its score."""

    article: str
    unit: str
    score: float


def articles(
    scores: Mapping[str, float],
    index: Index,
    lang: Language,
    as_of: date,
) -> list[Ranked]:
    """The articles behind the scored units, best first."""
    lent = _lent(scores, index, lang, as_of)
    units: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for unit in {*scores, *lent}:
        if is_card(unit) or not index.passage(unit, lang, as_of).is_in_force(as_of):
            continue
        score = OWN * max(0.0, scores.get(unit, 0.0)) + lent.get(unit, 0.0)
        units[article_of_unit(unit)].append((score, unit))
    ranked = [_pooled(article, found) for article, found in units.items()]
    return sorted(ranked, key=lambda one: (-one.score, one.article))


def combined(whole: Sequence[Ranked], facets: Sequence[Sequence[Ranked]]) -> list[Ranked]:
    """One ranking of a question of several sentences: the sum of the shares of each one's best."""
    totals: dict[str, float] = defaultdict(float)
    units: dict[str, tuple[float, str]] = {}
    for weight, ranking in ((WHOLE, whole), *((1.0, facet) for facet in facets)):
        best = max((one.score for one in ranking), default=0.0) or 1.0
        for one in ranking:
            share = weight * one.score / best
            totals[one.article] += share
            units[one.article] = max(units.get(one.article, (-1.0, "")), (share, one.unit))
    ranked = [Ranked(article, units[article][1], total) for article, total in totals.items()]
    return sorted(ranked, key=lambda one: (-one.score, one.article))


def article_of_unit(unit: str) -> str:
    """The whole article a paragraph or point belongs to; the unit itself where there is none."""
    above = ancestors(unit)
    return above[-1] if above else unit


def is_card(unit: str) -> bool:
    """Whether a unit is one of our cards."""
    return unit.startswith(f"{CARD_SOURCE}:")


def _lent(
    scores: Mapping[str, float], index: Index, lang: Language, as_of: date
) -> dict[str, float]:
    """What the best cards lend to the units they cite, one hop and no further."""
    lent: dict[str, float] = defaultdict(float)
    best = sorted((unit for unit in scores if is_card(unit)), key=lambda unit: -scores[unit])
    for card in best[:CARDS]:
        cited = index.passage(card, lang, as_of).cited_locators
        held = [locator for locator in cited if index.has(locator) and not is_card(locator)]
        for place, locator in enumerate(held[:CITED]):
            lent[locator] += max(0.0, LENT * scores[card] - STEP * place)
    return lent


def _pooled(article: str, found: list[tuple[float, str]]) -> Ranked:
    found.sort(key=lambda one: (-one[0], one[1]))
    score = found[0][0] + POOLED * sum(score for score, _ in found[1:3])
    return Ranked(article, found[0][1], score)
