"""Under an answer: copy it, keep it as a file, say whether it helped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.conversations import StoredExchange, title_of
from assistant.export import export_blocks, export_markdown, export_plain_text, notice
from assistant.ratings import COMMENT_LIMIT, REASONS, Rating
from ui.conversation import Conversation, Exchange
from ui.conversation_words import ConversationWords
from ui.copy_button import copy_button
from ui.keeper import Keeper


def show_actions(
    conversation: Conversation, position: int, keeper: Keeper, words: ConversationWords
) -> None:
    """The row of small buttons under the answer at `position`."""
    exchange = conversation.exchanges[position]
    if exchange.answer is None:
        return
    key = f"{conversation.id}_{position}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions_{key}"):
        text = export_plain_text(exchange.to_store(), words.lang)
        copy_button(text, words, key=f"copy_{key}")
        with st.popover(words.export, icon=":material/download:", type="tertiary"):
            st.markdown(f"**{words.this_answer}**")
            _show_downloads([exchange.to_store()], words, key=f"one_{key}")
            if len(conversation.exchanges) > 1:
                st.markdown(f"**{words.whole_conversation}**")
                stored = [one.to_store() for one in conversation.exchanges]
                _show_downloads(stored, words, key=f"all_{key}")
        if keeper.keeps:
            _show_thumbs(conversation, position, keeper, words, key=key)
    if keeper.keeps and exchange.rating is not None and exchange.rating.thumb == "down":
        _show_reason(conversation, position, keeper, words, key=key)


def _show_downloads(
    exchanges: Sequence[StoredExchange], words: ConversationWords, *, key: str
) -> None:
    title, lang, today = title_of(exchanges[0].question), words.lang, date.today()

    def pdf() -> bytes:
        from assistant.export_pdf import export_pdf

        blocks = export_blocks(exchanges, title=title, lang=lang, today=today)
        return export_pdf(blocks, title=title, footer=notice(lang), lang=lang)

    def markdown() -> str:
        return export_markdown(exchanges, title=title, lang=lang, today=today)

    with st.container(horizontal=True):
        for label, kind, mime, data in (
            (words.as_pdf, "pdf", "application/pdf", pdf),
            (words.as_markdown, "md", "text/markdown", markdown),
        ):
            st.download_button(
                label,
                data,
                file_name=f"{words.file_name}-{today.isoformat()}.{kind}",
                mime=mime,
                key=f"{kind}_{key}",
                on_click="ignore",
            )


def _show_thumbs(
    conversation: Conversation, position: int, keeper: Keeper, words: ConversationWords, *, key: str
) -> None:
    exchange, name = conversation.exchanges[position], f"thumbs_{key}"

    def rate() -> None:
        pressed = st.session_state[name]
        rating = None if pressed is None else Rating("up" if pressed else "down")
        _rate(exchange, rating, conversation, position, keeper)

    if name not in st.session_state and exchange.rating is not None:
        st.session_state[name] = 1 if exchange.rating.thumb == "up" else 0
    st.feedback("thumbs", key=name, on_change=rate)


def _show_reason(
    conversation: Conversation, position: int, keeper: Keeper, words: ConversationWords, *, key: str
) -> None:
    exchange = conversation.exchanges[position]
    assert exchange.rating is not None
    if exchange.rating.reason:
        st.caption(words.thanks)
        return
    reason, comment = f"reason_{key}", f"comment_{key}"

    def send() -> None:
        rating = Rating("down", st.session_state[reason] or "other", st.session_state[comment])
        _rate(exchange, rating, conversation, position, keeper)

    with st.form(f"why_{key}"):
        st.pills(words.why, REASONS, key=reason, format_func=lambda name: words.reasons[name])
        st.text_input(words.comment, max_chars=COMMENT_LIMIT, key=comment)
        st.form_submit_button(words.send, on_click=send)


def _rate(
    exchange: Exchange,
    rating: Rating | None,
    conversation: Conversation,
    position: int,
    keeper: Keeper,
) -> None:
    exchange.rating = rating
    keeper.rate(conversation, position, rating)
