"""How alike a question and a text are in this field: a linear map over the model's vectors.

The general model calls all texts on data protection alike (its cosines lie between 0.75 and 0.95).
The map was learnt on questions of our own, so that those with one answer come near each other and
others apart (`evals/train_metric.py`). It re-scores what the index found: the index, and every
threshold on nearness, keep the model's own cosines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.embedder import Vectors

METRIC_PATH = Path(__file__).with_name("metric.npz")


@dataclass(frozen=True, slots=True)
class Metric:
    """A map for the vectors of one embedding model: `weights` (dimension, dimension), `mean`."""

    embedding_model: str
    weights: Vectors
    mean: Vectors

    def similarities(self, vector: Vectors, rows: Vectors) -> Vectors:
        """Cosines of (dimension,) with each row of (n, dimension) after the map, (n,)."""
        similarities: Vectors = self.mapped(rows) @ self.mapped(vector[None, :])[0]
        return similarities

    def mapped(self, rows: Vectors) -> Vectors:
        """The rows of (n, dimension) after the map, normalised."""
        mapped = (rows - self.mean) @ self.weights.T
        lengths = np.linalg.norm(mapped, axis=1, keepdims=True)
        scaled: Vectors = mapped / np.maximum(lengths, np.finfo(np.float32).tiny)
        return scaled


@lru_cache(maxsize=1)
def shipped_metric() -> Metric:
    """The map shipped with the program."""
    with np.load(METRIC_PATH, allow_pickle=False) as stored:
        return Metric(
            embedding_model=str(stored["embedding_model"]),
            weights=stored["weights"].astype(np.float32),
            mean=stored["mean"].astype(np.float32),
        )


def metric_for(embedding_model: str) -> Metric | None:
    """The map for a model's vectors; None for a model that none was learnt for."""
    metric = shipped_metric()
    return metric if metric.embedding_model == embedding_model else None


def save_metric(metric: Metric, path: Path = METRIC_PATH) -> None:
    """Write a map; half precision changes no ranking."""
    np.savez_compressed(
        path,
        embedding_model=np.array(metric.embedding_model),
        weights=metric.weights.astype(np.float16),
        mean=metric.mean.astype(np.float16),
    )
