"""From an understood question to ranked passages.

Three searches see the question: the references it names, the words it uses (BM25) and what it
means (e5 vectors). Their scores are standardised over the candidates of this question (z-scores)
and summed, per unit: a unit held in both languages, or in several parts, is one candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.definitions import find_definition
from assistant.named_sources import named_decisions, named_sources
from assistant.question import Understood
from assistant.standing import penalty
from corpus.embedder import Embedder, Vectors
from corpus.index import Index
from corpus.keywords import coverage, words
from corpus.locator import ancestors
from corpus.manifest import Manifest
from corpus.nouns import USER_SOURCE_PREFIX, Hit, Language, Passage

CANDIDATES = 60
"""Keyword matches taken before fusion."""
FACES = 200
"""Faces taken before fusion: a unit has several, in two languages."""
# Chosen on evals/cases/development.jsonl and the CNIL development queries; see evals/cases/README.md.
WEIGHT_MEANING = 1.0
# A few words are looked up, a sentence is understood: the words of a long question mislead BM25.
WEIGHT_KEYWORDS_SHORT = 1.0
WEIGHT_KEYWORDS_LONG = 0.6
SHORT_QUESTION_WORDS = 3
"""Content words up to which a question is a keyword query."""
DEFINITION_LEAD = 1.0
"""In z-scores: the definition a question asks for comes before all that talks about the term."""
SOURCE_LEAD = 1.0
"""In z-scores: units of a text the person named by number come before those of all others."""
SOURCE_UNITS = 3
"""Units of such a text that lead."""
NAMED_SCORE = 100.0
"""What a unit the person named scores: above any sum of z-scores."""
OWN_UNITS = 3
"""Units of the user's own documents among the hits: they never crowd out the law."""
UNITS_PER_ARTICLE = 2
"""Units of one article among the hits, so that an answer sees several articles."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Ranked hits, best first, and how much the best of them deserve trust.

    `best_cosine`: the highest cosine of any face with the question. `best_coverage`: the highest
    share of the question's words found in one of the first hits, 0 to 1. `named`: the locators the
    person named that are loaded; `unknown`: those that no loaded text holds.
    """

    understood: Understood
    vector: Vectors
    hits: tuple[Hit, ...]
    best_cosine: float
    best_coverage: float
    named: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def retrieve(
    understood: Understood,
    index: Index,
    embedder: Embedder,
    *,
    manifest: Manifest | None = None,
    limit: int = 10,
) -> Retrieved:
    """The `limit` best units for a question, of one source if the question says so.

    With a `manifest`, texts that stand with reservations are outranked by those that do not.
    """
    question = understood.question
    vector = embedder.embed_query(understood.search_text)
    meanings = _meanings(vector, understood, index)
    keyword_scores = _keyword_scores(understood, index)
    scores = fuse([(WEIGHT_MEANING, meanings), (_keyword_weight(understood), keyword_scores)])
    if manifest is not None and question.source is None:
        _weigh_standing(scores, understood, index, manifest)
    definition = find_definition(question.text, understood.lang, index)
    if definition:
        scores[definition] = max(scores.values(), default=0.0) + DEFINITION_LEAD
    if manifest is not None and question.source is None:
        _lead_with_named_texts(scores, vector, understood, index, manifest)
    # A unit asked for by name is shown even on a day on which it does not apply: its dates say so.
    named = tuple(locator for locator in understood.references if index.has(locator))
    ranked = [
        (locator, score)
        for locator, score in sorted(scores.items(), key=lambda item: -item[1])
        # Within one source a reader sees all that it holds, what no longer applies included.
        if question.source is not None
        or index.passage(locator, understood.lang, question.as_of).is_in_force(question.as_of)
    ]
    hits = tuple(
        Hit(
            passage=index.passage(locator, understood.lang, question.as_of),
            focus=_focus(locator, vector, understood, index),
            score=float(score),
            rankings=_rankings(locator, meanings, keyword_scores),
        )
        for locator, score in _diverse([*((n, NAMED_SCORE) for n in named), *ranked], limit)
    )
    return Retrieved(
        understood=understood,
        vector=vector,
        hits=hits,
        best_cosine=max(meanings.values(), default=0.0),
        best_coverage=_best_coverage(understood, hits),
        named=named,
        unknown=tuple(locator for locator in understood.references if not index.has(locator)),
    )


def fuse(rankings: Sequence[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Weighted sum of z-scores per unit.

    A ranking that did not find a unit gives it that ranking's lowest score: absence from a list of
    the best says "no better than the last", not "nothing".
    """
    # Sorted: equal scores rank alike in every process.
    units = sorted({unit for _, scores in rankings for unit in scores})
    total: dict[str, float] = dict.fromkeys(units, 0.0)
    for weight, scores in rankings:
        if len(scores) == 1:  # nothing to compare it with: found at all is what it says
            total[next(iter(scores))] += weight
        if len(scores) < 2:
            continue
        floor = min(scores.values())
        values = np.array([scores.get(unit, floor) for unit in units])
        spread = float(values.std()) or 1.0
        mean = float(values.mean())
        for unit, value in zip(units, values, strict=True):
            total[unit] += weight * (float(value) - mean) / spread
    return total


def _weigh_standing(
    scores: dict[str, float], understood: Understood, index: Index, manifest: Manifest
) -> None:
    as_of = understood.question.as_of
    for locator in scores:
        passage = index.passage(locator, understood.lang, as_of)
        scores[locator] -= penalty(passage, manifest.source_of(passage))


def _lead_with_named_texts(
    scores: dict[str, float],
    vector: Vectors,
    understood: Understood,
    index: Index,
    manifest: Manifest,
) -> None:
    """Put the best units of the texts the person named by number before all others."""
    text = understood.question.text
    best = max(scores.values(), default=0.0) + SOURCE_LEAD
    for source in named_sources(text, manifest):
        cosines: dict[str, float] = {}
        for match in index.vectors.search(vector, CANDIDATES, source):
            unit = unit_of(index.passages[match.passage_id].locator)
            cosines[unit] = max(cosines.get(unit, -1.0), match.cosine)
        nearest = sorted(cosines.items(), key=lambda item: -item[1])[:SOURCE_UNITS]
        scores.update((unit, best + cosine) for unit, cosine in nearest)
    for decision in named_decisions(text):
        for place, unit in enumerate(
            (f"card:decision-cnil-{decision}", f"cnil-decisions:{decision}")
        ):
            if index.has(unit):
                scores[unit] = best + SOURCE_LEAD - 0.1 * place


def unit_of(locator: str) -> str:
    """The unit a part belongs to: `cnil-faq:61#2` -> `cnil-faq:61`."""
    return locator.partition("#")[0]


def _meanings(vector: Vectors, understood: Understood, index: Index) -> dict[str, float]:
    """Best cosine per unit, over all its faces and parts, in both languages."""
    source = understood.question.source
    best: dict[str, float] = {}
    for match in index.vectors.search(vector, FACES, source):
        unit = unit_of(index.passages[match.passage_id].locator)
        best[unit] = max(best.get(unit, -1.0), match.cosine)
    return best


def _focus(locator: str, vector: Vectors, understood: Understood, index: Index) -> Passage:
    """The part of a unit whose words come closest to the question, in the reader's language."""
    lang, as_of = understood.lang, understood.question.as_of
    whole = index.passage(locator, lang, as_of)
    parts = [index.passage(inside, lang, as_of) for inside in index.inside(locator, as_of)]
    searched = [p for p in (whole, *parts) if p.is_searched and not p.locator.endswith("#body")]
    return max(searched, key=lambda p: index.exact.text_cosine(p.id, vector), default=whole)


def _keyword_weight(understood: Understood) -> float:
    count = len(words(understood.search_text, understood.lang))
    return WEIGHT_KEYWORDS_SHORT if count <= SHORT_QUESTION_WORDS else WEIGHT_KEYWORDS_LONG


def _rankings(
    locator: str, meanings: Mapping[str, float], keyword_scores: Mapping[str, float]
) -> dict[str, float]:
    found = {"meaning": meanings.get(locator), "keywords": keyword_scores.get(locator)}
    return {name: score for name, score in found.items() if score is not None}


def _keyword_scores(understood: Understood, index: Index) -> dict[str, float]:
    """Best BM25 score per unit, in the question's language."""
    source = understood.question.source
    allowed = (
        frozenset(p.id for p in index.passages.values() if p.source == source) if source else None
    )
    best: dict[str, float] = defaultdict(float)
    found = index.keywords.search(understood.search_text, understood.lang, CANDIDATES, allowed)
    for passage_id, score in found:
        unit = unit_of(index.passages[passage_id].locator)
        best[unit] = max(best[unit], score)
    return dict(best)


def _diverse(ranked: Iterable[tuple[str, float]], limit: int) -> list[tuple[str, float]]:
    """The best units, without a paragraph beside its own point, few of the same article."""
    chosen: list[tuple[str, float]] = []
    taken: set[str] = set()
    per_article: dict[str, int] = defaultdict(int)
    own_count = 0
    for locator, score in ranked:
        is_own = locator.startswith(USER_SOURCE_PREFIX)
        if is_own and own_count >= OWN_UNITS and score < NAMED_SCORE:
            continue
        above = ancestors(locator)
        article = above[-1] if above else locator
        is_covered = locator in taken or any(a in taken for a in above)
        covers = any(locator in ancestors(other) for other, _ in chosen)
        if is_covered or covers or per_article[article] >= UNITS_PER_ARTICLE:
            continue
        chosen.append((locator, score))
        taken.add(locator)
        per_article[article] += 1
        own_count += is_own
        if len(chosen) == limit:
            break
    return chosen


def _best_coverage(understood: Understood, hits: tuple[Hit, ...]) -> float:
    asked = words(understood.search_text, understood.lang)
    return max(
        (coverage(asked, _hit_words(h.passage, understood.lang)) for h in hits[:5]), default=0.0
    )


def _hit_words(passage: Passage, lang: Language) -> list[str]:
    parts = (*passage.questions, passage.heading, *passage.keywords, passage.full_text)
    return words(" ".join(parts), lang)
