"""Sentences of a text with their offsets, for French and English legal prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A full stop after these is not the end of a sentence.
_ABBREVIATIONS = (
    r"(?<!\bart)(?<!\bArt)(?<!\bn)(?<!\bL)(?<!\bR)(?<!\bD)(?<!\bp)(?<!\bM)(?<!\bcf)(?<!\bex)"
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!\bMme)(?<!\betc)"
)
_END = re.compile(rf"{_ABBREVIATIONS}[.!?…]+[»\"”')\]]*(?:\s*\[\d+\])*(?=\s+[^a-zà-ÿ\s]|\s*$)|\n+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


def sentences(text: str) -> list[Span]:
    """Sentences in order; a line break always ends one. Blank stretches are left out."""
    spans, start = [], 0
    for match in _END.finditer(text):
        spans.append(_trimmed(text, start, match.end()))
        start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span.start < span.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    return (
        Span(start + left, start + len(stretch.rstrip())) if stretch.strip() else Span(start, start)
    )
