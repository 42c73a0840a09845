"""The reader's conversations beside the chat: open one, rename it, erase it, erase them all."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.conversations import StoredConversation
from corpus.settings import Settings
from ui.conversation import Conversation
from ui.conversation_words import ConversationWords
from ui.keeper import Keeper
from ui.owner import clear_forgotten, remember_reader
from ui.render import plain

ADDRESS = "c"
"""The part of the page's address that names the open conversation."""
_SHOWN_AT_FIRST = 30
_ALL = "all_conversations"
_NEWS = "conversation_news"
_ASKING = "erasure_to_confirm"


def restore_conversation(keeper: Keeper, conversation: Conversation) -> None:
    """At the first visit of a browser session: the conversation that the address names."""
    if st.session_state.setdefault("is_restored", False):
        return
    st.session_state["is_restored"] = True
    named = st.query_params.get(ADDRESS, "")
    if named and conversation.is_empty:
        _open(keeper, conversation, named)


def name_in_address(conversation: Conversation, keeper: Keeper) -> None:
    """Have the address name the open conversation, so that a reload comes back to it."""
    if conversation.is_empty or not keeper.keeps:
        st.query_params.pop(ADDRESS, None)
    elif st.query_params.get(ADDRESS) != conversation.id:
        st.query_params[ADDRESS] = conversation.id


def show_conversations(
    keeper: Keeper, conversation: Conversation, settings: Settings, words: ConversationWords
) -> None:
    """The list in the sidebar; nothing for a reader who has none."""
    _style()
    clear_forgotten()
    remember_reader(settings.data.conversation_days)
    news = st.session_state.pop(_NEWS, "")
    if news:
        st.toast(news)
    listed = keeper.listed()
    if not listed:
        return
    with st.sidebar, st.container(key="conversations"):
        st.markdown(f"**{words.conversations}**")
        shown = listed if st.session_state.get(_ALL) else listed[:_SHOWN_AT_FIRST]
        for stored in shown:
            _show_line(stored, keeper, conversation, words)
        if len(shown) < len(listed):
            st.button("…", on_click=st.session_state.update, args=({_ALL: True},), key="show_all")
        st.caption(words.kept_for.format(days=settings.data.conversation_days))
        _show_erase_all(keeper, conversation, len(listed), words)


def _show_line(
    stored: StoredConversation, keeper: Keeper, conversation: Conversation, words: ConversationWords
) -> None:
    is_open = stored.id == conversation.id
    with st.container(horizontal=True, key=f"conversation_{'open_' * is_open}{stored.id}"):
        st.button(
            plain(stored.title) or words.untitled,
            type="tertiary",
            on_click=_open,
            args=(keeper, conversation, stored.id),
            key=f"open_{stored.id}",
            width="stretch",
        )
        if is_open:
            with st.popover("", icon=":material/more_horiz:", help=words.menu, type="tertiary"):
                _show_menu(stored, keeper, conversation, words)


def _show_menu(
    stored: StoredConversation, keeper: Keeper, conversation: Conversation, words: ConversationWords
) -> None:
    name = f"title_{stored.id}"

    def rename() -> None:
        keeper.rename(stored.id, st.session_state[name])

    with st.form(f"rename_{stored.id}", border=False):
        st.text_input(words.title, value=stored.title, max_chars=60, key=name)
        st.form_submit_button(words.rename, on_click=rename)

    def erase() -> None:
        if keeper.erase(stored.id):
            conversation.clear()
            st.session_state[_NEWS] = words.deleted
        else:
            st.session_state[_NEWS] = words.still_there

    warning = words.delete_ask.format(title=plain(stored.title))
    _show_erasure("delete", words.delete, warning, erase, words)


def _show_erase_all(
    keeper: Keeper, conversation: Conversation, count: int, words: ConversationWords
) -> None:
    def erase() -> None:
        if keeper.erase_all():
            conversation.clear()
            st.session_state[_NEWS] = words.erased_all
        else:
            st.session_state[_NEWS] = words.still_there

    warning = words.erase_all_ask.format(count=count)
    _show_erasure("erase_all", words.erase_all, warning, erase, words)


def _show_erasure(
    name: str, label: str, warning: str, erase: Callable[[], None], words: ConversationWords
) -> None:
    """A button that asks first, where it stands: a window would open under the menu it is in."""

    def decide(is_asking: bool, is_sure: bool = False) -> None:
        st.session_state[_ASKING] = name if is_asking else ""
        if is_sure:
            erase()

    if st.session_state.get(_ASKING) != name:
        st.button(
            label,
            type="tertiary",
            icon=":material/delete:",
            key=name,
            on_click=decide,
            args=(True,),
        )
        return
    st.warning(warning)
    with st.container(horizontal=True):
        st.button(
            words.confirm_delete,
            type="primary",
            key="confirm_delete",
            on_click=decide,
            args=(False, True),
        )
        st.button(words.cancel, key="cancel_delete", on_click=decide, args=(False,))


def _open(keeper: Keeper, conversation: Conversation, wanted: str) -> None:
    st.session_state[_ASKING] = ""
    stored = keeper.opened(wanted)
    if stored is not None:
        conversation.open(wanted, stored)


def _style() -> None:
    st.html(
        """
        <style>
        [data-testid="stSidebarHeader"] { height: auto; padding-bottom: .5rem; margin-bottom: 0; }
        .stAppHeader [data-testid="stExpandSidebarButton"], .stAppHeader [data-testid="stExpandSidebarButton"] * { pointer-events: auto; }
        .stAppHeader [data-testid="stExpandSidebarButton"] { background: var(--st-secondary-background-color, Canvas); border-radius: .5rem; opacity: .95; }
        @media (max-width: 640px) {
          .stApp:has([data-testid="stExpandSidebarButton"]) .st-key-header > :has(h1) { padding-left: 2.25rem; }
          .st-key-new_conversation [data-testid="stMarkdownContainer"] { display: none; }
        }
        .st-key-conversations, .st-key-conversations .stVerticalBlock { gap: .25rem; }
        [class*="st-key-conversation_"] { flex-wrap: nowrap; border-radius: .25rem; padding-inline: .5rem .25rem; gap: .25rem; }
        [class*="st-key-conversation_open_"] { background: color-mix(in srgb, currentColor 9%, transparent); }
        [class*="st-key-conversation_"] > .stElementContainer:first-child { flex: 1 1 auto; min-width: 0; }
        [class*="st-key-conversation_"] > :has(.stPopover) { flex: 0 0 auto; width: auto; }
        [class*="st-key-conversation_"] .stPopover button > div > :last-child:not(:first-child) { display: none; }
        [class*="st-key-conversation_"] .stButton button, [class*="st-key-conversation_"] .stButton button > div { justify-content: flex-start; text-align: left; }
        .st-key-conversations [data-testid="stCaptionContainer"] { margin-top: 1rem; }
        .st-key-suggestions, .st-key-suggestions .stVerticalBlock { gap: .5rem; }
        .st-key-suggestions button > div { width: 100%; justify-content: flex-start; text-align: left; }
        .st-key-suggestions [data-testid="stCaptionContainer"] { margin-bottom: 0; }
        .st-key-filter_box { gap: .5rem; }
        .st-key-filter_box [class*="st-key-chip_"] button { min-height: 1.9rem; padding: 0 .6rem; border-radius: 1rem; }
        [class*="st-key-actions_"] { column-gap: 1rem; row-gap: 0; }
        </style>
        """
    )
