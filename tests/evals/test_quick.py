import json
from datetime import date
from pathlib import Path

import pytest

import evals.quick
from assistant.answer import Answer
from evals.cases import CASES_FOLDER, DEVELOPMENT_CASES, read_cases
from evals.metrics import Rate, Score, rate, score
from evals.quick import RECORD, find_drops, record, summarise, table

PROFILE = "gdpr/fr+en card/fr+en"
FACTS = CASES_FOLDER / "answer_facts.jsonl"
CITES, DECLINES = "cites a gold locator", "declined when it should"


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of its own, with two rates for one profile."""
    path = tmp_path / "results" / "quick.json"
    monkeypatch.setattr(evals.quick, "RECORD", path)
    record(PROFILE, {CITES: Rate(0.83, 0.755, 0.886, 124), DECLINES: Rate(0.87, 0.727, 0.942, 38)})
    return path


def of(value: float, count: int = 124) -> Rate:
    return Rate(value, 0.0, 1.0, count)


# Drops


def test_a_rate_below_the_recorded_interval_is_named_with_both_figures(recorded: Path) -> None:
    [drop] = find_drops(PROFILE, {CITES: of(0.74), DECLINES: of(0.87)})
    assert drop.startswith(f"Quality drop: {CITES} is 74.0%, below 75.5%")
    assert "(83.0%)" in drop and "--record" in drop


def test_each_rate_that_dropped_is_named(recorded: Path) -> None:
    drops = find_drops(PROFILE, {CITES: of(0.0), DECLINES: of(0.5)})
    assert [name in drop for name, drop in zip((CITES, DECLINES), drops, strict=True)] == [True] * 2


@pytest.mark.parametrize("value", [0.755, 0.83, 1.0])
def test_a_rate_inside_or_above_the_interval_is_silent(recorded: Path, value: float) -> None:
    assert find_drops(PROFILE, {CITES: of(value), DECLINES: of(0.87)}) == []


def test_an_unknown_profile_is_silent(recorded: Path) -> None:
    assert find_drops("gdpr/en card/fr+en", {CITES: of(0.0), DECLINES: of(0.0)}) == []


def test_a_rate_without_cases_or_not_recorded_is_silent(recorded: Path) -> None:
    assert find_drops(PROFILE, {CITES: of(0.0, count=0), "a new measure": of(0.0)}) == []


def test_without_a_record_nothing_has_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evals.quick, "RECORD", tmp_path / "absent.json")
    assert find_drops(PROFILE, {CITES: of(0.0)}) == []


def test_recording_replaces_one_profile_and_keeps_the_others(recorded: Path) -> None:
    record("another", {CITES: of(0.5)})
    record(PROFILE, {CITES: Rate(0.6, 0.5, 0.7, 124)})

    written = json.loads(recorded.read_text(encoding="utf-8"))
    assert set(written) == {PROFILE, "another"}
    assert written[PROFILE]["rates"] == {
        CITES: {"value": 0.6, "low": 0.5, "high": 0.7, "count": 124}
    }
    assert find_drops(PROFILE, {CITES: of(0.55)}) == []
    assert len(find_drops(PROFILE, {CITES: of(0.45)})) == 1


def test_the_shipped_record_speaks_of_the_measures_of_today() -> None:
    records = json.loads(RECORD.read_text(encoding="utf-8"))
    assert records
    for entry in records.values():
        assert set(entry["rates"]) == set(summarise([]))
        for measured in entry["rates"].values():
            assert 0 <= measured["low"] <= measured["value"] <= measured["high"] + 1e-9 <= 1 + 1e-9
            right = round(measured["value"] * measured["count"])
            again = rate([True] * right + [False] * (measured["count"] - right))
            assert measured["low"] == pytest.approx(again.low)


# The summary


def scored(**changes: object) -> Score:
    values: dict[str, object] = {
        "case_id": "en-a-01",
        "is_outcome_right": True,
        "cites_gold": True,
        "holds_facts": 1.0,
        "quotes_valid": True,
        "unsupported_count": 0,
        "milliseconds": 10.0,
    }
    return Score(**{**values, **changes})  # type: ignore[arg-type]


def test_each_rate_counts_the_cases_it_applies_to() -> None:
    rates = summarise(
        [
            scored(),
            scored(cites_gold=False, holds_facts=0.5, is_outcome_right=False),
            scored(holds_facts=None, quotes_valid=False),
            scored(cites_gold=None, holds_facts=None, unsupported_count=2),
        ]
    )
    assert {name: (round(r.value * r.count), r.count) for name, r in rates.items()} == {
        "answered when answerable": (2, 3),
        "declined when it should": (1, 1),
        "cites a gold locator": (2, 3),
        "holds every expected fact": (1, 2),
        "every quote found in the store": (3, 4),
        "no unsupported sentence": (3, 4),
    }


def test_the_table_shows_each_rate_with_its_interval_and_cases() -> None:
    lines = table({CITES: Rate(0.83, 0.755, 0.886, 124)}, [], PROFILE)
    assert PROFILE in lines[0]
    assert f"| {CITES} | 83.0% | 75.5% to 88.6% | 124 |" in lines
    assert "Time per answer: p50 0, p95 0 ms; composing: p50 0, p95 0 ms." in lines


def test_the_table_gives_the_length_of_the_answers_and_the_facts_of_each_language() -> None:
    [case] = read_cases(FACTS)[:1]
    answer = Answer(
        question=case.question,
        lang="fr",
        outcome="answered",
        mode="composed",
        text="**72 heures au plus tard.** [1]\n\n> Un risque.",
        citations=(),
        index_version="",
        as_of=date(2026, 11, 22),
    )
    lines = table({}, [(case, answer, score(case, answer))], PROFILE)
    assert lines[-2] == "Words per answer: p50 7, p95 7; in the direct answer: p50 5, p95 5."
    assert lines[-1] == "Facts found in answers in fr: 100.0% of 2."


def test_the_facts_expected_of_answers_are_cases_apart_from_the_other_files() -> None:
    facts = read_cases(FACTS)
    assert all(sum(case.lang == lang for case in facts) >= 60 for lang in ("fr", "en"))
    assert all(1 <= len(case.facts) <= 4 for case in facts)
    others = {case.question for case in read_cases(DEVELOPMENT_CASES)}
    assert not others & {case.question for case in facts}
