"""Learns what is in scope: a support-vector machine over the question's vector.

`python -m evals.train_scope` learns from `evals/cases/scope_training.jsonl` and from the questions
of the cards and units of law (all ours, disjoint from the development and held-out cases), prints
what cross-validation says of it, and writes `assistant/scope_model.npz`: vectors and numbers only.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.scope import MODEL_PATH
from corpus.embedder import open_embedder
from corpus.settings import load_settings

TRAINING = Path(__file__).parent / "cases" / "scope_training.jsonl"
FOLDS = 5
# Chosen among linear and radial machines of C 1 and 10 and widths 0.5 to 2 by cross-validation.
COST = 10.0
# Share of in-scope questions wrongly declined that the threshold allows, in cross-validation.
ALLOWED_WRONG_REFUSALS = 0.03
Floats = npt.NDArray[np.float64]


def main() -> int:
    """Cross-validate, set the threshold on what was not seen, then train on everything."""
    rows = [json.loads(line) for line in TRAINING.read_text(encoding="utf-8").splitlines()]
    embedder = open_embedder(load_settings().index.embedding_model)
    vectors = np.array([embedder.embed_query(row["question"]) for row in rows], dtype=np.float64)
    wanted = np.array([row["in_scope"] for row in rows], dtype=np.float64)
    ours = np.array([embedder.embed_query(question) for question in our_questions()], dtype=float)
    scores = _cross_validated(vectors, wanted, ours)
    threshold = float(np.quantile(scores[wanted > 0], ALLOWED_WRONG_REFUSALS))
    declined = float((scores[wanted == 0] < threshold).mean())
    print(f"{len(rows)} questions and {len(ours)} of cards and units; {FOLDS}-fold: at a threshold")
    print(f"that declines {ALLOWED_WRONG_REFUSALS:.0%} in scope, {declined:.1%} out of scope go.")
    _save(_fit(vectors, wanted, ours), threshold, embedder.name)
    return 0


def our_questions() -> list[str]:
    """The questions of the cards and of the units of law, all in scope."""
    from corpus.manifest import default_manifest
    from ingest.obtain import REPOSITORY
    from ingest.parse.loaders import LOADERS
    from ingest.questions import read_questions

    asked = [question for questions in read_questions().values() for question in questions]
    source = default_manifest().source("card")
    for origin in source.origins:
        for card in LOADERS["cards"](source, origin, REPOSITORY / origin.path):
            asked += card.questions
    return sorted(set(asked))


def _cross_validated(vectors: Floats, wanted: Floats, ours: Floats) -> Floats:
    """The score of each question by a machine that has not seen it."""
    order = np.random.default_rng(0).permutation(len(wanted))
    scores = np.zeros(len(wanted))
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(order, held)
        scores[held] = _fit(vectors[rest], wanted[rest], ours).decision_function(vectors[held])
    return scores


def _fit(vectors: Floats, wanted: Floats, ours: Floats) -> Any:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    machine = make_pipeline(StandardScaler(), SVC(C=COST, class_weight="balanced"))
    return machine.fit(np.vstack([vectors, ours]), np.r_[wanted, np.ones(len(ours))])


def _save(machine: Any, threshold: float, embedding_model: str) -> None:
    scaler, svm = machine[0], machine[-1]
    np.savez_compressed(
        MODEL_PATH,
        embedding_model=np.array(embedding_model),
        support=svm.support_vectors_.astype(np.float16),
        weights=svm.dual_coef_[0].astype(np.float32),
        mean=scaler.mean_.astype(np.float32),
        spread=scaler.scale_.astype(np.float32),
        numbers=np.array([svm.intercept_[0], svm._gamma, threshold], dtype=np.float32),
    )


if __name__ == "__main__":
    sys.exit(main())
