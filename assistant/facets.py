"""The sentences of a long question: what a story tells, and what it asks."""

from __future__ import annotations

import re

FEWEST_WORDS = 4
MOST_FACETS = 6
SHORT_WORDS = 6
"""A question of so few words says little by itself."""

# Words that stand for something said before.
_POINTING = re.compile(
    r"(?<![\w-])(?:lui|leur|elles?|ils?|cela|ça|ca|ceci|celui-ci|celle-ci|en|y|the[ym]|he|she|him|her|it|"
    r"this|that|those|these)\b",
    re.IGNORECASE,
)
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


def questions_among(sentences: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The sentences that ask something, each with what to search for it.

    One that leans on the story ("Que faut-il lui répondre ?") is searched with what was told.
    """
    told = " ".join(sentence for sentence in sentences if not _asks(sentence))
    return tuple(
        (sentence, f"{told} {sentence}" if told and _leans(sentence) else sentence)
        for sentence in sentences
        if _asks(sentence)
    )


def _asks(sentence: str) -> bool:
    return sentence.rstrip(" »\"'").endswith("?")


def _leans(sentence: str) -> bool:
    return len(_WORD.findall(sentence)) <= SHORT_WORDS or bool(_POINTING.search(sentence))
