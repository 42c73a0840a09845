"""The two pages: the chat (a question, its cited answer) and the library of its texts."""

from __future__ import annotations

import gc
from typing import cast

import streamlit as st
from streamlit.navigation.page import Page

from assistant.assistant import Assistant, open_assistant
from assistant.question import WEB_LIMIT
from corpus.nouns import LANGUAGES, Language
from corpus.settings import Settings, load_settings
from ui.answers import show_answer, show_question
from ui.conversation import Conversation, Exchange, current_conversation, fill
from ui.failure import Failure, failures_to
from ui.library import show_library
from ui.library_words import library_words
from ui.reader_link import PAGE
from ui.render import plain, render
from ui.sources import show_sources
from ui.style import apply_style, follow_inner_links, scroll_to_last_question
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

    def chat() -> None:
        _draw_chat(settings, words)

    def library() -> None:
        show_library(_assistant_for(settings, words), settings, words.lang)

    pages = (
        st.Page(chat, title=titles.chat, default=True),
        st.Page(library, title=titles.library, url_path=PAGE),
    )
    page = st.navigation(pages, position="hidden")
    _header(words, pages, is_chat=page is pages[0])
    follow_inner_links()
    page.run()


def _draw_chat(settings: Settings, words: Words) -> None:
    conversation = current_conversation()
    st.markdown(words.promise)
    assistant = _assistant_for(settings, words)
    show_sources(assistant.sources(), assistant.index_version, words)
    _question_box(words, conversation)
    if conversation.is_empty:
        _examples(words, conversation)
    for exchange in conversation.exchanges:
        _show_exchange(exchange, words)
    if conversation.waiting:
        _answer_waiting_question(conversation, assistant, words)


def _header(words: Words, pages: tuple[Page, ...], *, is_chat: bool) -> None:
    conversation = current_conversation()
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        st.title("Recital", anchor=False, width="content")
        with st.container(horizontal=True, vertical_alignment="center", key="pages"):
            for page in pages:
                st.page_link(page, width="content")
        if is_chat and not conversation.is_empty:
            st.button(
                words.new_conversation,
                help=words.new_conversation_help,
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


def _question_box(words: Words, conversation: Conversation) -> None:
    def put() -> None:
        conversation.ask(st.session_state["question"])

    with st.bottom:
        st.chat_input(
            words.question_placeholder,
            key="question",
            max_chars=WEB_LIMIT,
            submit_mode="stop",
            on_submit=put,
        )
        st.caption(f"{words.notice_machine} {words.notice_legal}", text_alignment="center")


def _examples(words: Words, conversation: Conversation) -> None:
    st.markdown(f"**{words.examples_title}**")
    with st.container(key="examples"):
        for tab, questions in zip(
            st.tabs(list(words.examples)), words.examples.values(), strict=True
        ):
            for question in questions:
                tab.button(question, on_click=conversation.ask, args=(question,), width="stretch")


def _show_exchange(exchange: Exchange, words: Words) -> None:
    show_question(exchange.question)
    with st.chat_message("assistant", avatar=":material/balance:"):
        show_answer(exchange, st.empty(), words)


def _answer_waiting_question(
    conversation: Conversation, assistant: Assistant, words: Words
) -> None:
    history = conversation.turns()
    exchange = conversation.begin()
    show_question(exchange.question)
    scroll_to_last_question()
    with st.chat_message("assistant", avatar=":material/balance:"):
        place = st.empty()
        place.caption(words.searching)
        fill(
            exchange,
            assistant,
            history=history,
            lang=words.lang,
            show=lambda text: place.markdown(render(text), anchors=False),
        )
        show_answer(exchange, place, words)


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
