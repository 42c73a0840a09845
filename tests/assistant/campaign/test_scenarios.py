"""Every worked scenario comes out as its author, who had not seen the engine, read the law."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.campaign.decide import decide
from assistant.campaign.rules import rule_book
from assistant.campaign.scenarios import Scenario, read_scenarios, rules_in_play
from corpus.card import CARDS_PATH
from corpus.manifest import default_manifest

SCENARIOS = tuple(read_scenarios())
FAMILIES = sorted({scenario.family for scenario in SCENARIOS})


@pytest.mark.parametrize("family", FAMILIES)
def test_the_scenarios_of_a_family_come_out_as_written(family: str) -> None:
    wrong = {}
    for scenario in SCENARIOS:
        if scenario.family == family:
            decision = decide(scenario.facts, scenario.day)
            if decision.outcome != scenario.outcome:
                wrong[scenario.id] = (scenario.outcome, decision.outcome)
    assert wrong == {}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_rule_that_decides_is_in_play(family: str) -> None:
    absent = {
        scenario.id: scenario.rule
        for scenario in SCENARIOS
        if scenario.family == family
        and scenario.rule not in rules_in_play(decide(scenario.facts, scenario.day))
    }
    assert absent == {}


def test_what_a_scenario_says_is_missing_is_asked_for() -> None:
    for scenario in SCENARIOS:
        if scenario.outcome == "cannot_tell":
            missing = decide(scenario.facts, scenario.day).missing
            assert set(scenario.missing) & set(missing) or not scenario.missing, scenario.id


def test_there_are_many_in_both_languages_with_every_outcome() -> None:
    assert len(SCENARIOS) >= 250
    assert len({scenario.id for scenario in SCENARIOS}) == len(SCENARIOS)
    languages = Counter(scenario.lang for scenario in SCENARIOS)
    assert min(languages["fr"], languages["en"]) >= 0.4 * len(SCENARIOS)
    assert set(Counter(scenario.outcome for scenario in SCENARIOS)) == {
        "allowed",
        "allowed_if",
        "not_allowed",
        "cannot_tell",
    }


def test_a_scenario_names_a_rule_of_its_family_and_a_known_locator() -> None:
    family_of = {rule.id: rule.family for rule in rule_book().rules}
    for scenario in SCENARIOS:
        assert family_of[scenario.rule] == scenario.family, scenario.id
        default_manifest().of_locator(scenario.locator)


def number(scenario: Scenario) -> str:
    return scenario.decision.upper().removeprefix("CNIL ").removeprefix("DECISION-CNIL-")


NOT_ABOUT_MARKETING = {
    # Security, rights of access, or no fact of a campaign in them: the reasons stand in the README.
    *("SAN-2019-005", "SAN-2021-014", "SAN-2021-020", "SAN-2022-009", "SAN-2022-015"),
    *("SAN-2022-018", "SAN-2022-019", "SAN-2022-020", "SAN-2022-022", "SAN-2022-024"),
    *("SAN-2024-002", "SAN-2024-013", "SAN-2026-001", "SAN-2026-003"),
}


def test_every_marketing_decision_of_the_cnil_that_has_a_card_is_reproduced() -> None:
    held = {
        path.name.split(".")[0].removeprefix("decision-cnil-").upper()
        for path in (CARDS_PATH / "decision").glob("decision-cnil-san-*.en.md")
    }
    reproduced = {number(scenario) for scenario in SCENARIOS if scenario.decision}
    assert held - reproduced - NOT_ABOUT_MARKETING == set()
