"""The conversation of one browser session: its exchanges, and how the next one is had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self

import streamlit as st

from assistant.answer import Answer, Turn
from assistant.conversations import StoredExchange, new_conversation_id
from assistant.filters import NO_FILTERS, Filters
from assistant.question import WEB_LIMIT
from assistant.ratings import Rating
from corpus.errors import UnknownLocator
from corpus.nouns import Language, Passage
from ui.failure import Failure, failures_to

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@dataclass(slots=True)
class Exchange:
    """One question and what came of it: an answer, a failure, or neither when it was stopped.

    `cited` holds the passage each citation opens, by the citation's number; `guides` the bodies of
    the cards the answer stands on. `is_filled` tells whether they were looked up.
    """

    question: str
    text: str = ""
    answer: Answer | None = None
    filters: Filters = NO_FILTERS
    rating: Rating | None = None
    asked: datetime = field(default_factory=lambda: datetime.now(UTC))
    cited: dict[int, Passage] = field(default_factory=dict)
    guides: list[Passage] = field(default_factory=list)
    nearest: list[Passage] = field(default_factory=list)
    suggested: tuple[str, ...] | None = None
    failure: Failure | None = None
    is_filled: bool = False
    is_saved: bool = False

    @classmethod
    def restored(cls, stored: StoredExchange) -> Self:
        """An exchange as it was kept."""
        answer = stored.answer
        text = answer.text if answer else ""
        exchange = cls(stored.question, text, answer, stored.filters, stored.rating, is_saved=True)
        exchange.asked = stored.asked or exchange.asked
        return exchange

    def to_store(self) -> StoredExchange:
        """The exchange as it is kept and exported."""
        return StoredExchange(self.question, self.answer, self.filters, self.rating, self.asked)

    def fail(self, failure: Failure) -> None:
        """Keep why there is no answer."""
        self.failure = failure


@dataclass(slots=True)
class Conversation:
    """The exchanges so far and the question that waits for its answer."""

    exchanges: list[Exchange] = field(default_factory=list)
    waiting: str = ""
    id: str = field(default_factory=new_conversation_id)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been asked yet."""
        return not self.exchanges and not self.waiting

    def ask(self, question: str) -> None:
        """Put a question; it is answered when the page is next drawn."""
        self.waiting = question

    def clear(self) -> None:
        """Begin anew, as another conversation."""
        self.exchanges, self.waiting, self.id = [], "", new_conversation_id()

    def open(self, conversation: str, stored: Sequence[StoredExchange]) -> None:
        """Go on with a conversation that was kept."""
        self.exchanges, self.waiting, self.id = (
            list(map(Exchange.restored, stored)),
            "",
            conversation,
        )

    def begin(self, filters: Filters = NO_FILTERS) -> Exchange:
        """Turn the waiting question into the exchange to be filled, kept even if it is stopped."""
        exchange = Exchange(question=self.waiting, filters=filters)
        self.exchanges.append(exchange)
        self.waiting = ""
        return exchange

    def turns(self) -> tuple[Turn, ...]:
        """What was asked and answered before, as the assistant wants it."""
        answered = (exchange for exchange in self.exchanges if exchange.answer)
        return tuple(Turn(exchange.question, exchange.text) for exchange in answered)


def current_conversation() -> Conversation:
    """The conversation of this browser session, new at its first visit."""
    if "conversation" not in st.session_state:
        st.session_state["conversation"] = Conversation()
    conversation: Conversation = st.session_state["conversation"]
    return conversation


def fill(
    exchange: Exchange,
    assistant: Assistant,
    *,
    history: tuple[Turn, ...],
    lang: Language,
    show: Callable[[str], object],
) -> None:
    """Answer the question, showing the text as it grows; what fails ends up in the exchange."""
    with failures_to(exchange.fail):
        pieces = assistant.stream(
            exchange.question,
            history=history,
            likely_lang=lang,
            limit=WEB_LIMIT,
            as_of=exchange.filters.as_of,
            authorities=exchange.filters.authorities,
            text_lang=exchange.filters.text_lang,
        )
        for piece in pieces:
            if isinstance(piece, str):
                exchange.text += piece
                show(exchange.text)
            else:
                exchange.answer, exchange.text = piece, piece.text
                look_up(exchange, assistant, lang)


def look_up(exchange: Exchange, assistant: Assistant, lang: Language) -> None:
    """Find, once, the passages that the answer's citations open in the texts served today."""
    answer = exchange.answer
    if answer is None or exchange.is_filled:
        return
    for citation in answer.citations:
        # A citation of a version no longer in force opens that version, not today's.
        day = citation.applies_from if citation.applies_until else None
        passage = _passage(assistant, citation.locator, citation.lang, day or answer.as_of)
        if passage is not None:
            exchange.cited[citation.n] = passage
    bodies = (
        _passage(assistant, f"{citation.locator}#body", citation.lang, answer.as_of)
        for citation in answer.citations
        if citation.authority == "card"
    )
    exchange.guides = [passage for passage in bodies if passage is not None]
    found = (_passage(assistant, name, lang, answer.as_of) for name in answer.nearest)
    exchange.nearest = [passage for passage in found if passage is not None]
    exchange.is_filled = True


def _passage(assistant: Assistant, locator: str, lang: Language, day: date) -> Passage | None:
    try:
        return assistant.passage(locator, lang, as_of=day)
    except UnknownLocator:  # known by its title only: the citation says so and links to it
        return None
