from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import evals.adopt
import evals.results
import evals.runner
from assistant.answer import Answer
from assistant.conversations import Conversations, StoredExchange
from assistant.database import open_database
from assistant.ratings import Rating, Ratings
from corpus.errors import InvalidInput, NoResultSaved, UnknownResult
from evals.cases import read_cases
from evals.fingerprint import key_of
from evals.records import Record, Records
from evals.results import Result, Row, save
from ui.cli import app

PROFILE = "gdpr/fr+en"
ROOT = Path(__file__).parents[2]
ANSWER = Answer(
    "Puis-je écrire à nos clients ?", "fr", "answered", "composed", "Oui.", (), "v1", date(2026, 1, 2)
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECITAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setattr(evals.results, "RESULTS_FOLDER", tmp_path / "committed")
    monkeypatch.setattr(evals.adopt, "ADOPTED", tmp_path / "adopted.jsonl")
    return tmp_path


def made(passing: int, name: str, program: str = "p1") -> Result:
    rows = tuple(
        Row(f"fr-x-{n:02d}", "fr", "trainee", "factual", "development", "x", "answered",
            {"passed": float(n < passing), "right_outcome": 1.0, "milliseconds": 50.0})
        for n in range(40)
    )  # fmt: skip
    return Result(
        name=name, made_on=date(2026, 11, 23), commit="abc", is_modified=False, suite="quick",
        answers="composed", profile=PROFILE, index_version="v1", machine="2 cores", seconds=1.0,
        fingerprint={"program": program}, rows=rows,
    )  # fmt: skip


def printed(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, ["eval", *arguments], catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


def serve(monkeypatch: pytest.MonkeyPatch, result: Result) -> None:
    def run(_plan: Any, _settings: Any, progress: Any, _judging: Any) -> Result:
        progress(40, 40)
        return result

    monkeypatch.setattr(evals.runner, "run", run)


def test_a_run_prints_its_figures_and_saves_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, made(30, "today-quick"))
    told = printed("run", "--lang", "en")
    assert "All of it right" in told and "75.0%" in told and "p50 50 ms" in told
    assert (folder / "evals" / "results" / "today-quick.json").is_file()
    assert json.loads(printed("run", "--json"))["measures"]["passed"]["value"] == 0.75
    assert "Tout est juste" in printed("run", "--lang", "fr")


def test_the_gate_fails_on_a_drop_and_says_what_to_compare(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(made(39, "before"), folder / "committed" / "before.json")
    serve(monkeypatch, made(20, "today-quick"))
    told = printed("run", "--gate", status=1)
    assert "Quality drop: “All of it right” is 50.0%" in told
    assert "recital eval compare before today-quick" in told
    serve(monkeypatch, made(38, "today-quick"))
    assert "No drop against before." in printed("run", "--gate")


def test_a_full_run_is_held_against_what_was_there_before_it_was_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(made(39, "before"), folder / "committed" / "before.json")
    serve(monkeypatch, replace(made(20, "today"), suite="full", made_on=date(2099, 1, 1)))
    told = printed("run", "--suite", "full", "--gate", status=1)
    assert "Quality drop: “All of it right” is 50.0%" in told and "compare before today" in told


def test_the_gate_fails_where_there_is_nothing_to_hold_a_run_against(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve(monkeypatch, made(20, "today-quick"))
    assert "nothing to compare with" in printed("run", "--gate", status=1)
    assert "rien à quoi comparer" in printed("run", "--gate", "--lang", "fr", status=1)


def test_sources_nobody_measured_are_held_against_others_and_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = replace(made(39, "before"), profile="gdpr/fr+en cpce/fr", suite="full")
    save(wide, folder / "committed" / "before.json")
    serve(monkeypatch, made(20, "today-quick"))
    told = printed("run", "--gate", status=1)
    assert "Nobody measured these sources: compared with before" in told and "drop" in told


def test_an_unknown_baseline_is_refused_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve(monkeypatch, made(20, "x"))
    told = printed("run", "--baseline", "magic", status=2)
    assert all(name in told for name in ("tutorial", "bm25", "e5", "all"))


def test_queries_of_the_cnil_that_are_none_are_refused_before_anything_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, made(20, "x"))
    for name, text in (("bad.jsonl", '{"query": 1}\n'), ("worse.jsonl", "no JSON\n")):
        (folder / name).write_text(text, encoding="utf-8")
        with pytest.raises(InvalidInput, match="query, gold_ids, kind"):
            printed("run", "--cnil", name)
    with pytest.raises(InvalidInput, match="FileNotFoundError"):
        printed("run", "--cnil", "none.jsonl")


def test_two_results_are_compared_with_both_answers_where_they_are_at_hand(folder: Path) -> None:
    old, new = made(40, "before", "p1"), made(20, "after", "p2")
    for one in (old, new):
        save(one, folder / "evals" / "results" / f"{one.name}.json")
    records = Records(folder, key_of({"program": "p1"}))
    records.add(Record("fr-x-39", ANSWER.to_json(), (), {}))
    told = printed("compare", "before", "after", "--lang", "en")
    assert "differs: program (p1 → p2)" in told
    assert "100.0% → 50.0%  −50.0 points [−65.0 … −35.0]  worse" in told
    assert "[before] Oui." in told and "no longer on this machine" in told
    row = json.loads(printed("compare", "before", "after", "--json"))
    assert row["changes"][0]["difference"] == -0.5 and row["changes"][0]["is_better"] is False


def test_results_are_listed_and_reported_in_both_forms(folder: Path) -> None:
    with pytest.raises(NoResultSaved, match="eval run"):
        printed("report")
    save(made(30, "2026-11-23-abc"), folder / "committed" / "2026-11-23-abc.json")
    told = printed("list", "--lang", "fr").splitlines()
    assert told[0].startswith("résultat") and told[0].endswith("tout juste")
    assert told[1].startswith("2026-11-23-abc") and told[1].endswith("75,0\u00a0%")
    assert told[2] == "Résultats : 1"
    assert json.loads(printed("list", "--json"))["results"][0]["passed"] == 0.75
    assert "# Evaluation of Recital" in printed("report", "--lang", "en")
    save(made(1, "later-quick"), folder / "evals" / "results" / "later-quick.json")
    assert "| All of it right | 2.5%" in printed("report", "--lang", "en")
    full = replace(made(30, "2026-11-22-abc"), suite="full", made_on=date(2026, 11, 22))
    save(full, folder / "committed" / "2026-11-22-abc.json")
    assert "| All of it right | 75.0%" in printed("report", "--lang", "en")
    printed("report", "2026-11-23", "--html", "page.html", "--lang", "fr")
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "Évaluation de Recital" in page and "<script" not in page


def rated(folder: Path) -> str:
    database = open_database(f"sqlite:///{folder / 'recital.sqlite'}")
    Conversations(database).save("me", "c", 0, StoredExchange(ANSWER.question, ANSWER))
    Ratings(database).rate("me", "c", 0, Rating("down", "wrong", ""))
    (review,) = Ratings(database).reviews()
    database.close()
    return review.id


def test_a_thumb_down_is_adopted_and_leaves_the_review_list(folder: Path) -> None:
    review = rated(folder)
    gold = (
        "--kind",
        "permission",
        "--must",
        "cpce:art-l34-5|gdpr:art-21-2",
        "--fact",
        "oppos|object",
    )
    told = printed("adopt", review, *gold, "--yes")
    assert "fr-adopted-01" in told
    (case,) = read_cases(folder / "adopted.jsonl")
    assert case.question == ANSWER.question and case.kind == "permission"
    result = CliRunner().invoke(app, ["reviews", "--json"])
    assert json.loads(result.output)["reviews"] == []


def test_a_case_is_not_written_without_a_yes(folder: Path) -> None:
    review = rated(folder)
    result = CliRunner().invoke(app, ["eval", "adopt", review, "--must", "gdpr:art-7"], input="n\n")
    assert result.exit_code == 1 and not (folder / "adopted.jsonl").exists()


def test_a_bad_gold_is_refused_and_the_review_stays(folder: Path) -> None:
    review = rated(folder)
    with pytest.raises(InvalidInput):
        printed("adopt", review, "--yes")
    assert review in CliRunner().invoke(app, ["reviews"]).output


def test_what_fails_is_told_in_the_language_asked_for() -> None:
    with pytest.raises(UnknownResult) as told:
        printed("report", "nothing", "--lang", "fr")
    assert told.value.asked_in == "fr"
    program = [sys.executable, "-m", "ui.cli", "eval", "report", "nothing", "--lang", "fr"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2 and "ne désigne pas un seul résultat" in done.stderr
