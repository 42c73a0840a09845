"""The rules: dated tables, one file per family, and how those of a family are ordered.

A rule says what follows (`refuse`, `permit`, or only a `duty`) where its conditions hold: for each
fact it names, one of the values it lists. What a rule says of other cases too its `also` spells out,
each a rule of its own: a professional approached about private life, say, is a consumer. So a rule
is a box in the space of facts, and whether two rules overlap, or one is more specific than the
other, can be told without an example.

Within a family one rule decides: the first, in the order of `Family.verdicts`, that holds. A rule
stands before another that it names in `beats`, before one in whose box its own lies (the more
specific wins), and before an older one (the more recent wins). Families are cumulative: a campaign
must pass each.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from assistant.campaign.facts import OPERATIONS, FactTable, Texts, Value, fact_table

Verdict = Literal["refuse", "permit", "duty"]
Reason = Literal["named", "specific", "recent"]
Advice = Literal["dpo", "dpia", "lia"]
Basis = Literal["consent", "legitimate_interest", "contract"]
Timing = Literal["before", "in_each_message", "afterwards"]
Box = Mapping[str, frozenset[Value]]

FIRST_DAY = date(2018, 5, 25)
"""The day from which the GDPR applies; earlier campaigns are not decided."""

_FOLDER = Path(__file__).with_name("rules")
_OBLIGATIONS = Path(__file__).with_name("obligations.toml")


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage a rule stands on, and what it says, in our words."""

    locator: str
    carries: Texts


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: what it says, when, on what ground, from when until when; its id names it."""

    id: str
    family: str
    verdict: Verdict
    title: Texts
    because: Texts
    when: Box
    law: tuple[Ground, ...]
    applies_from: date
    applies_until: date | None = None
    beats: frozenset[str] = frozenset()
    basis: Basis | None = None
    """The legal basis (Article 6(1) GDPR) of what a permission permits."""
    obligations: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
    decisions: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and (self.id, self.verdict) == (other.id, other.verdict)

    def __hash__(self) -> int:
        return hash((self.id, self.verdict))

    @property
    def refuses(self) -> bool:
        """Whether it forbids."""
        return self.verdict == "refuse"

    def applies_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.applies_from <= day and (
            self.applies_until is None or day <= self.applies_until
        )

    def holds(self, possible: Box) -> bool | None:
        """True or False where the facts settle it, None where they do not."""
        settled = True
        for fact, allowed in self.when.items():
            left = possible[fact]
            if left.isdisjoint(allowed):
                return False
            settled = settled and left <= allowed
        return True if settled else None


@dataclass(frozen=True, slots=True)
class Family:
    """Rules about one matter; `verdicts` in the order in which they decide."""

    id: str
    title: Texts
    basis_of: frozenset[str]
    """The operations one of its rules always decides: what is not permitted here is not thought of."""
    verdicts: tuple[Rule, ...]
    duties: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something the sender has to do; `id` is the fact that says it is done, where there is one."""

    id: str
    timing: Timing
    said: Texts
    evidence: Texts
    law: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules and obligations; `version` names their content."""

    families: tuple[Family, ...]
    obligations: Mapping[str, Obligation]
    version: str
    order: Mapping[str, int]
    """Facts by how many families and rules look at them: in that order a diagram stays small."""

    @property
    def rules(self) -> Iterator[Rule]:
        """Every rule of every family."""
        for family in self.families:
            yield from family.verdicts
            yield from family.duties

    def near(self, operations: Iterable[Value]) -> Iterator[Rule]:
        """Every rule that could hold for some means, whatever the other facts."""
        means = set(operations)
        for rule in self.rules:
            if OPERATIONS not in rule.when or not rule.when[OPERATIONS].isdisjoint(means):
                yield rule

    def facts_for(self, operations: Iterable[Value]) -> frozenset[str]:
        """The facts that could matter for some means: what rules look at, and duties they impose."""
        rules = tuple(self.near(operations))
        looked_at = {fact for rule in rules for fact in rule.when}
        return frozenset(looked_at.union(*(rule.obligations for rule in rules)))


@lru_cache(maxsize=1)
def rule_book() -> RuleBook:
    """The rules this program knows. Raises `ValueError` for tables that contradict themselves."""
    table = fact_table()
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.toml"))}
    obligations = _OBLIGATIONS.read_text(encoding="utf-8")
    content = "".join([*texts.values(), obligations]).encode()
    version = f"{table.edition.isoformat()}-{hashlib.sha256(content).hexdigest()[:8]}"
    families = tuple(read_family(name, text, table) for name, text in texts.items())
    return RuleBook(families, read_obligations(obligations), version, _order(families, table))


def _order(families: Sequence[Family], table: FactTable) -> Mapping[str, int]:
    rules = [[*family.verdicts, *family.duties] for family in families]
    in_rules = Counter(fact for family in rules for rule in family for fact in rule.when)
    in_families = Counter(fact for one in rules for fact in {f for rule in one for f in rule.when})
    wanted = sorted(table.facts, key=lambda fact: (-in_families[fact], -in_rules[fact]))
    return {fact: place for place, fact in enumerate(wanted)}


def read_obligations(text: str) -> Mapping[str, Obligation]:
    """The obligations of a table, by id."""
    return {
        row["id"]: Obligation(row["id"], row["when"], row["text"], row["evidence"], row["law"])
        for row in tomllib.loads(text)["obligation"]
    }


def read_family(name: str, text: str, table: FactTable) -> Family:
    """A family from its TOML; raises `ValueError` for an unknown fact or value, or a circle."""
    raw = tomllib.loads(text)
    rules = [_rule(name, row, table) for row in _spelled_out(raw["rule"])]
    verdicts = [rule for rule in rules if rule.verdict != "duty"]
    return Family(
        id=name,
        title=raw["title"],
        basis_of=frozenset(raw["basis_of"]),
        verdicts=_in_order(verdicts),
        duties=tuple(rule for rule in rules if rule.verdict == "duty"),
    )


def _spelled_out(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each rule, and a rule of its own for each of the other cases its `also` names.

    A case has an id, added to the rule's, the conditions that replace or join those of `when`, and
    days of its own where they differ. Whoever beats the rule beats its cases.
    """
    cases = {row["id"]: [f"{row['id']}-{one['id']}" for one in row.get("also", ())] for row in rows}
    for row in rows:
        beaten = row.get("beats", ())
        beats = [*beaten, *(case for name in beaten for case in cases.get(name, ()))]
        yield {**row, "beats": beats}
        for name, one in zip(cases[row["id"]], row.get("also", ()), strict=True):
            when = {**row["when"], **one["when"]}
            days = {key: one[key] for key in ("applies_from", "applies_until") if key in one}
            yield {**row, **days, "id": name, "when": when, "beats": beats}


def _rule(family: str, row: dict[str, Any], table: FactTable) -> Rule:
    return Rule(
        id=row["id"],
        family=family,
        verdict=row["verdict"],
        title=row["title"],
        because=row["because"],
        when={name: _values(row["id"], name, value, table) for name, value in row["when"].items()},
        law=tuple(Ground(one["locator"], one["carries"]) for one in row["law"]),
        applies_from=row["applies_from"],
        applies_until=row.get("applies_until"),
        beats=frozenset(row.get("beats", ())),
        basis=row.get("basis"),
        obligations=tuple(row.get("obligations", ())),
        advice=tuple(row.get("advice", ())),
        decisions=tuple(row.get("decisions", ())),
    )


def _values(rule: str, name: str, value: Any, table: FactTable) -> frozenset[Value]:
    domain = table[name].domain
    wanted = table.expand(value if isinstance(value, list) else [value])
    if not wanted or not wanted <= domain:
        raise ValueError(f"rule {rule}: {name} cannot be {sorted(map(str, wanted - domain))}")
    return wanted


def overlap(one: Rule, other: Rule) -> bool:
    """Whether some facts on some day fall under both."""
    starts = max(one.applies_from, other.applies_from)
    ends = [rule.applies_until for rule in (one, other) if rule.applies_until is not None]
    if ends and min(ends) < starts:
        return False
    shared = one.when.keys() & other.when.keys()
    return all(not one.when[fact].isdisjoint(other.when[fact]) for fact in shared)


def is_more_specific(one: Rule, other: Rule) -> bool:
    """Whether the box of one lies inside that of the other, and is smaller."""
    inside = all(fact in one.when and one.when[fact] <= other.when[fact] for fact in other.when)
    return inside and one.when != other.when


def precedence(one: Rule, other: Rule) -> Reason | None:
    """Why one rule stands before another that overlaps with it; None if it does not."""
    if other.id in one.beats:
        return "named"
    if one.id in other.beats:
        return None
    if is_more_specific(one, other):
        return "specific"
    if is_more_specific(other, one) or one.verdict == other.verdict:
        return None
    return "recent" if one.applies_from > other.applies_from else None


def contradictions(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Pairs that overlap, say different things, and of which none stands before the other."""
    for one, other in combinations(rules, 2):
        if one.refuses == other.refuses or not overlap(one, other):
            continue
        if not precedence(one, other) and not precedence(other, one):
            yield one, other


def _in_order(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules of a family so that each stands behind those that win over it."""
    graph = TopologicalSorter[int]()
    for place, rule in enumerate(rules):
        winners = [
            other
            for other, rival in enumerate(rules)
            if rival is not rule and overlap(rival, rule) and precedence(rival, rule)
        ]
        graph.add(place, *winners)
    try:
        return tuple(rules[place] for place in graph.static_order())
    except CycleError as error:
        circle = [rules[place].id for place in error.args[1]]
        raise ValueError(f"rules stand before each other in a circle: {circle}") from error
