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

QUOTE_CHARACTERS = 600
"""A quote this long is still read; a longer passage is cut at sentence ends."""

# What typography may change without changing a word (PDF extraction, typing on a phone).
_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "‘’‛ʼ′´`"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")),
    **{ord("º"): "°", ord("œ"): "oe", ord("Œ"): "OE", ord("æ"): "ae", ord("Æ"): "AE"},
    # Unlike a ligature, an exponent is not the digit it looks like: NFKC must not see it.
    **{ord(small): f"^{digit}" for digit, small in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{ord(small): f"_{digit}" for digit, small in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
_SOFT_LINE_END = re.compile("\u00ad\\s*\n\\s*")
# At a line end nobody can tell a hyphen of the word from one of the printer: both go.
_HYPHEN_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)-\s+(?=\w)")
# A word with its hyphens, a number with its groups: "sous-traitant", "20 000", "2016/679", "34-5".
_WORD = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+|\d+)(?:[.,/-]\d+)*\w*|\w+(?:-\w+)*")


def best_span(
    text: str, wanted: Sequence[str], lang: Language, limit: int = QUOTE_CHARACTERS
) -> Span:
    """The stretch of whole sentences, at most `limit` characters, that holds most wanted words.

    `wanted` are stemmed words of `lang`. A text within the limit is taken whole; a single sentence
    over the limit is taken whole too: a law's sentence cut in the middle misleads.
    """
    if len(text) <= limit:
        return Span(0, len(text))
    spans = sentences(text) or [Span(0, len(text))]
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
    """Whether `quote` stands in `text`: letter for letter, but for typography, or not at all.

    A quote that begins or ends inside a word or a number ("20" of "20 000") does not stand there.
    """
    if _stands_in(quote.strip(), text):
        return "exact"
    return "repaired" if _stands_in(normalise(quote), normalise(text)) else "not_found"


def normalise(text: str) -> str:
    """Text without the differences typography makes: quotes, dashes, ligatures, spaces, hyphenation."""
    unmarked = _SOFT_LINE_END.sub("", text).translate(_TYPOGRAPHY)
    folded = unicodedata.normalize("NFKC", unmarked).translate(_TYPOGRAPHY)
    joined = _HYPHEN_AT_LINE_END.sub("-", _HYPHEN_BETWEEN_LETTERS.sub("", folded))
    return " ".join(joined.split())


def _stands_in(quote: str, text: str) -> bool:
    if not any(character.isalnum() for character in quote):
        return False
    starts = [match.start() for match in re.finditer(re.escape(quote), text)]
    if not starts:
        return False
    inside = {at for word in _WORD.finditer(text) for at in range(word.start() + 1, word.end())}
    return any(start not in inside and start + len(quote) not in inside for start in starts)
