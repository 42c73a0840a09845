"""Mistyped words, mended against the words the texts use; nothing is mended that they use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 5
"""Shorter words have too many neighbours."""
LONG = 9
"""Words from this length on may have two mistakes."""


class Spelling:
    """The known words, by first letter and length: a first letter is seldom mistyped."""

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        self._counts = dict(counts)
        self._groups: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._counts:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._groups[word[0], len(word)].append(word)

    def mended(self, word: str) -> str:
        """The known word nearest to an unknown one, the commonest of equals; else the word."""
        if word in self._counts or len(word) < SHORTEST or not word.isalpha():
            return word
        most = 2 if len(word) >= LONG else 1
        near = [
            (distance, -self._counts[known], known)
            for length in range(len(word) - most, len(word) + most + 1)
            for known in self._groups.get((word[0], length), ())
            if (distance := _distance(word, known, most)) <= most
        ]
        return min(near)[2] if near else word


def _distance(one: str, other: str, most: int) -> int:
    """Letters left out, added, changed or swapped with their neighbour; `most` + 1 beyond `most`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        new = [i]
        for j, known in enumerate(other, start=1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > most:
            return most + 1
        before, row = row, new
    return row[-1]
