"""Learns what is in scope: a support-vector machine over vectors, a regression over sixteen signs.

`python -m evals.train_scope` learns from `evals/cases/scope_training.jsonl`, from a sample of the
questions of our cards and units, and from what the published index finds for them (all ours, disjoint
from the development, held-out and limits cases), prints what cross-validation says, and writes
`assistant/scope_model.npz`: vectors and numbers only.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.assistant import open_assistant
from assistant.chain import Setting
from assistant.metric import shipped_metric
from assistant.question import Question, understand
from assistant.retrieve import Retrieved, retrieve
from assistant.scope import FOREIGN, MODEL_PATH, OURS, SIGNS, UNSIDED, Neighbours, signs
from corpus.settings import load_settings

TRAINING = Path(__file__).parent / "cases" / "scope_training.jsonl"
AS_OF = date(2026, 11, 22)
FOLDS = 5
SAMPLE = 400
"""Questions of cards and units learnt from: all 17,000 would take hours and outweigh the rest."""
# Chosen among costs of 2, 5 and 10 by cross-validation.
COST = 5.0
# Share of in-scope questions wrongly declined that the threshold allows, in cross-validation: these
# questions are harder than most; on the development cases it is half of it.
ALLOWED_WRONG_REFUSALS = 0.02
# The index may hold a training question word for word: its own face says nothing.
SAME = 0.995
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """The training questions as retrieval sees them: vectors, what is found, what is wanted."""

    vectors: Floats
    found: list[Retrieved]
    wanted: Floats


def main() -> int:
    """Cross-validate, set the threshold on what was not seen, then train on everything."""
    rows = [json.loads(line) for line in TRAINING.read_text(encoding="utf-8").splitlines()]
    assistant = open_assistant(load_settings(), is_one_shot=True)
    setting = assistant.setting
    found = [_find(row["question"], setting) for row in rows]
    seen = Seen(
        vectors=np.array([retrieved.vector for retrieved in found], dtype=np.float64),
        found=found,
        wanted=np.array([row["in_scope"] for row in rows], dtype=np.float64),
    )
    embedder = setting.reader.embedder
    ours = np.array([embedder.embed_query(question) for question in our_sample()], dtype=float)
    table = _unseen_signs(seen, ours)
    scores = _unseen_scores(table, seen.wanted)
    threshold = float(np.quantile(scores[seen.wanted > 0], ALLOWED_WRONG_REFUSALS))
    declined = float((scores[seen.wanted == 0] < threshold).mean())
    print(f"{len(rows)} questions and {len(ours)} of cards and units; {FOLDS}-fold: at a threshold")
    print(f"that declines {ALLOWED_WRONG_REFUSALS:.0%} in scope, {declined:.1%} out of scope go.")
    _save(_machine(seen, ours), seen, _regression(table, seen.wanted), threshold, embedder.name)
    return 0


def our_sample() -> list[str]:
    """An even sample of the questions of the cards and of the units of law, all in scope."""
    asked = our_questions()
    rows = np.linspace(0, len(asked) - 1, min(SAMPLE, len(asked))).astype(int)
    return [asked[row] for row in rows]


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


def _find(question: str, setting: Setting) -> Retrieved:
    index = setting.reader.index()
    manifest = setting.manifest_of(index)
    asked = understand(Question(question, AS_OF))
    return retrieve(asked, index, setting.reader.embedder, manifest=manifest)


def _unseen_signs(seen: Seen, ours: Floats) -> Floats:
    """The signs of each question, by a machine and neighbours that have not seen it."""
    order = np.random.default_rng(0).permutation(len(seen.wanted))
    table = np.zeros((len(order), SIGNS))
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(order, held)
        part = Seen(seen.vectors[rest], [], seen.wanted[rest])
        scores = _machine(part, ours).decision_function(seen.vectors[held])
        for row, score in zip(held, scores, strict=True):
            table[row] = signs(seen.found[row], score, _neighbours(seen.vectors[row], part))
    return table


def _neighbours(vector: Floats, part: Seen) -> Neighbours:
    """How near a question lies to those of a part; the same wording is left out."""
    metric = shipped_metric()
    plain = part.vectors @ vector
    mapped = metric.similarities(vector.astype(np.float32), part.vectors.astype(np.float32))
    ours, foreign = ((part.wanted == side) & (plain < SAME) for side in (1, 0))
    return Neighbours(plain[ours], plain[foreign], mapped[ours], mapped[foreign])


def _unseen_scores(table: Floats, wanted: Floats) -> Floats:
    from sklearn.model_selection import cross_val_predict

    model = _pipeline()
    scores = cross_val_predict(model, table, wanted, cv=FOLDS, method="decision_function")
    return np.asarray(scores, dtype=np.float64)


def _pipeline() -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))


def _regression(table: Floats, wanted: Floats) -> tuple[Floats, float]:
    """Weights and intercept over the signs as they are, the standardising folded in."""
    model = _pipeline().fit(table, wanted)
    scaler, regression = model[0], model[-1]
    weights = regression.coef_[0] / scaler.scale_
    return weights, float(regression.intercept_[0] - weights @ scaler.mean_)


def _machine(seen: Seen, ours: Floats) -> Any:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    machine = make_pipeline(StandardScaler(), SVC(C=COST, class_weight="balanced"))
    return machine.fit(np.vstack([seen.vectors, ours]), np.r_[seen.wanted, np.ones(len(ours))])


def _save(
    machine: Any,
    seen: Seen,
    regression: tuple[Floats, float],
    threshold: float,
    embedding_model: str,
) -> None:
    scaler, svm = machine[0], machine[-1]
    support = scaler.inverse_transform(svm.support_vectors_)
    is_seen = svm.support_ < len(seen.wanted)
    sides = np.where(seen.wanted > 0, OURS, FOREIGN)
    held = np.array([sides[row] if row < len(sides) else UNSIDED for row in svm.support_])
    # Questions that support nothing are neighbours all the same.
    further = np.setdiff1d(np.arange(len(sides)), svm.support_[is_seen])
    vectors = np.vstack([support, seen.vectors[further]])
    # One byte a number: the cosines move by less than a thousandth.
    step = float(np.abs(vectors).max()) / 127
    weights, sign_intercept = regression
    np.savez_compressed(
        MODEL_PATH,
        embedding_model=np.array(embedding_model),
        known=np.round(vectors / step).astype(np.int8),
        sides=np.r_[held, sides[further]].astype(np.int8),
        weights=np.r_[svm.dual_coef_[0], np.zeros(len(further))].astype(np.float32),
        mean=scaler.mean_.astype(np.float32),
        spread=scaler.scale_.astype(np.float32),
        sign_weights=weights.astype(np.float32),
        numbers=np.array(
            [svm.intercept_[0], svm._gamma, sign_intercept, threshold, step], dtype=np.float32
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
