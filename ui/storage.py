"""The database of conversations and checks as this process shares it: opened when needed, left alone a while after a failure."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import streamlit as st

from assistant.campaign.checks import Checks
from assistant.conversations import Conversations
from assistant.database import open_database
from assistant.ratings import Ratings
from corpus.errors import DatabaseUnavailable
from corpus.settings import DataSettings, Settings

RETRY_SECONDS = 15
"""A database that failed is asked again after this time: no reader waits for it at every click."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Kept:
    """What an open database offers."""

    conversations: Conversations
    ratings: Ratings
    checks: Checks


class Storage:
    """Thread-safe; one for all readers of this process."""

    def __init__(self, data: DataSettings) -> None:
        self._data = data
        self._opening = threading.Lock()
        self._kept: Kept | None = None
        self._failure: DatabaseUnavailable | None = None
        self._retry_at = 0.0
        self._erased_on: date | None = None

    def use(self, work: Callable[[Kept], Value]) -> Value:
        """Do something with the database; raises `DatabaseUnavailable`."""
        if self._failure is not None and time.monotonic() < self._retry_at:
            raise self._failure
        try:
            value = work(self._opened())
        except DatabaseUnavailable as failure:
            self._failure, self._retry_at = failure, time.monotonic() + RETRY_SECONDS
            raise
        self._failure = None
        return value

    def _opened(self) -> Kept:
        with self._opening:
            if self._kept is None:
                database = open_database(self._data.database)
                self._kept = Kept(Conversations(database), Ratings(database), Checks(database))
            if self._erased_on != date.today():  # at the start, then once a day
                self._kept.conversations.erase_unused(self._data.conversation_days)
                self._kept.checks.erase_unused(self._data.conversation_days)
                self._erased_on = date.today()
            return self._kept


def open_storage(settings: Settings) -> Storage | None:
    """The storage of this process; None where the settings say that nothing is kept."""
    return _storage(settings.data) if settings.data.conversation_days else None


@st.cache_resource(show_spinner=False)
def _storage(_data: DataSettings) -> Storage:
    return Storage(_data)
