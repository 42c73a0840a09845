"""What changed between two index versions, unit by unit, as the screen shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from corpus.locator import label
from corpus.manifest import Manifest, default_manifest
from corpus.nouns import Language, Source, user_source
from corpus.store import SourceRecord, read_store
from corpus.versions import STORE, IndexVersions
from ui.documents_words import version_words
from ui.render import plain
from ui.words import words_in

if TYPE_CHECKING:
    from ingest.changes import Change, Dates, Segment

_FIRST_SHOWN = 20
_CONTEXT_CHARACTERS = 160
"""Unchanged words kept on each side of a change: enough to see where it stands."""
_KIND_COLOURS = {"added": "green", "removed": "red", "changed": "blue", "dates": "gray"}
# Bold and struck through as well: colours alone say nothing to some readers, nor in print.
_SEGMENT_MARKS = {"added": ("green", "**"), "removed": ("red", "~~")}
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def show_changes(data_directory: Path, before: str, after: str, lang: Language) -> None:
    """Every unit that is not in version `after` as it was in `before`, and which words moved."""
    words = version_words(lang)
    with st.spinner(words.comparing):
        found, manifest = _compared(data_directory, before, after)
    if not found:
        st.info(words.no_change)
        return
    counts: Counter[str] = Counter(change.kind for change in found)
    st.markdown(words.summary.format(**{kind: counts[kind] for kind in _KIND_COLOURS}))
    key = f"changes_shown_{before}_{after}"
    shown = st.session_state.get(key, _FIRST_SHOWN)
    with st.container(key="changes"):
        for source, group in groupby(found[:shown], key=lambda change: change.source):
            st.markdown(f"##### {plain(manifest.source(source).title(lang))}")
            for change in group:
                _show_change(change, manifest.source(source), lang)
    rest = len(found) - shown
    if rest > 0 and st.button(words.show_more.format(count=rest), key="changes_more"):
        st.session_state[key] = shown + 5 * _FIRST_SHOWN
        st.rerun()


def marked(segments: Iterable[Segment]) -> str:
    """The words of a unit, what was added in green and bold, what was removed in red and struck."""
    pieces = [
        _shortened(segment.text) if segment.kind == "same" else _marked(segment)
        for segment in segments
    ]
    return "".join(pieces).strip()


@st.cache_resource(show_spinner=False, max_entries=2)
def _compared(data_directory: Path, before: str, after: str) -> tuple[tuple[Change, ...], Manifest]:
    from ingest.changes import changes

    versions = IndexVersions(data_directory)
    old, new = (read_store(versions.path(name) / STORE, name) for name in (before, after))
    found = changes(old.passages, new.passages)
    # The removed units of a source come after those of all others: bring each source together.
    first = {change.source: number for number, change in reversed(list(enumerate(found)))}
    ordered = tuple(sorted(found, key=lambda change: first[change.source]))
    unnamed = first.keys() - default_manifest().sources.keys()
    documents = _documents(unnamed, (*old.records, *new.records))
    return ordered, default_manifest().with_documents(documents)


def _documents(names: Iterable[str], records: Iterable[SourceRecord]) -> list[Source]:
    """What the manifest does not name: the user's documents, and sources it has left out since."""
    recorded = {record.source: record for record in records}
    return [
        user_source(name, recorded[name].title or name, recorded[name].lang)
        for name in sorted(names)
    ]


def _show_change(change: Change, source: Source, lang: Language) -> None:
    words, general = version_words(lang), words_in(lang)
    name = label(change.locator, source, lang, heading=change.heading)
    badges = [f":{_KIND_COLOURS[change.kind]}-badge[{words.kinds[change.kind]}]"]
    if change.lang != lang:
        badges.append(f":gray-badge[{general.text_in[change.lang]}]")
    with st.container(border=True):
        st.markdown(f"**{plain(name)}** {' '.join(badges)}")
        if change.are_dates_moved and change.before and change.after:
            moved = words.dates.format(
                before=_dates(change.before, lang), after=_dates(change.after, lang)
            )
            st.caption(moved)
        if change.kind != "dates":
            st.markdown(marked(change.segments))


def _dates(dates: Dates, lang: Language) -> str:
    words, general = version_words(lang), words_in(lang)
    said = (
        (words.since, dates.applies_from),
        (words.until, dates.applies_until),
        (words.modified, dates.last_modified),
    )
    known = [text.format(day=general.day(day)) for text, day in said if day is not None]
    return ", ".join(known) or words.no_date


def _marked(segment: Segment) -> str:
    colour, mark = _SEGMENT_MARKS[segment.kind]
    return _by_line(segment.text, lambda words: f":{colour}-background[{mark}{plain(words)}{mark}]")


def _shortened(text: str) -> str:
    """Unchanged words, those in the middle of a long run left out."""
    if len(text) <= 3 * _CONTEXT_CHARACTERS:
        return _by_line(text, plain)
    first, _, _ = text[:_CONTEXT_CHARACTERS].rpartition(" ")
    _, _, last = text[-_CONTEXT_CHARACTERS:].partition(" ")
    return f"{_by_line(first, plain)} *\\[…\\]* {_by_line(last, plain)}"


def _by_line(text: str, write: Callable[[str], str]) -> str:
    """Each line of the text written, its outer spaces kept outside, lines as paragraphs."""
    written = []
    for line in text.splitlines() or [""]:
        match = _EDGES.fullmatch(line)
        assert match is not None
        before, words, after = match.groups()
        written.append(
            f"{before and ' '}{write(words)}{after and ' '}" if words else before and " "
        )
    ending = "\n\n" if text.endswith("\n") else ""
    return "\n\n".join(written) + ending
