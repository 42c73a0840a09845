import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.ranking import DEPTH, hit_at, matches, ndcg, places, recall_at, reciprocal_rank

UNITS = st.lists(st.sampled_from([f"gdpr:art-{n}" for n in range(1, 30)]), max_size=15, unique=True)
GROUPS = st.lists(
    st.lists(st.sampled_from([f"gdpr:art-{n}" for n in range(1, 30)]), min_size=1, max_size=3),
    min_size=1,
    max_size=5,
)


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


def test_each_group_stands_where_the_first_of_its_alternatives_does() -> None:
    ranking = ["gdpr:art-5", "gdpr:art-33-1", "gdpr:art-34"]
    assert places(ranking, [["gdpr:art-34", "gdpr:art-33"], ["gdpr:art-99"]]) == [2, None]


def test_what_stands_below_the_tenth_place_is_not_found() -> None:
    ranking = [f"gdpr:art-{n}" for n in range(1, 12)]
    assert hit_at(11, ranking, [["gdpr:art-11"]]) == 0.0
    assert hit_at(10, ranking, [["gdpr:art-10"]]) == 1.0


def test_recall_is_the_share_of_the_groups_and_a_hit_needs_one() -> None:
    ranking = ["gdpr:art-33", "gdpr:art-5", "gdpr:art-6"]
    groups = [["gdpr:art-33"], ["gdpr:art-34"]]
    assert (hit_at(1, ranking, groups), recall_at(5, ranking, groups)) == (1.0, 0.5)
    assert recall_at(5, ranking, [["gdpr:art-6"], ["gdpr:art-5"]]) == 1.0
    assert recall_at(2, ranking, [["gdpr:art-6"], ["gdpr:art-5"]]) == 0.5


def test_the_reciprocal_rank_is_that_of_the_first_gold_unit() -> None:
    assert reciprocal_rank(["gdpr:art-1", "gdpr:art-2"], [["gdpr:art-2"]]) == 0.5
    assert reciprocal_rank(["gdpr:art-1"], [["gdpr:art-2"]]) == 0.0


def test_ndcg_is_that_of_the_textbook() -> None:
    ranking = ["gdpr:art-1", "gdpr:art-2", "gdpr:art-3"]
    found = ndcg(ranking, [["gdpr:art-1"], ["gdpr:art-3"]])
    assert found == pytest.approx((1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3)))


@given(UNITS, GROUPS)
def test_every_figure_lies_between_nought_and_one(
    ranking: list[str], groups: list[list[str]]
) -> None:
    figures = (
        hit_at(5, ranking, groups),
        recall_at(DEPTH, ranking, groups),
        reciprocal_rank(ranking, groups),
        ndcg(ranking, groups),
    )
    assert all(0.0 <= figure <= 1.0 + 1e-12 for figure in figures)


@given(UNITS, GROUPS)
def test_looking_deeper_never_finds_less(ranking: list[str], groups: list[list[str]]) -> None:
    found = [recall_at(k, ranking, groups) for k in range(1, DEPTH + 1)]
    assert found == sorted(found)


def test_one_unit_of_each_group_in_front_is_ideal() -> None:
    ranking = ["gdpr:art-1", "gdpr:art-2", "gdpr:art-9"]
    assert ndcg(ranking, [["gdpr:art-2"], ["gdpr:art-1"]]) == pytest.approx(1.0)
