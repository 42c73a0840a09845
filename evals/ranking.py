"""How well a ranking of units covers the groups of gold locators; pure functions.

Locators match when one is the other, around it or inside it (`matches`). A group counts once,
where the first of its alternatives stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from corpus.locator import ancestors

DEPTH = 10
"""Units of a ranking that are looked at."""

Groups = Sequence[Sequence[str]]


def places(ranking: Sequence[str], groups: Groups) -> list[int | None]:
    """For each group the place (from 1) of its first unit among the first ten; None if none is."""
    return [
        next((place for place, unit in enumerate(ranking[:DEPTH], 1) if matches(unit, group)), None)
        for group in groups
    ]


def hit_at(k: int, ranking: Sequence[str], groups: Groups) -> float:
    """1.0 where any group stands among the first `k`."""
    return float(any(place is not None and place <= k for place in places(ranking, groups)))


def recall_at(k: int, ranking: Sequence[str], groups: Groups) -> float:
    """The share of the groups that stand among the first `k`."""
    found = [place for place in places(ranking, groups) if place is not None and place <= k]
    return len(found) / len(groups)


def reciprocal_rank(ranking: Sequence[str], groups: Groups) -> float:
    """1 / place of the first gold unit among the first ten, else 0.0 (its mean is MRR@10)."""
    found = [place for place in places(ranking, groups) if place is not None]
    return 1 / min(found) if found else 0.0


def ndcg(ranking: Sequence[str], groups: Groups) -> float:
    """Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002).

    Each group gains 1 where its first unit stands; the ideal ranking begins with one unit of each.
    """
    # Two groups may be met by one unit: an ideal ranking could do no better than one a place.
    taken = sorted(place for place in places(ranking, groups) if place is not None)
    gained = sum(1 / math.log2(1 + place) for place in (max(p, n) for n, p in enumerate(taken, 1)))
    ideal = sum(1 / math.log2(1 + place) for place in range(1, min(len(groups), DEPTH) + 1))
    return gained / ideal


def matches(locator: str, gold: Iterable[str]) -> bool:
    """Whether a locator is one of the gold ones, or around or inside one of them."""
    return any(
        locator == wanted or wanted in ancestors(locator) or locator in ancestors(wanted)
        for wanted in gold
    )
