"""What a search in one text finds: the unit named, the exact words, what is nearest in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from assistant.library import Library
from assistant.references import find_references
from corpus.locator import Locator
from corpus.nouns import Passage
from ui.library_words import LibraryWords
from ui.reader_link import inner_link, text_address, unit_address
from ui.reader_text import excerpt
from ui.render import plain

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_EXACT_SHOWN = 12
_NEAREST_SHOWN = 6


def show_found(
    assistant: Assistant, library: Library, prefix: str, query: str, words: LibraryWords
) -> None:
    """Three lists, each left out when it is empty; every result opens with the words marked."""
    st.markdown(inner_link(f"← {words.clear_search}", text_address(prefix)))
    named = [
        library.unit(locator, words.lang)
        for locator in find_references(query)
        if Locator.parse(locator).source == prefix and library.has(locator)
    ]
    exact, count = library.find_words(prefix, query, _EXACT_SHOWN)
    told = {passage.id for passage in (*named, *exact)}
    nearest = [p for p in _nearest(assistant, library, prefix, query, words) if p.id not in told]
    _show_list(words.reference, named, library, "", words)
    _show_list(words.exact_words, exact, library, query, words)
    if count > len(exact):
        st.caption(words.exact_words_more.format(shown=len(exact), count=count))
    _show_list(words.by_meaning, nearest, library, query, words)
    if not (named or exact or nearest):
        st.caption(words.nothing_found)


def _nearest(
    assistant: Assistant, library: Library, prefix: str, query: str, words: LibraryWords
) -> list[Passage]:
    hits = [
        hit
        for source in library.sources_of(prefix)
        for hit in assistant.search(query, source=source.id, lang=words.lang, limit=_NEAREST_SHOWN)
    ]
    hits.sort(key=lambda hit: hit.score, reverse=True)
    return [hit.focus for hit in hits[:_NEAREST_SHOWN]]


def _show_list(
    title: str, passages: Sequence[Passage], library: Library, query: str, words: LibraryWords
) -> None:
    if not passages:
        return
    st.subheader(title, anchor=False)
    for passage in passages:
        st.markdown(_result(passage, library, query, words))


def _result(passage: Passage, library: Library, query: str, words: LibraryWords) -> str:
    is_past = passage.applies_until is not None and passage.applies_until <= date.today()
    as_of = passage.applies_from if is_past else None
    address = unit_address(passage.locator, words=query, as_of=as_of)
    name = library.name(passage, words.lang)
    told = [inner_link(name, address)]
    if passage.heading and passage.heading not in name:
        told.append(plain(passage.heading))
    if passage.lang != words.lang:
        told.append(f":gray-badge[{words.language_names[passage.lang]}]")
    return f"{' — '.join(told[:2])} {' '.join(told[2:])}  \n{excerpt(passage.text, query)}"
