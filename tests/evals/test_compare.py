import pytest
from made_up import passing, result, row

from corpus.errors import ResultsOfOtherTexts, ResultsShareNothing
from evals.compare import compare
from evals.measures import MEASURES


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
    with pytest.raises(ResultsShareNothing, match="no question in common"):
        compare(result([row(1, {})]), result([row(2, {})]))
    with pytest.raises(ResultsOfOtherTexts, match="sources"):
        compare(result([row(1, {})]), result([row(1, {})], profile="gdpr/en"))


def test_one_measure_of_many_that_moved_a_little_is_taken_for_chance() -> None:
    # Six of twenty: once in 32 tries by chance, so once in every second table of sixteen measures.
    names = [measure.name for measure in MEASURES if measure.unit == "share"][:16]
    old = [row(n, dict.fromkeys(names, 0.5)) for n in range(20)]
    one = [
        row(n, {**dict.fromkeys(names, 0.5), names[0]: 1.0 if n < 6 else 0.5}) for n in range(20)
    ]
    assert not compare(result(old), result(one)).changes
    alone = [row(n, {names[0]: 0.5}) for n in range(20)]
    moved = [row(n, {names[0]: 1.0 if n < 6 else 0.5}) for n in range(20)]
    assert [
        change.measure.name for change in compare(result(alone), result(moved)).changes
    ] == names[:1]


def test_means_before_and_after_are_of_the_cases_a_measure_has_on_both_sides() -> None:
    old = [row(n, {"facts": 0.0, "passed": 0.0} if n else {"passed": 0.0}) for n in range(20)]
    new = [row(n, {"facts": 1.0, "passed": 1.0}) for n in range(20)]
    facts = next(c for c in compare(result(old), result(new)).changes if c.measure.name == "facts")
    assert (facts.before.count, facts.after.count) == (19, 19)


def test_times_of_different_machines_are_not_compared() -> None:
    old = result([row(n, {"milliseconds": 50.0}) for n in range(20)])
    new = result([row(n, {"milliseconds": 90.0}) for n in range(20)])
    assert [change.measure.name for change in compare(old, new).changes] == ["milliseconds"]
    busy = compare(old, result(new.rows, machine="2 cores, load 3.1"))
    assert busy.changes and not busy.has_other_machine
    other = compare(old, result(new.rows, machine="64 cores"))
    assert other.has_other_machine and not other.changes


@pytest.mark.parametrize(
    ("name", "is_other"), [("cases", True), ("scoring", True), ("program", False)]
)
def test_a_change_of_the_cases_or_of_the_scoring_is_told(name: str, is_other: bool) -> None:
    rows = passing(1, 2)
    found = compare(
        result(rows), result(rows, fingerprint={"program": "p1", "texts": "t1", name: "x"})
    )
    assert found.has_other_gold is is_other
