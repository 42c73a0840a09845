"""What known facts settle, and which unknown ones still matter: an exact decision diagram.

`settle` walks the unknown facts in one order, splits each into the classes of values that the rules
can tell apart, and merges branches that come to the same. What is left is the reduced
ordered decision diagram of "is it refused?": a fact stands in it if and only if, for some values of
the others, it decides. So a form that asks its facts never asks in vain, and a fact that could still
refuse is never left out.

Method: R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions
on Computers C-35 (1986), with many-valued variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class _Case:
    """A rule that may still decide, and the facts that keep it open; none: it certainly holds."""

    rule: Rule
    open: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Matter:
    """What is left of a family: its open cases in the order in which they decide, and their facts.

    Two of the same content are the same object (`_Matters`), so comparing them costs nothing.
    """

    cases: tuple[_Case, ...]
    facts: frozenset[str]


def settle(families: Sequence[Sequence[Rule]], possible: Box, order: Mapping[str, int]) -> Node:
    """The diagram of "does any family refuse?" over what is still possible.

    Each family's rules come in the order in which they decide; a family none of whose rules holds
    does not refuse.
    """
    known: dict[tuple[_Matter, ...], Node] = {}
    left_of = _Matters()

    def walk(matters: Sequence[_Matter]) -> Node:
        left = []
        for matter in matters:
            if not matter.cases:
                continue
            if not matter.cases[-1].open and all(case.rule.refuses for case in matter.cases):
                return REFUSED
            left.append(matter)
        nodes = {decide(group) for group in _apart(left)}
        if REFUSED in nodes:
            return REFUSED
        nodes.discard(PASSED)
        if len(nodes) > 1:
            return Either(frozenset(nodes))
        return nodes.pop() if nodes else PASSED

    def decide(matters: Sequence[_Matter]) -> Node:
        key = tuple(matters)
        if key not in known:
            facts = frozenset[str]().union(*(matter.facts for matter in matters))
            known[key] = split(matters, min(facts, key=order.__getitem__))
        return known[key]

    def split(matters: Sequence[_Matter], fact: str) -> Node:
        merged: dict[Node, frozenset[Value]] = {}
        for values in _classes(matters, fact, possible[fact]):
            node = walk([left_of.narrowed(matter, fact, values) for matter in matters])
            merged[node] = merged.get(node, frozenset()) | values
        if len(merged) == 1:
            return next(iter(merged))
        return Split(fact, tuple((values, node) for node, values in merged.items()))

    return walk([left_of.matter(_cases(rules, possible)) for rules in families])


def _cases(rules: Sequence[Rule], possible: Box) -> Iterator[_Case]:
    for rule in undecided(rules, possible):
        yield _Case(rule, frozenset(f for f, at in rule.when.items() if not possible[f] <= at))


class _Matters:
    """Every matter met in one walk, once."""

    def __init__(self) -> None:
        self._met: dict[tuple[tuple[str, frozenset[str]], ...], _Matter] = {}
        self._narrowed: dict[tuple[_Matter, str, frozenset[Value]], _Matter] = {}

    def matter(self, cases: Iterable[_Case]) -> _Matter:
        """Cases up to the first that certainly holds, without those at the end that refuse nothing."""
        kept: list[_Case] = []
        for case in cases:
            kept.append(case)
            if not case.open:
                break
        while kept and not kept[-1].rule.refuses:
            kept.pop()
        key = tuple((case.rule.id, case.open) for case in kept)
        if key not in self._met:
            facts = frozenset[str]().union(*(case.open for case in kept))
            self._met[key] = _Matter(tuple(kept), facts)
        return self._met[key]

    def narrowed(self, matter: _Matter, fact: str, values: frozenset[Value]) -> _Matter:
        """What is left of a matter once a fact is one of `values`, which it does not tell apart."""
        if fact not in matter.facts:
            return matter
        key = matter, fact, values
        if key not in self._narrowed:
            self._narrowed[key] = self.matter(_left(matter, fact, values))
        return self._narrowed[key]


def _left(matter: _Matter, fact: str, values: frozenset[Value]) -> Iterator[_Case]:
    for case in matter.cases:
        if fact not in case.open:
            yield case
        elif values <= case.rule.when[fact]:
            yield _Case(case.rule, case.open - {fact})


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


def _apart(matters: Sequence[_Matter]) -> list[list[_Matter]]:
    """The matters in groups that have no open fact in common."""
    groups: list[tuple[frozenset[str], list[_Matter]]] = []
    for matter in matters:
        facts, together = matter.facts, [matter]
        for group in [group for group in groups if not group[0].isdisjoint(facts)]:
            groups.remove(group)
            facts, together = facts | group[0], group[1] + together
        groups.append((facts, together))
    return [together for _, together in groups]


def _classes(
    matters: Sequence[_Matter], fact: str, values: frozenset[Value]
) -> Iterator[frozenset[Value]]:
    """The values in groups that no open case tells apart."""
    conditions = {
        case.rule.when[fact] for matter in matters for case in matter.cases if fact in case.open
    }
    classes: dict[tuple[bool, ...], set[Value]] = {}
    for value in sorted(values, key=str):
        signature = tuple(value in condition for condition in conditions)
        classes.setdefault(signature, set()).add(value)
    return map(frozenset, classes.values())
