from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Outcome, QuoteStatus
from evals.cases import Case
from evals.metrics import Rate, comparable, matches, percentile, rate, score

CASE = Case(
    id="en-consent-01",
    lang="en",
    audience="trainee",
    kind="definition",
    question="what is consent",
    outcome="answered",
    must=(("gdpr:art-4-11",),),
    may=("gdpr:rec-32",),
    facts=(("freely given", "libre"), ("72 hours",)),
    needs=("gdpr",),
    note="",
)
DECLINED = replace(CASE, id="en-soup-01", outcome="out_of_scope", must=(), may=(), facts=())


def citation(locator: str, status: QuoteStatus = "exact") -> Citation:
    return Citation(1, locator, "gdpr", locator, "en", "law", "words", status, "")


def answer(text: str = "", *citations: Citation, outcome: Outcome = "answered") -> Answer:
    return Answer(
        question=CASE.question,
        lang="en",
        outcome=outcome,
        mode="composed",
        text=text,
        citations=citations,
        index_version="v1",
        as_of=date(2026, 11, 22),
    )


# Rates


def test_a_share_has_its_wilson_interval() -> None:
    # Bounds of the Wilson score interval at z = 1.96, to four decimals.
    for successes, count, low, high in (
        (8, 10, 0.4902, 0.9433),
        (50, 100, 0.4038, 0.5962),
        (95, 100, 0.8882, 0.9785),
        (1, 1, 0.2065, 1.0),
    ):
        found = rate([True] * successes + [False] * (count - successes))
        assert (found.value, found.count) == (successes / count, count)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_all_and_none_keep_an_interval_inside_nought_and_one() -> None:
    nothing, everything = rate([False] * 10), rate([True] * 10)
    assert (nothing.value, nothing.low, nothing.count) == (0.0, 0.0, 10)
    assert nothing.high == pytest.approx(0.2775, abs=5e-5)
    assert everything.value == 1.0
    assert everything.high == pytest.approx(1.0)
    assert everything.low == pytest.approx(0.7225, abs=5e-5)


def test_no_case_gives_nought_of_nought() -> None:
    assert rate([]) == Rate(0.0, 0.0, 0.0, 0)


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_a_share_lies_in_its_interval(values: list[bool]) -> None:
    found = rate(values)
    assert 0.0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1.0


# Percentiles


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, 15), (0.05, 15), (0.3, 20), (0.4, 20), (0.5, 35), (0.95, 50), (1.0, 50)],
)
def test_a_percentile_is_one_of_the_values_by_nearest_rank(share: float, expected: float) -> None:
    assert percentile([40, 15, 50, 20, 35], share) == expected


def test_a_percentile_of_one_value_is_that_value_and_of_none_nought() -> None:
    assert percentile([7.5], 0.0) == percentile([7.5], 0.95) == 7.5
    assert percentile([], 0.95) == 0.0


# Locators


@pytest.mark.parametrize(
    ("locator", "gold", "is_match"),
    [
        ("gdpr:art-6-1", ("gdpr:art-6-1",), True),
        ("gdpr:art-6-1-f", ("gdpr:art-6",), True),
        ("gdpr:art-6", ("gdpr:art-6-1-f",), True),
        ("gdpr:art-6-1", ("gdpr:rec-47", "gdpr:art-6-1-f"), True),
        ("cnil-faq:61#2", ("cnil-faq:61",), True),
        ("gdpr:art-6-1-e", ("gdpr:art-6-1-f",), False),
        ("gdpr:art-61", ("gdpr:art-6",), False),
        ("gdpr:art-6", ("gdpr:art-60",), False),
        ("lil:art-6", ("gdpr:art-6",), False),
        ("gdpr:art-6", (), False),
    ],
)
def test_a_locator_matches_gold_that_it_is_or_is_around_or_inside(
    locator: str, gold: tuple[str, ...], is_match: bool
) -> None:
    assert matches(locator, gold) is is_match


# Facts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’ACCORD", "l'accord"),
        ("Délai déjà échu", "delai deja echu"),
        ("20 000\u202f€", "20 000 €"),
        ("72\u00a0heures", "72 heures"),
        ("sous\n 72  heures", "sous 72 heures"),
        ("e\u0301tat", "état"),
    ],
)
def test_forms_of_one_fact_compare_equal(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_different_figures_do_not_compare_equal() -> None:
    assert comparable("72 heures") != comparable("7 2 heures")
    assert comparable("20 000") != comparable("20000")


# A case


def test_an_answer_that_meets_its_case_scores_everywhere() -> None:
    good = replace(
        answer("Freely  GIVEN, within 72\u00a0hours.", citation("gdpr:art-4-11")),
        timings_ms={"retrieve": 4.0, "total": 12.5},
    )
    found = score(CASE, good)
    assert (found.case_id, found.is_outcome_right, found.cites_gold) == (CASE.id, True, True)
    assert (found.holds_facts, found.quotes_valid, found.unsupported_count) == (1.0, True, 0)
    assert found.milliseconds == 12.5


def test_one_string_of_each_group_of_facts_is_enough_and_a_missing_group_counts() -> None:
    assert score(CASE, answer("Un accord libre.")).holds_facts == 0.5
    assert score(CASE, answer("Un accord.")).holds_facts == 0.0
    assert score(replace(CASE, facts=()), answer("Un accord.")).holds_facts is None


def test_what_is_right_without_being_enough_is_not_gold() -> None:
    assert score(CASE, answer("x", citation("gdpr:rec-32"))).cites_gold is False
    both = answer("x", citation("gdpr:rec-32"), citation("gdpr:art-4"))
    assert score(CASE, both).cites_gold is True


def test_a_quote_not_found_and_a_sentence_without_support_are_counted() -> None:
    bad = replace(
        answer("x", citation("gdpr:art-4-11"), citation("gdpr:art-7", "not_found")),
        unsupported=("x",),
    )
    found = score(CASE, bad)
    assert (found.quotes_valid, found.unsupported_count) == (False, 1)
    named = answer("x", citation("eprivacy:art-13", "not_loaded"))
    assert score(CASE, named).quotes_valid is True


@pytest.mark.parametrize("outcome", ["not_found", "out_of_scope"])
def test_either_refusal_is_right_where_one_is_due(outcome: Outcome) -> None:
    found = score(DECLINED, answer("No.", outcome=outcome))
    assert (found.is_outcome_right, found.cites_gold, found.holds_facts) == (True, None, None)
    wrong = score(CASE, answer("No.", outcome=outcome))
    assert (wrong.is_outcome_right, wrong.cites_gold) == (False, False)


def test_an_answer_where_a_refusal_is_due_is_wrong() -> None:
    assert score(DECLINED, answer("Yes.")).is_outcome_right is False
