"""What readers thought of answers: a thumb, and why it points down; the list somebody reviews."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from assistant.database import Database, conversations, exchanges, ratings

Thumb = Literal["up", "down"]
Reason = Literal["", "wrong", "incomplete", "wrong_source", "not_understood", "outdated", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)[1:]
COMMENT_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Rating:
    """One reader's thumb on one answer; `reason` and `comment` are for a thumb down."""

    thumb: Thumb
    reason: Reason = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """An answer somebody turned a thumb down on; nothing in it tells who."""

    id: str
    question: str
    answer: Mapping[str, Any]
    index_version: str
    filters: Mapping[str, Any]
    history: tuple[str, ...]
    rating: Rating
    created: str
    reviewed: str | None

    def to_json(self) -> dict[str, Any]:
        """One row of `recital reviews --json`."""
        return {
            "id": self.id,
            "question": self.question,
            "history": list(self.history),
            "answer": dict(self.answer),
            "index_version": self.index_version,
            "filters": dict(self.filters),
            "reason": self.rating.reason,
            "comment": self.rating.comment,
            "created": self.created,
            "reviewed": self.reviewed,
        }


class Ratings:
    """The ratings in a database; `clock` tells the hour, in UTC."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    def rate(self, owner: str, conversation: str, position: int, rating: Rating | None) -> None:
        """Keep a reader's rating of an answer of theirs; None takes it back."""
        place = (ratings.c.conversation == conversation, ratings.c.position == position)
        own = conversations.select().where(
            conversations.c.id == conversation, conversations.c.owner == owner
        )
        with self._database.writing() as connection:
            if connection.execute(own).first() is None:
                return
            connection.execute(ratings.delete().where(*place))
            if rating is not None:
                connection.execute(
                    ratings.insert().values(
                        conversation=conversation,
                        position=position,
                        thumb=rating.thumb,
                        reason=rating.reason,
                        comment=rating.comment[:COMMENT_LIMIT],
                        created=self._clock().isoformat(timespec="seconds"),
                        reviewed=None,
                    )
                )

    def reviews(self, *, with_reviewed: bool = False) -> tuple[Review, ...]:
        """The thumbs down, oldest first; those already reviewed only if asked for."""
        wanted = ratings.select().where(ratings.c.thumb == "down").order_by(ratings.c.created)
        if not with_reviewed:
            wanted = wanted.where(ratings.c.reviewed.is_(None))
        with self._database.reading() as connection:
            rows = connection.execute(wanted).mappings().all()
            return tuple(
                _review(row, _asked(connection, row["conversation"], row["position"]))
                for row in rows
            )

    def mark_reviewed(self, review_id: str) -> bool:
        """Note that somebody dealt with a review; whether there is such a one."""
        conversation, _, position = review_id.rpartition(":")
        now = self._clock().isoformat(timespec="seconds")
        if not position.isdigit():
            return False
        with self._database.writing() as connection:
            done = ratings.update().where(
                ratings.c.conversation == conversation,
                ratings.c.position == int(position),
                ratings.c.thumb == "down",
            )
            return connection.execute(done.values(reviewed=now)).rowcount > 0


def rating_of(row: Mapping[Any, Any]) -> Rating:
    """The rating a row of the table holds."""
    return Rating(row["thumb"], row["reason"], row["comment"])


def _asked(connection: Any, conversation: str, position: int) -> list[Mapping[Any, Any]]:
    """The exchanges of a conversation up to the one that was rated."""
    wanted = exchanges.select().where(
        exchanges.c.conversation == conversation, exchanges.c.position <= position
    )
    found: list[Mapping[Any, Any]] = (
        connection.execute(wanted.order_by(exchanges.c.position)).mappings().all()
    )
    return found


def _review(row: Mapping[Any, Any], asked: list[Mapping[Any, Any]]) -> Review:
    *earlier, rated = asked
    return Review(
        id=f"{row['conversation']}:{row['position']}",
        question=rated["question"],
        answer=json.loads(rated["answer"] or "{}"),
        index_version=rated["index_version"],
        filters=json.loads(rated["filters"]),
        history=tuple(exchange["question"] for exchange in earlier),
        rating=rating_of(row),
        created=row["created"],
        reviewed=row["reviewed"],
    )
