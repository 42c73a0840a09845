"""Whether a text could tell what is asked, or it is a fact about the world that none tells.

"Who must appoint a DPO?" asks for a rule; "Who is the DPO of this shop?", what a tool costs, what most
people do, what a court will decide, whether a colleague did it: no law or guide says so, though the
words are those of our field and a card always lies near. A support-vector machine over the question's
vector tells the two apart (`evals/train_answerable.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.machine import Machine
from corpus.embedder import Vectors

MODEL_PATH = Path(__file__).with_name("answerable_model.npz")


@dataclass(frozen=True, slots=True)
class AnswerableModel:
    """What was learnt for the vectors of one embedding model; other models have none.

    A score over `threshold` means that no text can tell: it is set so that of the questions of our
    field that texts do answer next to none is declined, at the price of missing some that none answers.
    """

    embedding_model: str
    machine: Machine
    threshold: float

    def is_beyond_texts(self, vector: Vectors) -> bool:
        """Whether a question with this vector, (dimension,), asks for what no text can tell."""
        return self.machine.score(vector) > self.threshold


@lru_cache(maxsize=1)
def answerable_model() -> AnswerableModel:
    """The model shipped with the program."""
    with np.load(MODEL_PATH, allow_pickle=False) as stored:
        return AnswerableModel(
            embedding_model=str(stored["embedding_model"]),
            machine=Machine.restored(stored),
            threshold=float(stored["threshold"]),
        )
