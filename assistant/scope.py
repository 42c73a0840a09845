"""Whether what was found answers the question: `answered`, `not_found` or `out_of_scope`.

A linear model over the question's vector says how much it sounds like a question of this field; the
best passage's nearness and the share of the question's words found say whether a text answers it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.answer import Outcome
from assistant.retrieve import Retrieved
from corpus.embedder import Vectors

WEIGHTS_PATH = Path(__file__).with_name("scope_weights.json")

# Thresholds chosen on evals/cases/development.jsonl.
LEAST_SCOPE = 0.5
"""Probability below which a question is out of scope."""
LEAST_COSINE = 0.80
"""Nearness below which no passage answers; e5 gives unrelated texts 0.70 to 0.81."""

UNKNOWN_MODEL_COVERAGE = 0.5
"""Share of the question's words that must be found where no threshold is known for the vectors."""


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """Weights for vectors of one embedding model; other models have no scope model."""

    embedding_model: str
    weights: Vectors
    bias: float

    def probability(self, vector: Vectors) -> float:
        """How likely a question with this vector is one of our field, 0 to 1."""
        return 1 / (1 + math.exp(-float(self.weights @ vector) - self.bias))


@lru_cache(maxsize=1)
def scope_model() -> ScopeModel:
    """The model shipped with the program, trained by `evals/train_scope.py`."""
    stored = json.loads(WEIGHTS_PATH.read_text(encoding="utf-8"))
    weights = np.array(stored["weights"], dtype=np.float32)
    return ScopeModel(stored["embedding_model"], weights, float(stored["bias"]))


def decide(retrieved: Retrieved, embedding_model: str) -> Outcome:
    """The outcome for a question, given the model its vector came from."""
    if retrieved.named:
        return "answered"
    if not retrieved.hits or retrieved.unknown:
        return "not_found"
    model = scope_model()
    if model.embedding_model == embedding_model:
        if model.probability(retrieved.vector) < LEAST_SCOPE:
            return "out_of_scope"
        return "answered" if retrieved.best_cosine >= LEAST_COSINE else "not_found"
    # Another embedding model: its cosines mean something else, only the words can be judged.
    return "answered" if retrieved.best_coverage >= UNKNOWN_MODEL_COVERAGE else "not_found"
