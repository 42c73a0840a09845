import json
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from small_law import open_small_law, publish

import evals.runner
from assistant.assistant import Assistant
from assistant.chain import find_passages
from corpus.errors import ChatModelUnavailable, IndexDamaged
from corpus.settings import DataSettings, Settings
from evals.asking import AS_OF, ask_case
from evals.cases import Case, to_case
from evals.fingerprint import Commit, commit_of, fingerprint_of, key_of
from evals.runner import Plan, _stand, name_of, run, settings_for

ROW = {
    "lang": "fr",
    "audience": "trainee",
    "kind": "factual",
    "outcome": "answered",
    "must": [["gdpr:art-21-1"]],
    "may": [],
    "facts": [],
    "needs": ["gdpr"],
    "note": "",
}


def made_up(number: int, question: str, **more: object) -> Case:
    return to_case(
        json.dumps({**ROW, "id": f"fr-x-{number:02d}", "question": question, **more}), where="here"
    )


CASES = (
    made_up(1, "Qui peut demander le silence au crieur ?"),
    made_up(2, "Le crieur doit-il se taire quand on le lui demande ?"),
    made_up(3, "Comment cuire des crêpes ?", outcome="out_of_scope", kind="off_topic", must=[], needs=[]),
    made_up(4, "Et la nuit ?", kind="follow_up", history=["Le crieur peut-il frapper à la porte ?"]),
    made_up(5, "Qui dort ?", needs=["nowhere"]),
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    publish(tmp_path)
    monkeypatch.setattr(evals.runner, "open_assistant", lambda _settings: open_small_law(tmp_path))
    monkeypatch.setattr(evals.runner, "cases_of", lambda _suite: CASES)
    return Settings(data=DataSettings(directory=tmp_path))


def asked_by(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    real = ask_case

    def watch(case: Case, assistant: Assistant) -> object:
        asked.append(case.id)
        return real(case, assistant)

    monkeypatch.setattr(evals.runner, "ask_case", watch)
    return asked


def silent(_done: int, _total: int) -> None:
    pass


def test_a_run_asks_every_case_whose_texts_are_loaded(settings: Settings) -> None:
    steps: list[tuple[int, int]] = []
    found = run(Plan(workers=1), settings, lambda done, total: steps.append((done, total)))
    assert [row.id for row in found.rows] == [f"fr-x-0{n}" for n in range(1, 5)]
    assert steps == [(n, 4) for n in range(5)]
    assert found.answers == "composed" and found.suite == "quick"
    assert found.profile.startswith("gdpr/fr+en") and "passed" in found.rates()


def test_an_interrupted_run_goes_on_where_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Plan(workers=1), settings, interrupt)
    asked = asked_by(monkeypatch)
    whole = run(Plan(workers=1), settings, silent)
    assert asked == ["fr-x-03", "fr-x-04"] and len(whole.rows) == 4
    asked.clear()
    run(Plan(workers=1), settings, silent)
    assert asked == []
    run(Plan(workers=1, is_fresh=True), settings, silent)
    assert len(asked) == 4


def test_what_a_score_depends_on_is_not_taken_from_an_earlier_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(Plan(workers=1), settings, silent)
    asked = asked_by(monkeypatch)
    monkeypatch.setattr(evals.runner, "cases_of", lambda _suite: CASES[:3])
    run(Plan(workers=1), settings, silent)
    assert asked == ["fr-x-01", "fr-x-02", "fr-x-03"]


def test_a_fault_is_what_happened_to_the_case_and_the_others_go_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import evals.asking

    def fail(state: object, setting: object) -> object:
        if "crêpes" in state.understood.question.text:  # type: ignore[attr-defined]
            raise IndexDamaged(version="v1", reason="torn")
        return find_passages(state, setting)  # type: ignore[arg-type]

    monkeypatch.setattr(evals.asking, "find_passages", fail)
    found = run(Plan(workers=1), settings, silent)
    failed = found.row("fr-x-03")
    assert failed is not None and failed.outcome == "failed" and "torn" in failed.failure
    assert failed.of("passed") == 0.0
    assert [row.id for row in found.rows if row.failure] == ["fr-x-03"]


def test_a_fault_nobody_foresaw_stands_in_the_result_and_is_asked_again_next_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import evals.asking

    def fail(state: object, setting: object) -> object:
        raise ZeroDivisionError("nobody thought of it")

    with monkeypatch.context() as broken:
        broken.setattr(evals.asking, "find_passages", fail)
        found = run(Plan(workers=1), settings, silent)
    assert {row.outcome for row in found.rows} == {"failed"}
    assert "nobody thought of it" in found.rows[0].failure
    mended = run(Plan(workers=1), settings, silent)
    assert (mended.taken_up, [row.failure for row in mended.rows]) == (0, [""] * 4)


def test_a_run_tells_what_it_took_up_and_what_it_left_out(settings: Settings) -> None:
    first = run(Plan(workers=1), settings, silent)
    again = run(Plan(workers=1), settings, silent)
    assert (first.taken_up, first.left_out) == (0, 1)
    assert (again.taken_up, again.left_out) == (4, 1)


def test_a_follow_up_is_asked_after_the_questions_before_it(law: Assistant) -> None:
    heard = ask_case(CASES[3], law)
    assert heard.retrieved is not None and heard.asked.answer is not None
    question = heard.retrieved.understood.question
    assert [turn.question for turn in question.history] == list(CASES[3].history)
    assert question.as_of == AS_OF
    other_day = made_up(9, "Qui sonne ?", kind="as_of", as_of="2026-01-02")
    asked = ask_case(other_day, law).asked.answer
    assert asked is not None and asked.as_of == date(2026, 1, 2)


def test_generated_answers_need_a_chat_model_and_composed_ones_use_none() -> None:
    with pytest.raises(ChatModelUnavailable, match="RECITAL_CHAT_MODEL"):
        settings_for(Plan(answers="generated"), Settings())
    answer = Settings().answer.model_copy(update={"chat_model": "ollama:x"})
    chatty = Settings(answer=answer)
    assert settings_for(Plan(), chatty).answer.chat_model == ""
    assert settings_for(Plan(answers="generated"), chatty).answer.chat_model == "ollama:x"


@pytest.mark.parametrize(
    ("plan", "name"),
    [
        (Plan("full"), "2026-11-23-abc"),
        (Plan("quick"), "2026-11-23-abc-quick"),
        (Plan("full", "generated"), "2026-11-23-abc-generated"),
    ],
)
def test_a_result_is_named_by_day_commit_and_what_sets_it_apart(plan: Plan, name: str) -> None:
    assert name_of(plan, date(2026, 11, 23), "abc") == name


@pytest.mark.parametrize(("is_modified", "name"), [(False, "abc1234"), (True, "abc1234-0123")])
def test_a_changed_checkout_is_named_by_what_it_asks_with_too(is_modified: bool, name: str) -> None:
    assert _stand(Commit("abc1234", is_modified), "0123456789ab") == name


def fingerprint(law: Assistant, cases: Sequence[Case], answers: str = "composed") -> str:
    return key_of(fingerprint_of(law, Settings(), cases, answers))


def test_equal_circumstances_have_one_fingerprint_and_others_another(law: Assistant) -> None:
    assert fingerprint(law, CASES) == fingerprint(law, CASES[::-1])
    assert fingerprint(law, CASES) != fingerprint(law, CASES[1:])
    assert fingerprint(law, CASES) != fingerprint(law, CASES, "generated")


def test_a_folder_without_git_has_an_unknown_commit(tmp_path: Path) -> None:
    assert commit_of(tmp_path).id == "unknown"


def test_who_works_for_a_run_that_was_killed_ends_by_itself() -> None:
    """In processes of their own: a parent that dies at once, and a child that would wait for ever."""
    program = """
import os, time
from multiprocessing import get_context
from evals.runner import _end_with_parent
if __name__ == "__main__":
    child = get_context("spawn").Process(target=_end_with_parent)
    child.start()
    print(child.pid, flush=True)
    time.sleep(2)
    os._exit(0)
"""
    folder = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    stat = Path("/proc") / told.stdout.strip() / "stat"
    deadline = time.monotonic() + 20
    while stat.is_file() and ") Z " not in stat.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert time.monotonic() < deadline, "the child outlived its parent"
