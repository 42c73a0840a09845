"""Whether what was found answers the question: `answered`, `not_found` or `out_of_scope`.

A support-vector machine over the question's vector says whether it sounds like a question of this
field; the best passage's nearness says whether a text answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.answer import Outcome
from assistant.retrieve import Retrieved
from corpus.embedder import Vectors
from corpus.keywords import coverage, words
from corpus.nouns import USER_SOURCE_PREFIX, Hit

MODEL_PATH = Path(__file__).with_name("scope_model.npz")

LEAST_COSINE = 0.80
"""Nearness below which no passage answers; e5 gives unrelated texts 0.70 to 0.81."""
SAME_WORDING_COSINE = 0.95
"""Nearness from which a question is one that a text is known to answer, however it sounds: none of
the 659 foreign questions of `evals/cases/scope_training.jsonl` comes as near to any text."""
OWN_COVERAGE = 0.6
"""Share of the question's words that a passage of the user's own documents must hold to answer it."""
UNKNOWN_MODEL_COVERAGE = 0.5
"""Share of the question's words that must be found where no threshold is known for the vectors."""


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """A radial machine for the vectors of one embedding model; other models have none.

    `support` (n, dimension) are standardised; a score under `threshold` is out of scope.
    """

    embedding_model: str
    support: Vectors
    weights: Vectors
    mean: Vectors
    spread: Vectors
    intercept: float
    gamma: float
    threshold: float

    def score(self, vector: Vectors) -> float:
        """The larger, the more a question with this vector is one of our field."""
        standard = (vector - self.mean) / self.spread
        distances = ((self.support - standard) ** 2).sum(axis=1)
        return float(self.weights @ np.exp(-self.gamma * distances)) + self.intercept


@lru_cache(maxsize=1)
def scope_model() -> ScopeModel:
    """The model shipped with the program, trained by `evals/train_scope.py`."""
    with np.load(MODEL_PATH, allow_pickle=False) as stored:
        intercept, gamma, threshold = map(float, stored["numbers"])
        return ScopeModel(
            embedding_model=str(stored["embedding_model"]),
            support=stored["support"].astype(np.float32),
            weights=stored["weights"],
            mean=stored["mean"],
            spread=stored["spread"],
            intercept=intercept,
            gamma=gamma,
            threshold=threshold,
        )


def decide(retrieved: Retrieved, embedding_model: str) -> Outcome:
    """The outcome for a question, given the model its vector came from."""
    if retrieved.named:
        return "answered"
    if not retrieved.hits or retrieved.unknown:
        return "not_found"
    model = scope_model()
    if model.embedding_model != embedding_model:
        # The cosines of another model mean something else: only the words can be judged.
        return "answered" if retrieved.best_coverage >= UNKNOWN_MODEL_COVERAGE else "not_found"
    sounds_foreign = model.score(retrieved.vector) < model.threshold
    if sounds_foreign and retrieved.best_cosine < SAME_WORDING_COSINE:
        return "out_of_scope"
    return "answered" if retrieved.best_cosine >= LEAST_COSINE else "not_found"


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
