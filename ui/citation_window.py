"""A cited passage inside its article, in a panel beside the conversation, which stays where it was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Citation
from assistant.library import Side
from corpus.errors import UnknownLocator
from corpus.nouns import Language, Passage
from ui.failure import Failure, failures_to
from ui.library import open_library
from ui.library_sides import show_sides
from ui.library_words import library_words
from ui.render import link, plain
from ui.style import scroll_to_cited_unit
from ui.words import words_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def open_citation_window(
    assistant: Assistant, citation: Citation, passage: Passage, lang: Language
) -> None:
    """The whole article around a passage; the cited unit stands out and is scrolled to."""

    def tell(failure: Failure) -> None:
        st.warning(plain(failure.message(lang)))

    @st.dialog(plain(citation.label), width="medium", position="right")
    def window() -> None:
        with failures_to(tell):
            _show_article(assistant, passage, lang)
            if citation.url:
                st.markdown(link(words_in(lang).official_text, citation.url))

    window()


def _show_article(assistant: Assistant, passage: Passage, lang: Language) -> None:
    words = library_words(lang)
    today = date.today()
    # A passage no longer in force is read among those of its own time.
    day = today if passage.is_in_force(today) else passage.applies_from or today
    try:
        reading = open_library(assistant).open(passage.locator, day)
    except UnknownLocator:
        st.warning(words.not_loaded)
        return
    target = "" if reading.target == reading.leaf.locator else reading.target
    _style()
    with st.container(key="article_around"):
        for number, sides in enumerate(reading.units):
            side = _in_language(sides, passage.lang)
            # What the panel marks is the unit: its words stand in the citation itself.
            show_sides([side], target, "", words if number == 0 else None)


def _in_language(sides: tuple[Side, ...], lang: Language) -> Side:
    return next((side for side in sides if side.passage.lang == lang), sides[0])


def _style() -> None:
    st.html(
        """
        <style>
        .st-key-article_around .stMarkdown :is(p, li) { font-family: "Source Serif", Georgia, serif; font-size: 1.0625rem; line-height: 1.6; }
        .st-key-article_around .stMarkdown ul { list-style: none; margin: 0; padding-left: 1.25rem; }
        .st-key-article_around [class*="st-key-unit_"] {
          background: color-mix(in srgb, #f5b83d 16%, transparent);
          border-left: .2rem solid #b98a2f; padding: .5rem .75rem; scroll-margin: 4rem;
        }
        </style>
        """
    )
    scroll_to_cited_unit()
