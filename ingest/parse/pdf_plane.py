"""Boxes and matrices on the plane of a PDF page (ISO 32000-2, 8.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Matrix = Sequence[float]
"""The six numbers a b c d e f that take (x, y) to (ax + cy + e, bx + dy + f)."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does what `first` does, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def box_around(points: Iterable[tuple[float, float]], matrix: Matrix) -> Box:
    """The smallest box around the points once `matrix` has moved them."""
    a, b, c, d, e, f = matrix
    places = [(x * a + y * c + e, x * b + y * d + f) for x, y in points]
    across, along = zip(*places, strict=True)
    return min(across), min(along), max(across), max(along)


def area(box: Box) -> float:
    """In square units of the plane."""
    return (box[2] - box[0]) * (box[3] - box[1])


def meets(box: Box, other: Box, margin: float) -> bool:
    """Whether the boxes touch, or come within `margin` of it."""
    return (
        box[0] - margin <= other[2]
        and other[0] <= box[2] + margin
        and box[1] - margin <= other[3]
        and other[1] <= box[3] + margin
    )
