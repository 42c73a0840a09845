"""What one reader has said of one campaign so far; lives in the session and nowhere else until saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from assistant.campaign.checks import SavedCheck, new_check_id
from assistant.campaign.decide import decide, most_telling
from assistant.campaign.decision import Decision
from assistant.campaign.describe import Mention
from assistant.campaign.describe_chat import describe_with
from assistant.campaign.facts import OPERATIONS, Facts, Given
from assistant.generate import Chat

_KEY = "campaign"


@dataclass(slots=True)
class Campaign:
    """Facts given, the order in which they were, what was skipped, and the words behind them."""

    facts: Facts = field(default_factory=lambda: Facts({}))
    text: str = ""
    heard: tuple[Mention, ...] = ()
    unread: tuple[str, ...] = ()
    trail: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    day: date = field(default_factory=date.today)
    is_started: bool = False
    is_confirmed: bool = True
    title: str = ""
    author: str = ""
    id: str = field(default_factory=new_check_id)
    is_saved: bool = False

    def read(self, text: str, chat: Chat | None = None) -> None:
        """Take the facts from a sentence; they count once they are confirmed."""
        found = describe_with(chat, text, self.day)
        self.text, self.heard, self.facts = text, found.mentions, found.facts
        self.unread = found.unread
        self.is_started, self.is_confirmed = True, not found.facts.given

    def give(self, fact: str, value: Given) -> None:
        """Answer a question, or correct a fact."""
        self.facts = self.facts.with_fact(fact, value)
        self.trail = [one for one in self.trail if one != fact] + [fact]
        self.is_started, self.is_saved = True, False
        self._unskip(fact)

    def forget(self, fact: str) -> None:
        """Take a fact back: it is open again."""
        self.facts = self.facts.without([fact])
        self.trail = [one for one in self.trail if one != fact]
        self.is_saved = False

    def skip(self, fact: str) -> None:
        """Leave a question for later."""
        self.skipped = [one for one in self.skipped if one != fact] + [fact]

    def go_back(self) -> None:
        """Ask the last answered question again."""
        if self.trail:
            self.forget(self.trail[-1])

    def unskip_all(self) -> None:
        """Ask the skipped questions after all."""
        self.skipped = []

    def decide(self) -> Decision:
        """The decision as things stand; raises as `assistant.campaign.decide.decide`."""
        return decide(self.facts, self.day, is_confirmed=self.is_confirmed)

    def next_question(self, decision: Decision) -> str | None:
        """The most telling fact that could still refuse and was neither answered nor skipped."""
        left = tuple(fact for fact in decision.missing if fact not in self.skipped)
        return most_telling(self.facts, decision, left)

    @property
    def has_means(self) -> bool:
        """Whether it is known what the campaign does."""
        return bool(self.facts.given.get(OPERATIONS))

    def _unskip(self, fact: str) -> None:
        self.skipped = [one for one in self.skipped if one != fact]


def current_campaign() -> Campaign:
    """The campaign of this session."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Campaign()
    campaign: Campaign = st.session_state[_KEY]
    return campaign


def new_campaign() -> None:
    """Begin another campaign."""
    st.session_state[_KEY] = Campaign()


def open_saved(saved: SavedCheck) -> None:
    """Go on with a saved check, under today's law."""
    new_campaign()
    campaign = current_campaign()
    if saved.facts is not None:
        campaign.facts, campaign.is_started = saved.facts, True
        campaign.title, campaign.author = saved.title, saved.author
        campaign.id, campaign.is_saved = saved.id, True


def start_from(text: str, chat: Chat | None = None) -> None:
    """Begin a campaign from a sentence somebody typed elsewhere."""
    new_campaign()
    current_campaign().read(text, chat)
