import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_up import passing, result, row

from corpus.errors import InvalidInput, UnknownResult
from evals.measures import MEASURES
from evals.results import (
    by_age,
    find,
    folder_for,
    from_json,
    most_telling,
    named_apart,
    read,
    save,
    saved,
    to_json,
    yardstick,
)


def test_a_saved_result_comes_back_whole(tmp_path: Path) -> None:
    made = result(
        [row(1, {"passed": 1.0, "facts": 0.3333}), row(2, {"passed": 0.0}, lang="en")],
        more={"baselines": [{"way": "bm25"}]},
    )
    save(made, tmp_path / "r.json")
    assert read(tmp_path / "r.json") == made
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_no_measure_bears_the_name_of_something_else_a_row_tells() -> None:
    made = result([row(1, {measure.name: 0.5 for measure in MEASURES})])
    columns = json.loads(to_json(made))["columns"]
    assert len(set(columns)) == len(columns)
    assert from_json(to_json(made), where="x") == made
    with pytest.raises(ValueError, match="outcome"):
        to_json(result([row(1, {"outcome": 1.0})]))


def test_a_measure_that_failed_is_written_as_a_word_and_counted() -> None:
    made = result([row(1, {"ragas": math.nan}), row(2, {"ragas": 1.0})])
    text = to_json(made)
    assert '"nan"' in text
    json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    found = from_json(text, where="x").rates()["ragas"]
    assert (found.value, found.count, found.missing) == (1.0, 1, 1)


def test_a_result_states_its_intervals_for_those_who_read_the_file() -> None:
    told = json.loads(to_json(result(passing(8, 10))))
    assert told["measures"]["passed"]["value"] == 0.8
    assert told["measures"]["passed"]["low"] < 0.8 < told["measures"]["passed"]["high"]
    assert set(told["parts"]) == {"held_out"}


def test_rates_are_broken_down_by_what_a_case_is() -> None:
    rows = [*passing(3, 4, lang="fr"), *passing(1, 4, lang="en")]
    groups = result(rows).groups("lang")
    assert {lang: rates["passed"].value for lang, rates in groups.items()} == {
        "en": 0.25,
        "fr": 0.75,
    }


def test_a_measure_nobody_had_to_meet_is_not_reported() -> None:
    assert set(result([row(1, {"passed": 1.0})]).rates()) == {"passed"}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": 99}', "no json"])
def test_what_is_no_result_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text)
    with pytest.raises(InvalidInput, match=r"odd\.json"):
        read(path)
    with pytest.raises(InvalidInput, match=r"absent\.json"):
        read(tmp_path / "absent.json")


def test_a_result_is_found_by_path_name_beginning_or_commit(tmp_path: Path) -> None:
    for name in ("2026-11-22-aaa", "2026-11-23-bbb"):
        save(result([], name=name), tmp_path / f"{name}.json")
    assert find("2026-11-22", [tmp_path]).stem == "2026-11-22-aaa"
    assert find(str(tmp_path / "2026-11-23-bbb.json"), []).stem == "2026-11-23-bbb"
    assert find("bbb", [tmp_path]).stem == "2026-11-23-bbb", "by its commit"
    for name in ("2026-11", "ccc", ""):
        with pytest.raises(UnknownResult, match="2026-11-22-aaa, 2026-11-23-bbb"):
            find(name, [tmp_path])
    with pytest.raises(UnknownResult, match="–"):
        find("2026", [tmp_path / "nowhere"])


def test_of_two_results_of_one_day_the_later_is_the_yardstick(tmp_path: Path) -> None:
    early = replace(result(passing(1, 2)), name="b", made_at="2026-11-22T08:00:00+00:00")
    late = replace(result(passing(2, 2)), name="a", made_at="2026-11-22T17:00:00+00:00")
    for one in (early, late, replace(early, name="c", made_at="")):
        save(one, tmp_path / f"{one.name}.json")
    assert yardstick(tmp_path, late.profile) == late
    assert [one.name for one in by_age([tmp_path])] == ["c", "b", "a"]


def test_the_yardstick_is_of_the_same_texts_and_way_of_answering(tmp_path: Path) -> None:
    ours = result([row(1, {"passed": 1.0})])
    for made in (
        replace(ours, name="1", made_on=date(2026, 11, 20)),
        replace(ours, name="2", made_on=date(2026, 11, 21)),
        replace(ours, name="3", made_on=date(2026, 11, 22), profile="gdpr/en"),
        replace(ours, name="4", made_on=date(2026, 11, 23), answers="generated"),
    ):
        save(made, tmp_path / f"{made.name}.json")
    found = yardstick(tmp_path, ours.profile)
    assert found is not None and found.name == "2"
    assert yardstick(tmp_path / "nowhere", ours.profile) is None
    assert yardstick(tmp_path, ours.profile, "judged by nobody") is None
    assert len(saved([tmp_path])) == 4


def test_only_full_results_are_saved_where_they_are_committed(tmp_path: Path) -> None:
    assert folder_for("full", tmp_path).parts[-2:] == ("evals", "results")
    assert folder_for("quick", tmp_path).is_relative_to(tmp_path)
    assert not folder_for("full", tmp_path).is_relative_to(tmp_path)


def test_a_run_over_other_sources_never_takes_the_place_of_another(tmp_path: Path) -> None:
    whole = result([row(1, {"passed": 1.0})], name="2026-11-23-abc")
    save(*named_apart(whole, tmp_path))
    fewer = replace(whole, profile="gdpr/en")
    told, path = named_apart(fewer, tmp_path)
    save(told, path)
    assert (told.name, path.name) == ("2026-11-23-abc-2", "2026-11-23-abc-2.json")
    assert read(tmp_path / "2026-11-23-abc.json") == whole
    assert named_apart(whole, tmp_path) == (whole, tmp_path / "2026-11-23-abc.json")
    assert named_apart(fewer, tmp_path) == (told, path), "a repetition takes its own place"


def test_the_most_telling_result_is_the_last_full_one_over_the_most_texts() -> None:
    full = replace(result([], name="full"), suite="full", profile="gdpr/en cpce/fr")
    later = replace(full, name="later")
    fewer = replace(full, name="fewer", profile="gdpr/en")
    quick = replace(full, name="quick", suite="quick")
    assert most_telling([full, later, fewer, quick]) == later
    assert most_telling([quick]) == quick


def test_a_repetition_with_less_beside_it_takes_no_place(tmp_path: Path) -> None:
    rich = result([row(1, {"passed": 1.0})], name="n", more={"ablations": []})
    save(*named_apart(rich, tmp_path))
    bare = replace(rich, more={})
    assert named_apart(bare, tmp_path)[0].name == "n-2"
    assert named_apart(rich, tmp_path)[0].name == "n"


def test_a_result_of_a_changed_checkout_is_no_yardstick(tmp_path: Path) -> None:
    clean = replace(result([row(1, {"passed": 1.0})]), name="1", made_on=date(2026, 11, 20))
    changed = replace(clean, name="2", made_on=date(2026, 11, 21), is_modified=True)
    for one in (clean, changed):
        save(one, tmp_path / f"{one.name}.json")
    assert yardstick(tmp_path, clean.profile) == clean


def test_sources_nobody_measured_are_held_against_the_last_full_result_over_the_most(
    tmp_path: Path,
) -> None:
    wide = replace(result([row(1, {"passed": 1.0})]), name="1", profile="gdpr/en cpce/fr card/fr")
    narrow = replace(wide, name="2", profile="gdpr/en", made_on=date(2026, 11, 24))
    for one in (wide, narrow):
        save(one, tmp_path / f"{one.name}.json")
    assert yardstick(tmp_path, "gdpr/en other/fr") == wide
    assert yardstick(tmp_path, "gdpr/en") == narrow


def test_what_a_run_took_up_and_left_out_comes_back(tmp_path: Path) -> None:
    made = result([row(1, {"passed": 1.0})], taken_up=3, left_out=4)
    assert from_json(to_json(made), where="x") == made
    old = json.loads(to_json(made))
    del old["taken_up"], old["left_out"]
    assert from_json(json.dumps(old), where="x").left_out == 0
