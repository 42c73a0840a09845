"""The sentences of a long question: what a story tells, and what it asks."""

from __future__ import annotations

import re

FEWEST_WORDS = 4
MOST_FACETS = 6

_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<=[.!?;:…])\s+|\n+")


def facets(text: str) -> tuple[str, ...]:
    """The sentences of a question that has several, at most six; () for a single one.

    A sentence of fewer than four words belongs to the one before it: "Et par SMS ?".
    """
    found: list[str] = []
    for sentence in filter(None, map(str.strip, _END.split(text))):
        if found and len(_WORD.findall(sentence)) < FEWEST_WORDS:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return tuple(found[:MOST_FACETS]) if len(found) > 1 else ()


def questions_among(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that ask something."""
    return tuple(sentence for sentence in sentences if sentence.rstrip().endswith("?"))
