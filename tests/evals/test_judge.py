import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_judge import ABROAD, HERE, SAMPLE, FakeJudge, fake_judge, honest, saying, slow

import evals.judge
from assistant.chat_failure import ChatFailed, Failure
from assistant.chat_limits import ChatLimits
from assistant.generate import Chat, guarded
from assistant.providers import Provider
from corpus.embedder import Embedder
from corpus.errors import ChatModelUnavailable, InvalidInput, JudgeUnavailable
from evals.judge import NAMES, Verdict, open_judge, within
from evals.judge_call import GIVEN_UP_AFTER, JudgeLimits
from evals.judge_words import PROBLEMS
from evals.measures import MEASURES

NO_REFERENCE = replace(SAMPLE, reference="")
"""Faithfulness and relevancy alone: three calls."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "judge.sqlite"


def problems(
    says: Any, embedder: Embedder, path: Path, limits: JudgeLimits | None = None
) -> set[str]:
    judge, _model = fake_judge(says, embedder, path, limits)
    with judge:
        found = judge.score(SAMPLE)
    assert all(verdict.score is None for verdict in found.values())
    return {verdict.problem for verdict in found.values()}


def test_each_measure_is_what_ragas_makes_of_the_replies(
    hash_embedder: Embedder, path: Path
) -> None:
    judge, model = fake_judge(honest, hash_embedder, path)
    with judge:
        found = judge.score(SAMPLE)
    assert tuple(found) == NAMES and not any(verdict.problem for verdict in found.values())
    assert found["judge_faithfulness"].score == 0.5  # the contexts say nothing of bread
    assert found["judge_answer_relevancy"].score == pytest.approx(1.0)
    assert found["judge_context_precision"].score == pytest.approx(1.0)
    assert found["judge_context_recall"].score == 1.0
    assert found["judge_factual_correctness"].score == pytest.approx(0.67)
    assert judge.report()["calls"] == len(model.asked) == 10


def test_what_a_sample_lacks_is_not_judged(hash_embedder: Embedder, path: Path) -> None:
    judge, model = fake_judge(honest, hash_embedder, path)
    with judge:
        found = judge.score(NO_REFERENCE)
        assert found["judge_context_recall"] == found["judge_context_precision"] == Verdict(None)
        assert found["judge_factual_correctness"] == Verdict(None) and len(model.asked) == 3
        nothing_found = judge.score(replace(SAMPLE, contexts=()))
    assert nothing_found["judge_context_recall"] == Verdict(0.0)
    assert nothing_found["judge_context_precision"] == Verdict(None)
    assert nothing_found["judge_faithfulness"] == Verdict(None)


def test_a_prompt_is_judged_once_by_one_model_across_restarts(
    hash_embedder: Embedder, path: Path
) -> None:
    first, _ = fake_judge(honest, hash_embedder, path)
    with first:
        before = first.score(SAMPLE)
    again, model = fake_judge(saying(RuntimeError("never called")), hash_embedder, path)
    with again:
        assert again.score(SAMPLE) == before
    assert model.asked == []
    assert again.report()["calls"] == 0 and again.report()["from_cache"] == 10
    for other in ({"name": "fake:other"}, {"provider": ABROAD}, {"temperature": 0.7}):
        another, model = fake_judge(honest, hash_embedder, path, **other)
        with another:
            another.score(SAMPLE)
        assert len(model.asked) == 10, other


def test_a_reply_that_failed_is_not_kept(hash_embedder: Embedder, path: Path) -> None:
    assert problems(saying("I would rather not."), hash_embedder, path) == {"unreadable"}
    judge, _ = fake_judge(honest, hash_embedder, path)
    with judge:
        assert judge.score(SAMPLE)["judge_faithfulness"] == Verdict(0.5)


def test_a_file_that_holds_no_replies_is_refused_by_name(
    hash_embedder: Embedder, path: Path
) -> None:
    path.parent.mkdir()
    path.write_text("not a database, and long enough to be seen as none " * 20)
    with pytest.raises(InvalidInput, match=r"judge\.sqlite.*delete it"):
        fake_judge(honest, hash_embedder, path)


def test_over_the_bound_of_calls_a_measure_is_bounded(hash_embedder: Embedder, path: Path) -> None:
    judge, model = fake_judge(honest, hash_embedder, path, JudgeLimits(calls=2))
    with judge:
        found = judge.score(SAMPLE)
        assert found["judge_faithfulness"].score == 0.5  # its two calls
        rest = {found[name] for name in NAMES[1:]}
        assert rest == {Verdict(None, "bounded")} and len(model.asked) == 2
        assert judge.report()["failures"] == {"bounded": 4}
    goes_on, model = fake_judge(honest, hash_embedder, path, JudgeLimits(calls=8))
    with goes_on:
        assert not any(verdict.problem for verdict in goes_on.score(SAMPLE).values())
    assert len(model.asked) == 8


def test_over_the_bound_of_time_a_measure_is_bounded(hash_embedder: Embedder, path: Path) -> None:
    assert problems(honest, hash_embedder, path, JudgeLimits(seconds=0)) == {"bounded"}


def failing(kind: Any) -> ChatFailed:
    return ChatFailed(Failure(kind))


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (ConnectionRefusedError("nobody"), "unreachable"),
        (failing("unknown_host"), "unreachable"),
        (failing("key"), "key"),
        (failing("model_name"), "model_name"),
        (failing("too_long"), "too_long"),
        (failing("declined"), "declined"),
        ("", "unreadable"),
        ("no JSON at all", "unreadable"),
        ('{"other": 1}', "unreadable"),
        ("{" * 5_000 + "}", "unreadable"),
    ],
)
def test_each_failure_has_its_name_and_no_score(
    said: Any, problem: str, hash_embedder: Embedder, path: Path
) -> None:
    assert problems(saying(said), hash_embedder, path) == {problem}
    assert problem in PROBLEMS


def test_a_model_that_lets_wait_is_a_timeout(hash_embedder: Embedder, path: Path) -> None:
    limits = JudgeLimits(seconds_per_call=0.05)
    assert problems(slow, hash_embedder, path, limits) == {"timeout"}


def test_a_provider_that_fails_again_and_again_is_called_no_more(
    hash_embedder: Embedder, path: Path
) -> None:
    judge, model = fake_judge(saying(ConnectionRefusedError("nobody")), hash_embedder, path)
    with judge:
        for _ in range(3):
            judge.score(SAMPLE)
    assert len(model.asked) == GIVEN_UP_AFTER
    told = judge.report()
    assert told["given_up"] == "unreachable" and told["failures"] == {"unreachable": 15}


def replying(**replies: object) -> Any:
    """An honest judge, but for the replies whose JSON holds a certain key."""

    def says(prompt: str) -> str:
        told = json.loads(honest(prompt).strip("`json\n"))
        return json.dumps({key: replies.get(key, value) for key, value in told.items()})

    return says


def test_words_around_a_reply_and_after_it_do_no_harm(hash_embedder: Embedder, path: Path) -> None:
    def chatty(prompt: str) -> str:
        return f"Here it is:\n{honest(prompt)}\nI hope {{this}} helps. {honest(prompt)}"

    judge, _ = fake_judge(chatty, hash_embedder, path)
    with judge:
        assert not any(verdict.problem for verdict in judge.score(SAMPLE).values())


def test_no_number_is_a_failure_by_that_name_and_not_a_zero(
    hash_embedder: Embedder, path: Path
) -> None:
    judge, _ = fake_judge(replying(classifications=[]), hash_embedder, path)
    with judge:
        found = judge.score(SAMPLE)
    assert found["judge_context_recall"] == Verdict(None, "nan")
    told = judge.report()
    assert told["failures"] == {"nan": 1}
    assert told["measures"]["judge_context_recall"] == {"scored": 0, "failures": {"nan": 1}}
    assert told["measures"]["judge_faithfulness"] == {"scored": 1, "failures": {}}


@pytest.mark.parametrize(
    ("replies", "name", "problem"),
    [
        ({"claims": []}, "judge_factual_correctness", "incomplete"),
        ({"question": " "}, "judge_answer_relevancy", "incomplete"),
        ({"verdict": 7}, "judge_context_precision", "unreadable"),
        ({"noncommittal": -1}, "judge_answer_relevancy", "unreadable"),
    ],
)
def test_a_reply_ragas_would_make_a_score_of_though_it_judges_nothing_has_none(
    replies: dict[str, object], name: str, problem: str, hash_embedder: Embedder, path: Path
) -> None:
    judge, _ = fake_judge(replying(**replies), hash_embedder, path)
    with judge:
        assert judge.score(SAMPLE)[name] == Verdict(None, problem)


def test_statements_left_without_a_verdict_are_not_forgotten(
    hash_embedder: Embedder, path: Path
) -> None:
    def forgets(prompt: str) -> str:
        told = json.loads(honest(prompt).strip("`json\n"))
        if "verdict" in json.dumps(told.get("statements", "")):
            told["statements"] = told["statements"][:1]
        return json.dumps(told)

    judge, _ = fake_judge(forgets, hash_embedder, path)
    with judge:
        assert judge.score(SAMPLE)["judge_faithfulness"] == Verdict(None, "incomplete")


def test_what_is_told_of_the_texts_is_bounded_and_what_is_quoted_stays() -> None:
    long = replace(SAMPLE, contexts=("x" * 90, *SAMPLE.contexts))
    told = within(long, 60)
    assert told.contexts == ("x" * 21, SAMPLE.contexts[0])
    assert within(long, 10_000) == long


def test_texts_that_were_cut_are_counted(hash_embedder: Embedder, path: Path) -> None:
    judge, _ = fake_judge(honest, hash_embedder, path, JudgeLimits(context_characters=50))
    with judge:
        judge.score(NO_REFERENCE)
    assert judge.report()["cut_samples"] == 1


def test_the_judge_is_pinned_by_its_fingerprint(hash_embedder: Embedder, path: Path) -> None:
    judge, _ = fake_judge(honest, hash_embedder, path)
    warm, _ = fake_judge(honest, hash_embedder, path, temperature=None)
    with judge, warm:
        assert judge.fingerprint["model"] == "fake:judge at localhost, temperature 0"
        assert judge.fingerprint["ragas"] and len(judge.fingerprint["prompts"]) == 12
        assert "temperature its own" in warm.fingerprint["model"]


def test_personal_data_leaves_this_machine_masked_only(hash_embedder: Embedder, path: Path) -> None:
    sample = replace(NO_REFERENCE, response="Write to jeanne.martin@exemple.fr.")
    for provider, is_told in ((HERE, True), (ABROAD, False)):
        judge, model = fake_judge(honest, hash_embedder, path, provider=provider)
        with judge:
            judge.score(sample)
        assert ("jeanne.martin@exemple.fr" in "".join(model.asked)) is is_told


def test_judging_sends_nothing_anywhere_and_writes_no_id(
    hash_embedder: Embedder,
    path: Path,
    network_attempts: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("RAGAS_DO_NOT_TRACK", "1")
    judge, _ = fake_judge(honest, hash_embedder, path)
    with judge:
        judge.score(SAMPLE)
    assert network_attempts == [] and not list(home.iterdir())


def test_the_kept_replies_hold_no_question_or_prompt(hash_embedder: Embedder, path: Path) -> None:
    judge, _ = fake_judge(honest, hash_embedder, path)
    with judge:
        judge.score(SAMPLE)
    with sqlite3.connect(path) as file:
        keys = [row[0] for row in file.execute("SELECT key FROM reply")]
    file.close()
    assert len(keys) == 10 and all(len(key) == 64 for key in keys)


def opening(said: Any, monkeypatch: pytest.MonkeyPatch) -> list[Chat]:
    """Judges are opened over a model that says this; the models they are opened over."""
    opened: list[Chat] = []

    def open_chat(name: str, limits: ChatLimits) -> Chat:
        if isinstance(said, ChatModelUnavailable):
            raise said
        provider = Provider("Fake", "judge.example", is_local=True)
        opened.append(guarded(FakeJudge(says=saying(said)), name, provider, limits))
        return opened[-1]

    monkeypatch.setattr(evals.judge, "open_chat", open_chat)
    return opened


@pytest.mark.parametrize(
    ("said", "fr", "en"),
    [
        (ConnectionRefusedError("no"), "lancez le modèle", "start the model"),
        (failing("key"), "corrigez la clé", "correct the provider's key"),
        (failing("model_name"), "corrigez RECITAL_JUDGE_MODEL", "correct RECITAL_JUDGE_MODEL"),
        (failing("rejected"), "choisissez un autre modèle", "choose another model"),
    ],
)
def test_a_judge_that_cannot_be_reached_says_what_failed_and_what_to_do(
    said: Exception,
    fr: str,
    en: str,
    hash_embedder: Embedder,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opening(said, monkeypatch)
    with pytest.raises(JudgeUnavailable) as raised, open_judge("x:judge", hash_embedder, path):
        pass
    assert fr in raised.value.message("fr") and en in raised.value.message("en")
    assert "judge.example" in raised.value.message("fr")
    assert "RECITAL_JUDGE_MODEL" in raised.value.message("en")


def test_a_judge_without_its_package_or_key_says_so(
    hash_embedder: Embedder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(ChatModelUnavailable(model="x:judge", reason="no package x"), monkeypatch)
    with (
        pytest.raises(JudgeUnavailable, match="no package x") as raised,
        open_judge("x:judge", hash_embedder, path),
    ):
        pass
    assert "RECITAL_CHAT_MODEL" not in raised.value.message("en")


def test_a_judge_that_answers_is_opened_with_its_own_limits(
    hash_embedder: Embedder, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opening("yes", monkeypatch)
    with open_judge("x:judge", hash_embedder, path, JudgeLimits(seconds_per_call=7)) as judge:
        assert judge.report()["calls"] == 0
    (chat,) = opened
    assert chat.limits.total(is_local=True) == chat.limits.first_piece(is_local=False) == 7
    assert isinstance(chat.model, FakeJudge) and chat.model.num_ctx == JudgeLimits().tokens > 8_000


def test_every_measure_of_the_judge_is_explained_and_none_is_gated() -> None:
    known = {measure.name: measure for measure in MEASURES if measure.group == "judge"}
    assert set(known) == set(NAMES)
    assert not any(measure.is_gated for measure in known.values())
