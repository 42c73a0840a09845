"""What changed between two index versions, in lines a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from corpus.locator import label
from corpus.manifest import Manifest
from corpus.nouns import Language, Source, user_source
from ingest.changes import Change, Dates, Segment
from ui.index_words import IndexWords, index_words

# Unchanged words shown on each side of a change.
CONTEXT_WORDS = 8
# Of a unit that is wholly new or gone, the beginning says which it is.
WHOLE_CHARACTERS = 300
# More units of one source added, or removed, are told by their number.
MANY = 20
MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
ELLIPSIS = "…"

Paint = Callable[[str, str], str]
"""Colours a text for "added", "removed", "title"; plain text stays readable without it."""


def change_lines(
    changes: Iterable[Change], manifest: Manifest, lang: Language, paint: Paint | None = None
) -> Iterator[str]:
    """The changes source by source: a title, then each unit with the words around its changes."""
    colour = paint or (lambda kind, text: text)
    words = index_words(lang)
    for (name, text_lang), group in groupby(changes, key=lambda c: (c.source, c.lang)):
        found = list(group)
        source = manifest.sources.get(name) or user_source(name, name, text_lang)
        counts = Counter(change.kind for change in found)
        tally = ", ".join(f"{words.kinds[kind]} {count}" for kind, count in counts.items())
        yield colour("title", f"{source.title(lang)} [{text_lang}]: {tally}")
        for kind, count in counts.items():
            if kind in words.many and count > MANY:
                yield f"  {words.many[kind].format(count=count)}"
        for change in found:
            if change.kind not in words.many or counts[change.kind] <= MANY:
                yield from _unit_lines(change, source, words, colour, lang)


def _unit_lines(
    change: Change, source: Source, words: IndexWords, paint: Paint, lang: Language
) -> Iterator[str]:
    name = label(change.locator, source, lang, heading=change.heading)
    yield paint("title", f"  {name} ({change.locator}): {words.kinds[change.kind]}")
    if change.are_dates_moved:
        before, after = (_period(dates, words) for dates in (change.before, change.after))
        yield "    " + words.dates.format(before=before, after=after)
    if change.kind != "dates":
        text = "".join(_shown(change.segments, paint))
        yield from (f"    {line}" for line in text.splitlines() if line.strip())


def _shown(segments: tuple[Segment, ...], paint: Paint) -> Iterator[str]:
    last = len(segments) - 1
    for position, segment in enumerate(segments):
        if segment.kind == "same":
            yield _context(segment.text, is_first=position == 0, is_last=position == last)
            continue
        text = segment.text
        if last == 0 and len(text) > WHOLE_CHARACTERS:
            text = text[:WHOLE_CHARACTERS] + ELLIPSIS
        # The space before a word stays outside its mark.
        lead = text[: len(text) - len(text.lstrip())]
        start, end = MARKS[segment.kind]
        yield lead + paint(segment.kind, f"{start}{text.strip()}{end}")
        yield text[len(text.rstrip()) :] if text.strip() else ""


def _context(text: str, *, is_first: bool, is_last: bool) -> str:
    """Unchanged words, but for those far from any change."""
    words = text.split()
    head = [] if is_first else words[:CONTEXT_WORDS]
    tail = [] if is_last else words[-CONTEXT_WORDS:]
    if len(words) <= len(head) + len(tail):
        return text
    lead = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    shown = " ".join(filter(None, [" ".join(head), ELLIPSIS, " ".join(tail)]))
    return ("" if is_first else lead) + shown + ("" if is_last else end)


def _period(dates: Dates | None, words: IndexWords) -> str:
    assert dates is not None
    start = dates.applies_from.isoformat() if dates.applies_from else words.open_start
    end = dates.applies_until.isoformat() if dates.applies_until else words.open_end
    modified = f" ({dates.last_modified.isoformat()})" if dates.last_modified else ""
    return f"{start} / {end}{modified}"
