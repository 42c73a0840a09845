"""Learns what is in scope: a logistic regression over the question's vector.

`python -m evals.train_scope` reads `evals/cases/scope_training.jsonl` (ours, disjoint from the
development and held-out cases), prints the cross-validated error, and writes
`assistant/scope_weights.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.scope import WEIGHTS_PATH
from corpus.embedder import open_embedder
from corpus.settings import load_settings

TRAINING = Path(__file__).parent / "cases" / "scope_training.jsonl"
FOLDS = 5
# Strength of the penalty on large weights, chosen among 0.1, 0.3, 1, 3 and 10 by cross-validation.
PENALTY = 1.0
STEPS = 400
Floats = npt.NDArray[np.float64]


def main() -> int:
    """Train on everything, after saying how well the same training does on what it has not seen."""
    rows = [json.loads(line) for line in TRAINING.read_text(encoding="utf-8").splitlines()]
    embedder = open_embedder(load_settings().index.embedding_model)
    vectors = np.array([embedder.embed_query(row["question"]) for row in rows], dtype=np.float64)
    wanted = np.array([row["in_scope"] for row in rows], dtype=np.float64)
    wrong = cross_validate(vectors, wanted)
    print(f"{len(rows)} questions, {FOLDS}-fold error {wrong:.1%}")
    mean = vectors.mean(axis=0)
    weights, bias = fit(vectors - mean, wanted)
    written: dict[str, Any] = {
        "embedding_model": embedder.name,
        "questions": len(rows),
        "cross_validated_error": round(wrong, 4),
        "bias": round(float(bias - weights @ mean), 4),
        "weights": [round(float(weight), 4) for weight in weights],
    }
    WEIGHTS_PATH.write_text(json.dumps(written) + "\n", encoding="utf-8")
    return 0


def cross_validate(vectors: Floats, wanted: Floats) -> float:
    """Share of questions put on the wrong side by a model that has not seen them."""
    order = np.random.default_rng(0).permutation(len(wanted))
    wrong = 0
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(order, held)
        mean = vectors[rest].mean(axis=0)
        weights, bias = fit(vectors[rest] - mean, wanted[rest])
        scores = (vectors[held] - mean) @ weights + bias
        wrong += int(((scores > 0) != (wanted[held] > 0.5)).sum())
    return wrong / len(wanted)


def fit(vectors: Floats, wanted: Floats) -> tuple[Floats, float]:
    """Weights (dimension,) and bias of a penalised logistic regression, by Newton's method."""
    rows = np.hstack([vectors, np.ones((len(vectors), 1))])
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[-1] = 0.0
    beta = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ beta))
        slope = rows.T @ (chance - wanted) + penalty * beta
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curve, slope)
        beta -= step
        if np.abs(step).max() < 1e-6:
            break
    return beta[:-1], float(beta[-1])


if __name__ == "__main__":
    sys.exit(main())
