"""Sentences of a text with their offsets, for French and English legal prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A full stop after these is not the end of a sentence.
_ABBREVIATED = (
    "art Art arts Arts al par para lit n nos No L R D p pp M Mme Mr Dr cf Cf ex v vs ch fig "
    r"e\.g i\.e c\.-à-d"
).split()
_STOP = r"\." + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATED)
# A run of stops is read from its first one only: else ten thousand dots take half a minute.
_END = re.compile(
    rf"(?:{_STOP}|[!?…])(?<![.!?…].)[.!?…]*(?:[ \u00a0\u202f]?»|[\"”')\]*_])*(?:\s*\[\d+\])*"
    r"(?=\s+[^a-zà-ÿ\s]|\s*$)|\n+"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


def sentences(text: str) -> list[Span]:
    """Sentences in order; a line break always ends one.

    Blank stretches are left out; one without a letter or digit ("etc. ;") belongs to the sentence
    before, and is left out where there is none.
    """
    spans: list[Span] = []
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        found, start = _trimmed(text, start, end), end
        if any(map(str.isalnum, found.of(text))):
            spans.append(found)
        elif spans and found.start < found.end:
            spans[-1] = Span(spans[-1].start, found.end)
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    return (
        Span(start + left, start + len(stretch.rstrip())) if stretch.strip() else Span(start, start)
    )
