"""What chooses a setting, a weight or a word never sees a held-out case."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import evals
import evals.train_answerable
import evals.train_scope
from assistant.word_list import plain
from evals.cases import CASE_SETS, Case, development_cases, held_out_cases, is_held_out, twins
from evals.suites import cases_of, retrieval_cases
from evals.train_ranking import questions

ROOT = Path(evals.__file__).parents[1]
# They ask held-out cases to report a result, show their part, or check that they are well made.
REPORTING = {
    "evals/cases.py",
    "evals/suites.py",
    "evals/check_cases.py",
    "evals/adopt.py",
    "ui/cli_eval.py",
    "ui/evaluation.py",
}
READERS = {"held_out_cases", "read_cases", "HELD_OUT_CASES", "CASE_SETS", "cases_of"}
TUNING = sorted(ROOT.glob("evals/train_*.py"))
LEARNT_FROM = {"scope_training.jsonl", "answerable_training.jsonl"}
"""Questions written to be learnt from: no cases, though they lie beside them."""


def imported(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@pytest.fixture(scope="module")
def held_out() -> tuple[Case, ...]:
    return held_out_cases()


def test_only_reporting_code_can_read_held_out_cases() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("assistant", "corpus", "evals", "ingest", "ui")
        for path in ROOT.glob(f"{package}/**/*.py")
        for module, name in imported(path)
        if module == "evals.cases" and name in READERS
    }
    assert found <= REPORTING, found - REPORTING


def test_nobody_takes_the_module_of_cases_whole() -> None:
    taken = {
        path.relative_to(ROOT).as_posix()
        for package in ("assistant", "corpus", "evals", "ingest", "ui")
        for path in ROOT.glob(f"{package}/**/*.py")
        for module, name in imported(path)
        if (module, name) in {("evals.cases", ""), ("evals", "cases"), ("evals.cases", "*")}
    }
    assert not taken, "what reads which cases must be seen in the import"


def test_tuning_code_knows_no_file_of_cases_by_its_folder() -> None:
    for path in TUNING:
        names = {name for module, name in imported(path) if module == "evals.cases"}
        assert "CASES_FOLDER" not in names, path.name


def test_tuning_code_exists_and_imports_no_suite_and_no_result() -> None:
    assert TUNING
    closed = {"evals.suites", "evals.runner", "evals.results", "evals.records", "evals.check_cases"}
    for path in TUNING:
        assert not {module for module, _ in imported(path)} & closed, path.name


def test_tuning_code_names_no_file_of_held_out_cases() -> None:
    for path in TUNING:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        written = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        named = {text for text in written if isinstance(text, str) and text.endswith(".jsonl")}
        assert named <= LEARNT_FROM, path.name


def test_what_ranking_is_fitted_on_holds_no_held_out_question(held_out: tuple[Case, ...]) -> None:
    kept_away = {plain(case.question) for case in held_out}
    fitted = [wanted.question for wanted in questions()]
    assert len(fitted) > 500
    assert not [question for question in fitted if plain(question) in kept_away]


@pytest.mark.parametrize(
    "training", [evals.train_scope.TRAINING, evals.train_answerable.TRAINING], ids=lambda p: p.stem
)
def test_what_is_learnt_from_holds_no_case_of_either_part(training: Path) -> None:
    lines = training.read_text(encoding="utf-8").splitlines()
    learnt = {plain(json.loads(line)["question"]) for line in lines}
    cases = (*development_cases(), *held_out_cases())
    assert not [case.id for case in cases if not case.history and plain(case.question) in learnt]


def test_the_parts_share_no_case_and_are_told_by_the_id(held_out: tuple[Case, ...]) -> None:
    development = development_cases()
    assert not {case.id for case in development} & {case.id for case in held_out}
    by_file = {"development", "answer_facts", "heldout", "retrieval"}
    for case in (*development, *held_out):
        if case.set not in by_file:
            names = twins(case.id) if case.set == "limits" else (case.id,)
            assert (case.part == "held_out") == all(map(is_held_out, names))


def test_a_question_held_out_in_one_language_is_not_known_in_the_other(
    held_out: tuple[Case, ...],
) -> None:
    """By its id where a set was written twice; elsewhere equal numbers ask different things."""
    known = {case.id for case in development_cases("limits")}
    both = [case for case in held_out if case.set == "limits"]
    assert len(both) > 40
    assert not {name for case in both for name in twins(case.id)} & known


def test_tuning_code_reads_no_case_by_its_path() -> None:
    for path in TUNING:
        text = path.read_text(encoding="utf-8")
        for name in LEARNT_FROM:
            text = text.replace(f'"cases" / "{name}"', "")
        assert '"cases"' not in text, path.name
        assert not re.search(r"glob|iterdir|listdir|walk\(", text), path.name


def test_the_quick_suite_is_of_the_development_part() -> None:
    assert {case.part for case in cases_of("quick")} == {"development"}
    assert {case.part for case in retrieval_cases()} == {"development"}
    assert {case.part for case in cases_of("held_out")} == {"held_out"}
    everything = {case.id for case in cases_of("full")}
    assert everything >= {case.id for name in CASE_SETS for case in development_cases(name)}
