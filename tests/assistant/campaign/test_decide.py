from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.campaign.decide import (
    MOST_CASES,
    decide,
    most_telling,
    presumptions,
    ways_out,
    weakened,
)
from assistant.campaign.decision import Decision, Duty, Way
from assistant.campaign.facts import Facts, Value, fact_table
from corpus.errors import DateNotCovered, TooManyCases

TABLE = fact_table()
TODAY = date(2026, 11, 23)
BEFORE_REFORM, REFORM = date(2026, 8, 10), date(2026, 8, 11)
BARE_SMS = {"operations": ["sms"], "relationship": ["former_customer"]}
SMS = {**BARE_SMS, "audience": ["consumers"]}
AGREED = {**SMS, "consent": "valid"}
REFUSED = {**SMS, "relationship": ["prospect"], "consent": "none"}
AT_SALE: dict[str, Any] = {
    "collected_at_sale": True,
    "similar_products": True,
    "refusal_offered_at_collection": True,
}
CALL = {**REFUSED, "operations": ["live_call"]}


def decided(raw: dict[str, Any], day: date = TODAY, **more: Any) -> Decision:
    return decide(Facts.from_json({**raw, **more}), day)


def duties(decision: Decision) -> dict[str, Duty]:
    return {duty.id: duty for duty in decision.duties}


def rules(decision: Decision) -> list[str]:
    return [step.rule.id for step in decision.steps]


def ways(raw: dict[str, Any], **more: Any) -> list[Way]:
    decision = decided(raw, **more)
    return [way for part in decision.parts for way in ways_out(part, decision.facts, TODAY)]


def all_done(decision: Decision) -> dict[str, Any]:
    return {duty.id: True for duty in decision.duties if duty.state == "open"}


def presumed(**raw: Any) -> dict[str, Value]:
    return presumptions(Facts.from_json(raw), TODAY, TABLE)


# Outcomes.


def test_a_text_to_a_former_customer_and_nothing_else_cannot_be_told() -> None:
    decision = decided(BARE_SMS)
    assert decision.outcome == "cannot_tell"
    assert decision.missing == (
        "consent",
        "audience",
        "collected_at_sale",
        "similar_products",
        "refusal_offered_at_collection",
        "related_to_profession",
    )


def test_what_is_missing_comes_in_the_order_of_the_table() -> None:
    missing = decided(BARE_SMS).missing
    assert list(missing) == sorted(missing, key=TABLE.order.__getitem__)


def test_each_answer_leaves_fewer_facts_missing_until_it_can_be_told() -> None:
    assert "related_to_profession" not in decided(SMS).missing
    assert decided(SMS, consent="none").missing == tuple(AT_SALE)
    assert decided(SMS, consent="none", **AT_SALE).outcome == "allowed_if"


def test_what_cannot_be_told_names_the_rules_that_could_refuse() -> None:
    (part,) = decided(SMS).parts
    assert {rule.id for rule in part.doubts} == {
        "mail-needs-consent",
        "mail-consent-doubtful",
        "mail-consent-withdrawn",
    }
    assert all(rule.refuses for rule in part.doubts) and part.refusals == ()


def test_a_valid_consent_allows_it_on_condition_of_the_duties() -> None:
    decision = decided(AGREED)
    assert decision.outcome == "allowed_if" and decision.missing == ()
    assert rules(decision)[0] == "mail-valid-consent"
    assert duties(decision)["consent_proof"].state == "open"
    assert duties(decision)["consent_proof"].imposed_by == ("mail-valid-consent",)


def test_what_no_fact_says_done_is_for_later_and_does_not_hold_the_campaign_up() -> None:
    decision = decided(AGREED)
    assert duties(decision)["log_campaign"].state == "later"
    assert decided(AGREED, **all_done(decision)).outcome == "allowed"


def test_with_every_duty_done_it_is_allowed() -> None:
    decision = decided(AGREED, **all_done(decided(AGREED)))
    assert decision.outcome == "allowed"
    assert {duty.state for duty in decision.duties} == {"done", "later"}


def test_a_declined_duty_refuses_the_campaign_and_the_step_says_which() -> None:
    done = all_done(decided(AGREED))
    decision = decided(AGREED, **{**done, "informed": False})
    assert decision.outcome == "not_allowed"
    step = decision.steps[0]
    assert (step.rule.id, step.declined, step.refuses) == ("people-informed", ("informed",), True)
    assert decision.duties[0] == Duty("informed", "declined", ("people-informed",))
    assert decision.parts[0].refusals == (step,)


def test_a_duty_no_rule_imposes_may_be_declined() -> None:
    assert decided(AGREED, bloctel_checked=False).outcome == "allowed_if"


def test_without_consent_or_exception_it_is_not_allowed() -> None:
    decision = decided(REFUSED)
    assert decision.outcome == "not_allowed" and rules(decision)[0] == "mail-needs-consent"
    assert decision.duties and all(duty.state != "declined" for duty in decision.duties)


def test_a_rule_that_wins_names_those_it_stands_before_and_why() -> None:
    step = decided(SMS, consent="doubtful", **AT_SALE).steps[0]
    assert step.rule.id == "mail-existing-customer"
    assert {beaten.rule.id: beaten.reason for beaten in step.beaten} == {
        "mail-consent-doubtful": "named",
        "mail-needs-consent": "specific",
    }


def test_refusals_come_first_then_permissions_then_duties() -> None:
    decision = decided(AGREED, recorded=False)
    assert [step.rule.verdict for step in decision.steps] == ["refuse", "permit"] + ["duty"] * 3


def test_without_any_means_the_means_are_what_is_missing() -> None:
    for raw in ({}, {"operations": "unknown"}, {"consent": "valid"}):
        decision = decided(raw)
        assert (decision.outcome, decision.missing) == ("cannot_tell", ("operations",))
        assert decision.steps == () and decision.duties == ()
        assert ways_out(decision.parts[0], decision.facts, TODAY) == ()


def test_a_decision_keeps_facts_day_version_and_whether_they_were_confirmed() -> None:
    facts = Facts.from_json(SMS)
    decision = decide(facts, TODAY, is_confirmed=False)
    assert (decision.facts, decision.day, decision.is_confirmed) == (facts, TODAY, False)
    assert decision.rules_version.startswith(TABLE.edition.isoformat())
    assert decided(SMS).is_confirmed
    assert decision.given("relationship") == ("former_customer",)
    assert decision.given("consent") is None


# Consents that do not hold.


def test_a_consent_said_to_be_valid_but_without_proof_counts_as_doubtful() -> None:
    decision = decided(REFUSED, consent="valid", consent_proof=False)
    assert decision.outcome == "not_allowed" and rules(decision)[0] == "mail-consent-doubtful"
    assert rules(decision) == rules(decided(REFUSED, consent="doubtful"))


def test_a_consent_without_proof_still_leaves_the_exception_for_customers() -> None:
    decision = decided(SMS, consent="valid", consent_proof=False)
    assert decision.missing == tuple(AT_SALE)
    assert decided(SMS, consent="valid", consent_proof=False, **AT_SALE).outcome == "allowed_if"


def test_the_declined_duties_that_weaken_a_consent_are_told() -> None:
    facts = Facts.from_json(
        {"consent_proof": False, "refuse_as_easily": False, "withdrawal_as_easy": True}
    )
    found = weakened(facts, TABLE)
    assert found["consent"] == ("consent_proof",)
    assert found["tracker_consent"] == ("consent_proof", "refuse_as_easily")
    assert weakened(Facts.from_json({"consent_proof": "unknown"}), TABLE) == {}


def test_a_withdrawn_consent_is_not_made_doubtful_by_a_missing_proof() -> None:
    decision = decided(SMS, consent="withdrawn", consent_proof=False, **AT_SALE)
    assert decision.outcome == "not_allowed" and rules(decision)[0] == "mail-consent-withdrawn"


# Several means, people and places.


def test_several_means_are_decided_apart_and_the_gravest_decides() -> None:
    decision = decided({**REFUSED, "operations": ["post", "email"]})
    outcomes = {part.case["operations"]: part.outcome for part in decision.parts}
    assert outcomes == {("post",): "allowed_if", ("email",): "not_allowed"}
    assert decision.outcome == "not_allowed" and rules(decision)[0] == "mail-needs-consent"


def test_means_that_come_to_the_same_are_joined() -> None:
    (part,) = decided({**REFUSED, "operations": ["email", "sms"]}).parts
    assert part.case["operations"] == ("email", "sms")
    assert part.case["audience"] == ("consumers",)


def test_parts_are_joined_only_where_all_but_one_fact_are_the_same() -> None:
    decision = decided(
        REFUSED,
        operations=["email", "sms", "post"],
        audience=["consumers", "professionals"],
        related_to_profession=True,
    )
    cases = [(part.case["operations"], part.case["audience"]) for part in decision.parts]
    assert cases == [
        (("email", "sms"), ("consumers",)),
        (("email", "sms"), ("professionals",)),
        (("post",), ("consumers", "professionals")),
    ]


def test_what_is_missing_is_only_asked_for_the_part_that_cannot_be_told() -> None:
    decision = decided({**SMS, "operations": ["sms", "post"], "consent": "none"})
    assert [part.outcome for part in decision.parts] == ["cannot_tell", "allowed_if"]
    assert decision.outcome == "cannot_tell" and decision.missing == tuple(AT_SALE)


def test_a_rule_and_a_duty_of_several_parts_are_told_once() -> None:
    decision = decided({**REFUSED, "operations": ["post", "email"]})
    assert len(set(rules(decision))) == len(rules(decision))
    assert len(duties(decision)) == len(decision.duties)


def many(count: int) -> dict[str, Any]:
    """A campaign of so many combinations, a multiple of four."""
    means = [str(value.id) for value in TABLE["operations"].values][: count // 4]
    return {
        "operations": means,
        "audience": ["consumers", "professionals"],
        "relationship": ["customer", "prospect"],
    }


def test_a_campaign_of_too_many_combinations_is_refused_with_the_numbers() -> None:
    with pytest.raises(TooManyCases) as caught:
        decided(many(MOST_CASES + 4))
    assert caught.value.values == {"count": 68, "limit": 64} and caught.value.exit_status == 2
    assert "68 combinaisons" in caught.value.message("fr")
    assert "68 combinations" in caught.value.message("en")


def test_a_campaign_of_just_enough_combinations_is_decided() -> None:
    assert decided(many(MOST_CASES)).parts


# Days.


def test_calls_to_consumers_without_consent_were_allowed_until_10_august_2026() -> None:
    before = decided(CALL, BEFORE_REFORM)
    assert before.outcome == "allowed_if" and rules(before)[0] == "call-consumer-before-reform"
    assert duties(before)["bloctel_checked"].state == "open"


def test_calls_to_consumers_without_consent_are_refused_from_11_august_2026() -> None:
    after = decided(CALL, REFORM)
    assert after.outcome == "not_allowed" and rules(after)[0] == "call-consumer-needs-consent"
    assert "bloctel_checked" not in duties(after)


def test_a_duty_of_the_old_law_may_be_declined_under_the_new_one() -> None:
    agreed = {**CALL, "consent": "valid", "bloctel_checked": False}
    assert decided(agreed, REFORM).outcome == "allowed_if"
    assert decided(CALL, BEFORE_REFORM, bloctel_checked=False).outcome == "not_allowed"


def test_the_age_of_the_data_is_counted_to_the_day_of_the_decision() -> None:
    contact = {**AGREED, "last_contact": "2023-11-23"}
    assert decided(contact, TODAY).outcome == "allowed_if"
    late = decided(contact, date(2026, 11, 24))
    assert late.outcome == "not_allowed" and rules(late)[0] == "retention-over-three-years"


def test_a_day_before_the_gdpr_is_refused_and_its_first_day_is_decided() -> None:
    with pytest.raises(DateNotCovered) as caught:
        decided(SMS, date(2018, 5, 24))
    assert caught.value.values == {"first": "2018-05-25", "day": "2018-05-24"}
    assert "2018-05-24" in caught.value.message("fr") and "2018-05-25" in caught.value.message("en")
    assert decided(AGREED, date(2018, 5, 25)).outcome == "allowed_if"


# What is presumed.


def test_the_ordinary_is_presumed_while_nobody_says_otherwise() -> None:
    taken = presumed(operations=["sms"])
    assert (taken["purpose"], taken["territory"], taken["objected"]) == ("marketing", "france", False)  # fmt: skip
    assert "consent" not in taken and "audience" not in taken and "operations" not in taken


def test_a_fact_that_is_given_is_not_presumed_even_if_given_as_unknown() -> None:
    assert "territory" not in presumed(operations=["sms"], territory=["other_eu"])
    assert "objected" not in presumed(operations=["sms"], objected="unknown")
    decision = decided(AGREED, objected="unknown")
    assert decision.outcome == "cannot_tell" and "objected" in decision.missing


def test_a_presumption_holds_only_where_the_other_facts_certainly_do() -> None:
    assert presumed(operations=["post"])["consent"] == "none"
    assert "consent" not in presumed(operations=["post", "sms"])
    assert presumed(relationship=["prospect"])["collected_at_sale"] is False
    assert "collected_at_sale" not in presumed(relationship=["prospect", "customer"])
    assert "collected_at_sale" not in presumed(relationship="unknown")


def test_several_means_are_presumed_upon_each_on_its_own() -> None:
    by_means = {
        part.case["operations"]: part.assumed
        for part in decided({**SMS, "operations": ["sms", "post"]}).parts
    }
    assert by_means[("post",)]["consent"] == "none"
    assert "consent" not in by_means[("sms",)]


def test_a_presumption_may_rest_on_another_that_needs_no_condition() -> None:
    taken = presumed(operations=["sms"], purpose="survey", audience=["consumers"])
    assert taken["consent"] == "none"
    assert "consent" not in presumed(operations=["sms"], audience=["consumers"])


# Ways out.


def test_each_single_change_that_lifts_a_refusal_is_a_way_out() -> None:
    found = ways(REFUSED)
    assert Way("consent", "valid", "allowed_if") in found
    assert Way("operations", "post", "allowed_if") in found
    assert all(way.outcome != "not_allowed" for way in found)


def test_a_way_out_is_nothing_the_sender_cannot_change() -> None:
    assert {way.fact for way in ways(REFUSED)} == {"consent", "operations"}
    assert TABLE["consent"].is_changeable and not TABLE["purpose"].is_changeable


def test_a_consent_to_one_means_does_not_move_to_another() -> None:
    other_means = [way.value for way in ways(REFUSED, consent="valid", objected=False, forced_consent=True) if way.fact == "operations"]  # fmt: skip
    assert "push" not in other_means and "post" in other_means


def test_doing_a_declined_duty_is_the_way_out_of_its_refusal() -> None:
    done = all_done(decided(AGREED))
    assert ways(AGREED, **{**done, "informed": False}) == [Way("informed", True, "allowed")]


def test_keeping_the_proof_is_a_way_out_for_a_consent_that_lacks_it() -> None:
    found = ways(REFUSED, consent="valid", consent_proof=False)
    assert Way("consent_proof", True, "allowed_if") in found
    assert not any(way.fact == "consent" for way in found)


def test_two_refusals_no_single_change_lifts_have_no_way_out() -> None:
    assert ways(REFUSED, recorded=False, informed=False) == []


def test_what_is_not_refused_has_no_way_out() -> None:
    assert ways(SMS) == ways(AGREED) == []


def test_each_refused_part_has_its_own_ways_out() -> None:
    decision = decided({**REFUSED, "operations": ["post", "email"]})
    found = {part.outcome: ways_out(part, decision.facts, TODAY) for part in decision.parts}
    assert found["allowed_if"] == () and Way("consent", "valid", "allowed_if") in found["not_allowed"]  # fmt: skip


# What to ask first.


def told_by(raw: dict[str, Any]) -> str | None:
    decision = decided(raw)
    return most_telling(decision.facts, decision, decision.missing)


def test_the_most_telling_fact_settles_most_and_of_two_alike_the_earlier_is_asked() -> None:
    assert told_by(BARE_SMS) == told_by(SMS) == "consent"
    assert told_by({**SMS, "consent": "none"}) == "collected_at_sale"


def test_the_means_are_asked_before_anything_else() -> None:
    assert told_by({}) == "operations"


def test_a_fact_somebody_does_not_know_is_not_asked_again() -> None:
    decision = decided(SMS, consent="unknown")
    assert "consent" in decision.missing
    assert most_telling(decision.facts, decision, decision.missing) == "collected_at_sale"
    assert most_telling(decision.facts, decision, ["consent"]) is None


def test_where_nothing_is_missing_nothing_is_asked() -> None:
    assert told_by(AGREED) is None
    decision = decided(SMS)
    assert most_telling(decision.facts, decision, ["similar_products"]) == "similar_products"


def test_an_app_is_offered_only_to_people_who_have_it() -> None:
    refused: dict[str, Any] = {
        "operations": ["email"],
        "audience": ["consumers"],
        "consent": "none",
    }
    refused |= dict.fromkeys(("collected_at_sale", "similar_products"), False)
    refused["refusal_offered_at_collection"] = False
    means = {
        who: {
            way.value for way in ways(refused | {"relationship": [who]}) if way.fact == "operations"
        }
        for who in ("prospect", "former_customer", "registered")
    }
    assert "in_app" in means["registered"] and "post" in means["prospect"]
    assert "in_app" not in means["prospect"] | means["former_customer"]


def test_sensitive_data_are_left_out_not_gathered_another_way() -> None:
    inferred: dict[str, Any] = {"operations": ["in_app"], "special_categories": "inferred"}
    offered = {way.value for way in ways(inferred | {"explicit_consent": "none"})}
    assert "none" in offered and "collected" not in offered


def test_who_works_on_a_clients_file_is_asked_in_which_role() -> None:
    given: dict[str, Any] = {
        "operations": ["email"],
        "audience": ["consumers"],
        "relationship": ["customer"],
    }
    given |= {"consent": "valid", "data_origin": "client_file"}
    assert "role" in decided(given).missing
    as_processor = given | {"role": "processor", "client_instructions": True}
    assert decided(as_processor).outcome == "allowed_if"
    assert decided(given | {"role": "controller"}).outcome == "not_allowed"


def test_the_rules_that_lack_the_fewest_facts_are_doubted_first() -> None:
    decision = decided({"operations": ["sms"], "relationship": ["customer"]})
    asked = [
        sum(fact in decision.missing for fact in rule.when) for rule in decision.parts[0].doubts
    ]
    assert asked == sorted(asked) and len(set(asked)) > 1


def test_a_professional_approached_about_private_life_is_a_consumer() -> None:
    solar: dict[str, Any] = {"operations": ["email"], "sector": "energy_renovation"}
    solar |= {"audience": ["professionals"], "relationship": ["prospect"], "consent": "valid"}
    assert decided(solar | {"related_to_profession": True}).outcome == "allowed_if"
    assert decided(solar | {"related_to_profession": False}).outcome == "not_allowed"
    assert "related_to_profession" in decided(solar).missing


def test_after_an_objection_a_new_consent_is_the_way_out() -> None:
    refused: dict[str, Any] = {
        "operations": ["email"],
        "audience": ["consumers"],
        "relationship": ["customer"],
    }
    refused |= {"objected": True, "consent": "none"}
    assert Way("consent_after_objection", True, "allowed_if") in ways(refused)
