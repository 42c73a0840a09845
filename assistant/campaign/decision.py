"""What a decision is: outcome, the rules that led to it, what is missing, what is still to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from assistant.campaign.facts import Facts, Given, Value
from assistant.campaign.rules import Advice, Reason, Rule

Outcome = Literal["allowed", "allowed_if", "not_allowed", "cannot_tell"]
SEVERITY: tuple[Outcome, ...] = ("allowed", "allowed_if", "cannot_tell", "not_allowed")
"""From the mildest to the gravest: the gravest part decides for the whole campaign."""

DutyState = Literal["declined", "open", "done", "later"]
"""Refused by the sender, still to confirm, confirmed, or to be followed up once the campaign runs."""


@dataclass(frozen=True, slots=True)
class Beaten:
    """A rule that also held, and why it did not decide."""

    rule: Rule
    reason: Reason


@dataclass(frozen=True, slots=True)
class Step:
    """A rule that held; `beaten` are those it stood before, `declined` the duties refused to it."""

    rule: Rule
    beaten: tuple[Beaten, ...] = ()
    declined: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether the campaign as it is described stops here."""
        return self.rule.refuses or bool(self.declined)


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation of a part, whether it is done, and the rules that impose it."""

    id: str
    state: DutyState
    imposed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One fact which, if it were otherwise, would change a refusal into `outcome`."""

    fact: str
    value: Value
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Part:
    """The decision for one combination of means, audience, relationship and place.

    `case` names that combination, `assumed` what nobody gave and is taken for granted. `steps` are
    the rules that held, refusals first. `doubts` are the rules that could still refuse, those that
    lack the fewest facts first. `missing` are the unknown facts that could, in the order in which
    they are asked.
    """

    case: Mapping[str, tuple[Value, ...]]
    assumed: Mapping[str, Value]
    outcome: Outcome
    steps: tuple[Step, ...]
    duties: tuple[Duty, ...] = ()
    doubts: tuple[Rule, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def refusals(self) -> tuple[Step, ...]:
        """The steps that refuse."""
        return tuple(step for step in self.steps if step.refuses)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for the whole campaign on a day, and its parts."""

    facts: Facts
    day: date
    outcome: Outcome
    parts: tuple[Part, ...]
    rules_version: str
    is_confirmed: bool = True

    @property
    def missing(self) -> tuple[str, ...]:
        """The unknown facts that could still refuse, over all parts that cannot be told."""
        return tuple(
            dict.fromkeys(
                fact
                for part in self.parts
                if part.outcome == "cannot_tell"
                for fact in part.missing
            )
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every rule that held, once, those of the gravest part first."""
        gravest = sorted(self.parts, key=lambda part: -SEVERITY.index(part.outcome))
        found: dict[str, Step] = {}
        for part in gravest:
            for step in part.steps:
                found.setdefault(step.rule.id, step)
        return tuple(found.values())

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Every obligation once: the declined first, then the open, the done and those for later."""
        found: dict[str, Duty] = {}
        for part in self.parts:
            for duty in part.duties:
                known = found.get(duty.id)
                imposed = (known.imposed_by if known else ()) + duty.imposed_by
                found[duty.id] = Duty(duty.id, duty.state, tuple(dict.fromkeys(imposed)))
        order = get_args(DutyState)
        return tuple(sorted(found.values(), key=lambda duty: order.index(duty.state)))

    @property
    def advice(self) -> tuple[Advice, ...]:
        """Whom to involve and what to assess first."""
        return tuple(dict.fromkeys(mark for step in self.steps for mark in step.rule.advice))

    def given(self, fact: str) -> Given:
        """What was given of a fact; None if nothing was."""
        return self.facts.given.get(fact)
