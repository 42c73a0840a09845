"""The library: the sources, the texts themselves, the user's documents, the index versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.library import Library
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language
from corpus.settings import Settings
from ui.library_reader import show_reader
from ui.library_sources import show_source_list
from ui.library_style import apply_library_style
from ui.library_words import LibraryWords, library_words

if TYPE_CHECKING:
    from assistant.assistant import Assistant

SECTIONS = ("sources", "read", "documents", "versions")
_CHOSEN = "library_section"


def show_library(assistant: Assistant, settings: Settings, lang: Language) -> None:
    """The section that the address names, else the one chosen; each draws itself."""
    words = library_words(lang)
    apply_library_style()
    section = _section()
    _choose_section(section, words)
    match section:
        case "read":
            show_reader(assistant, open_library(assistant), words)
        case "documents":
            from ui.library_documents import show_documents

            show_documents(assistant, settings, lang)
        case "versions":
            from ui.library_versions import show_versions

            show_versions(assistant, settings, lang)
        case _:
            show_source_list(open_library(assistant), words)


def open_library(assistant: Assistant) -> Library:
    """The library of the served index version, built at its first visit."""
    index = assistant.setting.reader.index()
    return _library(index.version, index, assistant.setting.manifest_of(index))


@st.cache_resource(show_spinner=False, max_entries=2)
def _library(version: str, _index: Index, _manifest: Manifest) -> Library:
    """One for all readers of this process."""
    return Library(_index, _manifest)


def _section() -> str:
    if "unit" in st.query_params or "text" in st.query_params:
        return "read"
    named = st.query_params.get("section", "")
    return named if named in SECTIONS else SECTIONS[0]


def _choose_section(section: str, words: LibraryWords) -> None:
    def go() -> None:
        st.query_params.clear()
        st.query_params["section"] = st.session_state[_CHOSEN]

    st.session_state[_CHOSEN] = section
    st.segmented_control(
        words.library,
        SECTIONS,
        key=_CHOSEN,
        format_func=lambda name: words.sections[name],
        required=True,
        label_visibility="collapsed",
        on_change=go,
        width="stretch",
    )
