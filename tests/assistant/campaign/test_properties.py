"""What must hold of every campaign, whatever its facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.campaign.decide import decide, ways_out
from assistant.campaign.decision import SEVERITY, Decision, Outcome
from assistant.campaign.facts import OPERATIONS, Fact, Facts, Given, fact_table

TABLE = fact_table()
CONSENTS = ("consent", "tracker_consent", "use_consent", "explicit_consent")
MESSAGES = TABLE.groups["message"]
DAYS = st.dates(date(2018, 5, 25), date(2027, 12, 31))


USUAL = 5
"""How much likelier the presumed value is: else nearly every campaign is refused by something."""
HARMLESS: dict[str, Given] = {fact.id: True for fact in TABLE if fact.is_duty}


def values(fact: Fact) -> st.SearchStrategy[Given]:
    listed: list[Given] = [value.id for value in fact.values]
    usual = HARMLESS.get(fact.id, fact.presumed)
    one: st.SearchStrategy[Given] = st.sampled_from(
        listed + [usual] * (USUAL * (usual is not None))
    )
    if fact.kind == "many":
        return one.map(lambda value: (str(value),))
    return one


def whole(fact: Fact) -> st.SearchStrategy[Given]:
    """A value, or (but for the means) that nobody knows."""
    return values(fact) if fact.id == OPERATIONS else st.none() | values(fact)


COMPLETE = st.fixed_dictionaries({fact.id: values(fact) for fact in TABLE}).map(Facts)
PARTIAL = st.fixed_dictionaries(
    {OPERATIONS: values(TABLE[OPERATIONS])},
    optional={fact.id: whole(fact) for fact in TABLE if fact.id != OPERATIONS},
).map(lambda raw: Facts({fact.id: raw[fact.id] for fact in TABLE if fact.id in raw}))


def outcome(facts: Facts, day: date, **changes: Given) -> Outcome:
    for name, value in changes.items():
        facts = facts.with_fact(name, value)
    return decide(facts, day).outcome


def gravity(one: Outcome) -> int:
    return SEVERITY.index(one)


@given(COMPLETE, DAYS)
@settings(max_examples=150, deadline=None)
def test_known_facts_always_give_a_decision(facts: Facts, day: date) -> None:
    decision = decide(facts, day)
    assert decision.outcome != "cannot_tell" and decision.missing == ()


@given(COMPLETE, DAYS)
@settings(max_examples=150, deadline=None)
def test_for_every_means_some_rule_says_yes_or_no(facts: Facts, day: date) -> None:
    steps = decide(facts, day).steps
    assert any(step.refuses or step.rule.verdict == "permit" for step in steps)


@pytest.mark.parametrize("consent", CONSENTS)
@given(facts=COMPLETE, day=DAYS)
@settings(max_examples=120, deadline=None)
def test_removing_a_consent_never_turns_a_refusal_into_a_permission(
    consent: str, facts: Facts, day: date
) -> None:
    """A consent that was freely given: to force one is a fault of its own, which none at all is not."""
    facts = facts.with_fact("forced_consent", False)
    with_consent = outcome(facts, day, **{consent: "valid"})
    for less in ("none", "doubtful", "withdrawn"):
        without = outcome(facts, day, **{consent: less})
        if with_consent == "not_allowed":
            assert without == "not_allowed", less


@given(COMPLETE, DAYS)
@settings(max_examples=150, deadline=None)
def test_an_objection_beats_every_basis_but_a_later_valid_consent(facts: Facts, day: date) -> None:
    facts = facts.with_fact("purpose", "marketing").with_fact("objected", True)
    for means in MESSAGES:
        told = decide(facts.with_fact(OPERATIONS, (means,)), day)
        if told.outcome != "not_allowed":
            assert facts.given["consent"] == "valid" and facts.given["consent_after_objection"]


@given(COMPLETE, DAYS)
@settings(max_examples=120, deadline=None)
def test_an_objection_never_blocks_a_service_message(facts: Facts, day: date) -> None:
    facts = facts.with_fact("purpose", "service")
    for means in MESSAGES:
        facts = facts.with_fact(OPERATIONS, (means,))
        assert outcome(facts, day, objected=True) == outcome(facts, day, objected=False)


@given(PARTIAL, DAYS, st.data())
@settings(max_examples=120, deadline=None)
def test_cannot_tell_hides_no_decisive_fact(facts: Facts, day: date, data: st.DataObject) -> None:
    """Once every missing fact is known, whatever the others are, the matter is settled."""
    decision = decide(facts, day)
    if decision.outcome == "cannot_tell":
        for name in decision.missing:
            facts = facts.with_fact(name, data.draw(values(TABLE[name])))
        assert decide(facts, day).outcome != "cannot_tell"


@given(PARTIAL, DAYS)
@settings(max_examples=40, deadline=None)
def test_no_missing_fact_is_asked_for_in_vain(facts: Facts, day: date) -> None:
    """With every fact that is missing, there are values of the others for which it decides."""
    decision = decide(facts, day)
    if decision.outcome == "cannot_tell" and len(decision.missing) <= 3:
        for name in decision.missing:
            others = [one for one in decision.missing if one != name]
            assert any(
                len(
                    {
                        outcome(case.with_fact(name, value), day) == "not_allowed"
                        for value in every(name)
                    }
                )
                > 1
                for case in completions(facts, others)
            ), name


def every(name: str) -> list[Given]:
    fact = TABLE[name]
    return [(str(v.id),) if fact.kind == "many" else v.id for v in fact.values]


def completions(facts: Facts, names: list[str]) -> Any:
    if not names:
        yield facts
        return
    for value in every(names[0]):
        yield from completions(facts.with_fact(names[0], value), names[1:])


@given(PARTIAL, DAYS, st.data())
@settings(max_examples=120, deadline=None)
def test_what_is_settled_stays_settled_when_more_is_known(
    facts: Facts, day: date, data: st.DataObject
) -> None:
    """But for the duties, which the sender may still decline, and what was only presumed."""
    decision = decide(facts, day)
    if decision.outcome == "cannot_tell":
        return
    taken = set().union(*(part.assumed for part in decision.parts))
    unknown = [
        fact
        for fact in TABLE
        if facts.given.get(fact.id) is None and fact.id not in taken and not fact.is_duty
    ]
    if unknown:
        fact = data.draw(st.sampled_from(unknown))
        more = decide(facts.with_fact(fact.id, data.draw(values(fact))), day)
        changed = {name for part in more.parts for name in part.assumed} ^ taken
        if not changed - {fact.id}:
            assert (more.outcome == "not_allowed") == (decision.outcome == "not_allowed")


@given(COMPLETE, DAYS)
@settings(max_examples=60, deadline=None)
def test_doing_a_duty_never_makes_it_worse(facts: Facts, day: date) -> None:
    for fact in TABLE:
        if fact.is_duty:
            done = gravity(outcome(facts, day, **{fact.id: True}))
            assert done <= gravity(outcome(facts, day, **{fact.id: False}))


@given(COMPLETE, DAYS)
@settings(max_examples=60, deadline=None)
def test_several_values_are_as_grave_as_the_gravest(facts: Facts, day: date) -> None:
    both = decide(facts.with_fact(OPERATIONS, ("email", "post")), day)
    single = [outcome(facts, day, **{OPERATIONS: (means,)}) for means in ("email", "post")]
    assert both.outcome == max(single, key=gravity)


@given(PARTIAL, DAYS)
@settings(max_examples=60, deadline=None)
def test_the_same_facts_give_the_same_decision_and_survive_json(facts: Facts, day: date) -> None:
    again = Facts.from_json(facts.to_json())
    assert again == facts
    first: Decision = decide(facts, day)
    second = decide(again, day)
    assert (first.outcome, first.missing) == (second.outcome, second.missing)
    assert [step.rule.id for step in first.steps] == [step.rule.id for step in second.steps]


@given(COMPLETE, DAYS)
@settings(max_examples=100, deadline=None)
def test_every_way_out_of_a_refusal_leads_where_it_says(facts: Facts, day: date) -> None:
    for part in decide(facts, day).parts:
        for way in ways_out(part, facts, day):
            changes: dict[str, Given] = {way.fact: way.value}
            if way.fact == OPERATIONS:  # a consent is to one means
                changes = {OPERATIONS: (str(way.value),), "consent": "none"}
            if (
                way.fact == "consent_after_objection"
            ):  # whoever agrees anew agrees to all that is done
                changes |= dict.fromkeys(("consent", "tracker_consent", "use_consent"), "valid")
            assert outcome(facts, day, **changes) == way.outcome
