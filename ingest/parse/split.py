"""Cuts a long unit into parts that are still worth reading, without losing a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.nouns import Passage

# Beyond the first length a unit is searched in parts; the second is what a part may grow to.
# An e5 vector sees 512 tokens, which is about 1,800 characters of French legal prose.
LONG_CHARACTERS = 1500
PART_CHARACTERS = 1200

_LIST_ITEM = re.compile(r"[-–—•*]\s|\d+\s?[°.)]|[a-z]\)|\([a-z0-9]+\)")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?;…])\s+(?=[^\s,;:.!?a-zà-ÿ])")


def split_text(text: str) -> list[str]:
    """The lines of `text` in parts of at most `PART_CHARACTERS`, lists kept with their opening.

    Only a sentence longer than that makes a longer part. The parts in order are the words.
    """
    pieces = [piece for group in _list_groups(text.split("\n")) for piece in _fitting(group)]
    return _packed(pieces, "\n")


def searched_parts(unit: Passage) -> list[Passage]:
    """The parts `locator#1`, `locator#2` … of a long unit, to be searched; none for a short one."""
    if len(unit.text) <= LONG_CHARACTERS:
        return []
    return [
        replace(
            unit,
            locator=f"{unit.locator}#{ordinal}",
            text=text,
            questions=(),
            is_searched=True,
        )
        for ordinal, text in enumerate(split_text(unit.text), start=1)
    ]


def _list_groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines one by one, but a line ending in a colon together with the list it opens."""
    group: list[str] = []
    for line in lines:
        continues = bool(group) and group[0].endswith(":") and _LIST_ITEM.match(line)
        if group and not continues:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _fitting(lines: list[str]) -> list[str]:
    whole = "\n".join(lines)
    if len(whole) <= PART_CHARACTERS:
        return [whole]
    if len(lines) > 1:
        return _packed([piece for line in lines for piece in _fitting([line])], "\n")
    return _packed(_SENTENCE_BREAK.split(whole), " ")


def _packed(pieces: Sequence[str], joint: str) -> list[str]:
    """Neighbouring pieces joined for as long as they fit one part."""
    parts: list[str] = []
    for piece in pieces:
        if parts and len(parts[-1]) + len(joint) + len(piece) <= PART_CHARACTERS:
            parts[-1] += joint + piece
        else:
            parts.append(piece)
    return parts
