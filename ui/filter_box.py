"""Above the question box: what the next questions are limited to, and the limits in force as chips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import streamlit as st

from assistant.filters import NO_FILTERS, Filters
from corpus.nouns import LANGUAGES
from ui.conversation_words import ConversationWords
from ui.words import Words

_KEY = "filters"
_LAW, _LANG, _DAY = "filter_law", "filter_lang", "filter_day"
_EARLIEST, _LATEST = date(1978, 1, 6), date(2035, 12, 31)
"""From the first French law on data protection to a day for which rules are already voted."""


def current_filters() -> Filters:
    """What the reader limits questions to, for this browser session."""
    found: Filters = st.session_state.get(_KEY, NO_FILTERS)
    return found


def show_filter_box(words: ConversationWords, screen: Words) -> None:
    """The button that opens the filters, then one chip for each that is set."""
    filters = current_filters()
    with st.container(horizontal=True, vertical_alignment="center", key="filter_box"):
        with st.popover(words.filters, icon=":material/tune:", type="tertiary"):
            _show_choices(filters, words)
        for name, label, without in _chips(filters, words, screen):
            st.button(
                label,
                icon=":material/close:",
                icon_position="right",
                help=words.remove_filter,
                on_click=_set,
                args=(without,),
                key=f"chip_{name}",
            )


def filter_names(filters: Filters, words: ConversationWords, screen: Words) -> list[str]:
    """The filters in force, as a reader says them."""
    return [label for _, label, _ in _chips(filters, words, screen)]


def _chips(
    filters: Filters, words: ConversationWords, screen: Words
) -> Iterator[tuple[str, str, Filters]]:
    if filters.is_law_only:
        yield "law", words.filter_law, replace(filters, is_law_only=False)
    if filters.text_lang is not None:
        yield "lang", words.filter_lang[filters.text_lang], replace(filters, text_lang=None)
    if filters.as_of is not None:
        day = words.filter_day.format(day=screen.day(filters.as_of))
        yield "day", day, replace(filters, as_of=None)


def _set(filters: Filters) -> None:
    st.session_state[_KEY] = filters


def _show_choices(filters: Filters, words: ConversationWords) -> None:
    # The filters are the truth: a chip that was removed is also gone from here.
    st.session_state[_LAW] = filters.is_law_only
    st.session_state[_LANG] = filters.text_lang or ""
    st.session_state[_DAY] = filters.as_of

    def take() -> None:
        lang = st.session_state[_LANG]
        _set(
            Filters(
                is_law_only=st.session_state[_LAW],
                text_lang=lang if lang in LANGUAGES else None,
                as_of=st.session_state[_DAY],
            )
        )

    st.toggle(words.law_only, key=_LAW, help=words.law_only_help, on_change=take)
    st.segmented_control(
        words.text_lang,
        list(words.text_langs),
        key=_LANG,
        format_func=lambda name: words.text_langs[name],
        required=True,
        on_change=take,
    )
    st.date_input(
        words.as_of,
        key=_DAY,
        value=None,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="DD/MM/YYYY",
        help=words.as_of_help,
        on_change=take,
    )
