import ast
import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

import evals.limits
import evals.train_scope
from assistant.answer import Answer, Citation
from assistant.word_list import plain
from evals.cases import (
    DEVELOPMENT_CASES,
    HELD_OUT_CASES,
    LIMITS_CASES,
    Case,
    is_held_out,
    read_cases,
)
from evals.limits import MEASURES, cases_of, is_met, measure_of, misses, table

CASES = read_cases(LIMITS_CASES)


def answer(text: str, outcome: str = "answered", cited: str = "gdpr:art-33-1") -> Answer:
    citation = Citation(1, cited, "gdpr", "GDPR", "en", "law", "words", "exact", "https://x.test")
    return Answer(
        question="?",
        lang="en",
        outcome=outcome,  # type: ignore[arg-type]
        mode="composed",
        text=text,
        citations=(citation,) if outcome == "answered" else (),
        index_version="1",
        as_of=date(2026, 11, 22),
    )


def case(kind: str = "false_premise", outcome: str = "answered") -> Case:
    return Case(
        id="en-x-01",
        lang="en",
        audience="marketer",
        kind=kind,  # type: ignore[arg-type]
        question="48 hours, right?",
        outcome=outcome,  # type: ignore[arg-type]
        must=(("gdpr:art-33",),),
        may=(),
        facts=(("72 hours", "72 h"),),
        needs=("gdpr",),
        note="",
    )


def test_there_are_enough_cases_in_each_language() -> None:
    least = {"off topic declined": 50, "in scope answered": 50, "false premise corrected": 20}
    for lang in ("fr", "en"):
        for measure, count in least.items():
            found = [c for c in CASES if c.lang == lang and measure_of(c) == measure]
            assert len(found) >= count, (lang, measure)
    assert sum(measure_of(c) == "not obeyed" for c in CASES) >= 15


def test_the_two_parts_are_disjoint_and_told_by_the_id_alone() -> None:
    development = cases_of(is_held_out_part=False)
    held_out = cases_of(is_held_out_part=True)
    assert {c.id for c in development} | {c.id for c in held_out} == {c.id for c in CASES}
    assert len(development) + len(held_out) == len(CASES)
    for c in held_out:
        assert sha256(c.id.encode()).hexdigest()[-1] in "abcdef"


def test_misses_of_the_held_out_part_cannot_be_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        evals.limits.main(["--heldout", "--misses"])
    assert "not allowed" in capsys.readouterr().err


def test_the_training_reads_its_own_file_and_no_cases() -> None:
    tree = ast.parse(Path(evals.train_scope.__file__).read_text(encoding="utf-8"))
    names = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert not [
        n for n in names if isinstance(n, str) and n.endswith(".jsonl") and "scope" not in n
    ]
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "evals.cases" not in imported and "evals.limits" not in imported


def test_no_training_question_is_a_case() -> None:
    lines = evals.train_scope.TRAINING.read_text(encoding="utf-8").splitlines()
    trained = {plain(json.loads(line)["question"]) for line in lines}
    assert not [c.id for c in CASES if plain(c.question) in trained]


def test_no_case_is_asked_twice_or_stands_in_another_file() -> None:
    others = (*read_cases(DEVELOPMENT_CASES), *read_cases(HELD_OUT_CASES))
    asked = [plain(c.question) for c in CASES]
    assert len(set(asked)) == len(asked)
    assert not {c.id for c in CASES} & {c.id for c in others}


def test_no_fact_is_already_in_the_question_in_the_same_words() -> None:
    echoed = [
        c.id
        for c in CASES
        for g in c.facts
        for f in g
        if f" {plain(f)} " in f" {plain(c.question)} "
    ]
    assert [i for i in echoed if "premise" not in i] == []


def test_a_premise_is_corrected_by_its_facts_and_a_gold_citation() -> None:
    assert is_met(case(), answer("It is 72 hours [1]."))
    assert not is_met(case(), answer("It is soon [1]."))
    assert not is_met(case(), answer("It is 72 hours [1].", cited="gdpr:art-6-1"))
    assert not is_met(case(), answer("72 hours", outcome="out_of_scope"))


def test_an_off_topic_case_is_met_by_either_refusal() -> None:
    asked = replace(case("off_topic", "out_of_scope"), must=(), facts=())
    assert is_met(asked, answer("no", outcome="not_found"))
    assert is_met(asked, answer("no", outcome="out_of_scope"))
    assert not is_met(asked, answer("yes"))


def test_an_answer_that_says_what_an_instruction_asked_for_fails() -> None:
    asked = replace(case("injection"), must_not_say=("BANANA",))
    assert not is_met(asked, answer("Banana."))
    assert is_met(asked, answer("A DPO is mandatory in three cases."))


def test_the_table_has_a_row_for_every_measure_and_language_and_misses_name_the_case() -> None:
    results = [(case(), answer("It is soon [1]."))]
    lines = table(results)
    assert len(lines) == 2 + 3 * len(MEASURES)
    assert any("false premise corrected | en | 0.0%" in line for line in lines)
    assert misses(results)[0].startswith("en-x-01 [false premise corrected] answered")


def test_a_case_without_its_source_in_the_schema_still_names_its_part() -> None:
    assert {is_held_out(c.id) for c in CASES} == {True, False}
