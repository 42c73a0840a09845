from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import page_with_evaluation
import pytest
from streamlit.testing.v1 import AppTest

import evals.results
from evals.results import read, save
from evals.words import eval_words
from ui.evaluation_words import evaluation_words

FR, EN = evaluation_words("fr"), evaluation_words("en")


def page() -> None:
    import evaluation_screen

    evaluation_screen.main()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVALUATION_FOLDER", str(tmp_path))
    monkeypatch.setattr(evals.results, "RESULTS_FOLDER", tmp_path / "committed")
    return tmp_path


def opened(section: str = "", lang: str = "fr") -> AppTest:
    test = AppTest.from_function(page, default_timeout=60)
    test.session_state["lang"] = lang
    if section:
        test.session_state["evaluation_section"] = section
    test.run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    kinds = (test.subheader, test.markdown, test.caption, test.info, test.error)
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def test_without_a_result_the_page_says_what_to_run(folder: Path) -> None:
    assert "recital eval run" in shown(opened())
    assert "recital eval run" in shown(opened("figures", "en"))


def test_the_first_thing_said_is_how_far_it_can_be_trusted(folder: Path) -> None:
    page_with_evaluation.results(folder)
    told = shown(opened())
    assert FR.trust in told and "Sur 1 questions mises de côté" in told and FR.not_said in told
    assert "Aucun juriste" in told
    assert EN.trust in shown(opened(lang="en"))


def test_the_figures_show_both_parts_their_breakdown_and_the_trend(folder: Path) -> None:
    page_with_evaluation.results(folder)
    test = opened("figures")
    measures, groups = (one.value for one in test.dataframe)
    assert list(measures.columns) == ["mesure", "mise au point", "mises de côté"]
    assert measures.iloc[0]["mesure"] == "Tout est juste"
    assert groups.iloc[0][FR.by["kind"]] == "a-t-on le droit ?"
    assert FR.trend in shown(test) and FR.trend_one not in shown(test)


def test_what_was_measured_beside_stands_under_the_figures(folder: Path) -> None:
    page_with_evaluation.results(folder)
    path = next(iter(sorted((folder / "evals" / "results").glob("*21-abc.json"))))
    result = read(path)
    rows = [
        {"name": "", "title": {"fr": "", "en": ""}, "measures": {"passed": 0.9}, "changes": {}},
        {
            "name": "cards",
            "title": {"fr": "nos fiches", "en": "our cards"},
            "measures": {"passed": 0.7},
            "changes": {"passed": {"value": -0.2, "is_significant": True}},
        },
    ]
    save(replace(result, more={"ablations": rows}), path)
    test = opened("figures", "en")
    table = test.dataframe[2].value
    assert list(table.iloc[:, 1]) == ["90.0%", "70.0% (−20.0*)"]
    assert eval_words("en").ablations in shown(test)
    assert eval_words("en").no_judge in shown(test)


def test_a_case_is_looked_into_and_asked_again(folder: Path) -> None:
    page_with_evaluation.results(folder)
    test = opened("cases", "en")
    assert "fr-b2b-01" in str(test.selectbox(key="evaluation_case").options)
    told = shown(test)
    assert EN.expected_locators in told and "cnil-faq:196" in told and EN.missed in told
    test.button(key="evaluation_ask").click().run()
    assert not test.exception and EN.answer_now in shown(test)


def test_held_out_cases_are_counted_and_not_shown(folder: Path) -> None:
    page_with_evaluation.results(folder)
    test = opened("cases", "en")
    test.session_state["evaluation_shown"] = "all"
    test.run()
    assert "Held-out questions (1)" in shown(test)
    assert "51" not in str(test.selectbox(key="evaluation_case").options)


def test_a_filter_that_leaves_nothing_says_so(folder: Path) -> None:
    page_with_evaluation.results(folder)
    test = opened("cases")
    test.selectbox(key="evaluation_lang").set_value("en").run()
    assert FR.no_case in shown(test)


def test_the_bench_shows_the_first_of_every_stage(folder: Path) -> None:
    test = opened("bench")
    assert not test.dataframe
    test.text_input(key="evaluation_question").set_value("Qui demande le silence ?")
    test.button[0].click().run()
    assert not test.exception and len(test.dataframe) >= 4
    told = shown(test)
    assert FR.stages["keywords"] in told and FR.outcome in told


def test_a_file_that_is_no_result_is_left_out(folder: Path) -> None:
    page_with_evaluation.results(folder)
    (folder / "evals" / "results" / "2026-12-01-odd.json").write_text("{}")
    assert FR.trust in shown(opened())


def test_a_few_failures_are_shown_with_what_was_answered(folder: Path) -> None:
    page_with_evaluation.results(folder)
    path = next(iter(sorted((folder / "evals" / "results").glob("*21-abc.json"))))
    kept = {"opening": "Oui, sans condition.", "cited": ["gdpr:art-6-1-f"]}
    save(replace(read(path), more={"failures": {"fr-b2b-01": kept}}), path)
    told = shown(opened())
    assert FR.failures in told and "Oui, sans condition." in told and "gdpr:art-6-1-f" in told
    assert "Manqué" in told
    assert "Oui, sans condition." in shown(opened("cases"))
