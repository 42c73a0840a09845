from __future__ import annotations

import io

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from assistant.machine import Machine

CENTRE = np.array([2.0, -1.0])
SPREAD = np.array([1.0, 5.0])


@pytest.fixture(scope="module")
def points() -> np.ndarray:
    """Eighty points of the plane, five times as far apart one way as the other."""
    drawn: np.ndarray = np.random.default_rng(3).normal(size=(80, 2)) * SPREAD + CENTRE
    return drawn


@pytest.fixture(scope="module")
def learnt(points: np.ndarray) -> object:
    """What scikit-learn learns of an ellipse: the points inside are the positive ones."""
    inside = (((points - CENTRE) / SPREAD) ** 2).sum(axis=1) < 1
    return make_pipeline(StandardScaler(), SVC(C=5.0)).fit(points, inside)


@pytest.fixture(scope="module")
def machine(learnt: object) -> Machine:
    scaler, svm = learnt[0], learnt[-1]  # type: ignore[index]
    return Machine(
        support=scaler.inverse_transform(svm.support_vectors_).astype(np.float32),
        weights=svm.dual_coef_[0].astype(np.float32),
        mean=scaler.mean_.astype(np.float32),
        spread=scaler.scale_.astype(np.float32),
        intercept=float(svm.intercept_[0]),
        gamma=float(svm._gamma),
    )


def test_a_score_is_what_the_library_that_learnt_it_says(
    points: np.ndarray, learnt: object, machine: Machine
) -> None:
    said = [machine.score(point.astype(np.float32)) for point in points]
    expected = learnt.decision_function(points)  # type: ignore[attr-defined]
    assert np.allclose(said, expected, atol=1e-4)
    assert min(said) < 0 < max(said)


def test_what_is_stored_is_small_and_says_nearly_the_same(
    points: np.ndarray, machine: Machine
) -> None:
    file = io.BytesIO()
    np.savez_compressed(file, **machine.stored())  # type: ignore[arg-type]
    file.seek(0)
    with np.load(file, allow_pickle=False) as stored:
        assert stored["support"].dtype == np.int8
        restored = Machine.restored(stored)
    before = np.array([machine.score(point.astype(np.float32)) for point in points])
    after = np.array([restored.score(point.astype(np.float32)) for point in points])
    assert np.abs(before - after).max() < 0.1
    assert ((before > 0) == (after > 0))[np.abs(before) > 0.1].all()


def test_a_missing_array_is_an_error(machine: Machine) -> None:
    stored = machine.stored()
    del stored["weights"]
    with pytest.raises(KeyError, match="weights"):
        Machine.restored(stored)
