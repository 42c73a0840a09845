"""Choosing which words of a passage to show, and checking that shown words are the passage's.

The unit of trust: a quote is always a slice of a stored text, found again by offsets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.answer import QuoteStatus
from assistant.legal_words import in_small_letters
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
    # U+0002 and U+FFFE are what some readers of PDF give for a hyphen at a line end.
    **dict.fromkeys(map(ord, "\u00ad\u0002\ufffe\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")),
    **{ord("º"): "°", ord("œ"): "oe", ord("Œ"): "OE", ord("æ"): "ae", ord("Æ"): "AE"},
    # Unlike a ligature, an exponent is not the digit it looks like: NFKC must not see it.
    **{ord(small): f"^{digit}" for digit, small in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{ord(small): f"_{digit}" for digit, small in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
_SOFT_LINE_END = re.compile("[\u00ad\u0002\ufffe]\\s+|¬\\s*\n\\s*")
# At a line end nobody can tell a hyphen of the word from one of the printer: both go.
_HYPHEN_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)-\s+(?=\w)")
# Spaces that only one of two typographies sets; those between words and numbers all stay.
_SPACE_IN_QUOTES = re.compile(r"(?<=[«“„])\s+|\s+(?=[»”])")
_SPACE_AT_MARK = re.compile(r"\s+(?=[;:!?%€)\]])|(?<=[(\[])\s+|\s+(?=[.,](?:[\s\"']|$))")
_SPACE_AFTER_ELISION = re.compile(r"(?<!\w)((?:[cdjlmnst]|[^\W\d_]*qu)')\s+", re.IGNORECASE)
# A raised number behind a word, not behind a number or a unit: "10³" and "m²" say something.
_FOOTNOTE_MARK = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?\")\]]))(?:(?:\s?\^\d)+|\[\d{1,3}\]|[*†‡]+)(?![\w*^])"
)
# A word with its hyphens and apostrophes, a number with its groups: "sous-traitant", "and/or",
# "20 000", "2016/679", "34-5".
_WORD = re.compile(
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+|\d+)(?:[.,/-]\d+)*\w*"
    r"|\w+(?:[-‐‑\u00ad/'’]\w+)*"
)
# A quote may begin behind "l'"; behind "n'" it would lose a negation.
_ELISION = re.compile(r"(?<!\w)(?:[cdjlmst]|[^\W\d_]*qu)['’]$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 80
RUNNING_CAPITALS = 5
"""Letters in capitals from which on a page sets a title or a running head, not an abbreviation."""
_REMEMBERED_TEXTS = 256


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
    if next(_places(quote.strip(), text), None) is not None:
        return "exact"
    return "repaired" if _is_repairable(quote, text) else "not_found"


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def normalise(text: str) -> str:
    """Text without the differences typography makes: quotes, dashes, ligatures, spaces, hyphenation."""
    tight = _SPACE_IN_QUOTES.sub("", _SOFT_LINE_END.sub("", text))
    folded = unicodedata.normalize("NFKC", tight.translate(_TYPOGRAPHY)).translate(_TYPOGRAPHY)
    joined = _HYPHEN_AT_LINE_END.sub("-", _HYPHEN_BETWEEN_LETTERS.sub("", folded))
    return " ".join(_SPACE_AT_MARK.sub("", _SPACE_AFTER_ELISION.sub(r"\1", joined)).split())


def _is_repairable(quote: str, text: str) -> bool:
    """Whether only typography, footnote marks or running capitals part the quote from the text.

    Marks are taken from one of the two: where both have some, they must be the same.
    """
    said, held = normalise(quote), normalise(text)
    pairs = ((said, held), (_FOOTNOTE_MARK.sub("", said), held), (said, _without_marks(held)))
    return any(
        _is_set_in_capitals(shown, given[at : at + len(shown)])
        for shown, given in dict.fromkeys(pairs)
        for at in _places(in_small_letters(shown), _small(given))
    )


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def _without_marks(text: str) -> str:
    return _FOOTNOTE_MARK.sub("", text)


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def _small(text: str) -> str:
    return in_small_letters(text)


def _is_set_in_capitals(shown: str, given: str) -> bool:
    """Whether two strings of the same letters differ only by words set in capitals throughout."""
    if shown == given:
        return True
    pairs = [(match[0], given[match.start() : match.end()]) for match in _LETTERS.finditer(shown)]
    differing = [(one, other) for one, other in pairs if one != other]
    is_running = sum(len(one) for one, _ in differing) >= RUNNING_CAPITALS
    return is_running and all(one.isupper() or other.isupper() for one, other in differing)


def _places(quote: str, text: str) -> Iterator[int]:
    """Where the quote stands in the text with whole words and numbers at both ends."""
    if not any(character.isalnum() for character in quote):
        return
    at = text.find(quote)
    while at >= 0:
        end = at + len(quote)
        if not _cuts_word(text, at, is_start=True) and not _cuts_word(text, end, is_start=False):
            yield at
        at = text.find(quote, at + 1)


def _cuts_word(text: str, at: int, *, is_start: bool) -> bool:
    first = max(0, at - _LONGEST_WORD)
    around = text[first : at + _LONGEST_WORD]
    if is_start and _ELISION.search(around, 0, at - first):
        return False
    return any(word.start() < at - first < word.end() for word in _WORD.finditer(around))
