"""Where the words of a passage stand on the pages of its document.

Words and pages are compared by letters and digits only, so that line breaks, hyphens, ligatures
and whatever was left out between them (headers, notes and their marks) do not matter.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.nouns import PageSpan
from ingest.parse.letter_alignment import Letters, aligned, chained, letters_of

# Pages are read until they hold this many times the words, and some more for headers and notes.
_WINDOW_FACTOR = 2
_WINDOW_MORE = 8000
_CLOSING = frozenset(".,;:!?)]»”’\"'…%")


def spans(
    words: str, raw_pages: Sequence[str], first_page: int, *, after: PageSpan | None = None
) -> tuple[PageSpan, ...]:
    """Where `words`, which begin on page `first_page` (from 1), stand on the raw pages.

    Words that stand apart on a page (a note between them, say) have a span each. Letters that are
    on no page have none: `hold` tells. `after` is a place that the words come after: where a page
    says the same twice, it tells which is meant.
    """
    return spans_of_parts([words], raw_pages, first_page, after=after)[0]


def spans_of_parts(
    parts: Sequence[str],
    raw_pages: Sequence[str],
    first_page: int,
    *,
    after: PageSpan | None = None,
) -> list[tuple[PageSpan, ...]]:
    """The spans of each part of a text whose parts follow one another."""
    last = first_page
    needed = _WINDOW_FACTOR * sum(map(len, parts)) + _WINDOW_MORE
    while last < len(raw_pages) and sum(map(len, raw_pages[first_page - 1 : last])) < needed:
        last += 1
    pages = [letters_of(page) for page in raw_pages[first_page - 1 : last]]
    places = aligned(letters_of("\n".join(parts)), chained(pages), _start(after, pages, first_page))
    found = []
    start = 0
    for part in parts:
        end = start + len(letters_of(part).text)
        runs = _runs(places[start:end])
        found.append(tuple(_page_spans(runs, pages, raw_pages, first_page)))
        start = end
    return found


def hold(words: str, places: Sequence[PageSpan], raw_pages: Sequence[str]) -> bool:
    """Whether the spans, joined, hold exactly the letters and digits of the words."""
    shown = "".join(raw_pages[place.page - 1][place.start : place.end] for place in places)
    return letters_of(shown).text == letters_of(words).text


def _start(after: PageSpan | None, pages: Sequence[Letters], first_page: int) -> int:
    """How many letters of the window stand up to the end of `after`."""
    if after is None or not first_page <= after.page < first_page + len(pages):
        return 0
    before = sum(len(page.text) for page in pages[: after.page - first_page])
    return before + bisect_left(pages[after.page - first_page].offsets, after.end)


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The unbroken stretches of places, first and last."""
    start = previous = -1
    for place in places:
        if place < 0:
            continue
        if start >= 0 and place == previous + 1:
            previous = place
            continue
        if start >= 0:
            yield start, previous
        start = previous = place
    if start >= 0:
        yield start, previous


def _page_spans(
    runs: Iterator[tuple[int, int]],
    pages: Sequence[Letters],
    raw_pages: Sequence[str],
    first_page: int,
) -> Iterator[PageSpan]:
    for first, last in runs:
        base = 0
        for number, page in enumerate(pages, start=first_page):
            start, end = max(first - base, 0), min(last - base, len(page.text) - 1)
            if start <= end and last >= base:
                raw = raw_pages[number - 1]
                yield PageSpan(number, page.offsets[start], _closed(raw, page.offsets[end] + 1))
            base += len(page.text)


def _closed(raw: str, end: int) -> int:
    """The end of a span, after the accents and the punctuation that close its last word."""
    while end < len(raw) and (raw[end] in _CLOSING or unicodedata.combining(raw[end])):
        end += 1
    return end
