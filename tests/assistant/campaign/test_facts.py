from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.campaign.facts import (
    OPERATIONS,
    UNKNOWN,
    Fact,
    Facts,
    Value,
    check,
    fact_table,
    facts_schema,
    read_facts,
)
from corpus.errors import InvalidFact, UnknownFact

TABLE = fact_table()
TODAY = date(2026, 11, 23)
SCHEMA: dict[str, Any] = facts_schema()["properties"]
OF_EACH_KIND = {
    "operations": ["sms", "email"],
    "consent": "none",
    "objected": False,
    "last_contact": "2024-02-29",
    "age": UNKNOWN,
}


def refused(raw: object, today: date | None = None) -> InvalidFact:
    with pytest.raises(InvalidFact) as caught:
        Facts.from_json(raw, today=today)
    assert caught.value.exit_status == 2
    return caught.value


# In and out.


def test_facts_of_every_kind_come_in_and_go_out_as_they_were() -> None:
    facts = Facts.from_json(OF_EACH_KIND)
    assert facts.given["operations"] == ("sms", "email")
    assert facts.given["last_contact"] == date(2024, 2, 29)
    assert facts.given["objected"] is False and facts.given["age"] is None
    assert facts.to_json() == OF_EACH_KIND and Facts.from_json(facts.to_json()) == facts


def test_facts_stand_in_the_order_of_the_table_however_they_were_given() -> None:
    upside_down = dict(reversed(OF_EACH_KIND.items()))
    names = list(Facts.from_json(upside_down).given)
    assert names == sorted(names, key=TABLE.order.__getitem__) and names[0] == OPERATIONS


def test_one_value_stands_for_a_list_of_one_and_a_repeated_one_counts_once() -> None:
    assert Facts.from_json({"operations": "sms"}).given == {"operations": ("sms",)}
    assert Facts.from_json({"operations": ["sms", "sms"]}).given == {"operations": ("sms",)}


@pytest.mark.parametrize("value", [None, UNKNOWN])
@pytest.mark.parametrize("name", ["operations", "consent", "objected", "last_contact"])
def test_any_fact_may_be_unknown(name: str, value: object) -> None:
    facts = Facts.from_json({name: value})
    assert facts.given == {name: None} and facts.to_json() == {name: UNKNOWN}


def test_a_list_that_is_empty_or_only_says_unknown_is_unknown() -> None:
    for value in ([], [UNKNOWN]):
        assert Facts.from_json({"operations": value}).given == {"operations": None}


def test_nothing_given_is_no_fact_and_no_error() -> None:
    assert Facts.from_json({}).given == {}


def test_a_fact_added_takes_its_place_and_the_facts_before_are_as_they_were() -> None:
    before = Facts.from_json({"consent": "none"})
    after = before.with_fact("operations", ("sms",))
    assert list(after.given) == ["operations", "consent"]
    assert before.given == {"consent": "none"}
    assert after.without(["consent", "age"]).given == {"operations": ("sms",)}


# Errors.


def test_an_unknown_fact_is_named_with_the_nearest_one_in_both_languages() -> None:
    with pytest.raises(UnknownFact) as caught:
        Facts.from_json({"consentt": "none"})
    assert caught.value.exit_status == 2
    assert caught.value.values == {"fact": "consentt", "nearest": "consent"}
    assert "Fait inconnu" in caught.value.message("fr") and "'consent'" in caught.value.message(
        "fr"
    )
    assert "Unknown fact 'consentt'" in caught.value.message("en")
    assert "recital check --schema" in caught.value.message("en")


def test_even_an_empty_name_has_a_nearest_fact() -> None:
    with pytest.raises(UnknownFact) as caught:
        Facts.from_json({"": "none"})
    assert caught.value.values["nearest"] in TABLE.facts


def test_an_impossible_value_is_told_with_every_possible_one_in_both_languages() -> None:
    error = refused({"consent": "maybe"})
    known = "valid, none, doubtful, withdrawn, unknown"
    assert error.values == {"fact": "consent", "value": "maybe", "known": known}
    assert "Valeur impossible pour consent" in error.message("fr")
    assert "Impossible value for consent: 'maybe'" in error.message("en")
    assert known in error.message("fr") and known in error.message("en")


def test_a_flag_is_only_true_or_false() -> None:
    several: list[object] = [1, 0, "true", "yes", [True], {}, 1.0]
    for value in several:
        error = refused({"objected": value})
        assert error.values["known"] == "true, false, unknown"


def test_a_choice_takes_neither_a_list_nor_a_flag() -> None:
    for value in (["adults"], True, 0, {"id": "adults"}):
        refused({"age": value})


def test_one_wrong_value_of_several_is_the_one_that_is_named() -> None:
    several: list[object] = ["pigeon", UNKNOWN, True, ["sms"], {}]
    for wrong in several:
        error = refused({"operations": ["sms", wrong]})
        assert error.values["value"] == wrong


@pytest.mark.parametrize("raw", [[], "sms", None, 3, ["operations"]])
def test_what_is_no_object_is_no_facts(raw: object) -> None:
    assert refused(raw).values["fact"] == "facts"


# Dates and bands.


@pytest.mark.parametrize(
    "value",
    [
        *("yesterday", "2024-02-30", "2024-13-01", "01/02/2024", "", "2024-1-5", " 2024-01-05"),
        *("20240105", "2024-W01-5", "2024-01-05T10:00", 20240105, True, 3.5),
        *(["2024-01-05"], {}, {"day": 5}),
    ],
)
def test_only_a_day_of_the_calendar_in_one_form_is_a_date(value: object) -> None:
    known = refused({"last_contact": value}).values["known"]
    assert known == "YYYY-MM-DD, up_to_3_years, over_3_years, unknown"


def test_nothing_happened_after_today() -> None:
    error = refused({"last_contact": "2026-11-24"}, TODAY)
    assert "≤ 2026-11-23" in error.message("fr") and "≤ 2026-11-23" in error.message("en")
    assert Facts.from_json({"last_contact": "2026-11-23"}, today=TODAY).given
    assert Facts.from_json({"last_contact": "2026-11-24"}).given


def band(since: date, day: date) -> frozenset[Value]:
    return TABLE["last_contact"].on_day(since, day)


@pytest.mark.parametrize(
    ("since", "last_day", "next_day"),
    [
        (date(2023, 11, 23), date(2026, 11, 23), date(2026, 11, 24)),
        (date(2024, 2, 29), date(2027, 2, 28), date(2027, 3, 1)),
        (date(2021, 2, 28), date(2024, 2, 28), date(2024, 2, 29)),
        (date(2023, 12, 31), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2023, 1, 31), date(2026, 1, 31), date(2026, 2, 1)),
    ],
)
def test_three_years_end_with_the_same_day_of_the_third_year(
    since: date, last_day: date, next_day: date
) -> None:
    assert band(since, last_day) == {"up_to_3_years"}
    assert band(since, next_day) == {"over_3_years"}


def test_a_band_of_months_ends_with_the_last_day_of_a_shorter_month() -> None:
    table = read_facts(
        """edition = 2026-01-01
        [weakens]
        [[fact]]
        id = "visit"
        kind = "age"
        question = { fr = "Quand ?", en = "When?" }
        why = { fr = "Parce que.", en = "Because." }
        law = "gdpr:art-5-1"
        bands = [
          { id = "month", months = 1, fr = "un mois", en = "a month" },
          { id = "longer", fr = "plus", en = "longer" },
        ]"""
    )
    visit = table["visit"]
    assert visit.on_day(date(2026, 1, 31), date(2026, 2, 28)) == {"month"}
    assert visit.on_day(date(2026, 1, 31), date(2026, 3, 1)) == {"longer"}
    assert visit.on_day(date(2025, 12, 31), date(2026, 1, 31)) == {"month"}


def test_a_day_at_the_end_of_the_calendar_has_a_band_all_the_same() -> None:
    assert band(date(9999, 12, 31), TODAY) == {"up_to_3_years"}
    assert band(date(9998, 1, 1), date.max) == {"up_to_3_years"}


def test_a_band_is_given_as_it_is_and_an_unknown_one_leaves_all_possible() -> None:
    fact = TABLE["last_contact"]
    assert check(fact, "over_3_years") == "over_3_years"
    assert fact.on_day("over_3_years", TODAY) == {"over_3_years"}
    assert fact.on_day(None, TODAY) == fact.domain


# The table.


def test_every_fact_speaks_both_languages_and_says_each_of_its_values() -> None:
    for fact in TABLE:
        for texts in (fact.question, fact.why, *(value.said for value in fact.values)):
            assert texts["fr"].strip() and texts["en"].strip(), fact.id
        assert fact.law and len(fact.domain) == len(fact.values) >= 2


def test_a_value_is_said_in_the_language_asked_for() -> None:
    assert TABLE["objected"].said(False, "fr") == "Non"
    assert TABLE["consent"].said("withdrawn", "en") == "Withdrawn"


def test_what_is_presumed_is_a_value_of_the_fact_and_looks_at_known_facts() -> None:
    for fact in TABLE:
        assert fact.presumed is None or fact.presumed in fact.domain
        for one in fact.presumptions:
            assert one.value in fact.domain
            for name, values in one.when.items():
                assert values <= TABLE[name].domain, fact.id


def test_a_group_stands_for_its_values() -> None:
    assert TABLE.expand(["@minors", "adults"]) == {"minors_15_17", "minors_under_15", "adults"}


def test_a_duty_that_weakens_a_consent_is_a_duty_and_the_consent_can_be_doubtful() -> None:
    for duty, consents in TABLE.weakens.items():
        assert TABLE[duty].is_duty
        assert all({"valid", "doubtful"} <= TABLE[one].domain for one in consents)


# The schema.


def listed(described: dict[str, Any]) -> list[Any]:
    """Every single value a schema lists."""
    found = list(described.get("enum", ()))
    found += [described["const"]] if "const" in described else []
    for form in described.get("anyOf", ()):
        found += listed(form) + listed(form.get("items", {}))
    return found


def test_the_schema_has_every_fact_and_no_other() -> None:
    schema = facts_schema()
    assert list(schema["properties"]) == list(TABLE.facts)
    assert schema["type"] == "object" and schema["additionalProperties"] is False
    assert schema["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize("fact", list(TABLE), ids=lambda fact: fact.id)
def test_the_schema_lists_every_value_of_a_fact_and_that_it_may_be_unknown(fact: Fact) -> None:
    assert listed(SCHEMA[fact.id]) == [*(value.id for value in fact.values), UNKNOWN]


@pytest.mark.parametrize("fact", list(TABLE), ids=lambda fact: fact.id)
def test_whatever_the_schema_lists_is_taken(fact: Fact) -> None:
    for value in listed(SCHEMA[fact.id]):
        form = [value] if fact.kind == "many" else value
        assert Facts.from_json({fact.id: form}).given.keys() == {fact.id}


def test_the_schema_asks_in_english_and_in_french_and_names_the_law() -> None:
    described, fact = SCHEMA["objected"], TABLE["objected"]
    assert described["title"] == fact.question["en"]
    assert fact.question["fr"] in described["description"]
    assert described["x-law"] == "gdpr:art-21-3"
    assert described["default"] is False and SCHEMA["recorded"]["x-duty"] is True


def test_the_schema_says_what_each_value_means_in_both_languages() -> None:
    assert SCHEMA["age"]["x-values"]["adults"] == {"fr": "Adultes", "en": "Adults"}


def test_several_values_are_a_list_and_its_default_is_one_too() -> None:
    several = SCHEMA["territory"]["anyOf"][0]
    assert (several["type"], several["minItems"], several["uniqueItems"]) == ("array", 1, True)
    assert SCHEMA["territory"]["default"] == ["france"]


def test_a_date_is_one_form_of_a_band() -> None:
    assert SCHEMA["last_contact"]["anyOf"][0] == {"type": "string", "format": "date"}
