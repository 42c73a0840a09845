from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import assistant.metric
from assistant.metric import METRIC_PATH, Metric, metric_for, save_metric, shipped_metric
from corpus.settings import DEFAULT_EMBEDDING_MODEL


@pytest.fixture
def rows() -> np.ndarray:
    found = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    unit: np.ndarray = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def test_without_weights_or_mean_the_map_gives_the_cosines(rows: np.ndarray) -> None:
    plain = Metric("model", np.eye(4, dtype=np.float32), np.zeros(4, dtype=np.float32))
    assert plain.similarities(rows[0], rows) == pytest.approx(rows @ rows[0], abs=1e-6)


def test_a_direction_the_map_leaves_out_counts_for_nothing(rows: np.ndarray) -> None:
    weights = np.diag([1.0, 1.0, 1.0, 0.0]).astype(np.float32)
    metric = Metric("model", weights, np.zeros(4, dtype=np.float32))
    moved = rows.copy()
    moved[:, 3] += 5
    assert metric.similarities(rows[0], moved) == pytest.approx(
        metric.similarities(rows[0], rows), abs=1e-6
    )


def test_a_text_at_the_mean_is_like_no_other_and_breaks_nothing(rows: np.ndarray) -> None:
    metric = Metric("model", np.eye(4, dtype=np.float32), rows[0])
    assert metric.similarities(rows[1], rows[:1]) == pytest.approx([0.0])


def test_a_saved_map_is_read_again(
    tmp_path: Path, rows: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric = Metric("test/model", rows[:4], rows[5])
    save_metric(metric, tmp_path / "metric.npz")
    monkeypatch.setattr(assistant.metric, "METRIC_PATH", tmp_path / "metric.npz")
    shipped_metric.cache_clear()
    read = metric_for("test/model")
    shipped_metric.cache_clear()
    assert read is not None
    assert read.weights == pytest.approx(metric.weights, abs=1e-3)


def test_the_shipped_map_is_for_the_default_model_and_no_other() -> None:
    metric = metric_for(DEFAULT_EMBEDDING_MODEL)
    assert metric is not None and metric_for("other/model") is None
    assert metric.weights.shape == (384, 384) and metric.mean.shape == (384,)
    assert METRIC_PATH.stat().st_size < 400_000
