"""Keeps one reader's conversations as far as the database allows; where it fails, nothing is lost on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from assistant.campaign.checks import SavedCheck
from assistant.campaign.decision import Decision
from assistant.conversations import StoredConversation, StoredExchange
from assistant.ratings import Rating
from corpus.errors import DatabaseUnavailable
from corpus.settings import Settings
from ui.conversation import Conversation
from ui.owner import current_owner, forget_reader, make_owner
from ui.storage import Kept, open_storage

_FAILURE = "storage_failure"

Value = TypeVar("Value")


class Keeper:
    """The reader's door to the storage; the owner is looked up at every call."""

    def __init__(self, settings: Settings) -> None:
        self._storage = open_storage(settings)

    @property
    def keeps(self) -> bool:
        """Whether conversations are kept at all."""
        return self._storage is not None

    @property
    def failure(self) -> DatabaseUnavailable | None:
        """Why what is on the screen is not kept, if it is not."""
        found: DatabaseUnavailable | None = st.session_state.get(_FAILURE)
        return found

    def listed(self) -> tuple[StoredConversation, ...]:
        """The reader's conversations, last used first."""
        owner = current_owner()
        if not owner:
            return ()
        return self._use(lambda kept: kept.conversations.listed(owner), ())

    def opened(self, conversation: str) -> tuple[StoredExchange, ...] | None:
        """The exchanges of a conversation of this reader's; None if there is no such one."""
        owner = current_owner()
        if not owner:
            return None
        return self._use(lambda kept: kept.conversations.opened(owner, conversation), None)

    def save(self, conversation: Conversation) -> None:
        """Keep what is not kept yet, also what an earlier failure left over."""
        unsaved = [exchange for exchange in conversation.exchanges if not exchange.is_saved]
        if not unsaved or not self.keeps:
            return
        owner = make_owner()
        for position, exchange in enumerate(conversation.exchanges):
            if exchange.is_saved:
                continue
            stored = exchange.to_store()

            def work(kept: Kept, place: int = position, stored: StoredExchange = stored) -> bool:
                kept.conversations.save(owner, conversation.id, place, stored)
                return True

            exchange.is_saved = self._use(work, False)
            if not exchange.is_saved:
                return

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation another title."""
        owner = current_owner()
        self._use(lambda kept: kept.conversations.rename(owner, conversation, title), None)

    def erase(self, conversation: str) -> bool:
        """Erase one conversation; whether it is gone."""
        owner = current_owner()

        def work(kept: Kept) -> bool:
            kept.conversations.erase(owner, conversation)
            return True

        return self._use(work, False)

    def erase_all(self) -> bool:
        """Erase everything of this reader and forget them; whether it is gone."""
        owner = current_owner()

        def work(kept: Kept) -> bool:
            kept.conversations.erase_all(owner)
            kept.checks.erase_all(owner)
            return True

        is_gone = self._use(work, False)
        if is_gone:
            forget_reader()
        return is_gone

    def rate(self, conversation: Conversation, position: int, rating: Rating | None) -> bool:
        """Keep what the reader thinks of an answer; whether it is kept."""
        self.save(conversation)
        owner = current_owner()

        def work(kept: Kept) -> bool:
            kept.ratings.rate(owner, conversation.id, position, rating)
            return True

        return self._use(work, False)

    def checks(self) -> tuple[SavedCheck, ...]:
        """The reader's saved checks, last changed first."""
        owner = current_owner()
        return self._use(lambda kept: kept.checks.listed(owner), ()) if owner else ()

    def save_check(
        self, check: str, decision: Decision, *, title: str, author: str, index_version: str
    ) -> bool:
        """Keep a check; whether it is kept."""
        if not self.keeps:
            return False
        owner = make_owner()

        def work(kept: Kept) -> bool:
            kept.checks.save(
                owner, check, decision, title=title, author=author, index_version=index_version
            )
            return True

        return self._use(work, False)

    def erase_check(self, check: str) -> None:
        """Erase one check."""
        owner = current_owner()
        self._use(lambda kept: kept.checks.erase(owner, check), None)

    def _use(self, work: Callable[[Kept], Value], otherwise: Value) -> Value:
        if self._storage is None:
            return otherwise
        try:
            value = self._storage.use(work)
        except DatabaseUnavailable as failure:
            st.session_state[_FAILURE] = failure
            return otherwise
        st.session_state.pop(_FAILURE, None)
        return value
