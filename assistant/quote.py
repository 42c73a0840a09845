"""Choosing which words of a passage to show, and checking that shown words are the passage's.

The unit of trust: a quote is always a slice of a stored text, found again by offsets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.answer import QuoteStatus
from assistant.sentences import Span, sentences
from corpus.keywords import words
from corpus.nouns import Language

QUOTE_CHARACTERS = 480
"""A quote this long is still read; a longer passage is cut at sentence ends."""

# What typography may change without changing a word (PDF extraction, typing on a phone).
_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "‘’‛ʼ′"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    ord("\u00ad"): None,
    ord("\u200b"): None,
    ord("\ufeff"): None,
}
_LINE_HYPHEN = re.compile(r"(?<=\w)-\s+(?=[a-zà-ÿ])")


def best_span(
    text: str, wanted: Sequence[str], lang: Language, limit: int = QUOTE_CHARACTERS
) -> Span:
    """The stretch of whole sentences, at most `limit` characters, that holds most wanted words.

    `wanted` are stemmed words of `lang`. A text within the limit is taken whole; a single sentence
    over the limit is taken whole too: a law's sentence cut in the middle misleads.
    """
    if len(text) <= limit:
        return Span(0, len(text))
    spans = sentences(text)
    asked = set(wanted)
    if not asked:
        return _opening(spans, limit)
    best, best_score = spans[0], -1.0
    for first in range(len(spans)):
        for last in range(first, len(spans)):
            span = Span(spans[first].start, spans[last].end)
            if last > first and span.end - span.start > limit:
                break
            held = asked & set(words(span.of(text), lang))
            # Ties go to the earlier, shorter stretch.
            score = len(held) - (span.end - span.start) / 10_000
            if score > best_score:
                best, best_score = span, score
    return best


def _opening(spans: Sequence[Span], limit: int) -> Span:
    """The first whole sentences within the limit; the first one at least."""
    start = spans[0].start
    within = [span.end for span in spans if span.end - start <= limit]
    return Span(start, within[-1] if within else spans[0].end)


def quote_status(quote: str, text: str) -> QuoteStatus:
    """Whether `quote` stands in `text`: letter for letter, but for typography, or not at all."""
    if not quote.strip():
        return "not_found"
    if quote in text:
        return "exact"
    return "repaired" if normalise(quote) in normalise(text) else "not_found"


def find_span(quote: str, text: str) -> Span | None:
    """Where the words of `quote` stand in `text`, typography apart; None if they do not."""
    start = text.find(quote)
    if start >= 0:
        return Span(start, start + len(quote))
    pattern = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", quote))
    match = re.search(pattern, text) if pattern else None
    return Span(match.start(), match.end()) if match else None


def normalise(text: str) -> str:
    """Text without the differences typography makes: quotes, dashes, ligatures, spaces, hyphenation."""
    folded = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY)
    return " ".join(_LINE_HYPHEN.sub("", folded).split())
