"""Conversations as they are kept: each belongs to one reader, and nobody else ever reads it.

The owner is part of every condition, in the statement itself. What is kept of a reader is the
digest of a random key, never the key.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.answer import Answer
from assistant.database import Database, conversations, exchanges, ratings
from assistant.filters import NO_FILTERS, Filters
from assistant.ratings import Rating, rating_of

TITLE_LENGTH = 60
LISTED = 200


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """One line of a reader's list."""

    id: str
    title: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """A question and the answer it got; none where it was interrupted.

    `asked` None is the moment at which it is first kept.
    """

    question: str
    answer: Answer | None = None
    filters: Filters = NO_FILTERS
    rating: Rating | None = None
    asked: datetime | None = None


def new_key() -> str:
    """256 random bits that fit an address and a cookie."""
    return secrets.token_urlsafe(32)


def new_conversation_id() -> str:
    """An id nobody guesses, though it opens nothing without its owner's key."""
    return secrets.token_urlsafe(12)


def title_of(question: str) -> str:
    """A first question as a title: one line, cut between two words."""
    line = " ".join(question.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


class Conversations:
    """The conversations in a database; `clock` tells the hour, in UTC."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    def listed(self, owner: str) -> tuple[StoredConversation, ...]:
        """The reader's conversations, last used first."""
        wanted = conversations.select().where(conversations.c.owner == owner)
        latest = wanted.order_by(conversations.c.updated.desc(), conversations.c.id).limit(LISTED)
        with self._database.reading() as connection:
            rows = connection.execute(latest).mappings().all()
        return tuple(
            StoredConversation(row["id"], row["title"], datetime.fromisoformat(row["updated"]))
            for row in rows
        )

    def opened(self, owner: str, conversation: str) -> tuple[StoredExchange, ...] | None:
        """The exchanges of one conversation in order; None where the reader has no such one."""
        with self._database.reading() as connection:
            if not connection.execute(_own(owner, conversation, conversations.select())).first():
                return None
            asked = exchanges.select().where(exchanges.c.conversation == conversation)
            rows = connection.execute(asked.order_by(exchanges.c.position)).mappings().all()
            rated = ratings.select().where(ratings.c.conversation == conversation)
            by_position = {row["position"]: row for row in connection.execute(rated).mappings()}
        return tuple(_stored(row, by_position.get(row["position"])) for row in rows)

    def save(self, owner: str, conversation: str, position: int, exchange: StoredExchange) -> None:
        """Keep one exchange at its place, and the conversation with its first one."""
        now = self._clock().isoformat()
        place = {"conversation": conversation, "position": position}
        values = _written(exchange)
        with self._database.writing() as connection:
            own = _own(owner, conversation, conversations.update().values(updated=now))
            if connection.execute(own).rowcount == 0:
                # Another reader's id ends here: the primary key refuses it.
                connection.execute(
                    conversations.insert().values(
                        id=conversation,
                        owner=owner,
                        title=title_of(exchange.question),
                        created=now,
                        updated=now,
                    )
                )
            again = exchanges.update().where(*_at(place)).values(**values)
            if connection.execute(again).rowcount == 0:
                asked = (exchange.asked or self._clock()).isoformat()
                connection.execute(exchanges.insert().values(**place, **values, asked=asked))

    def rename(self, owner: str, conversation: str, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing."""
        line = " ".join(title.split())[:TITLE_LENGTH]
        if line:
            with self._database.writing() as connection:
                statement = conversations.update().values(title=line)
                connection.execute(_own(owner, conversation, statement))

    def erase(self, owner: str, conversation: str) -> None:
        """Erase one conversation with its answers and ratings, also from the file's free pages."""
        with self._database.writing() as connection:
            connection.execute(_own(owner, conversation, conversations.delete()))
        self._database.forget_erased()

    def erase_all(self, owner: str) -> int:
        """Erase everything a reader has; how many conversations that were."""
        with self._database.writing() as connection:
            owned = conversations.c.owner == owner
            count = connection.execute(conversations.delete().where(owned)).rowcount
        self._database.forget_erased()
        return count

    def erase_unused(self, days: int) -> int:
        """Erase what nobody has used for so many days; how many conversations that were."""
        limit = (self._clock() - timedelta(days=days)).isoformat()
        with self._database.writing() as connection:
            old = conversations.delete().where(conversations.c.updated < limit)
            count = connection.execute(old).rowcount
        if count:
            self._database.forget_erased()
        return count


def owner_of(key: str) -> str:
    """What is kept of a reader's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _own(owner: str, conversation: str, statement: Any) -> Any:
    """The statement, limited to a conversation of this reader's."""
    return statement.where(conversations.c.id == conversation, conversations.c.owner == owner)


def _at(place: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(exchanges.c[name] == value for name, value in place.items())


def _written(exchange: StoredExchange) -> dict[str, Any]:
    answer = exchange.answer
    return {
        "question": exchange.question,
        "answer": json.dumps(answer.to_json(), ensure_ascii=False) if answer else None,
        "filters": json.dumps(exchange.filters.to_json()),
        "index_version": answer.index_version if answer else "",
    }


def _stored(row: Mapping[Any, Any], rating: Mapping[Any, Any] | None) -> StoredExchange:
    return StoredExchange(
        question=row["question"],
        answer=_answer(row["answer"]),
        filters=Filters.from_json(_object(row["filters"])),
        rating=rating_of(rating) if rating else None,
        asked=datetime.fromisoformat(row["asked"]),
    )


def _answer(written: str | None) -> Answer | None:
    """A stored answer; one that can no longer be read shows as interrupted, its question stays."""
    try:
        return Answer.from_json(_object(written or ""))
    except ValueError:
        return None


def _object(written: str) -> dict[str, Any]:
    try:
        read = json.loads(written)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
