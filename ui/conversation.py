"""The conversation of one browser session: its exchanges, and how the next one is had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Answer, Turn
from assistant.question import WEB_LIMIT
from corpus.errors import UnknownLocator
from corpus.nouns import Language, Passage
from ui.failure import Failure, failures_to

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@dataclass(slots=True)
class Exchange:
    """One question and what came of it: an answer, a failure, or neither when it was stopped.

    `cited` holds the passage each citation opens, by the citation's number; `guides` the bodies of
    the cards the answer stands on.
    """

    question: str
    text: str = ""
    answer: Answer | None = None
    cited: dict[int, Passage] = field(default_factory=dict)
    guides: list[Passage] = field(default_factory=list)
    nearest: list[Passage] = field(default_factory=list)
    failure: Failure | None = None

    def fail(self, failure: Failure) -> None:
        """Keep why there is no answer."""
        self.failure = failure


@dataclass(slots=True)
class Conversation:
    """The exchanges so far and the question that waits for its answer."""

    exchanges: list[Exchange] = field(default_factory=list)
    waiting: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been asked yet."""
        return not self.exchanges and not self.waiting

    def ask(self, question: str) -> None:
        """Put a question; it is answered when the page is next drawn."""
        self.waiting = question

    def clear(self) -> None:
        """Forget everything."""
        self.exchanges, self.waiting = [], ""

    def begin(self) -> Exchange:
        """Turn the waiting question into the exchange to be filled, kept even if it is stopped."""
        exchange = Exchange(question=self.waiting)
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
            exchange.question, history=history, likely_lang=lang, limit=WEB_LIMIT
        )
        for piece in pieces:
            if isinstance(piece, str):
                exchange.text += piece
                show(exchange.text)
            else:
                _complete(exchange, piece, assistant, lang)


def _complete(exchange: Exchange, answer: Answer, assistant: Assistant, lang: Language) -> None:
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
    exchange.answer, exchange.text = answer, answer.text


def _passage(assistant: Assistant, locator: str, lang: Language, day: date) -> Passage | None:
    try:
        return assistant.passage(locator, lang, as_of=day)
    except UnknownLocator:  # known by its title only: the citation says so and links to it
        return None
