"""How sure a figure is: intervals, differences and agreement; pure functions of the values.

Everything that draws at random draws from a generator seeded by the caller, so that the same values
give the same interval on any machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z_95 = 1.96
RESAMPLES = 2_000
SEED = 20_261_123
FLIPS = 10_000
LEVEL = 0.05
"""Chances of being fooled that are accepted: of one comparison, or of a whole table of them (`holm`)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A mean (of shares: from 0 to 1) with its 95 % interval, over `count` values.

    `missing`: values that came out as no number; they are counted here and are in no mean.
    """

    value: float
    low: float
    high: float
    count: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean of paired differences with its 95 % interval, over `count` pairs; `changed` of them differ.

    `chance`: how often a difference as large comes about where neither side is better (`_by_chance`).
    """

    value: float
    low: float
    high: float
    count: int
    changed: int = 0
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two who say yes or no agree on `count` things: on which share, and beyond chance.

    `kappa` is Cohen's (1960): 1 always, 0 no more than by chance, None where both only ever said one
    and the same thing. `first` and `second` are the shares of yes of each.
    """

    count: int
    share: float
    kappa: float | None
    first: float
    second: float


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """The agreement of the first and the second of each pair; of none: 0 of 0, without a kappa."""
    count = len(pairs)
    if not count:
        return Agreement(0, 0.0, None, 0.0, 0.0)
    share = sum(one == other for one, other in pairs) / count
    first, second = (sum(pair[place] for pair in pairs) / count for place in (0, 1))
    by_chance = first * second + (1 - first) * (1 - second)
    kappa = None if by_chance == 1 else (share - by_chance) / (1 - by_chance)
    return Agreement(count, share, kappa, first, second)


def rate(values: Sequence[bool]) -> Rate:
    """Share of true values with its Wilson interval; an empty sequence gives 0 of 0."""
    n = len(values)
    if n == 0:
        return Rate(0.0, 0.0, 0.0, 0)
    share = sum(values) / n
    centre = share + Z_95**2 / (2 * n)
    spread = Z_95 * math.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
    scale = 1 + Z_95**2 / n
    return Rate(share, max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale), n)


def mean(values: Sequence[float | None], seed: int = SEED) -> Rate:
    """The mean of the values that are numbers, with a percentile bootstrap interval of 95 %.

    None is "does not apply" and left out; NaN is a failure and counted in `missing`. Where all values
    are the same truth value, resampling cannot see the doubt that is left: Wilson's interval is taken.
    """
    applied = [value for value in values if value is not None]
    known = np.array([value for value in applied if not math.isnan(value)], dtype=float)
    missing = len(applied) - len(known)
    if known.size == 0:
        return Rate(0.0, 0.0, 0.0, 0, missing)
    if (known == known[0]).all() and known[0] in (0.0, 1.0):
        sure = rate([bool(value) for value in known])
        return Rate(sure.value, sure.low, sure.high, sure.count, missing)
    low, high = _percentiles(_resampled(known, seed))
    return Rate(float(known.mean()), low, high, known.size, missing)


def difference(
    before: Sequence[float | None], after: Sequence[float | None], seed: int = SEED
) -> Difference:
    """The mean of `after - before` over the pairs where both are numbers, bootstrapped by pair.

    Raises `ValueError` for sequences of different lengths.
    """
    pairs = [
        new - old
        for old, new in zip(before, after, strict=True)
        if old is not None and new is not None and not math.isnan(new - old)
    ]
    if not pairs:
        return Difference(0.0, 0.0, 0.0, 0)
    gained = np.array(pairs, dtype=float)
    low, high = _percentiles(_resampled(gained, seed))
    moved = gained[gained != 0]
    return Difference(
        float(gained.mean()), low, high, len(pairs), moved.size, _by_chance(moved, seed)
    )


def holm(chances: Sequence[float], level: float = LEVEL) -> list[bool]:
    """Which of several differences are significant together: once in twenty tables one is not real.

    Holm's procedure (1979): the smallest chance is held against `level` divided by their number, the
    next one by one less, until the first that fails.
    """
    found = [False] * len(chances)
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[place] > level / (len(chances) - rank):
            break
        found[place] = True
    return found


def gap(ours: Sequence[float | None], theirs: Sequence[float | None], seed: int = SEED) -> Rate:
    """The difference of two means, `ours - theirs`, over values that are no pairs."""
    first, second = (
        np.array([v for v in values if v is not None and not math.isnan(v)], dtype=float)
        for values in (ours, theirs)
    )
    if not first.size or not second.size:
        return Rate(0.0, 0.0, 0.0, 0)
    low, high = _percentiles(_resampled(first, seed) - _resampled(second, seed + 1))
    return Rate(float(first.mean() - second.mean()), low, high, first.size + second.size)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of `values`, `share` from 0 to 1; 0.0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def _by_chance(moved: npt.NDArray[np.float64], seed: int) -> float:
    """Fisher's randomisation test of paired differences, two-sided: the share of random signs that
    give a sum as large (Smucker, Allan and Carterette 2007, for retrieval). Pairs that do not differ
    tell nothing; five that all went one way still do so by chance once in sixteen.
    """
    if not moved.size:
        return 1.0
    drawn = np.random.default_rng(seed).integers(0, 2, (FLIPS, moved.size), np.int8)
    as_large = np.abs(2 * (drawn @ moved) - moved.sum()) >= abs(moved.sum()) - 1e-9
    return float((1 + np.count_nonzero(as_large)) / (FLIPS + 1))


def _resampled(values: npt.NDArray[np.float64], seed: int) -> npt.NDArray[np.float64]:
    """The mean of each of `RESAMPLES` samples drawn with replacement."""
    drawn = np.random.default_rng(seed).integers(0, values.size, (RESAMPLES, values.size))
    means: npt.NDArray[np.float64] = values[drawn].mean(axis=1)
    return means


def _percentiles(means: npt.NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)
