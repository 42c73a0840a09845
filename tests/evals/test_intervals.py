import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.intervals import (
    Agreement,
    Rate,
    agreement,
    difference,
    gap,
    holm,
    mean,
    percentile,
    rate,
)

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


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
    assert rate([]) == mean([]) == Rate(0.0, 0.0, 0.0, 0)


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_a_share_lies_in_its_interval(values: list[bool]) -> None:
    found = rate(values)
    assert 0.0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1.0


@given(SHARES)
def test_a_mean_lies_in_its_interval_and_the_interval_among_the_values(values: list[float]) -> None:
    found = mean(values)
    assert found.low <= found.value + 1e-9 and found.value <= found.high + 1e-9
    assert found.low >= 0 and found.high <= 1
    assert found.count == len(values)


def test_the_bootstrap_of_a_mean_comes_near_its_standard_error() -> None:
    values = [float(place % 2) for place in range(400)]
    found = mean(values)
    half = 1.96 * 0.5 / math.sqrt(400)
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.006)


def test_the_same_values_give_the_same_interval() -> None:
    values = [0.1, 0.9, 0.4, 1.0, 0.0]
    assert mean(values) == mean(values)
    assert mean(values, seed=1) != mean(values, seed=2)


def test_where_all_agree_the_interval_still_leaves_room_for_doubt() -> None:
    assert mean([1.0] * 10) == rate([True] * 10)
    assert mean([0.0] * 10) == rate([False] * 10)


def test_what_does_not_apply_is_left_out_and_what_failed_is_counted() -> None:
    found = mean([1.0, None, math.nan, 0.0, None])
    assert (found.value, found.count, found.missing) == (0.5, 2, 1)
    assert mean([math.nan, math.nan]) == Rate(0.0, 0.0, 0.0, 0, 2)


def test_a_difference_pairs_the_values_and_leaves_out_pairs_that_lack_one() -> None:
    found = difference([0.0, 0.0, None, 1.0], [1.0, 1.0, 1.0, math.nan])
    assert (found.value, found.count) == (1.0, 2)
    with pytest.raises(ValueError, match="argument"):
        difference([0.0], [0.0, 1.0])


@given(SHARES)
def test_a_result_does_not_differ_from_itself(values: list[float]) -> None:
    found = difference(values, values)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)
    assert (found.changed, found.chance) == (0, 1.0)


def test_the_chance_of_a_difference_is_the_share_of_signs_that_give_one_as_large() -> None:
    # Exactly: of 2**n ways to sign n equal changes two are as large as all of one sign.
    for changed in (3, 5, 6, 10):
        found = difference([0.0] * 20, [1.0] * changed + [0.0] * (20 - changed))
        assert found.changed == changed
        assert found.chance == pytest.approx(2 / 2**changed, abs=0.01)
    assert difference([0.0, 1.0] * 10, [1.0, 0.0] * 10).chance == 1.0
    # 12 up and 4 down: twice the upper tail of the binomial, 2 * 2517 / 65536.
    after = [1.0] * 12 + [0.0] * 4
    found = difference([0.0] * 12 + [1.0] * 4, after)
    assert found.chance == pytest.approx(0.0768, abs=0.01)


def test_five_pairs_that_all_went_one_way_are_still_chance_and_six_are_not() -> None:
    five, six = (difference([0.0] * 20, [1.0] * n + [0.0] * (20 - n)).chance for n in (5, 6))
    assert holm([five]) == [False] and holm([six]) == [True]


def test_many_comparisons_ask_more_of_each() -> None:
    # Holm's own order: 0.01 against 0.05/4, 0.02 against 0.05/3 fails, and so do all above it.
    assert holm([0.02, 0.01, 0.04, 0.03]) == [False, True, False, False]
    assert holm([0.01, 0.012, 0.02, 0.04]) == [True, True, True, True]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=30))
def test_no_chance_that_is_larger_is_significant_where_a_smaller_one_is_not(
    chances: list[float],
) -> None:
    found = holm(chances)
    refused = [c for c, is_real in zip(chances, found, strict=True) if not is_real]
    taken = [c for c, is_real in zip(chances, found, strict=True) if is_real]
    assert not taken or not refused or max(taken) <= min(refused)
    assert all(c <= 0.05 for c in taken)


def test_a_gap_compares_values_that_are_no_pairs() -> None:
    found = gap([1.0, 1.0, 0.0, 0.0], [0.0, None])
    assert found.value == 0.5
    assert found.low < 0.5 < found.high
    assert gap([], [1.0]).count == 0


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, 15), (0.05, 15), (0.3, 20), (0.4, 20), (0.5, 35), (0.95, 50), (1.0, 50)],
)
def test_a_percentile_is_one_of_the_values_by_nearest_rank(share: float, expected: float) -> None:
    assert percentile([40, 15, 50, 20, 35], share) == expected


def test_a_percentile_of_one_value_is_that_value_and_of_none_nought() -> None:
    assert percentile([7.5], 0.0) == percentile([7.5], 0.95) == 7.5
    assert percentile([], 0.95) == 0.0


def test_agreement_beyond_chance_is_cohens_kappa() -> None:
    # Cohen's worked example as it is usually told: 20 both yes, 15 both no, 5 and 10 apart.
    pairs = [(True, True)] * 20 + [(False, False)] * 15 + [(True, False)] * 5 + [(False, True)] * 10
    found = agreement(pairs)
    assert (found.count, found.share, found.first, found.second) == (50, 0.7, 0.5, 0.6)
    assert found.kappa == pytest.approx(0.4)


def test_whoever_only_ever_says_one_thing_agrees_by_chance_alone() -> None:
    assert agreement([]) == Agreement(0, 0.0, None, 0.0, 0.0)
    assert agreement([(True, True)] * 9).kappa is None
    assert agreement([(True, True), (True, False)]).kappa == 0.0
    assert agreement([(True, True), (False, False)]).kappa == 1.0
    assert agreement([(True, False), (False, True)]).kappa == -1.0


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_agreement_is_the_same_from_both_sides(pairs: list[tuple[bool, bool]]) -> None:
    found, turned = agreement(pairs), agreement([(other, one) for one, other in pairs])
    assert found.share == turned.share
    assert found.kappa == (None if turned.kappa is None else pytest.approx(turned.kappa))
