"""Reading a text: its contents, a search in it, or one unit in the languages it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.library import Library
from corpus.errors import UnknownLocator
from corpus.locator import Locator
from corpus.nouns import Source
from ui.library_contents import show_contents
from ui.library_search import show_found
from ui.library_unit import show_unit
from ui.library_words import LibraryWords

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_TEXT = "reader_text"
_QUERY = "reader_query"


def show_reader(assistant: Assistant, library: Library, words: LibraryWords) -> None:
    """What the address names: `unit`, else `text` and perhaps `query`, else the first text."""
    texts = {source.prefix: source for source in library.texts()}
    if not texts:
        st.info(words.nothing_to_read)
        return
    unit, query = st.query_params.get("unit", ""), st.query_params.get("query", "")
    prefix = _prefix_of(unit) or st.query_params.get("text", "")
    if prefix not in texts:
        if unit:
            st.warning(words.not_loaded)
        prefix, unit = next(iter(texts)), ""
    _choose(texts, prefix, query, words)
    if unit:
        _show_unit(library, unit, words)
    elif query:
        show_found(assistant, library, prefix, query, words)
    else:
        show_contents(library, prefix, words)


def _prefix_of(unit: str) -> str:
    try:
        return Locator.parse(unit).source if unit else ""
    except UnknownLocator:
        return "?"


def _show_unit(library: Library, unit: str, words: LibraryWords) -> None:
    try:
        show_unit(library, unit, words)
    except UnknownLocator:
        st.warning(words.not_loaded)
        show_contents(library, Locator.parse(unit).source, words)


def _choose(texts: dict[str, Source], prefix: str, query: str, words: LibraryWords) -> None:
    """The text to read and the words to look for in it; both go into the address."""

    def open_text() -> None:
        st.query_params.from_dict({"text": st.session_state[_TEXT]})

    def search() -> None:
        wanted = st.session_state[_QUERY].strip()
        found = {"text": prefix, "query": wanted} if wanted else {"text": prefix}
        st.query_params.from_dict(found)

    st.session_state[_TEXT], st.session_state[_QUERY] = prefix, query
    choice, search_box = st.columns([2, 3], vertical_alignment="bottom")
    choice.selectbox(
        words.choose_text,
        list(texts),
        key=_TEXT,
        format_func=lambda name: texts[name].short_title(words.lang),
        on_change=open_text,
    )
    search_box.text_input(
        words.search_in,
        key=_QUERY,
        placeholder=words.search,
        icon=":material/search:",
        on_change=search,
        max_chars=500,
    )
