"""Diagrams over a made-up law of three facts: the dog, the door and the hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

from assistant.campaign.facts import Texts, Value
from assistant.campaign.rules import Rule, Verdict
from assistant.campaign.settle import (
    PASSED,
    REFUSED,
    Either,
    Leaf,
    Node,
    Split,
    facts_in,
    settle,
    undecided,
)

DOMAINS: dict[str, frozenset[Value]] = {
    "dog": frozenset({"asleep", "awake", "absent"}),
    "door": frozenset({"open", "shut", "ajar", "locked"}),
    "hour": frozenset({"day", "night"}),
    "asked": frozenset({True, False}),
}
ORDER = {name: place for place, name in enumerate(DOMAINS)}


def rule(name: str, verdict: Verdict, **when: set[Value]) -> Rule:
    said: Texts = {"fr": "t", "en": "t"}
    box = {fact: frozenset(values) for fact, values in when.items()}
    return Rule(name, "family", verdict, said, said, box, (), date(2018, 5, 25))


DOG_AWAKE = rule("dog-awake", "refuse", dog={"awake"})
DOOR_SHUT = rule("door-shut", "refuse", door={"shut", "locked"})
NIGHT = rule("night", "refuse", hour={"night"})
ASKED = rule("asked", "permit", hour={"night"}, asked={True})
ANY_HOUR = rule("any-hour", "permit")


def diagram(*families: Sequence[Rule], **known: set[Value]) -> Node:
    possible = {**DOMAINS, **{fact: frozenset(values) for fact, values in known.items()}}
    return settle(families, possible, ORDER)


def branches(node: Node) -> Mapping[frozenset[Value], Node]:
    assert isinstance(node, Split)
    return dict(node.branches)


def test_without_a_rule_that_refuses_nothing_matters() -> None:
    assert diagram() == diagram([ANY_HOUR]) == diagram([ASKED, ANY_HOUR]) == PASSED


def test_a_refusal_that_certainly_holds_settles_everything() -> None:
    assert diagram([DOG_AWAKE], [DOOR_SHUT], dog={"awake"}) == REFUSED


def test_a_refusal_that_certainly_does_not_hold_asks_nothing() -> None:
    assert diagram([DOG_AWAKE], dog={"asleep", "absent"}) == PASSED


def test_values_no_rule_tells_apart_are_one_branch() -> None:
    assert branches(diagram([DOOR_SHUT])) == {
        frozenset({"open", "ajar"}): PASSED,
        frozenset({"shut", "locked"}): REFUSED,
    }


def test_values_that_come_to_the_same_are_one_branch_though_other_rules_decide() -> None:
    shut = rule("shut", "refuse", door={"shut"})
    locked = rule("locked", "refuse", door={"locked"})
    assert branches(diagram([shut, locked])) == {
        frozenset({"open", "ajar"}): PASSED,
        frozenset({"shut", "locked"}): REFUSED,
    }


def test_a_fact_whose_every_value_comes_to_the_same_is_not_asked() -> None:
    yes = rule("yes", "refuse", asked={True})
    no = rule("no", "refuse", asked={False})
    assert diagram([yes, no]) == REFUSED
    assert diagram([yes], [no]) == REFUSED


def test_the_exception_of_a_refusal_is_asked_only_where_the_refusal_holds() -> None:
    node = diagram([ASKED, NIGHT])
    assert branches(node)[frozenset({"day"})] == PASSED
    night = branches(node)[frozenset({"night"})]
    assert branches(night) == {frozenset({True}): PASSED, frozenset({False}): REFUSED}
    assert facts_in(node) == {"hour", "asked"}
    assert diagram([ASKED, NIGHT], hour={"day"}) == PASSED


def test_an_exception_that_certainly_holds_ends_the_question() -> None:
    assert diagram([ASKED, NIGHT], asked={True}) == PASSED


def test_facts_are_asked_in_the_order_of_the_table() -> None:
    both = rule("both", "refuse", asked={False}, dog={"awake"})
    node = diagram([both])
    assert isinstance(node, Split) and node.fact == "dog"
    assert isinstance(branches(node)[frozenset({"awake"})], Split)


def test_matters_that_share_no_fact_stand_side_by_side() -> None:
    node = diagram([DOG_AWAKE], [DOOR_SHUT])
    assert node == Either(frozenset({diagram([DOG_AWAKE]), diagram([DOOR_SHUT])}))
    assert facts_in(node) == {"dog", "door"}


def test_matters_that_share_a_fact_are_one_matter() -> None:
    awake_by_night = rule("awake", "refuse", dog={"awake"}, hour={"night"})
    shut_by_night = rule("shut", "refuse", door={"shut"}, hour={"night"})
    node = diagram([awake_by_night], [shut_by_night])
    assert isinstance(node, Split) and facts_in(node) == {"dog", "door", "hour"}


def test_two_matters_that_share_a_fact_with_a_third_are_one_with_it() -> None:
    dog_and_hour = rule("a", "refuse", dog={"awake"}, hour={"night"})
    door_and_asked = rule("b", "refuse", door={"shut"}, asked={False})
    hour_and_asked = rule("c", "refuse", hour={"night"}, asked={False})
    apart = diagram([dog_and_hour], [door_and_asked])
    assert isinstance(apart, Either)
    joined = diagram([dog_and_hour], [door_and_asked], [hour_and_asked])
    assert isinstance(joined, Split) and facts_in(joined) == set(DOMAINS)


def test_once_they_no_longer_share_an_open_fact_matters_stand_apart() -> None:
    awake_by_night = rule("awake", "refuse", dog={"awake"}, hour={"night"})
    shut_by_night = rule("shut", "refuse", door={"shut"}, hour={"night"})
    assert isinstance(diagram([awake_by_night], [shut_by_night], hour={"night"}), Either)


def test_one_refusal_among_matters_that_stand_apart_refuses_all() -> None:
    assert diagram([DOG_AWAKE], [DOOR_SHUT], [NIGHT], hour={"night"}) == REFUSED


def test_a_matter_that_passes_leaves_the_others() -> None:
    assert diagram([DOG_AWAKE], [DOOR_SHUT], dog={"absent"}) == diagram([DOOR_SHUT])


def test_a_fact_that_only_chooses_between_two_refusals_is_not_asked() -> None:
    by_day = rule("by-day", "refuse", hour={"day"}, dog={"awake"})
    by_night = rule("by-night", "refuse", hour={"night"}, dog={"awake"})
    node = diagram([by_day, by_night])
    assert node == diagram([DOG_AWAKE]) and facts_in(node) == {"dog"}


def test_rules_behind_one_that_certainly_holds_no_longer_count() -> None:
    assert undecided([ASKED, NIGHT, ANY_HOUR, DOG_AWAKE], DOMAINS) == [ASKED, NIGHT, ANY_HOUR]
    by_day = {**DOMAINS, "hour": frozenset[Value]({"day"})}
    assert undecided([ASKED, NIGHT], by_day) == []


def test_a_leaf_asks_nothing() -> None:
    assert facts_in(REFUSED) == facts_in(PASSED) == frozenset()
    assert Leaf(refused=True) == REFUSED


SEVERAL = (
    [ASKED, NIGHT],
    [rule("far", "permit", dog={"absent", "asleep"}, asked={True}), DOG_AWAKE],
    [rule("ajar", "refuse", door={"ajar"}, dog={"asleep"}), rule("else", "permit", door={"ajar"})],
)


def is_refused(node: Node, point: Mapping[str, Value]) -> bool:
    """What a diagram says of facts that are all known."""
    match node:
        case Leaf(refused):
            return refused
        case Either(nodes):
            return any(is_refused(one, point) for one in nodes)
        case Split(fact, split):
            return is_refused(next(n for values, n in split if point[fact] in values), point)


def first_refuses(rules: Sequence[Rule], point: Mapping[str, Value]) -> bool:
    """What a family says of facts that are all known, without any diagram."""
    held = (one for one in rules if all(point[fact] in one.when[fact] for fact in one.when))
    return next((one.refuses for one in held), False)


def points() -> list[dict[str, Value]]:
    return [dict(zip(DOMAINS, values, strict=True)) for values in product(*DOMAINS.values())]


def test_a_diagram_says_of_every_point_what_the_rules_say() -> None:
    node = diagram(*SEVERAL)
    for point in points():
        expected = any(first_refuses(rules, point) for rules in SEVERAL)
        assert is_refused(node, point) == expected, point


def test_a_fact_stands_in_a_diagram_if_and_only_if_it_can_decide() -> None:
    families = (*SEVERAL, [rule("always", "permit"), DOOR_SHUT])
    node = diagram(*families)
    for fact, values in DOMAINS.items():
        decides = any(
            len({is_refused(node, {**point, fact: value}) for value in values}) > 1
            for point in points()
        )
        assert (fact in facts_in(node)) == decides, fact
