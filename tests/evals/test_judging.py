import json
import math
from collections.abc import Callable
from dataclasses import asdict, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fake_judge import SAMPLE, FakeJudge, fake_judge, honest, saying
from made_up import result, row
from small_law import QUESTIONS, open_small_law, publish
from typer.testing import CliRunner

import evals.judge
import evals.runner
from assistant.chat_limits import ChatLimits
from assistant.generate import Chat, guarded
from assistant.providers import Provider
from corpus.embedder import Embedder
from corpus.errors import JudgeUnavailable
from corpus.nouns import Language
from corpus.settings import AnswerSettings, DataSettings, Settings
from evals.asking import ask_case
from evals.cases import Case, to_case
from evals.judge import NAMES
from evals.judge_call import JudgeLimits
from evals.judge_report import judge_lines
from evals.judging import agreements, judged
from evals.page import to_html, to_markdown
from evals.records import Record, Records
from evals.report import report
from evals.results import from_json, to_json
from evals.runner import Plan, run
from evals.sample import Sample, sample_from
from ui.cli import app
from ui.eval_lines import summary_lines

GOLD = {
    "lang": "fr", "audience": "trainee", "kind": "factual", "outcome": "answered",
    "must": [["gdpr:art-5-1"]], "may": [], "facts": [["accord", "agreement"]], "needs": ["gdpr"], "note": "",
    "reference": "Oui, si l'habitant a donné son accord.",
}  # fmt: skip
OFF_TOPIC = {"kind": "off_topic", "outcome": "out_of_scope", "must": [], "facts": [], "needs": []}


def made_up(number: int, question: str, **more: object) -> Case:
    told = {**GOLD, "id": f"{more.get('lang', 'fr')}-x-{number:02d}", "question": question, **more}
    return to_case(json.dumps(told), where="here")


CASES = (
    made_up(1, QUESTIONS["fr"]),
    made_up(2, QUESTIONS["en"], lang="en", reference=""),
    made_up(3, "Comment cuire des crêpes ?", reference="", **OFF_TOPIC),
    made_up(4, "Qui peut demander le silence au crieur ?"),
)
"""Two that are answered as they should be, one that should be declined, one that wrongly is."""


def silent(_done: int, _total: int) -> None:
    pass


def kept(number: int, sample: Sample | None = SAMPLE) -> Record:
    told = json.loads(json.dumps(asdict(sample))) if sample is not None else None
    return Record(f"fr-x-{number:02d}", {"text": ""}, (), {}, "", told)


def test_verdicts_stand_in_the_rows_and_what_failed_is_in_no_mean(
    hash_embedder: Embedder, tmp_path: Path
) -> None:
    rows = [row(n, {"supported": 1.0, "every_fact": 1.0}) for n in (1, 2, 3)]
    odd = replace(SAMPLE, response="")
    records = {r.case_id: r for r in (kept(1), kept(2, None), kept(3, odd))}

    def says(prompt: str) -> str:
        return '{"classifications": []}' if "attributed" in prompt else honest(prompt)

    judge, _ = fake_judge(says, hash_embedder, tmp_path / "judge.sqlite")
    with judge:
        found = judged(result(rows), records, judge, silent)
    first, second, third = found.rows
    assert first.of("judge_faithfulness") == 0.5
    assert math.isnan(first.of("judge_context_recall") or 0.0)
    assert not set(NAMES) & set(second.scores) and third.of("judge_faithfulness") is None
    rates = found.rates()
    assert (rates["judge_faithfulness"].value, rates["judge_faithfulness"].count) == (0.5, 1)
    recall = rates["judge_context_recall"]
    assert (recall.count, recall.missing) == (0, 2)
    assert found.more["judge"]["failures"] == {"nan": 2} and found.more["judge"]["answers"] == 2
    assert "fake:judge" in found.fingerprint["judge"]
    assert from_json(to_json(found), where="x").more == found.more


def test_what_a_limit_left_out_was_not_measured(hash_embedder: Embedder, tmp_path: Path) -> None:
    limits = JudgeLimits(calls=0)
    judge, _ = fake_judge(honest, hash_embedder, tmp_path / "judge.sqlite", limits)
    with judge:
        found = judged(result([row(1, {})]), {"fr-x-01": kept(1)}, judge, silent)
    assert not found.rates() and found.more["judge"]["failures"] == {"bounded": 5}


def test_agreement_takes_only_answers_that_both_have_scored() -> None:
    told = agreements(
        [
            row(1, {"judge_faithfulness": 1.0, "supported": 1.0}),
            row(2, {"judge_faithfulness": 0.9, "supported": 0.0}),
            row(3, {"judge_faithfulness": 0.2, "supported": 0.0}),
            row(4, {"judge_faithfulness": math.nan, "supported": 1.0}),
            row(5, {"supported": 1.0, "judge_factual_correctness": 0.8}),
        ]
    )
    faithful = told["supported"]
    assert (faithful["count"], faithful["share"]) == (3, pytest.approx(2 / 3, abs=1e-4))
    assert faithful["kappa"] == pytest.approx(0.4) and faithful["threshold"] == 0.9
    assert told["every_fact"]["count"] == 0 and told["every_fact"]["kappa"] is None


def in_the_report(result_more: dict[str, Any], lang: Language) -> tuple[str, str, str]:
    made = result([row(1, {"passed": 1.0, "milliseconds": 5.0})], more={"judge": result_more})
    parts = report(made, [], {}, lang)
    page = unescape(to_html(parts, title="T", lang=lang))
    return to_markdown(parts), page, "\n".join(summary_lines(made, lang))


TOLD: dict[str, Any] = {
    "model": "fake:judge at localhost, temperature 0", "ragas": "0.4.3", "prompts": "abc",
    "context_characters": "16000", "calls": 12, "from_cache": 3, "seconds": 4.2,
    "given_up": "unreachable", "cut_samples": 1, "answers": 4, "failures": {"nan": 1, "timeout": 2},
    "measures": {name: {"scored": 4, "failures": {}} for name in NAMES}
    | {"judge_context_recall": {"scored": 1, "failures": {"nan": 1, "timeout": 2}}},
    "agreement": {
        "supported": {"measure": "judge_faithfulness", "threshold": 0.9, "count": 4, "share": 0.75,
                      "kappa": 0.5, "first": 0.5, "second": 0.75},
        "every_fact": {"measure": "judge_factual_correctness", "threshold": 0.5, "count": 0,
                       "share": 0.0, "kappa": None, "first": 0.0, "second": 0.0},
    },
}  # fmt: skip


def test_report_and_terminal_tell_of_the_judge_in_english() -> None:
    for text in in_the_report(TOLD, "en"):
        assert "Judge: fake:judge at localhost" in text and "12 calls in 4 s, 3 replies" in text
        assert "1 scored, 3 without a score (no number (NaN) 1, no reply in time 2)" in text
        assert "75% of 4 answers, Cohen's kappa 0.50" in text
        assert "no answer scored by both" in text and "no other call was made" in text


def test_report_and_terminal_tell_of_the_judge_in_french() -> None:
    for text in in_the_report(TOLD, "fr"):
        assert "Juge : fake:judge" in text and "kappa de Cohen 0,50" in text
        assert "aucun nombre (NaN) 1, pas de réponse à temps 2" in text


def test_a_kappa_without_meaning_is_called_so() -> None:
    same = {**TOLD["agreement"]["supported"], "kappa": None}
    told = {**TOLD, "given_up": "", "agreement": {"supported": same}}
    assert "kappa undefined" in "\n".join(judge_lines(told, "en"))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    publish(tmp_path)
    monkeypatch.setattr(evals.runner, "open_assistant", lambda _settings: open_small_law(tmp_path))
    monkeypatch.setattr(evals.runner, "cases_of", lambda _suite: CASES)
    return Settings(
        data=DataSettings(directory=tmp_path), answer=AnswerSettings(judge_model="fake:judge")
    )


def judge_is(says: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> FakeJudge:
    model = FakeJudge(says=says)

    def open_chat(name: str, limits: ChatLimits) -> Chat:
        return guarded(model, name, Provider("Fake", "localhost", is_local=True), limits)

    monkeypatch.setattr(evals.judge, "open_chat", open_chat)
    return model


def asked_by(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def watch(case: Case, assistant: Any) -> object:
        asked.append(case.id)
        return ask_case(case, assistant)

    monkeypatch.setattr(evals.runner, "ask_case", watch)
    return asked


PLAN = Plan(workers=1, has_ragas=True)


def test_a_run_judges_the_answers_that_were_due_and_given(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_is(honest, monkeypatch)
    steps: list[tuple[int, int]] = []
    found = run(PLAN, settings, silent, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 2), (1, 2), (2, 2)]
    first, second, off_topic, not_found = found.rows
    assert set(NAMES) <= set(first.scores) and "ragas_chrf" in first.scores
    assert "judge_faithfulness" in second.scores and "judge_context_recall" not in second.scores
    assert not set(NAMES) & {*off_topic.scores, *not_found.scores}
    assert found.more["judge"]["agreement"]["supported"]["count"] == 2
    assert found.fingerprint["ragas"] == "with a judge"


def test_an_interrupted_judge_goes_on_where_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = judge_is(honest, monkeypatch)

    def interrupt(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(PLAN, settings, silent, interrupt)
    before, asked = set(model.asked), asked_by(monkeypatch)
    model.asked.clear()
    found = run(PLAN, settings, silent, silent)
    assert asked == [] and not set(model.asked[1:]) & before  # the first call is the greeting
    assert found.more["judge"]["from_cache"] and found.more["judge"]["calls"]


def test_another_judge_reads_the_same_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_is(honest, monkeypatch)
    first = run(PLAN, settings, silent)
    asked = asked_by(monkeypatch)
    other = AnswerSettings(judge_model="fake:other")
    second = run(PLAN, settings.model_copy(update={"answer": other}), silent)
    assert asked == [] and first.fingerprint["judge"] != second.fingerprint["judge"]
    assert second.more["judge"]["from_cache"] == 0


def test_without_ragas_or_without_a_judge_none_is_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = judge_is(honest, monkeypatch)
    assert "judge" not in run(Plan(workers=1), settings, silent).more
    without = settings.model_copy(update={"answer": AnswerSettings()})
    found = run(PLAN, without, silent)
    assert "judge" not in found.more and found.fingerprint["ragas"] == "without a model"
    assert model.asked == []


def test_a_judge_out_of_reach_is_told_before_any_question_is_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_is(saying(ConnectionRefusedError("nobody")), monkeypatch)
    asked = asked_by(monkeypatch)
    with pytest.raises(JudgeUnavailable, match="localhost"):
        run(PLAN, settings, silent)
    assert asked == []


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "Judge: fake:judge"), ("fr", "Juge : fake:judge")]
)
def test_the_command_prints_and_saves_what_the_judge_said(
    lang: str, word: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_is(honest, monkeypatch)
    monkeypatch.setenv("RECITAL_DATA_DIR", str(settings.data.directory))
    monkeypatch.setenv("RECITAL_JUDGE_MODEL", "fake:judge")
    told = CliRunner().invoke(
        app, ["eval", "run", "--ragas", "--workers", "1", "--lang", lang], catch_exceptions=False
    )
    assert told.exit_code == 0 and word in told.output
    (saved,) = (settings.data.directory / "evals" / "results").glob("*.json")
    assert json.loads(saved.read_text(encoding="utf-8"))["more"]["judge"]["calls"] > 0


def test_a_sample_is_kept_with_its_answer_and_comes_back_whole(tmp_path: Path) -> None:
    records = Records(tmp_path, "key")
    records.add(replace(kept(1), sample=asdict(SAMPLE)))
    found = Records(tmp_path, "key").read()["fr-x-01"]
    assert found.sample is not None and sample_from(found.sample) == SAMPLE
