"""The tables of rules: sound, complete, in both languages, without contradiction."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from assistant.campaign.facts import OPERATIONS, Texts, fact_table
from assistant.campaign.means import themed_means
from assistant.campaign.rules import (
    Family,
    Rule,
    RuleBook,
    contradictions,
    overlap,
    precedence,
    read_family,
    rule_book,
)
from assistant.campaign.scenarios import read_scenarios
from corpus.card import CARDS_PATH
from corpus.manifest import default_manifest

BOOK: RuleBook = rule_book()
RULES: tuple[Rule, ...] = tuple(BOOK.rules)
SCENARIOS = tuple(read_scenarios())


def written(*rules: str) -> Family:
    """A family from rules written short: "id verdict {when} [extra lines]"."""
    text = 'title = { fr = "t", en = "t" }\nbasis_of = []\n'
    for rule in rules:
        name, verdict, rest = rule.split(" ", 2)
        when, _, extra = rest.partition("|")
        text += f"""
[[rule]]
id = "{name}"
verdict = "{verdict}"
title = {{ fr = "t", en = "t" }}
because = {{ fr = "b", en = "b" }}
when = {when}
law = []
{extra.strip() or "applies_from = 2018-05-25"}
"""
    return read_family("family", text, fact_table())


def order(family: Family) -> list[str]:
    return [rule.id for rule in family.verdicts]


def test_the_more_specific_rule_stands_before_the_general_one() -> None:
    family = written(
        'general refuse { consent = ["none"] }',
        'special permit { consent = ["none"], ongoing_contract = true }',
    )
    assert order(family) == ["special", "general"]
    special, general = family.verdicts
    assert precedence(special, general) == "specific" and precedence(general, special) is None


def test_the_more_recent_rule_stands_before_the_older_one() -> None:
    family = written(
        'old permit { consent = ["none"], age = ["adults"] }',
        'new refuse { consent = ["none"], role = ["controller"] } | applies_from = 2026-08-11',
    )
    assert order(family) == ["new", "old"]
    assert precedence(*family.verdicts) == "recent"


def test_an_exception_stands_before_the_rule_it_names() -> None:
    family = written(
        'rule refuse { consent = ["none"], age = ["adults"] }',
        'exception permit { consent = ["none"], role = ["joint"] } | applies_from = 2018-05-25\nbeats = ["rule"]',
    )
    assert order(family) == ["exception", "rule"]


def test_two_overlapping_rules_of_two_minds_are_a_contradiction() -> None:
    family = written(
        'yes permit { consent = ["none"], age = ["adults"] }',
        'no refuse { consent = ["none"], role = ["joint"] }',
    )
    assert [(one.id, other.id) for one, other in contradictions(family.verdicts)] == [("yes", "no")]


def test_rules_that_never_meet_in_time_or_in_facts_are_no_contradiction() -> None:
    family = written(
        'before permit { consent = ["none"] } | applies_from = 2018-05-25\napplies_until = 2026-08-10',
        'after refuse { consent = ["none"] } | applies_from = 2026-08-11',
        'elsewhere permit { consent = ["valid"] }',
    )
    assert list(contradictions(family.verdicts)) == []


def test_rules_that_beat_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        written(
            'a permit { consent = ["none"], age = ["adults"] } | applies_from = 2018-05-25\nbeats = ["b"]',
            'b refuse { consent = ["none"], role = ["joint"] } | applies_from = 2018-05-25\nbeats = ["c"]',
            'c permit { consent = ["none"], purpose = ["marketing"] } | applies_from = 2018-05-25\nbeats = ["a"]',
        )


def test_an_unknown_value_in_a_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        written('rule refuse { consent = ["perhaps"] }')


@pytest.mark.parametrize("family", BOOK.families, ids=lambda family: family.id)
def test_no_family_contradicts_itself_on_any_overlapping_pair(family: Family) -> None:
    found = [(one.id, other.id) for one, other in contradictions(family.verdicts)]
    assert found == []


@pytest.mark.parametrize("family", BOOK.families, ids=lambda family: family.id)
def test_of_an_overlapping_pair_of_two_minds_the_one_that_stands_first_is_in_front(
    family: Family,
) -> None:
    place = {rule.id: at for at, rule in enumerate(family.verdicts)}
    for one, other in combinations(family.verdicts, 2):
        if one.refuses != other.refuses and overlap(one, other):
            first = one if precedence(one, other) else other
            last = other if first is one else one
            assert place[first.id] < place[last.id], (first.id, last.id)


def test_ids_are_unique() -> None:
    assert [name for name, n in Counter(rule.id for rule in RULES).items() if n > 1] == []


def texts_of(rule: Rule) -> list[Texts]:
    return [rule.title, rule.because, *(ground.carries for ground in rule.law)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_speaks_both_languages_and_stands_on_law(rule: Rule) -> None:
    assert rule.law
    for text in texts_of(rule):
        assert text["fr"].strip() and text["en"].strip() and text["fr"] != text["en"]
    for ground in rule.law:
        default_manifest().of_locator(ground.locator)
    assert rule.when.keys() <= fact_table().facts.keys()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_french_marks_have_their_space(rule: Rule) -> None:
    for text in texts_of(rule):
        assert not re.search(r"(?<=[\wéè)]) [:;?!](?=\s|$)|« | »", text["fr"]), text["fr"]


def test_every_obligation_and_decision_a_rule_names_exists() -> None:
    cards = {path.name.split(".")[0] for path in (CARDS_PATH / "decision").glob("*.md")}
    for rule in RULES:
        assert set(rule.obligations) <= BOOK.obligations.keys(), rule.id
        assert set(rule.decisions) <= cards, rule.id
        assert {name for name in rule.beats} <= {one.id for one in RULES}, rule.id


def test_every_card_a_rule_or_a_fact_cites_exists() -> None:
    cards = {path.name.split(".")[0] for path in CARDS_PATH.glob("*/*.md")}
    cited = {ground.locator for rule in RULES for ground in rule.law}
    cited |= {fact.law for fact in fact_table()} | {one.law for one in BOOK.obligations.values()}
    named = {one.removeprefix("card:") for one in cited if one.startswith("card:")}
    assert named <= cards


def test_every_duty_has_an_obligation_in_words_and_some_rule_imposes_it() -> None:
    duties = {fact.id for fact in fact_table() if fact.is_duty}
    imposed = {name for rule in RULES for name in rule.obligations}
    assert duties <= BOOK.obligations.keys() and duties <= imposed
    for obligation in BOOK.obligations.values():
        assert obligation.said["fr"] and obligation.said["en"]
        is_followed_up = obligation.id not in duties
        assert is_followed_up == (obligation.timing == "afterwards"), obligation.id


def test_every_means_has_a_family_that_decides_it_and_a_theme() -> None:
    means = fact_table()[OPERATIONS].domain
    assert frozenset().union(*(family.basis_of for family in BOOK.families)) == means
    assert sorted(themed_means()) == sorted(map(str, means))


def test_every_fact_matters_to_some_rule() -> None:
    used = {fact for rule in RULES for fact in rule.when}
    used |= {name for rule in RULES for name in rule.obligations}
    weakening = set(fact_table().weakens)
    assert {fact.id for fact in fact_table()} <= used | weakening


def test_every_rule_decides_at_least_two_scenarios() -> None:
    hits = Counter(scenario.rule for scenario in SCENARIOS)
    assert {rule.id: hits[rule.id] for rule in RULES if hits[rule.id] < 2} == {}


def test_the_other_cases_of_a_rule_are_rules_of_their_own() -> None:
    family = written(
        'general refuse { consent = ["none"] }|applies_from = 2018-05-25\nalso = [\n'
        '  { id = "robot", when = { operations = ["automated_call"] } },\n'
        '  { id = "later", applies_from = 2020-01-01, when = { consent = ["doubtful"] } },\n]',
        'winner permit { age = ["adults"] }|applies_from = 2018-05-25\nbeats = ["general"]',
    )
    by_id = {rule.id: rule for rule in family.verdicts}
    assert set(by_id) == {"general", "general-robot", "general-later", "winner"}
    robot, later = by_id["general-robot"], by_id["general-later"]
    assert robot.when.keys() == {"consent", "operations"} and robot.refuses
    assert later.when["consent"] == {"doubtful"} and later.applies_from == date(2020, 1, 1)
    assert by_id["winner"].beats == {"general", "general-robot", "general-later"}
    assert list(contradictions(family.verdicts)) == []


def test_calls_to_consumers_changed_on_11_august_2026() -> None:
    by_id = {rule.id: rule for rule in RULES}
    before, after = by_id["call-consumer-before-reform"], by_id["call-consumer-needs-consent"]
    assert before.applies_on(date(2026, 8, 10)) and not before.applies_on(date(2026, 8, 11))
    assert after.applies_on(date(2026, 8, 11)) and not after.applies_on(date(2026, 8, 10))


def test_the_version_names_the_content() -> None:
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}", BOOK.version)


def test_a_rule_is_equal_to_itself_with_another_text_but_not_with_another_verdict() -> None:
    rule = RULES[0]
    assert rule == replace(rule, title={"fr": "x", "en": "y"})
    assert rule != replace(rule, verdict="duty")
