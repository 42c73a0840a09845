"""Decisions over the small law: it holds lil:art-82 and conso:art-l223-1, and little else rules cite."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk import LANGUAGES, TODAY, Desk
from small_law import SMALL_LAW, open_small_law, publish

from assistant.campaign.cited import (
    MOST_GROUNDS,
    advice_of,
    assumed,
    doubts_about,
    duties_by_time,
    said_value,
    ways_of,
)
from assistant.campaign.facts import Facts, fact_table
from assistant.campaign.rules import rule_book
from corpus.manifest import Manifest
from corpus.nouns import Language, Passage

TABLE = fact_table()
TRACKERS = {"operations": ["trackers"], "tracker_consent": "none"}
OPEN = {"operations": ["sms"], "audience": ["consumers"], "relationship": ["customer"]}
REFUSED = {**OPEN, "relationship": ["prospect"], "consent": "none"}
CALL = {**REFUSED, "operations": ["live_call"]}
CONTRACT = {
    *("outcome", "headline", "lang", "as_of", "facts", "assumed", "confirmed", "missing", "rules"),
    *("parts", "obligations", "would_change", "risks", "advice", "citations", "rules_version"),
    *("index_version", "notice"),
}


def printed(desk: Desk, raw: dict[str, Any], lang: Language = "en", day: date = TODAY) -> Any:
    """What `--json` gives, read again."""
    return json.loads(json.dumps(desk.cite(raw, lang, day).to_json()))


# Quotes.


def test_a_text_that_is_not_loaded_is_named_with_its_link_and_no_words(desk: Desk) -> None:
    first = desk.cite(REFUSED).citations[0]
    assert (first.locator, first.quote_status, first.quote) == ("cpce:art-l34-5", "not_loaded", "")
    assert first.label == "CPCE, Article L34-5" and first.url.startswith("https://")
    assert first.authority == "law"


def test_a_text_that_is_loaded_is_quoted_with_its_own_words(desk: Desk) -> None:
    (quoted,) = [one for one in desk.cite(TRACKERS).citations if one.quote]
    assert quoted.locator == "lil:art-82" and quoted.quote_status == "exact"
    assert quoted.quote in desk.index.passage("lil:art-82", "fr").text


def test_a_quote_keeps_the_language_of_its_text_and_its_label_that_of_the_reader(
    desk: Desk,
) -> None:
    words: dict[Language, str] = {"fr": "article", "en": "Article"}
    for lang, word in words.items():
        quoted = next(one for one in desk.cite(TRACKERS, lang).citations if one.quote)
        assert quoted.lang == "fr" and word in quoted.label


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 8, 10), "la liste bleue"), (date(2026, 8, 11), "un accord écrit du meunier")],
)
def test_the_law_is_quoted_as_it_stood_on_the_day(desk: Desk, day: date, words: str) -> None:
    cited = desk.cite(CALL, "fr", day)
    quotes = {one.locator: one.quote for one in cited.citations}
    assert words in quotes["conso:art-l223-1"]


def test_the_numbers_of_the_grounds_point_at_the_passages_of_the_rule(desk: Desk) -> None:
    cited = desk.cite(CALL)
    by_number = {one.n: one.locator for one in cited.citations}
    assert list(by_number) == list(range(1, len(cited.citations) + 1))
    for step in cited.decision.steps:
        numbers = cited.grounds[step.rule.id]
        told = [by_number[n] for n in numbers]
        assert told == [ground.locator for ground in step.rule.law][: len(numbers)] != []


def test_what_decides_is_numbered_first_and_a_duty_cites_one_passage(desk: Desk) -> None:
    cited = desk.cite(REFUSED)
    deciding = cited.decision.steps[0].rule.id
    assert cited.grounds[deciding] == (1, 2, 3) and MOST_GROUNDS == 3
    duties = [step.rule.id for step in cited.decision.steps if step.rule.verdict == "duty"]
    assert duties and all(len(cited.grounds[rule]) == 1 for rule in duties)


def test_the_same_passage_is_quoted_once_for_several_rules(desk: Desk) -> None:
    cited = desk.cite(REFUSED)
    assert cited.grounds["mail-needs-consent"][0] == 1
    assert cited.grounds["message-identity-and-refusal"] == (1,)
    locators = [one.locator for one in cited.citations]
    assert len(locators) == len(set(locators))


def test_rules_that_could_still_refuse_are_cited_too(desk: Desk) -> None:
    cited = desk.cite(OPEN)
    assert cited.decision.outcome == "cannot_tell"
    assert cited.grounds["mail-needs-consent"]


# The contract.


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("raw", [OPEN, REFUSED, TRACKERS, {}, {"operations": ["post", "sms"]}])
def test_every_field_of_the_contract_is_there_and_goes_into_json(
    desk: Desk, raw: dict[str, Any], lang: Language
) -> None:
    told = printed(desk, raw, lang)
    assert set(told) == CONTRACT
    assert told["lang"] == lang and told["as_of"] == "2026-11-23"
    assert told["facts"] == Facts.from_json(raw).to_json()
    assert told["index_version"] == desk.index.version
    assert told["rules_version"] == rule_book().version


def test_facts_printed_can_be_read_again_with_dates_and_unknowns(desk: Desk) -> None:
    raw = {**OPEN, "consent": "unknown", "last_contact": "2026-01-31"}
    again = Facts.from_json(printed(desk, raw)["facts"])
    assert again.given["last_contact"] == date(2026, 1, 31) and again.given["consent"] is None


def test_the_outcome_is_told_in_the_language_of_the_reader(desk: Desk) -> None:
    fr, en = (printed(desk, REFUSED, lang) for lang in LANGUAGES)
    assert fr["outcome"] == en["outcome"] == "not_allowed"
    assert fr["headline"] == "La campagne telle qu'elle est décrite se heurte à la loi."
    assert en["headline"] == "The campaign as it is described runs into the law."
    assert "23 novembre 2026" in fr["notice"] and "23 November 2026" in en["notice"]


def test_a_missing_fact_comes_with_its_question_reason_law_and_values(desk: Desk) -> None:
    for lang in LANGUAGES:
        missing = printed(desk, OPEN, lang)["missing"]
        assert [one["fact"] for one in missing][:2] == ["consent", "collected_at_sale"]
        fact, told = TABLE["consent"], missing[0]
        assert (told["question"], told["why"]) == (fact.question[lang], fact.why[lang])
        assert told["locator"] == fact.law
        assert told["values"][0] == {"value": "valid", "label": fact.said("valid", lang)}
        assert "mail-needs-consent" in told["could_refuse"]
        assert missing[1]["values"][1]["value"] is False


def test_a_rule_comes_with_its_reasons_its_law_and_those_it_stands_before(desk: Desk) -> None:
    sale: dict[str, Any] = {"collected_at_sale": True, "similar_products": True, "refusal_offered_at_collection": True}  # fmt: skip
    told = printed(desk, {**OPEN, "consent": "doubtful", **sale})["rules"][0]
    assert (told["id"], told["family"], told["verdict"]) == ("mail-existing-customer", "electronic_mail", "permit")  # fmt: skip
    assert told["title"] and told["because"] and told["citations"][0] == 1
    assert told["law"][0]["locator"] == "cpce:art-l34-5" and told["law"][0]["carries"]
    assert (told["applies_from"], told["applies_until"]) == ("2018-05-25", None)
    before = {one["id"]: one["reason"] for one in told["stands_before"]}
    assert before == {"mail-consent-doubtful": "named", "mail-needs-consent": "specific"}


def test_a_rule_of_the_old_law_says_until_when_it_applied(desk: Desk) -> None:
    told = printed(desk, CALL, day=date(2026, 8, 10))["rules"][0]
    assert told["applies_until"] == "2026-08-10"


def test_a_declined_duty_refuses_and_is_named(desk: Desk) -> None:
    told = printed(desk, {**OPEN, "consent": "valid", "informed": False})
    assert told["outcome"] == "not_allowed"
    first = told["rules"][0]
    assert (first["id"], first["verdict"], first["declined"]) == ("people-informed", "refuse", ["informed"])  # fmt: skip
    assert told["obligations"][0]["id"] == "informed"
    assert told["obligations"][0]["state"] == "declined"


def test_obligations_say_when_in_what_state_with_what_evidence_and_why(desk: Desk) -> None:
    for lang in LANGUAGES:
        told = {
            one["id"]: one
            for one in printed(desk, {**OPEN, "consent": "valid"}, lang)["obligations"]
        }
        proof, known = told["consent_proof"], rule_book().obligations["consent_proof"]
        assert (proof["when"], proof["state"]) == (known.timing, "open")
        assert (proof["text"], proof["evidence"]) == (known.said[lang], known.evidence[lang])
        assert (proof["locator"], proof["rules"]) == (known.law, ["mail-valid-consent"])
        assert told["log_campaign"]["state"] == "later"


def test_parts_name_their_combination_their_rules_and_what_would_change_them(desk: Desk) -> None:
    told = printed(desk, {**REFUSED, "operations": ["post", "sms"]})
    parts = {tuple(one["case"]["operations"]): one for one in told["parts"]}
    assert parts[("post",)]["outcome"] == "allowed_if" and parts[("post",)]["would_change"] == []
    refused = parts[("sms",)]
    assert refused["outcome"] == "not_allowed" and refused["rules"][0] == "mail-needs-consent"
    assert {way["fact"] for way in refused["would_change"]} == {"consent", "operations"}
    open_part = printed(desk, OPEN)["parts"][0]
    assert open_part["missing"][0] == "consent" and "mail-needs-consent" in open_part["could_refuse"]  # fmt: skip


def test_what_would_change_a_refusal_is_told_in_words(desk: Desk) -> None:
    (way,) = [one for one in printed(desk, REFUSED, "fr")["would_change"] if one["fact"] == "consent"]  # fmt: skip
    assert (way["value"], way["outcome"]) == ("valid", "allowed_if")
    assert way["question"] == TABLE["consent"].question["fr"] and way["label"].startswith("Oui")
    assert printed(desk, OPEN)["would_change"] == []


def test_ways_that_lead_furthest_come_first_and_each_is_told_once(desk: Desk) -> None:
    cited = desk.cite({**REFUSED, "operations": ["sms", "push"], "audience": ["consumers", "professionals"]})  # fmt: skip
    ways = ways_of(cited.decision)
    assert len(ways) == len(set(ways)) > 1
    order = ["allowed", "allowed_if", "cannot_tell"]
    assert [way.outcome for way in ways] == sorted((way.outcome for way in ways), key=order.index)


def test_what_is_taken_for_granted_is_told_if_a_rule_looks_at_it(desk: Desk) -> None:
    told = printed(desk, REFUSED)["assumed"]
    assert told["purpose"] == "marketing" and told["objected"] is False
    assert told["collected_at_sale"] is False
    assert not told.keys() & REFUSED.keys()
    looked_at = rule_book().facts_for(["sms"])
    assert told.keys() <= looked_at and list(told) == sorted(told, key=TABLE.order.__getitem__)


def test_a_presumption_no_rule_looks_at_is_not_told(desk: Desk) -> None:
    decision = desk.cite({"operations": ["contextual_ads"]}).decision
    hidden = decision.parts[0].assumed.keys() - assumed(decision).keys()
    assert hidden and not hidden & rule_book().facts_for(["contextual_ads"])


def test_without_any_fact_the_means_are_asked_and_nothing_is_cited(desk: Desk) -> None:
    told = printed(desk, {})
    assert [one["fact"] for one in told["missing"]] == ["operations"]
    assert told["citations"] == told["rules"] == told["obligations"] == []
    assert told["assumed"] == {} and told["risks"] == {"sanctions": [], "decisions": []}


# Risks and advice.


def test_a_sanction_is_told_once_with_the_card_that_proves_it(desk: Desk) -> None:
    amounts: dict[Language, str] = {"fr": "375\u00a0000\u00a0€", "en": "€375,000"}
    for lang, amount in amounts.items():
        sanctions = printed(desk, REFUSED, lang)["risks"]["sanctions"]
        locators = [one["locator"] for one in sanctions]
        assert len(locators) == len(set(locators))
        assert "card:figure-email-fine-375000" in locators and amount in sanctions[0]["text"]


def test_decisions_that_are_loaded_are_told_as_examples_and_cited(
    tmp_path: Path, manifest: Manifest
) -> None:
    name = "card:decision-cnil-san-2021-008"
    card = Passage(name, "fr", "card", "card", "La brocante", "Amende : 500 000 EUR. Les faits.")
    publish(tmp_path, (*SMALL_LAW, card))
    index = open_small_law(tmp_path).setting.reader.index()
    cited = Desk(index, manifest).cite(REFUSED, "fr")
    (example,) = cited.examples
    assert (example.locator, example.title) == (name, "La brocante")
    assert cited.citations[example.citation - 1].locator == name
    assert cited.to_json()["risks"]["decisions"][0]["citation"] == example.citation


def test_examples_that_are_not_loaded_are_left_out(desk: Desk) -> None:
    assert desk.cite(REFUSED).examples == ()


def test_an_open_duty_to_weigh_or_assess_calls_for_help(desk: Desk) -> None:
    post = desk.cite({"operations": ["post"]}, "fr")
    assert advice_of(post.decision) == ("lia",)
    assert post.to_json()["advice"][0]["who"] == "lia"
    assert "mise en balance" in post.to_json()["advice"][0]["why"]
    done = desk.cite({"operations": ["post"], "balancing_test": True}).decision
    assert "lia" not in advice_of(done)
    large = desk.cite({"operations": ["profiling"], "large_scale": True}).decision
    assert {"dpo", "dpia"} <= set(advice_of(large))


# In words.


def test_a_value_is_said_in_words_whatever_its_form() -> None:
    contact, means, flag = (TABLE[name] for name in ("last_contact", "operations", "objected"))
    assert said_value(contact, None, "fr") == "Je ne sais pas"
    assert said_value(contact, date(2026, 1, 31), "en") == "31 January 2026"
    assert said_value(contact, "over_3_years", "en") == "More than three years"
    assert said_value(means, ("post", "fax"), "en") == "Send addressed post, Send a fax"
    assert said_value(flag, False, "fr") == "Non"


def test_a_fact_not_given_is_said_to_be_unknown(desk: Desk) -> None:
    cited = desk.cite(OPEN, "fr")
    assert cited.said("consent") == "Je ne sais pas" and cited.said("relationship") == "Clients"


def test_the_rules_that_look_at_a_missing_fact_are_told_once(desk: Desk) -> None:
    decision = desk.cite({**OPEN, "operations": ["sms", "email"]}).decision
    found = doubts_about(decision, "consent")
    assert len(found) == len(set(found)) == 3
    assert all("consent" in rule.when for rule in found)


def test_duties_are_sorted_by_when_they_fall_due(desk: Desk) -> None:
    decision = desk.cite({**OPEN, "consent": "valid"}).decision
    by_time = duties_by_time(decision.duties)
    assert list(by_time) == ["before", "in_each_message", "afterwards"]
    assert sum(map(len, by_time.values())) == len(decision.duties)
    assert {duty.state for duty in by_time["afterwards"]} == {"later"}
