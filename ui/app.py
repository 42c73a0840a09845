"""The five pages: the chat (a question, its cited answer), the campaign check, the library, the lecture view, the evaluation."""

from __future__ import annotations

import gc
from typing import cast

import streamlit as st
from streamlit.navigation.page import Page

from assistant.assistant import Assistant, open_assistant
from corpus.nouns import LANGUAGES, Language
from corpus.settings import Settings, load_settings
from ui.campaign import CAMPAIGN_PAGE, show_campaign
from ui.campaign_state import start_from
from ui.campaign_words import campaign_words
from ui.chat import show_chat
from ui.conversation import current_conversation
from ui.conversation_list import restore_conversation
from ui.conversation_words import conversation_words
from ui.evaluation_words import EVALUATION_PAGE, evaluation_words
from ui.failure import Failure, failures_to
from ui.keeper import Keeper
from ui.lecture import LECTURE_PAGE, show_lecture
from ui.lecture_words import lecture_words
from ui.library import show_library
from ui.library_words import library_words
from ui.reader_link import PAGE
from ui.render import plain
from ui.style import apply_style, follow_inner_links
from ui.words import Words, words_in


def main() -> None:
    """Draw the page; whatever fails is told in one plain sentence."""
    st.set_page_config(page_title="Recital", layout="centered")
    apply_style()
    with failures_to(_show_failure):
        _draw_page(load_settings())


def _draw_page(settings: Settings) -> None:
    words = words_in(_language(settings))
    titles = library_words(words.lang)

    conversation, keeper = current_conversation(), Keeper(settings)
    restore_conversation(keeper, conversation)

    def chat() -> None:
        assistant = _assistant_for(settings, words)

        def check(text: str) -> None:
            start_from(text, assistant.setting.chat)
            st.switch_page(pages[1])

        show_chat(assistant, conversation, keeper, settings, words, open_check=check)

    def campaign() -> None:
        show_campaign(_assistant_for(settings, words), keeper, settings, words.lang)

    def library() -> None:
        show_library(_assistant_for(settings, words), settings, words.lang)

    def lecture() -> None:
        show_lecture(_assistant_for(settings, words), keeper, words.lang)

    def evaluation() -> None:
        from ui.evaluation import show_evaluation

        show_evaluation(_assistant_for(settings, words), settings, words.lang)

    pages = (
        st.Page(chat, title=titles.chat, default=True),
        st.Page(campaign, title=campaign_words(words.lang).page, url_path=CAMPAIGN_PAGE),
        st.Page(library, title=titles.library, url_path=PAGE),
        st.Page(lecture, title=lecture_words(words.lang).page, url_path=LECTURE_PAGE),
        st.Page(evaluation, title=evaluation_words(words.lang).page, url_path=EVALUATION_PAGE),
    )
    page = st.navigation(pages, position="hidden")
    _header(words, pages, is_chat=page is pages[0])
    follow_inner_links()
    page.run()


def _header(words: Words, pages: tuple[Page, ...], *, is_chat: bool) -> None:
    conversation, more = current_conversation(), conversation_words(words.lang)
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        st.title("Recital", anchor=False, width="content")
        with st.container(horizontal=True, vertical_alignment="center", key="pages"):
            for page in pages:
                st.page_link(page, width="content")
        if is_chat and not conversation.is_empty:
            st.button(
                more.new,
                icon=":material/add:",
                help=more.new_help,
                on_click=conversation.clear,
                key="new_conversation",
            )
        st.segmented_control(
            words.language,
            LANGUAGES,
            key="lang",
            format_func=str.upper,
            required=True,
            label_visibility="collapsed",
        )


def _language(settings: Settings) -> Language:
    """The reader's choice, else the setting, else the browser's language, else French."""
    if "lang" not in st.session_state:
        browser = (st.context.locale or "")[:2].lower()
        default = settings.answer.lang or (browser if browser in LANGUAGES else "fr")
        st.session_state["lang"] = default
    return cast(Language, st.session_state["lang"])


def _show_failure(failure: Failure) -> None:
    st.error(plain(failure.message(st.session_state.get("lang", "fr"))))


def _assistant_for(settings: Settings, words: Words) -> Assistant:
    with st.spinner(words.opening):
        return _open_once(settings)


@st.cache_resource(show_spinner=False)
def _open_once(_settings: Settings) -> Assistant:
    """One assistant for every session of this process."""
    assistant = open_assistant(_settings)
    # Models and tables live as long as the process: keep the garbage collector from walking them.
    gc.collect()
    gc.freeze()
    return assistant


if __name__ == "__main__":
    main()
