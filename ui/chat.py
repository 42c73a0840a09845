"""The chat page: the conversation so far, the next answer, and the question box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.question import WEB_LIMIT
from assistant.suggestions import suggestions
from corpus.settings import Settings
from ui.answer_actions import show_actions
from ui.answers import show_answer, show_question
from ui.campaign_offer import OpenCheck, show_offer
from ui.citation_window import open_citation_window
from ui.conversation import Conversation, fill, look_up
from ui.conversation_list import name_in_address, show_conversations
from ui.conversation_words import ConversationWords, conversation_words
from ui.filter_box import current_filters, show_filter_box
from ui.keeper import Keeper
from ui.provider_notice import show_provider_notice
from ui.render import plain, render
from ui.sources import show_sources
from ui.study import show_test_me
from ui.style import scroll_to_last_question
from ui.words import Words

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def show_chat(
    assistant: Assistant,
    conversation: Conversation,
    keeper: Keeper,
    settings: Settings,
    words: Words,
    open_check: OpenCheck | None = None,
) -> None:
    """The page below its header; `open_check` goes to the campaign check with a question."""
    more = conversation_words(words.lang)
    st.markdown(words.promise)
    show_sources(assistant.sources(), assistant.index_version, words)
    show_provider_notice(assistant, words)
    _question_box(words, more, conversation)
    if conversation.is_empty:
        _examples(words, conversation)
    for position in range(len(conversation.exchanges)):
        _show_exchange(conversation, position, assistant, keeper, words)
    if conversation.waiting:
        _answer_waiting_question(conversation, assistant, keeper, words)
    _offer_check(conversation, open_check, words)
    _suggest(conversation, assistant, more)
    keeper.save(conversation)
    _show_what_is_not_kept(conversation, keeper, words, more)
    name_in_address(conversation, keeper)
    show_conversations(keeper, conversation, settings, more)


def _question_box(words: Words, more: ConversationWords, conversation: Conversation) -> None:
    def put() -> None:
        conversation.ask(st.session_state["question"])

    with st.bottom:
        show_filter_box(more, words)
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


def _show_exchange(
    conversation: Conversation, position: int, assistant: Assistant, keeper: Keeper, words: Words
) -> None:
    exchange = conversation.exchanges[position]
    look_up(exchange, assistant, words.lang)
    show_question(exchange.question)
    with st.chat_message("assistant", avatar=":material/balance:"):
        _show_answered(conversation, position, st.empty(), assistant, keeper, words)


def _show_answered(
    conversation: Conversation,
    position: int,
    place: DeltaGenerator,
    assistant: Assistant,
    keeper: Keeper,
    words: Words,
) -> None:
    """The answer in its place, and what can be done with it."""
    exchange = conversation.exchanges[position]
    show_answer(
        exchange,
        place,
        words,
        served=assistant.index_version,
        read_around=lambda citation, passage: open_citation_window(
            assistant, citation, passage, words.lang
        ),
    )
    show_actions(conversation, position, keeper, conversation_words(words.lang))
    show_test_me(exchange, assistant, words)


def _answer_waiting_question(
    conversation: Conversation, assistant: Assistant, keeper: Keeper, words: Words
) -> None:
    history = conversation.turns()
    exchange = conversation.begin(current_filters())
    show_question(exchange.question)
    scroll_to_last_question()
    keeper.save(conversation)
    # Before anything can be clicked: a later change of the address would undo the link just followed.
    name_in_address(conversation, keeper)
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
        exchange.is_saved = False
        position = len(conversation.exchanges) - 1
        _show_answered(conversation, position, place, assistant, keeper, words)


def _offer_check(conversation: Conversation, open_check: OpenCheck | None, words: Words) -> None:
    """Where the last question describes a campaign: the way to its check."""
    last = conversation.exchanges[-1] if conversation.exchanges else None
    if open_check is not None and last is not None and last.answer is not None:
        key = f"{conversation.id}_{len(conversation.exchanges)}"
        show_offer(last.question, key, open_check, words.lang)


def _suggest(conversation: Conversation, assistant: Assistant, more: ConversationWords) -> None:
    """What could be asked next, under the last answer."""
    last = conversation.exchanges[-1] if conversation.exchanges else None
    if last is None or last.answer is None:
        return
    if last.suggested is None:
        asked = [exchange.question for exchange in conversation.exchanges]
        answers = [exchange.answer for exchange in conversation.exchanges if exchange.answer]
        last.suggested = suggestions(answers, assistant.cards(last.answer.lang), asked)
    if not last.suggested:
        return
    with st.container(key="suggestions"):
        st.caption(more.next_questions)
        for question in last.suggested:
            st.button(plain(question), on_click=conversation.ask, args=(question,), width="stretch")


def _show_what_is_not_kept(
    conversation: Conversation, keeper: Keeper, words: Words, more: ConversationWords
) -> None:
    if keeper.failure is not None:
        st.warning(plain(keeper.failure.message(words.lang)))
    elif not keeper.keeps and not conversation.is_empty:
        st.caption(more.not_kept)
