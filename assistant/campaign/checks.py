"""Saved checks: each belongs to one reader; decided anew, it may come out otherwise."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from assistant.campaign.decide import decide
from assistant.campaign.decision import Decision, Outcome
from assistant.campaign.facts import Facts
from assistant.database import Database, checks
from corpus.errors import RecitalError

LISTED = 100
TITLE_LENGTH = 80
AUTHOR_LENGTH = 120


@dataclass(frozen=True, slots=True)
class SavedCheck:
    """A check as it was decided. `facts` None: they are of a table this program does not know."""

    id: str
    title: str
    author: str
    facts: Facts | None
    outcome: Outcome
    rules: tuple[str, ...]
    day: date
    rules_version: str
    index_version: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class Rerun:
    """A saved check decided anew; `differs` is whether the outcome or the rules are others now."""

    decision: Decision
    is_other_outcome: bool
    rules_gone: tuple[str, ...]
    rules_new: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the decision would differ now."""
        return self.is_other_outcome or bool(self.rules_gone or self.rules_new)


def new_check_id() -> str:
    """An id nobody guesses, though it opens nothing without its owner's key."""
    return secrets.token_urlsafe(12)


def decide_again(saved: SavedCheck, today: date) -> Rerun | None:
    """The check under today's rules and on today's date; None where its facts cannot be read."""
    if saved.facts is None:
        return None
    try:
        decision = decide(saved.facts, today)
    except RecitalError:  # more combinations than this program decides at once
        return None
    before, now = set(saved.rules), {step.rule.id for step in decision.steps}
    return Rerun(
        decision=decision,
        is_other_outcome=decision.outcome != saved.outcome,
        rules_gone=tuple(sorted(before - now)),
        rules_new=tuple(sorted(now - before)),
    )


class Checks:
    """The checks in a database; `clock` tells the hour, in UTC."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._clock = clock

    def listed(self, owner: str) -> tuple[SavedCheck, ...]:
        """The reader's checks, last changed first."""
        wanted = checks.select().where(checks.c.owner == owner)
        latest = wanted.order_by(checks.c.updated.desc(), checks.c.id).limit(LISTED)
        with self._database.reading() as connection:
            rows = connection.execute(latest).mappings().all()
        return tuple(map(_read, rows))

    def save(
        self,
        owner: str,
        check: str,
        decision: Decision,
        *,
        title: str,
        author: str,
        index_version: str,
    ) -> None:
        """Keep a check under its id; saved again, it replaces what was kept of it."""
        now = self._clock().isoformat()
        values = {
            "title": " ".join(title.split())[:TITLE_LENGTH],
            "author": " ".join(author.split())[:AUTHOR_LENGTH],
            "facts": json.dumps(decision.facts.to_json(), ensure_ascii=False),
            "outcome": decision.outcome,
            "rules": json.dumps([step.rule.id for step in decision.steps]),
            "day": decision.day.isoformat(),
            "rules_version": decision.rules_version,
            "index_version": index_version,
            "updated": now,
        }
        with self._database.writing() as connection:
            own = checks.update().where(checks.c.id == check, checks.c.owner == owner)
            if connection.execute(own.values(**values)).rowcount == 0:
                # Another reader's id ends here: the primary key refuses it.
                connection.execute(
                    checks.insert().values(id=check, owner=owner, created=now, **values)
                )

    def erase(self, owner: str, check: str) -> None:
        """Erase one check, also from the file's free pages."""
        with self._database.writing() as connection:
            connection.execute(checks.delete().where(checks.c.id == check, checks.c.owner == owner))
        self._database.forget_erased()

    def erase_all(self, owner: str) -> int:
        """Erase every check of a reader; how many that were."""
        with self._database.writing() as connection:
            count = connection.execute(checks.delete().where(checks.c.owner == owner)).rowcount
        self._database.forget_erased()
        return count

    def erase_unused(self, days: int) -> int:
        """Erase what nobody has changed for so many days; how many checks that were."""
        limit = (self._clock() - timedelta(days=days)).isoformat()
        with self._database.writing() as connection:
            count = connection.execute(checks.delete().where(checks.c.updated < limit)).rowcount
        if count:
            self._database.forget_erased()
        return count


def _read(row: Mapping[str, Any] | Any) -> SavedCheck:
    try:
        facts = Facts.from_json(json.loads(row["facts"]))
    except RecitalError:  # of a table of facts that has changed since
        facts = None
    known: tuple[Outcome, ...] = get_args(Outcome)
    found = [one for one in known if one == row["outcome"]]
    outcome: Outcome = found[0] if found else "cannot_tell"
    return SavedCheck(
        id=row["id"],
        title=row["title"],
        author=row["author"],
        facts=facts,
        outcome=outcome,
        rules=tuple(json.loads(row["rules"])),
        day=date.fromisoformat(row["day"]),
        rules_version=row["rules_version"],
        index_version=row["index_version"],
        updated=datetime.fromisoformat(row["updated"]),
    )
