from made_up import passing, result, row

from evals.measures import MEASURES
from evals.quality_gate import drops


def test_a_drop_below_the_committed_interval_is_named_with_both_figures() -> None:
    (drop,) = drops(result(passing(20, 40)), result(passing(36, 40)))
    assert drop.measure.name == "passed"
    assert "“All of it right” is 50.0%" in drop.told("en") and "90.0% of 40 cases" in drop.told(
        "en"
    )
    assert "« Tout est juste » est à 50,0\u00a0%" in drop.told("fr")


def test_a_fall_within_the_interval_and_a_rise_pass() -> None:
    assert drops(result(passing(35, 40)), result(passing(36, 40))) == []
    assert drops(result(passing(40, 40)), result(passing(20, 40))) == []


def test_cases_only_one_of_them_asked_count_in_neither() -> None:
    committed = result(passing(40, 40))
    today = result([*passing(40, 40), *(row(n, {"passed": 0.0}) for n in range(50, 90))])
    assert drops(today, committed) == []


def test_one_failure_after_none_is_no_drop_but_many_are() -> None:
    committed = result(passing(40, 40))
    assert drops(result(passing(39, 40)), committed) == []
    assert drops(result(passing(34, 40)), committed)


def test_only_gated_measures_stop_a_change() -> None:
    names = {measure.name for measure in MEASURES if not measure.is_gated}
    assert {"words", "lix", "milliseconds", "hit_1"} <= names
    before, after = [row(n, {"hit_1": 1.0}) for n in range(9)], [row(n, {"hit_1": 0.0}) for n in range(9)]  # fmt: skip
    assert drops(result(after), result(before)) == []
