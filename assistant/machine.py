"""A support-vector machine with a Gaussian kernel over standardised vectors, as it is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.embedder import Vectors


@dataclass(frozen=True)
class Machine:
    """What was learnt: `support` (n, dimension) vectors and what each weighs, (n,).

    A vector is standardised by `mean` and `spread`, (dimension,), before it is compared.
    """

    support: Vectors
    weights: Vectors
    mean: Vectors
    spread: Vectors
    intercept: float
    gamma: float

    def score(self, vector: Vectors) -> float:
        """The larger, the more the vector belongs to the class that was learnt as the positive one."""
        support, lengths = self._standardised
        asked = (vector - self.mean) / self.spread
        distances = np.maximum(lengths - 2 * (support @ asked) + asked @ asked, 0.0)
        return float(self.weights @ np.exp(-self.gamma * distances)) + self.intercept

    @cached_property
    def _standardised(self) -> tuple[Vectors, Vectors]:
        support = (self.support - self.mean) / self.spread
        return support, (support**2).sum(axis=1)

    def stored(self) -> dict[str, npt.NDArray[Any]]:
        """Its arrays for an `.npz` file; the vectors in one byte a number, which moves a cosine by
        less than a thousandth."""
        step = float(np.abs(self.support).max()) / 127
        return {
            "support": np.round(self.support / step).astype(np.int8),
            "weights": self.weights.astype(np.float32),
            "mean": self.mean.astype(np.float32),
            "spread": self.spread.astype(np.float32),
            "numbers": np.array([self.intercept, self.gamma, step], dtype=np.float32),
        }

    @classmethod
    def restored(cls, stored: Mapping[str, npt.NDArray[Any]]) -> Machine:
        """The machine of such arrays; raises `KeyError` where one is missing."""
        intercept, gamma, step = map(float, stored["numbers"])
        return cls(
            support=stored["support"].astype(np.float32) * np.float32(step),
            weights=stored["weights"],
            mean=stored["mean"],
            spread=stored["spread"],
            intercept=intercept,
            gamma=gamma,
        )
