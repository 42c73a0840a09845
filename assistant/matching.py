"""What one wording finds: by what it means, by the words it uses, by the texts it names.

The scores of each search are standardised over the candidates of this wording (z-scores) and summed,
per unit: a unit held in both languages, or in several parts, is one candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from assistant.definitions import find_definition
from assistant.fusion import fuse
from assistant.metric import metric_for
from assistant.named_sources import named_decisions, named_sources
from assistant.per_index import once_per_index
from assistant.question import Understood
from assistant.standing import penalty
from corpus.embedder import Embedder, Vectors
from corpus.index import Index
from corpus.keywords import words
from corpus.manifest import Manifest
from corpus.nouns import CARD_SOURCE, Hit, Passage
from corpus.reranker import Reranker
from corpus.vectors import VectorKey

CANDIDATES = 60
"""Keyword matches taken before fusion."""
FACES = 600
"""Faces taken before fusion: a unit has several, in two languages."""
TEXTS = 60
"""Texts taken besides, by their own words after the map."""
# Chosen on evals/cases/development.jsonl and the CNIL development queries; see evals/cases/README.md.
WEIGHT_MEANING = 1.5
# Articles gain from the words of the law more than answers do from the words of a card.
WEIGHT_MEANING_OF_TEXTS = 1.0
# A few words are looked up, a sentence is understood: the words of a long question mislead BM25.
WEIGHT_KEYWORDS_SHORT = 1.0
WEIGHT_KEYWORDS_LONG = 0.6
SHORT_QUESTION_WORDS = 3
"""Content words up to which a question is a keyword query."""
RERANKED = 30
"""Units that a reranker looks at again, where one is set."""
WEIGHT_RERANKER = 1.0
DEFINITION_LEAD = 1.0
"""In z-scores: the definition a question asks for comes before all that talks about the term."""
SOURCE_LEAD = 1.0
"""In z-scores: units of a text the person named by number come before those of all others."""
SOURCE_UNITS = 3
"""Units of such a text that lead."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """How near a unit is: by the model's own cosine, and by the map learnt for this field."""

    cosine: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Found:
    """What the searches for one wording found, before anything is left out.

    `gained` is what a reranker adds to its best units, in z-scores; empty without one. `texts` are the
    units whose own words are most alike after the map, with how alike, best first; empty without a map.
    """

    understood: Understood
    vector: Vectors
    meanings: dict[str, Meaning]
    keyword_scores: dict[str, float]
    gained: dict[str, float]
    texts: tuple[tuple[str, float], ...] = ()

    def hits(self, ranked: Iterable[tuple[str, float]], index: Index) -> tuple[Hit, ...]:
        """The units with the part of each that matched best."""
        question = self.understood.question
        lang, as_of = question.text_lang or self.understood.lang, question.as_of
        return tuple(
            Hit(
                passage=index.passage(locator, lang, as_of),
                focus=_focus(locator, self.vector, self.understood, index),
                score=float(score),
                rankings=_rankings(locator, self.meanings, self.keyword_scores),
            )
            for locator, score in ranked
        )


@dataclass(frozen=True, slots=True)
class Matcher:
    """What wordings are searched in, and with what.

    With a `manifest`, texts that stand with reservations are outranked by those that do not; a
    `reranker` has its say on the best units.
    """

    index: Index
    embedder: Embedder
    manifest: Manifest | None = None
    reranker: Reranker | None = None

    def search(self, understood: Understood) -> Found:
        """Everything the wording finds; what it may not show is still among it."""
        vector = self.embedder.embed_query(understood.search_text)
        faces = _faces_of_texts(vector, understood, self.index, self.embedder.name)
        meanings = _meanings(vector, understood, self.index, self.embedder.name, list(faces))
        keyword_scores = _keyword_scores(understood, self.index)
        texts = _by_unit(faces, self.index)
        found = Found(understood, vector, meanings, keyword_scores, {}, texts)
        if self.reranker is None:
            return found
        fused = _fused(found, WEIGHT_MEANING)
        return replace(found, gained=_reranked(fused, understood, self.index, self.reranker))

    def scores(self, found: Found) -> dict[str, float]:
        """The score of each unit for an answer, in z-scores."""
        return self._scores(found, WEIGHT_MEANING)

    def text_scores(self, found: Found) -> dict[str, float]:
        """The score of each unit for the articles that a search shows."""
        return self._scores(found, WEIGHT_MEANING_OF_TEXTS)

    def leads(self, found: Found) -> dict[str, float]:
        """Units that stand before all others, and how far: the definition asked for, texts named."""
        understood = found.understood
        leads: dict[str, float] = {}
        definition = find_definition(understood.question.text, understood.lang, self.index)
        if definition:
            leads[definition] = DEFINITION_LEAD
        if self.manifest is not None and understood.question.source is None:
            above = max(leads.values(), default=0.0)
            for unit, lead in _named_units(found, self.index, self.manifest).items():
                leads[unit] = above + lead
        return leads

    def _scores(self, found: Found, weight_meaning: float) -> dict[str, float]:
        scores = _fused(found, weight_meaning)
        for unit, gain in found.gained.items():
            scores[unit] += gain
        if self.manifest is not None and found.understood.question.source is None:
            _weigh_standing(scores, found.understood, self.index, self.manifest)
        best = max(scores.values(), default=0.0)
        scores.update((unit, best + lead) for unit, lead in self.leads(found).items())
        return scores


def _fused(found: Found, weight_meaning: float) -> dict[str, float]:
    near = {unit: meaning.similarity for unit, meaning in found.meanings.items()}
    weight = _keyword_weight(found.understood)
    return fuse([(weight_meaning, near), (weight, found.keyword_scores)])


def _reranked(
    scores: Mapping[str, float], understood: Understood, index: Index, reranker: Reranker
) -> dict[str, float]:
    """What the second model thinks of the best units, in z-scores among them."""
    best = sorted(scores, key=lambda unit: -scores[unit])[:RERANKED]
    passages = [index.passage(unit, understood.lang, understood.question.as_of) for unit in best]
    texts = [f"{passage.heading}. {passage.full_text}".lstrip(". ") for passage in passages]
    found = dict(zip(best, reranker.scores(understood.search_text, texts), strict=True))
    return fuse([(WEIGHT_RERANKER, found)])


def _weigh_standing(
    scores: dict[str, float], understood: Understood, index: Index, manifest: Manifest
) -> None:
    as_of = understood.question.as_of
    for locator in scores:
        passage = index.passage(locator, understood.lang, as_of)
        scores[locator] -= penalty(passage, manifest.source_of(passage))


def _named_units(found: Found, index: Index, manifest: Manifest) -> dict[str, float]:
    """The best units of the texts the person named by number, and the decisions named."""
    text = found.understood.question.text
    leads: dict[str, float] = {}
    for source in named_sources(text, manifest):
        cosines: dict[str, float] = {}
        for match in index.vectors.search(found.vector, CANDIDATES, source):
            unit = unit_of(index.passages[match.passage_id].locator)
            cosines[unit] = max(cosines.get(unit, -1.0), match.cosine)
        nearest = sorted(cosines.items(), key=lambda item: -item[1])[:SOURCE_UNITS]
        leads.update((unit, SOURCE_LEAD + cosine) for unit, cosine in nearest)
    for decision in named_decisions(text):
        for place, unit in enumerate(
            (f"card:decision-cnil-{decision}", f"cnil-decisions:{decision}")
        ):
            if index.has(unit):
                leads[unit] = 2 * SOURCE_LEAD - 0.1 * place
    return leads


def unit_of(locator: str) -> str:
    """The unit a part belongs to: `cnil-faq:61#2` -> `cnil-faq:61`."""
    return locator.partition("#")[0]


def _meanings(
    vector: Vectors,
    understood: Understood,
    index: Index,
    embedding_model: str,
    further: Sequence[VectorKey],
) -> dict[str, Meaning]:
    """The nearest face of each unit, over all its faces and parts in both languages; `further` ones too."""
    matches = index.vectors.search(vector, FACES, understood.question.source)
    keys = [(match.passage_id, match.field) for match in matches]
    cosines = [match.cosine for match in matches]
    if further:
        keys += further
        cosines += (index.exact.rows(further) @ vector).tolist()
    metric = metric_for(embedding_model)
    similarities: Sequence[float] = cosines
    if metric is not None and keys:
        similarities = metric.similarities(vector, index.exact.rows(keys)).tolist()
    best: dict[str, Meaning] = {}
    for (passage_id, _), cosine, similarity in zip(keys, cosines, similarities, strict=True):
        unit = unit_of(index.passages[passage_id].locator)
        known = best.get(unit, Meaning(-1.0, -1.0))
        best[unit] = Meaning(max(known.cosine, cosine), max(known.similarity, similarity))
    return best


def _faces_of_texts(
    vector: Vectors, understood: Understood, index: Index, embedding_model: str
) -> dict[VectorKey, float]:
    """The texts whose own words are most alike after the map, best first.

    The model calls two wordings in one language nearer than one matter in two: by its cosines the
    questions of our cards, in the reader's language, hide the guidance held in the other.
    """
    metric = metric_for(embedding_model)
    keys, mapped = _mapped_texts(index, embedding_model) if metric else ([], vector)
    if metric is None or not keys:
        return {}
    similarities = mapped @ metric.mapped(vector[None, :])[0]
    source = understood.question.source
    order = np.argsort(-similarities, kind="stable")
    ranked = (
        (keys[row], float(similarities[row]))
        for row in order
        if source is None or index.passages[keys[row][0]].source == source
    )
    return dict(islice(ranked, TEXTS))


def _by_unit(faces: Mapping[VectorKey, float], index: Index) -> tuple[tuple[str, float], ...]:
    """The units of faces in their order, each once."""
    best: dict[str, float] = {}
    for (passage_id, _), similarity in faces.items():
        best.setdefault(unit_of(index.passages[passage_id].locator), similarity)
    return tuple(best.items())


@once_per_index
def _mapped_texts(index: Index, embedding_model: str) -> tuple[list[VectorKey], Vectors]:
    """The faces of all texts but our cards, and their vectors after the map, (n, dimension)."""
    metric = metric_for(embedding_model)
    assert metric is not None
    keys = [
        (passage_id, field)
        for passage_id, field in index.exact.keys
        if field == "text" and index.passages[passage_id].source != CARD_SOURCE
    ]
    return keys, metric.mapped(index.exact.rows(keys)) if keys else np.zeros((0, 0), np.float32)


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


def _keyword_weight(understood: Understood) -> float:
    count = len(words(understood.search_text, understood.lang))
    return WEIGHT_KEYWORDS_SHORT if count <= SHORT_QUESTION_WORDS else WEIGHT_KEYWORDS_LONG


def _focus(locator: str, vector: Vectors, understood: Understood, index: Index) -> Passage:
    """The part of a unit whose words come closest to the question, in the reader's language."""
    lang, as_of = understood.lang, understood.question.as_of
    whole = index.passage(locator, lang, as_of)
    parts = [index.passage(inside, lang, as_of) for inside in index.inside(locator, as_of)]
    searched = [p for p in (whole, *parts) if p.is_searched and not p.locator.endswith("#body")]
    return max(searched, key=lambda p: index.exact.text_cosine(p.id, vector), default=whole)


def _rankings(
    locator: str, meanings: Mapping[str, Meaning], keyword_scores: Mapping[str, float]
) -> dict[str, float]:
    found: dict[str, float] = {}
    if locator in meanings:
        meaning = meanings[locator]
        found["meaning"] = meaning.cosine
        if meaning.similarity != meaning.cosine:  # there is a map for this model
            found["field"] = meaning.similarity
    if locator in keyword_scores:
        found["keywords"] = keyword_scores[locator]
    return found
