"""Whether what was found answers the question: `answered`, `not_found` or `out_of_scope`.

A logistic regression over sixteen signs decides whether a question is one of this field: what a
support-vector machine says of its vector, how near it lies to questions of this field and of others,
and to our texts, by the model's cosine and after the map learnt for this field, and which words it
uses. The best passage's nearness says whether a text answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.answer import Outcome
from assistant.courtesy import courtesy
from assistant.jurisdiction import field_words, other_law
from assistant.machine import Machine
from assistant.metric import Metric, shipped_metric
from assistant.retrieve import Retrieved
from assistant.untellable import FORMS
from corpus.embedder import Vectors
from corpus.keywords import coverage, words
from corpus.nouns import USER_SOURCE_PREFIX, Hit

MODEL_PATH = Path(__file__).with_name("scope_model.npz")

LEAST_COSINE = 0.80
"""Nearness below which no passage answers; e5 gives unrelated texts 0.70 to 0.81."""
SAME_WORDING_COSINE = 0.95
"""Nearness from which a question is one that a text is known to answer, however it sounds: next to
none of the foreign questions of `evals/cases/scope_training.jsonl` comes as near to any text."""
STORY_SHORTFALL = 2.0
"""So far under the threshold a story is still of our field if one of its sentences plainly is: what
it tells of shoes and summer hides what it asks."""
SENTENCE_EXCESS = 2.0
"""How far over the threshold such a sentence lies; of 240 stories made of the off-topic development
questions none passes that speaks of no other law."""
OWN_COVERAGE = 0.6
"""Share of the question's words that a passage of the user's own documents must hold to answer it."""
UNKNOWN_MODEL_COVERAGE = 0.5
"""Share of the question's words that must be found where no threshold is known for the vectors."""
NEIGHBOURS = 5
"""Known questions, and hits, whose mean nearness is a sign."""
SIGNS = 16
FOREIGN, UNSIDED, OURS = -1, 0, 1
"""The side of a known question; those without one only support the machine."""
MOST_OWN_WORDS, MOST_FOREIGN_WORDS = 3, 2
"""More words than these of a field say no more."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A question's cosines with the known questions of each side, (n,), before and after the map."""

    ours: Vectors
    foreign: Vectors
    ours_mapped: Vectors
    foreign_mapped: Vectors


@dataclass(frozen=True)
class ScopeModel:
    """What was learnt for the vectors of one embedding model; other models have none.

    `known` (n, dimension) are questions seen in training, `sides` (n,) where they belong, `weights`
    (n,) what each weighs in the machine over standardised vectors. `sign_weights` (16,) and
    `sign_intercept` combine the signs; a score under `threshold` is out of scope.
    """

    embedding_model: str
    metric: Metric
    known: Vectors
    sides: npt.NDArray[np.int8]
    weights: Vectors
    mean: Vectors
    spread: Vectors
    intercept: float
    gamma: float
    sign_weights: Vectors
    sign_intercept: float
    threshold: float

    def machine_score(self, vector: Vectors) -> float:
        """What the support-vector machine says: the larger, the more the vector is of our field."""
        return self._machine.score(vector)

    def neighbours(self, vector: Vectors) -> Neighbours:
        """How near a question lies to each known one that has a side."""
        plain, mapped = self.known @ vector, self._mapped @ self.metric.mapped(vector[None, :])[0]
        ours, foreign = self.sides == OURS, self.sides == FOREIGN
        return Neighbours(plain[ours], plain[foreign], mapped[ours], mapped[foreign])

    def score(self, retrieved: Retrieved) -> float:
        """The larger, the more a question is one of our field."""
        vector = retrieved.vector
        found = signs(retrieved, self.machine_score(vector), self.neighbours(vector))
        return float(self.sign_weights @ found) + self.sign_intercept

    @cached_property
    def _machine(self) -> Machine:
        """The known questions that weigh something."""
        weighing = self.weights != 0
        return Machine(
            support=self.known[weighing],
            weights=self.weights[weighing],
            mean=self.mean,
            spread=self.spread,
            intercept=self.intercept,
            gamma=self.gamma,
        )

    @cached_property
    def _mapped(self) -> Vectors:
        return self.metric.mapped(self.known)


@lru_cache(maxsize=1)
def scope_model() -> ScopeModel:
    """The model shipped with the program, trained by `evals/train_scope.py`."""
    with np.load(MODEL_PATH, allow_pickle=False) as stored:
        intercept, gamma, sign_intercept, threshold, step = map(float, stored["numbers"])
        return ScopeModel(
            embedding_model=str(stored["embedding_model"]),
            metric=shipped_metric(),
            known=stored["known"].astype(np.float32) * np.float32(step),
            sides=stored["sides"],
            weights=stored["weights"],
            mean=stored["mean"],
            spread=stored["spread"],
            intercept=intercept,
            gamma=gamma,
            sign_weights=stored["sign_weights"],
            sign_intercept=sign_intercept,
            threshold=threshold,
        )


def signs(retrieved: Retrieved, machine_score: float, near: Neighbours) -> Vectors:
    """The sixteen signs of a question."""
    own_words, foreign_words = field_words(retrieved.understood.search_text)
    meanings = [hit.rankings["meaning"] for hit in retrieved.hits if "meaning" in hit.rankings]
    similar = [hit.rankings["field"] for hit in retrieved.hits if "field" in hit.rankings]
    found = (
        machine_score,
        *_highest(near.ours),
        *_highest(near.foreign),
        *_highest(near.ours_mapped),
        *_highest(near.foreign_mapped),
        retrieved.best_cosine,
        _highest(np.array(meanings))[1],
        *_highest(np.array(similar)),
        retrieved.best_coverage,
        min(own_words, MOST_OWN_WORDS),
        min(foreign_words, MOST_FOREIGN_WORDS),
    )
    return np.array(found, dtype=np.float32)


def _highest(cosines: Vectors) -> tuple[float, float]:
    """The highest, and the mean of the five highest; 0.0 for none."""
    best = np.sort(cosines)[-NEIGHBOURS:]
    return (float(best[-1]), float(best.mean())) if len(best) else (0.0, 0.0)


def decide(retrieved: Retrieved, embedding_model: str) -> Outcome:
    """The outcome for a question, given the model its vector came from."""
    if _is_of_another_law(retrieved) or courtesy(retrieved.understood.question.text):
        return "out_of_scope"
    if retrieved.named:
        return "answered"
    if not retrieved.hits or retrieved.unknown or retrieved.unknown_documents:
        return "not_found"
    is_known = retrieved.best_cosine >= SAME_WORDING_COSINE
    if retrieved.untellable in FORMS and not is_known:
        return "not_found"
    model = scope_model()
    if model.embedding_model != embedding_model:
        # The cosines of another model mean something else: only the words can be judged.
        return "answered" if retrieved.best_coverage >= UNKNOWN_MODEL_COVERAGE else "not_found"
    if not is_known and model.score(retrieved) < model.threshold:
        return "out_of_scope"
    if retrieved.best_cosine < LEAST_COSINE or (retrieved.untellable and not is_known):
        return "not_found"
    return "answered"


def is_nearly_ours(retrieved: Retrieved, embedding_model: str) -> bool:
    """Whether a story that was declined is worth judging sentence by sentence."""
    model = scope_model()
    if model.embedding_model != embedding_model or not retrieved.understood.facets:
        return False
    if other_law(retrieved.understood.search_text) or courtesy(retrieved.understood.question.text):
        return False
    return model.score(retrieved) >= model.threshold - STORY_SHORTFALL


def is_plainly_ours(sentence: Retrieved) -> bool:
    """Whether what was found for a sentence leaves no doubt that it is of our field."""
    model = scope_model()
    return model.score(sentence) >= model.threshold + SENTENCE_EXCESS


def answering_documents(retrieved: Retrieved) -> tuple[Hit, ...]:
    """Hits of the user's own documents that hold most words of the question.

    They may be about anything: what is out of our field is still answered by them, and by them alone.
    """
    understood = retrieved.understood
    asked = words(understood.search_text, understood.lang)
    return tuple(
        hit
        for hit in retrieved.hits
        if hit.passage.source.startswith(USER_SOURCE_PREFIX)
        and coverage(asked, words(hit.passage.full_text, hit.passage.lang)) >= OWN_COVERAGE
    )


def _is_of_another_law(retrieved: Retrieved) -> bool:
    """Whether only a law that is not ours is asked for, and none of our cards is known to say it."""
    found = other_law(retrieved.understood.search_text)
    is_elsewhere = found is not None and found.law.is_apart and not found.is_mixed
    return is_elsewhere and retrieved.best_cosine < SAME_WORDING_COSINE
