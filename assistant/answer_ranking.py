"""Which unit an answer is made of: what is known of each of the best units, weighed together.

Nearness alone often puts the card of a neighbouring question first. The articles that the whole
search agrees on, and the words of the question, tell such neighbours apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from assistant.card_choice import is_of_kind
from assistant.expansion import WHOLE, Ranked, article_of_unit, is_card
from assistant.matching import Found
from assistant.per_index import once_per_index
from assistant.question_kind import kind_of
from corpus.index import Index
from corpus.keywords import coverage, words
from corpus.nouns import Language

RERANKED_UNITS = 12
"""Units that are weighed; the others follow in their order."""
TOLD_UNITS = 30
"""Units of each sentence of a story that count for its answer."""
AGREEING_ARTICLES = 3
"""Articles of a card that are held against those the search found."""
# Fitted by `python -m evals.train_ranking` on the development questions; see evals/cases/README.md.
WEIGHTS = {
    "score": 0.4,
    "agreement": 2.9,
    "similarity": 6.3,
    "coverage": 3.1,
    "kind": 0.2,
}
"""What each sign of a unit weighs: its fused score (z-scores), the mean score of the articles it stands
on (0 to 1), its nearness after the map (-1 to 1), the share of the question's words it holds (0 to 1),
and whether it is a card for the kind of question that was asked."""


def reranked(
    ranked: Sequence[tuple[str, float]],
    leading: Collection[str],
    found: Found,
    articles: Sequence[Ranked],
    index: Index,
) -> list[tuple[str, float]]:
    """The ranking with its best units in the order in which they may answer.

    Units `leading` for a reason of their own stay in front. Scores keep their spread: what follows
    compares them with the best one.
    """
    first = [one for one in ranked if one[0] in leading]
    others = [one for one in ranked if one[0] not in leading]
    best, rest = others[:RERANKED_UNITS], others[RERANKED_UNITS:]
    if len(best) < 2:
        return list(ranked)
    units = [unit for unit, _ in best]
    gained = np.array([found.gained.get(unit, 0.0) for unit in units])
    table = signs(best, found, articles, index)
    weighed = table @ np.array(list(WEIGHTS.values())) + gained
    before = np.array([score for _, score in best])
    spread = float(weighed.std()) or 1.0
    scores = before.mean() + (weighed - weighed.mean()) * (before.std() / spread)
    order = np.argsort(-scores, kind="stable")
    moved = [(units[place], float(scores[place])) for place in order]
    if first:  # the order of those in front is theirs
        moved = [(unit, min(score, first[-1][1])) for unit, score in moved]
    return [*first, *moved, *((unit, min(score, moved[-1][1])) for unit, score in rest)]


def told_together(
    whole: Sequence[tuple[str, float]],
    parts: Sequence[Sequence[tuple[str, float]]],
    leading: Collection[str],
) -> list[tuple[str, float]]:
    """One ranking of a story: what the whole finds, and what its sentences agree on.

    Every unit's share of the best score of each ranking is summed, the whole's counting twice. Scores
    are those of the whole again: the best one keeps its own. Units `leading` stay in front.
    """
    totals: dict[str, float] = defaultdict(float)
    for weight, ranking in ((WHOLE, whole), *((1.0, part) for part in parts)):
        best = max((score for _, score in ranking), default=0.0)
        for unit, score in ranking[:TOLD_UNITS]:
            if best > 0:
                totals[unit] += weight * max(0.0, score) / best
    first = [one for one in whole if one[0] in leading]
    top = max((total for unit, total in totals.items() if unit not in leading), default=0.0)
    highest = first[-1][1] if first else max((score for _, score in whole), default=0.0)
    if top <= 0 or highest <= 0:
        return list(whole)
    told = sorted(totals.items(), key=lambda one: (-one[1], one[0]))
    moved = [(unit, highest * (total / top)) for unit, total in told if unit not in leading]
    lowest = moved[-1][1]
    rest = [one for one in whole if one[0] not in totals and one[0] not in leading]
    return [*first, *moved, *((unit, min(score, lowest)) for unit, score in rest)]


def signs(
    best: Sequence[tuple[str, float]], found: Found, articles: Sequence[Ranked], index: Index
) -> npt.NDArray[np.float64]:
    """What is known of each unit: a row for each, a column for each of `WEIGHTS`."""
    understood = found.understood
    lang = understood.lang
    asked = words(understood.search_text, lang)
    kind = kind_of(understood.question.text, lang)
    top = articles[0].score if articles and articles[0].score > 0 else 1.0
    agreed = {one.article: one.score / top for one in articles}
    rows = [
        (
            score,
            _agreement(unit, agreed, found, index),
            _similarity(unit, found),
            coverage(asked, _stems(index, unit, lang)),
            is_of_kind(index.passage(unit, lang), kind),
        )
        for unit, score in best
    ]
    return np.array(rows, dtype=np.float64)


def _similarity(unit: str, found: Found) -> float:
    return found.meanings[unit].similarity if unit in found.meanings else 0.0


def _agreement(unit: str, agreed: dict[str, float], found: Found, index: Index) -> float:
    """How high the articles a card stands on (or the unit's own) stand among those found, 0 to 1."""
    articles = [article_of_unit(unit)]
    if is_card(unit):
        cited = index.passage(unit, found.understood.lang).cited_locators
        articles = [article_of_unit(locator) for locator in cited if not is_card(locator)]
    shares = sorted((agreed.get(one, 0.0) for one in dict.fromkeys(articles)), reverse=True)
    return sum(shares[:AGREEING_ARTICLES]) / AGREEING_ARTICLES


@once_per_index
def _stems(index: Index, unit: str, lang: Language) -> frozenset[str]:
    """The stems of all a unit says and is asked for, a card's body included."""
    passage = index.passage(unit, lang)
    body = f"{unit}#body"
    told = index.passage(body, lang).text if index.has(body) else ""
    parts = (passage.heading, *passage.questions, passage.full_text, told)
    return frozenset(words(" ".join(parts), lang))
