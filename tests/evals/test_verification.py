from __future__ import annotations

from pathlib import Path

import pytest

from assistant.statement import Fault
from corpus.errors import InvalidInput
from evals.misstatements import Statement
from evals.verification import (
    CASES,
    CERTAIN,
    Verdict,
    is_strict,
    misses,
    rates,
    read_statements,
    table,
)


def verdict(fault: Fault | str, *found: Fault) -> Verdict:
    row = {
        "id": "fr-x-01",
        "lang": "fr",
        "sentence": "Le crieur dort [1].",
        "cites": ["gdpr:art-5"],
    }
    return Verdict(Statement.model_validate({**row, "fault": fault}), frozenset(found))


def test_there_are_over_two_hundred_statements_of_every_kind_in_both_languages() -> None:
    rows = read_statements(CASES)
    assert len(rows) >= 200 and len({row.id for row in rows}) == len(rows)
    assert len({row.sentence for row in rows}) == len(rows)
    assert {row.lang for row in rows} == {"fr", "en"}
    assert {row.fault for row in rows} >= {"", *CERTAIN, "bound", "negation", "modality", "actor"}
    assert sum(not row.fault for row in rows) >= 100


def test_a_row_that_breaks_the_schema_is_named_by_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "rows.jsonl"
    broken.write_text('{"id": "fr-right-01"}\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"rows\.jsonl:1"):
        read_statements(broken)


def test_a_wrong_figure_that_passes_fails_the_run_but_a_flipped_verb_does_not() -> None:
    assert is_strict([verdict("figure", "figure"), verdict("negation")])
    assert not is_strict([verdict("figure")])


def test_the_rates_count_what_was_flagged_for_each_kind() -> None:
    found = rates([verdict("figure", "figure"), verdict("figure"), verdict("")])
    assert found["figure"].value == 0.5 and found[""].value == 0.0


def test_the_table_tells_what_right_sentences_were_flagged_for() -> None:
    lines = table("Statements", [verdict("", "topic"), verdict("date", "date")])
    assert lines[-1] == "Right sentences flagged for: topic 1."
    assert any(line.startswith("| date | 100.0%") for line in lines)


def test_both_ways_of_being_wrong_are_listed_as_misses() -> None:
    rows = [verdict("", "topic"), verdict("figure"), verdict("figure", "figure")]
    assert [line.split("]")[0] for line in misses(rows)] == ["fr-x-01 [topic", "fr-x-01 [nothing"]
