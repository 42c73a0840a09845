"""How several rankings become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def fuse(rankings: Sequence[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Weighted sum of z-scores per unit.

    A ranking that did not find a unit gives it that ranking's lowest score: absence from a list of
    the best says "no better than the last", not "nothing".
    """
    # Sorted: equal scores rank alike in every process.
    units = sorted({unit for _, scores in rankings for unit in scores})
    total: dict[str, float] = dict.fromkeys(units, 0.0)
    for weight, scores in rankings:
        if len(scores) == 1:  # nothing to compare it with: found at all is what it says
            total[next(iter(scores))] += weight
        if len(scores) < 2:
            continue
        floor = min(scores.values())
        values = np.array([scores.get(unit, floor) for unit in units])
        spread = float(values.std()) or 1.0
        mean = float(values.mean())
        for unit, value in zip(units, values, strict=True):
            total[unit] += weight * (float(value) - mean) / spread
    return total
