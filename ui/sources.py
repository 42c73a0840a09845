"""Which texts the answers rest on, and plainly which ones are missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from corpus.nouns import Language
from ui.library_words import library_words
from ui.reader_link import inner_link, section_address
from ui.reasons import reason_in
from ui.render import plain
from ui.words import Words

if TYPE_CHECKING:
    from assistant.assistant import SourceStatus


NAMED_TITLES = 4
"""Missing texts named on the page: a phone shows them in a few lines."""


def show_sources(statuses: Sequence[SourceStatus], index_version: str, words: Words) -> None:
    """How many texts are loaded, the missing ones by name, and the full list behind one click.

    A text that is named on purpose without being held is not missing: the library lists it.
    """
    statuses = [status for status in statuses if status.is_loaded or status.source.origins]
    loaded = sum(status.is_loaded for status in statuses)
    count = words.sources_count.format(loaded=loaded, known=len(statuses))
    with st.expander(count + _built_on(index_version, words), key="sources"):
        st.markdown("\n".join(f"- {_line(status, words)}" for status in statuses))
        st.caption(words.index_version.format(version=plain(index_version)))
        st.markdown(inner_link(library_words(words.lang).all_sources, section_address("sources")))
    missing = [name for status in statuses for name in _missing(status, words)]
    if missing:
        said = words.sources_missing.format(titles=_first_titles(missing, words))
        st.caption(f"{said} {words.sources_remedy}")


def _first_titles(titles: Sequence[str], words: Words) -> str:
    """The first titles, and how many more there are: all of them stand in the list above."""
    further = len(titles) - NAMED_TITLES
    if further < 2:
        return words.list_separator.join(titles)
    shown = words.list_separator.join(titles[:NAMED_TITLES])
    return words.titles_further.format(titles=shown, count=further)


def _built_on(index_version: str, words: Words) -> str:
    """The day a version was built, which its name begins with ("20261122…")."""
    try:
        day = datetime.strptime(index_version[:8], "%Y%m%d").date()
    except ValueError:
        return ""
    return f" · {words.corpus_day.format(day=words.day(day))}"


def _line(status: SourceStatus, words: Words) -> str:
    title = plain(status.source.title(words.lang))
    if not status.is_loaded:
        reason = f" ({plain(reason_in(words.lang, status.reason))})" if status.reason else ""
        return f"○ {title} — **{words.source_absent}**{reason}"
    held = words.source_loaded.format(
        languages=", ".join(_language_names(status.languages, words)), count=status.passage_count
    )
    return f"✓ {title} — {held}"


def _missing(status: SourceStatus, words: Words) -> list[str]:
    title = plain(status.source.short_title(words.lang))
    if not status.is_loaded:
        return [title]
    absent = [lang for lang in status.source.languages if lang not in status.languages]
    return [f"{title} ({name})" for name in _language_names(absent, words)]


def _language_names(languages: Sequence[str], words: Words) -> list[str]:
    return [words.language_names[_known(lang)] for lang in languages]


def _known(lang: str) -> Language:
    return "fr" if lang == "fr" else "en"
