import pytest
from made_up import passing, result, row

from corpus.errors import InvalidInput
from evals.compare import compare


def test_only_what_differs_by_more_than_chance_is_reported() -> None:
    found = compare(result(passing(10, 40)), result(passing(30, 40)))
    (change,) = found.changes
    assert change.measure.name == "passed" and change.is_better is True
    assert (change.before.value, change.after.value) == (0.25, 0.75)
    assert change.difference.value == 0.5
    assert not compare(result(passing(20, 40)), result(passing(21, 40))).changes


def test_the_case_that_no_longer_passes_comes_before_one_that_lost_more() -> None:
    old = [row(1, {"passed": 0.0, "facts": 1.0, "citation_recall": 1.0}), row(2, {"passed": 1.0})]
    new = [row(1, {"passed": 0.0, "facts": 0.0, "citation_recall": 0.0}), row(2, {"passed": 0.0})]
    found = compare(result(old), result(new))
    assert [one.case_id for one in found.regressions] == ["fr-x-02", "fr-x-01"]
    assert found.regressions[1].lost == {"facts": (1.0, 0.0), "citation_recall": (1.0, 0.0)}


def test_the_cases_that_pass_now_are_named_and_only_shared_ones_count() -> None:
    old = [row(1, {"passed": 0.0}), row(2, {"passed": 0.0})]
    new = [row(1, {"passed": 1.0}), row(3, {"passed": 1.0})]
    found = compare(result(old), result(new))
    assert (found.case_count, found.gained) == (1, ("fr-x-01",))


def test_a_longer_answer_is_no_regression_and_neither_better_nor_worse() -> None:
    old = [row(n, {"words": 100.0}) for n in range(20)]
    new = [row(n, {"words": 90.0}) for n in range(20)]
    found = compare(result(old), result(new))
    assert found.changes[0].is_better is None and not found.regressions


def test_the_circumstances_that_differ_are_told() -> None:
    other = result([row(1, {"passed": 1.0})], fingerprint={"program": "p2", "texts": "t1"})
    found = compare(result([row(1, {"passed": 1.0})]), other)
    assert found.differing == {"program": ("p1", "p2")}


def test_results_of_other_cases_or_other_texts_are_not_compared() -> None:
    with pytest.raises(InvalidInput, match="shares no case"):
        compare(result([row(1, {})]), result([row(2, {})]))
    with pytest.raises(InvalidInput, match="sources"):
        compare(result([row(1, {})]), result([row(1, {})], profile="gdpr/en"))
