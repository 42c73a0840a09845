"""Which sentences of a text an answer quotes: those that carry what it is cited for.

`assistant.quote.best_span` cuts at sentence ends too; here words weigh by purpose, a sentence far over
the limit gives way to a shorter one, and a figure that was asked for must be in the excerpt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assistant.figures import held_figures
from assistant.sentences import Span, sentences
from corpus.keywords import words
from corpus.nouns import Language

FIGURE_WORDS = 4.0
"""What a figure counts, in words, where a figure was asked for."""
CHARACTERS_PER_WORD = 60.0
"""So many characters over the limit cost an excerpt one word."""
ANNOUNCING_WORDS = 3.0
"""What it costs, in words, to end on a colon: what was announced is missing."""
LISTING_WORDS = 1.0
"""What it costs to end within a list: its other points are missing."""
LIST_SHARE = 1.5
"""A list is begun beyond the limit, up to this share of it."""
SHORTNESS = 1_000.0
"""Between excerpts that hold the same words the shorter one wins, then the earlier."""


def weights(*purposes: Iterable[str]) -> Counter[str]:
    """Stems with how often they are wanted: what stands in two purposes counts twice."""
    return Counter(stem for purpose in purposes for stem in set(purpose))


def excerpt(
    text: str, wanted: Counter[str], lang: Language, limit: int, *, counts: bool = False
) -> Span:
    """The stretch of whole sentences that holds most of what is wanted, about `limit` characters long.

    A text within the limit is taken whole. Without wanted words it is the opening. `counts`: a number
    was asked for.
    """
    if len(text) <= limit:
        return Span(0, len(text))
    spans = sentences(text) or [Span(0, len(text))]
    if not wanted:
        return _opening(spans, limit)
    held = [frozenset(words(span.of(text), lang)) for span in spans]
    figures = [counts and bool(held_figures(span.of(text))) for span in spans]
    best, best_score = spans[0], float("-inf")
    for first, last in _windows(text, spans, limit):
        stems = frozenset[str]().union(*held[first : last + 1])
        length = spans[last].end - spans[first].start
        score = float(sum(wanted[stem] for stem in stems if stem in wanted))
        score += FIGURE_WORDS * any(figures[first : last + 1])
        score -= length / SHORTNESS + max(0, length - limit) / CHARACTERS_PER_WORD
        end = text[: spans[last].end]
        score -= ANNOUNCING_WORDS * end.endswith(":") + LISTING_WORDS * end.endswith(";")
        if score > best_score:
            best, best_score = Span(spans[first].start, spans[last].end), score
    return best


def _windows(text: str, spans: Sequence[Span], limit: int) -> Iterator[tuple[int, int]]:
    """First and last sentence of every stretch within the limit, and every single sentence."""
    for first in range(len(spans)):
        for last in range(first, len(spans)):
            length = spans[last].end - spans[first].start
            reach = (
                limit * LIST_SHARE if last and text[: spans[last - 1].end].endswith(":") else limit
            )
            if last > first and length > reach:
                break
            yield first, last


def _opening(spans: Sequence[Span], limit: int) -> Span:
    start = spans[0].start
    within = [span.end for span in spans if span.end - start <= limit]
    return Span(start, within[-1] if within else spans[0].end)
