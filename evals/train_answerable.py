"""Learns which questions no text can tell: a support-vector machine over the question's vector.

`python -m evals.train_answerable` learns from `evals/cases/answerable_training.jsonl` (questions of
the field that texts can tell and questions that none can, most in pairs that differ in little), from the
questions in scope of `scope_training.jsonl` and from a sample of those of our cards and units (all
ours, disjoint from the cases). It prints what cross-validation says and writes
`assistant/answerable_model.npz`: vectors and numbers only.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.answerable import MODEL_PATH
from assistant.assistant import open_assistant
from assistant.machine import Machine
from corpus.settings import load_settings
from evals.train_scope import TRAINING as SCOPE_TRAINING
from evals.train_scope import our_questions

TRAINING = Path(__file__).parent / "cases" / "answerable_training.jsonl"
FOLDS = 5
SAMPLE = 4000
"""Questions of cards and units learnt from, beside the written ones."""
COST = 5.0
"""Chosen among costs of 1, 5 and 20 by cross-validation."""
FURTHER_WEIGHT = 0.3
"""What a question of a card, a unit or the scope weighs beside one written for this."""
ALLOWED_WRONG_REFUSALS = 0.005
"""Share of the further questions, all told by texts, that the threshold may decline."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The questions: vectors (n, dimension), 1 where no text can tell (n,), weights (n,), folds (n,)."""

    vectors: Floats
    wanted: Floats
    weights: Floats
    folds: npt.NDArray[np.int64]


def main() -> int:
    """Cross-validate, set the threshold on what was not seen, then train on everything."""
    embedder = open_assistant(load_settings(), is_one_shot=True).setting.reader.embedder
    written = _rows(TRAINING)
    further = [row["question"] for row in _rows(SCOPE_TRAINING) if row["in_scope"]]
    ours = our_questions()
    further += [ours[row] for row in np.linspace(0, len(ours) - 1, SAMPLE).astype(int)]
    asked = [row["question"] for row in written] + further
    learnt = Learnt(
        vectors=np.array([embedder.embed_query(question) for question in asked], dtype=float),
        wanted=np.array([not row["told"] for row in written] + [False] * len(further), dtype=float),
        weights=np.r_[np.ones(len(written)), np.full(len(further), FURTHER_WEIGHT)],
        folds=_folds([str(row["pair"]) for row in written], len(further)),
    )
    scores = _unseen_scores(learnt)
    count = len(written)
    threshold = float(np.quantile(scores[count:], 1 - ALLOWED_WRONG_REFUSALS))
    is_untold = learnt.wanted[:count] > 0
    found = (scores[:count] > threshold)[is_untold].mean()
    wrong = (scores[:count] > threshold)[~is_untold].mean()
    print(
        f"{count} written questions and {len(further)} further ones; {FOLDS}-fold: at a threshold"
    )
    print(f"that declines {ALLOWED_WRONG_REFUSALS:.1%} of the further ones, {found:.1%} of what no")
    print(f"text tells are declined, and {wrong:.1%} of their near misses.")
    machine = _shipped(_machine(learnt, np.ones(len(asked), dtype=bool)))
    np.savez_compressed(
        MODEL_PATH,
        embedding_model=np.array(embedder.name),
        threshold=np.array(threshold, dtype=np.float32),
        **machine.stored(),  # type: ignore[arg-type]
    )
    print(f"{len(machine.weights)} support vectors written to {MODEL_PATH.name}")
    return 0


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _folds(pairs: list[str], further: int) -> npt.NDArray[np.int64]:
    """A fold for each question; both of a pair in the same one."""
    names = sorted(set(pairs))
    order = np.random.default_rng(0).permutation(len(names))
    fold_of = {name: int(order[row]) % FOLDS for row, name in enumerate(names)}
    return np.array([fold_of[pair] for pair in pairs] + [row % FOLDS for row in range(further)])


def _unseen_scores(learnt: Learnt) -> Floats:
    """What a machine that has not seen a question says of it, (n,)."""
    scores = np.zeros(len(learnt.wanted))
    for fold in range(FOLDS):
        held = learnt.folds == fold
        scores[held] = _machine(learnt, ~held).decision_function(learnt.vectors[held])
    return scores


def _machine(learnt: Learnt, rows: npt.NDArray[np.bool_]) -> Any:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    machine = make_pipeline(StandardScaler(), SVC(C=COST))
    weights = learnt.weights[rows]
    return machine.fit(learnt.vectors[rows], learnt.wanted[rows], svc__sample_weight=weights)


def _shipped(machine: Any) -> Machine:
    scaler, svm = machine[0], machine[-1]
    return Machine(
        support=scaler.inverse_transform(svm.support_vectors_).astype(np.float32),
        weights=svm.dual_coef_[0].astype(np.float32),
        mean=scaler.mean_.astype(np.float32),
        spread=scaler.scale_.astype(np.float32),
        intercept=float(svm.intercept_[0]),
        gamma=float(svm._gamma),
    )


if __name__ == "__main__":
    sys.exit(main())
