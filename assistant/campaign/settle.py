"""What known facts settle, and which unknown ones still matter: an exact decision diagram.

`settle` walks the unknown facts in the order of the table, splits each into the classes of values
that the rules can tell apart, and merges branches that come to the same. What is left is the reduced
ordered decision diagram of "is it refused?": a fact stands in it if and only if, for some values of
the others, it decides. So a form that asks its facts never asks in vain, and a fact that could still
refuse is never left out.

Method: R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions
on Computers C-35 (1986), with many-valued variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.campaign.facts import Value
from assistant.campaign.rules import Box, Rule


@dataclass(frozen=True, slots=True)
class Leaf:
    """Nothing more matters: refused or not."""

    refused: bool


@dataclass(frozen=True, slots=True)
class Split:
    """A fact that matters, and what follows for each class of its values."""

    fact: str
    branches: tuple[tuple[frozenset[Value], Node], ...]
    digest: int = field(init=False, repr=False, compare=False)
    """Kept: a diagram is compared at every merge, and its branches are diagrams."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hash((self.fact, self.branches)))

    def __hash__(self) -> int:
        return self.digest


@dataclass(frozen=True, slots=True)
class Either:
    """Matters that share no fact: refused if any of them refuses."""

    nodes: frozenset[Node]
    digest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hash(self.nodes))

    def __hash__(self) -> int:
        return self.digest


Node = Leaf | Split | Either
REFUSED, PASSED = Leaf(True), Leaf(False)


def settle(families: Sequence[Sequence[Rule]], possible: Box, order: Mapping[str, int]) -> Node:
    """The diagram of "does any family refuse?" over what is still possible.

    Each family's rules come in the order in which they decide; a family none of whose rules holds
    does not refuse.
    """
    known: dict[object, Node] = {}

    def walk(families: Sequence[Sequence[Rule]], possible: Box, narrowed: str = "") -> Node:
        left: list[Sequence[Rule]] = []
        for rules in families:
            if narrowed and not any(narrowed in rule.when for rule in rules):
                left.append(rules)  # as undecided as before
                continue
            live = undecided(rules, possible)
            if not any(rule.refuses for rule in live):
                continue
            if all(rule.refuses for rule in live) and live[-1].holds(possible):
                return REFUSED
            left.append(live)
        nodes = {decide(matter, possible) for matter in _apart(left, possible)}
        if REFUSED in nodes:
            return REFUSED
        nodes.discard(PASSED)
        if len(nodes) > 1:
            return Either(frozenset(nodes))
        return nodes.pop() if nodes else PASSED

    def decide(families: Sequence[Sequence[Rule]], possible: Box) -> Node:
        facts = _open_facts(families, possible)
        rules = tuple(tuple(rule.id for rule in rules) for rules in families)
        key = (rules, tuple(possible[fact] for fact in sorted(facts)))
        if key not in known:
            known[key] = split(families, possible, min(facts, key=order.__getitem__))
        return known[key]

    def split(families: Sequence[Sequence[Rule]], possible: Box, fact: str) -> Node:
        merged: dict[Node, frozenset[Value]] = {}
        for values in _classes(families, fact, possible[fact]):
            node = walk(families, {**possible, fact: values}, fact)
            merged[node] = merged.get(node, frozenset()) | values
        if len(merged) == 1:
            return next(iter(merged))
        return Split(fact, tuple((values, node) for node, values in merged.items()))

    return walk(families, possible)


def undecided(rules: Sequence[Rule], possible: Box) -> list[Rule]:
    """The rules that may still decide: up to the first that certainly holds."""
    live = []
    for rule in rules:
        holds = rule.holds(possible)
        if holds is not False:
            live.append(rule)
        if holds:
            break
    return live


def facts_in(node: Node) -> frozenset[str]:
    """The facts that matter."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:  # branches share what they come to
            continue
        seen.add(id(one))
        match one:
            case Either(nodes):
                waiting += nodes
            case Split(fact, branches):
                found.add(fact)
                waiting += (branch for _, branch in branches)
    return frozenset(found)


def _apart(families: Sequence[Sequence[Rule]], possible: Box) -> list[list[Sequence[Rule]]]:
    """The families in groups that have no open fact in common."""
    groups: list[tuple[set[str], list[Sequence[Rule]]]] = []
    for rules in families:
        facts, together = _open_facts([rules], possible), [rules]
        for group in [group for group in groups if not group[0].isdisjoint(facts)]:
            groups.remove(group)
            facts, together = facts | group[0], group[1] + together
        groups.append((facts, together))
    return [together for _, together in groups]


def _open_facts(families: Sequence[Sequence[Rule]], possible: Box) -> set[str]:
    return {
        fact
        for rules in families
        for rule in rules
        for fact, allowed in rule.when.items()
        if not possible[fact] <= allowed
    }


def _classes(
    families: Sequence[Sequence[Rule]], fact: str, values: frozenset[Value]
) -> Iterator[frozenset[Value]]:
    """The values in groups that no rule tells apart."""
    conditions = [rule.when[fact] for rules in families for rule in rules if fact in rule.when]
    classes: dict[tuple[bool, ...], set[Value]] = {}
    for value in sorted(values, key=str):
        signature = tuple(value in condition for condition in conditions)
        classes.setdefault(signature, set()).add(value)
    return map(frozenset, classes.values())
