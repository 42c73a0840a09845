"""From facts and a day to a decision. Pure: no clock, no index, no settings.

A campaign is decided case by case: each combination of the means, audiences, relationships and
places that were given. In a case each family of rules has its say, and one refusal refuses the case.
A duty is a promise of the sender: not yet given it is a condition, refused it refuses the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from itertools import product
from math import prod

from assistant.campaign.decision import (
    SEVERITY,
    Beaten,
    Decision,
    Duty,
    DutyState,
    Outcome,
    Part,
    Step,
    Way,
)
from assistant.campaign.facts import OPERATIONS, Fact, Facts, FactTable, Given, Value, fact_table
from assistant.campaign.rules import FIRST_DAY, Box, Rule, RuleBook, precedence, rule_book
from assistant.campaign.settle import Leaf, Node, facts_in, settle, undecided
from corpus.errors import DateNotCovered, TooManyCases

_CONSENT_ANEW = "consent_after_objection"
_ORDINARY_CONSENTS = ("consent", "tracker_consent", "use_consent")
MOST_CASES = 64
"""Combinations decided at once: a campaign of more is several campaigns."""


def decide(facts: Facts, day: date, *, is_confirmed: bool = True) -> Decision:
    """The decision on a day.

    Raises `DateNotCovered` for a day before the GDPR applied, `TooManyCases` for a campaign of
    more than `MOST_CASES` combinations.
    """
    if day < FIRST_DAY:
        raise DateNotCovered(first=FIRST_DAY.isoformat(), day=day.isoformat())
    table, book = fact_table(), rule_book()
    if not facts.given.get(OPERATIONS):
        nothing = Part({}, {}, "cannot_tell", (), missing=(OPERATIONS,))
        return Decision(facts, day, "cannot_tell", (nothing,), book.version, is_confirmed)
    parts = [_part(case, day, table, book) for case in _cases(facts, table)]
    return Decision(
        facts=facts,
        day=day,
        outcome=max((part.outcome for part in parts), key=SEVERITY.index),
        parts=_joined(parts),
        rules_version=book.version,
        is_confirmed=is_confirmed,
    )


def presumptions(facts: Facts, day: date, table: FactTable) -> dict[str, Value]:
    """The facts nobody gave that are taken for granted, with what they are taken to be."""
    presumed = {
        fact.id: fact.presumed
        for fact in table
        if fact.presumed is not None and fact.id not in facts.given
    }
    possible = _possible(facts, presumed, day, table)
    for fact in table:
        for one in fact.presumptions:
            if fact.id not in facts.given and one.applies(possible):
                presumed[fact.id] = one.value
    return presumed


def _possible(
    facts: Facts, presumed: Mapping[str, Value], day: date, table: FactTable
) -> dict[str, frozenset[Value]]:
    """For each fact what is possible: what was given, else what is presumed, else anything."""
    possible = {
        fact.id: frozenset({presumed[fact.id]})
        if fact.id in presumed
        else fact.on_day(facts.given.get(fact.id), day)
        for fact in table
    }
    for consent in weakened(facts, table):
        possible[consent] = frozenset("doubtful" if v == "valid" else v for v in possible[consent])
    return possible


def weakened(facts: Facts, table: FactTable) -> Mapping[str, tuple[str, ...]]:
    """The consents that do not count as valid, with the declined duties that make it so."""
    found: dict[str, tuple[str, ...]] = {}
    for duty, consents in table.weakens.items():
        if facts.given.get(duty) is False:
            for consent in consents:
                found[consent] = (*found.get(consent, ()), duty)
    return found


def _cases(facts: Facts, table: FactTable) -> Iterator[Facts]:
    """One campaign per combination of the values of the facts that can have several."""
    several = {name: given for name, given in facts.given.items() if isinstance(given, tuple)}
    count = prod(map(len, several.values()))
    if count > MOST_CASES:
        raise TooManyCases(count=count, limit=MOST_CASES)
    for combination in product(*several.values()):
        one = dict(zip(several, combination, strict=True))
        yield Facts(
            {name: (one[name],) if name in one else value for name, value in facts.given.items()}
        )


def _part(case: Facts, day: date, table: FactTable, book: RuleBook) -> Part:
    """The decision of one case."""
    presumed = presumptions(case, day, table)
    possible = _possible(case, presumed, day, table)
    declined = {fact.id for fact in table if fact.is_duty and case.given.get(fact.id) is False}
    families = [_in_force(rules, day, declined) for rules in _families(book)]
    node = settle(families, possible, book.order)
    steps: list[Step] = []
    doubts: list[Rule] = []
    for rules in families:
        live = undecided(rules, possible)
        deciding = _deciding(live, possible)
        if deciding:
            steps.append(_step(deciding, rules, possible, declined))
        else:
            doubts += [rule for rule in live if rule.refuses]
    owed = tuple(_duties(steps, case))
    is_open = not isinstance(node, Leaf)
    missing = sorted(facts_in(node), key=table.order.__getitem__) if is_open else []
    return Part(
        case={name: value for name, value in case.given.items() if isinstance(value, tuple)},
        assumed=presumed,
        outcome=_outcome(node, owed),
        steps=tuple(sorted(steps, key=_weight)),
        duties=owed,
        doubts=tuple(_nearest_first(doubts, missing, possible)) if is_open else (),
        missing=tuple(missing),
    )


def _nearest_first(rules: Sequence[Rule], missing: Sequence[str], possible: Box) -> list[Rule]:
    """Rules by how much is still to be learnt before they hold: fewer facts, then those asked sooner."""

    def distance(rule: Rule) -> tuple[int, list[int]]:
        asked = (fact for fact, allowed in rule.when.items() if not possible[fact] <= allowed)
        places = [missing.index(fact) if fact in missing else len(missing) for fact in asked]
        return len(places), sorted(places)

    return sorted(reversed(rules), key=distance)  # at a tie the general rule before its variants


def _weight(step: Step) -> int:
    """Refusals first, then permissions, then what only imposes a duty."""
    return 0 if step.refuses else 1 if step.rule.verdict == "permit" else 2


def _families(book: RuleBook) -> Iterator[tuple[Rule, ...]]:
    """Groups of rules of which one decides; a rule that only imposes a duty is one of its own."""
    for family in book.families:
        yield family.verdicts
        yield from ((duty,) for duty in family.duties)


def _in_force(rules: Sequence[Rule], day: date, declined: AbstractSet[str]) -> tuple[Rule, ...]:
    """The rules of a day; one whose duty the sender declines refuses."""
    return tuple(
        replace(rule, verdict="refuse") if declined & set(rule.obligations) else rule
        for rule in rules
        if rule.applies_on(day)
    )


def _deciding(live: Sequence[Rule], possible: Box) -> Rule | None:
    """The rule that decides its family, once that is certain.

    Where all that is left is of one mind and the last certainly holds, it does not matter which of
    the more specific ones holds too.
    """
    if not live:
        return None
    if live[0].holds(possible):
        return live[0]
    is_of_one_mind = len({rule.refuses for rule in live}) == 1
    return live[-1] if is_of_one_mind and live[-1].holds(possible) else None


def _step(rule: Rule, family: Sequence[Rule], possible: Box, declined: AbstractSet[str]) -> Step:
    """A deciding rule, with the rules of the other mind that held and had to give way."""
    beaten = [
        Beaten(other, reason)
        for other in family
        if other.refuses != rule.refuses and other.holds(possible)
        if (reason := precedence(rule, other))
    ]
    refused = tuple(duty for duty in rule.obligations if duty in declined)
    return Step(rule, tuple(beaten), refused)


def _duties(steps: Sequence[Step], case: Facts) -> Iterator[Duty]:
    imposed: dict[str, list[str]] = {}
    for step in steps:
        for obligation in step.rule.obligations:
            imposed.setdefault(obligation, []).append(step.rule.id)
    for obligation, rules in imposed.items():
        yield Duty(obligation, _state(obligation, case), tuple(rules))


def _state(obligation: str, case: Facts) -> DutyState:
    if obligation not in fact_table().facts:
        return "later"
    given = case.given.get(obligation)
    return "open" if given is None else "done" if given else "declined"


def _outcome(node: Node, duties: Sequence[Duty]) -> Outcome:
    if not isinstance(node, Leaf):
        return "cannot_tell"
    if node.refused:
        return "not_allowed"
    return "allowed_if" if any(duty.state == "open" for duty in duties) else "allowed"


def ways_out(part: Part, facts: Facts, day: date) -> tuple[Way, ...]:
    """Every single change of the sender's that would lift the refusal of a part."""
    if part.outcome != "not_allowed":
        return ()
    table, book = fact_table(), rule_book()
    case = facts
    for (
        name,
        values,
    ) in part.case.items():  # where several came to the same, the first stands for all
        case = case.with_fact(name, tuple(map(str, values[:1])))
    ways = []
    for name, value in _changes(part, case, table):
        changed = case.with_fact(name, _as_given(table[name], value))
        if name == OPERATIONS:  # a consent is to one means: it does not move to another
            changed = changed.with_fact("consent", "none")
        if name == _CONSENT_ANEW and value:
            for consent in _ORDINARY_CONSENTS:
                changed = changed.with_fact(consent, "valid")
        outcome = _part(changed, day, table, book).outcome
        if outcome != "not_allowed" and (name != OPERATIONS or outcome != "cannot_tell"):
            ways.append(Way(name, value, outcome))
    return tuple(ways)


def _changes(part: Part, case: Facts, table: FactTable) -> Iterator[tuple[str, str | bool]]:
    """Facts the sender can change that the refusing rules look at, with the values to try."""
    looked_at = {fact for step in part.refusals for fact in step.rule.when}
    if "objected" in looked_at:
        looked_at.add(_CONSENT_ANEW)
    for fact in table:
        if fact.id in looked_at:
            for value in fact.changes:
                if value != case.given.get(fact.id, part.assumed.get(fact.id)):
                    yield fact.id, value
    yield from ((duty.id, True) for duty in part.duties if duty.state == "declined")
    for consent, duties in weakened(case, table).items():
        if consent in looked_at and case.given.get(consent) == "valid":
            yield from ((duty, True) for duty in duties)
    messages = table.groups["message"]
    if OPERATIONS in looked_at and part.case[OPERATIONS][0] in messages:
        yield from ((OPERATIONS, means) for means in messages if _reaches(means, part, case))


def _reaches(means: str, part: Part, case: Facts) -> bool:
    """Whether another means could reach these people: an app reaches only those who have it."""
    if means in part.case[OPERATIONS]:
        return False
    origin = case.given.get("data_origin", "direct")
    strangers = part.case.get("relationship", ("prospect",))[0] in ("prospect", "former_customer")
    return means not in ("push", "in_app") or not (strangers or origin != "direct")


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Parts that came to the same and differ in the value of one fact, as one."""
    left = list(parts)
    for place, part in enumerate(left):
        for other in left[place + 1 :]:
            name = _only_difference(part, other)
            if name:
                merged = {**part.case, name: part.case[name] + other.case[name]}
                joined = replace(part, case=merged)
                rest = [one for one in left if one is not part and one is not other]
                return _joined([*rest[:place], joined, *rest[place:]])
    return tuple(left)


def _only_difference(one: Part, other: Part) -> str | None:
    """The fact in which two parts of the same result differ, if there is just one."""
    if replace(one, case=other.case) != other:
        return None
    names = [name for name in one.case if one.case[name] != other.case[name]]
    return names[0] if len(names) == 1 else None


def most_telling(facts: Facts, decision: Decision, among: Sequence[str]) -> str | None:
    """Of some missing facts the one most of whose values settle the matter.

    Where two tell as much it is the earlier; None where none is left to ask.
    """
    table, book = fact_table(), rule_book()
    asked = [name for name in among if name not in facts.given]
    if OPERATIONS in asked or len(asked) < 2:
        return asked[0] if asked else None
    cases = list(_cases(facts, table))

    def share_settled(name: str) -> float:
        values = table[name].values
        settled = [
            _part(case.with_fact(name, _as_given(table[name], value.id)), decision.day, table, book)
            for value in values
            for case in cases
        ]
        open_parts = sum(part.outcome == "cannot_tell" for part in settled)
        return 1 - open_parts / len(settled)

    return max(asked, key=share_settled)


def _as_given(fact: Fact, value: Value) -> Given:
    return (str(value),) if fact.kind == "many" else value
