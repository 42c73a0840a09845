from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scripted_model import ScriptedModel
from small_law import QUESTIONS, REFORM, SMALL_LAW, TODAY, open_small_law, publish, supply

import assistant.assistant as program
from assistant.answer import Answer, Turn
from assistant.assistant import Assistant, open_assistant
from assistant.chat_limits import ChatLimits
from assistant.generate import guarded
from assistant.providers import Provider
from assistant.question import WEB_LIMIT
from corpus.embedder import Embedder
from corpus.errors import (
    ChatModelUnavailable,
    EmptyQuestion,
    IndexMissing,
    QuestionTooLong,
    UnknownLocator,
    UnknownSource,
)
from corpus.manifest import Manifest
from corpus.settings import AnswerSettings, DataSettings, IndexSettings, Settings


def pieces_and_answer(stream: Any) -> tuple[list[str], Answer]:
    *pieces, answer = stream
    assert isinstance(answer, Answer) and all(isinstance(piece, str) for piece in pieces)
    return pieces, answer


def without_times(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.to_json().items() if name != "timings_ms"}


# --- ask


def test_an_answer_is_of_today_unless_a_day_is_given(assistant: Assistant) -> None:
    today = date.today()
    assert assistant.ask(QUESTIONS["fr"]).as_of in (today, date.today())
    assert assistant.ask(QUESTIONS["fr"], as_of=TODAY).as_of == TODAY


def test_the_law_of_the_day_asked_about_answers_and_its_quote_holds(assistant: Assistant) -> None:
    question = "Le colporteur peut-il approcher du moulin ?"
    before = assistant.ask(question, as_of=REFORM.replace(day=10))
    after = assistant.ask(question, as_of=REFORM)
    assert "liste bleue" in before.citations[0].quote
    assert "accord écrit" in after.citations[0].quote
    for answer in (before, after):
        assert answer.citations[0].quote_status == "exact" and answer.unsupported == ()


@pytest.mark.parametrize(("origin", "status"), [("mirror", "partial"), ("web", "current")])
def test_an_answer_says_how_far_the_copy_it_quotes_can_be_relied_upon(
    origin: str, status: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply(monkeypatch, "conso", origin)
    publish(tmp_path)
    answer = open_small_law(tmp_path).ask(
        "Le colporteur peut-il approcher du moulin ?", as_of=REFORM
    )
    quoted = [c for c in answer.to_json()["citations"] if c["source"] == "conso"]
    assert {citation["source_status"] for citation in quoted} == {status}
    assert ("texte incomplet" in answer.text) is (origin == "mirror")


def test_the_language_asked_for_is_the_one_answered_in(assistant: Assistant) -> None:
    answer = assistant.ask("article 5(1) RGPD", lang="en", as_of=TODAY)
    assert answer.lang == "en" and answer.citations[0].lang == "en"


def test_a_follow_up_is_answered_with_the_question_before_it(assistant: Assistant) -> None:
    history = [Turn("Combien de temps garder le carnet de tournée ?", "Une lune.")]
    answer = assistant.ask("Et au moulin ?", history=history, as_of=TODAY)
    assert answer.question == "Et au moulin ?"
    assert "cnil-faq:61" in [citation.locator for citation in answer.citations]


@pytest.mark.parametrize("call", ["ask", "stream", "search"])
def test_a_bad_question_is_refused_everywhere(call: str, assistant: Assistant) -> None:
    def run(question: str) -> None:
        list(getattr(assistant, call)(question))

    with pytest.raises(EmptyQuestion):
        run("?!")
    with pytest.raises(QuestionTooLong):
        run("a" * 10_000)


def test_the_web_page_may_set_a_shorter_limit(assistant: Assistant) -> None:
    with pytest.raises(QuestionTooLong):
        assistant.ask("a" * (WEB_LIMIT + 1), limit=WEB_LIMIT)


def test_the_longest_question_is_answered(assistant: Assistant) -> None:
    question = (QUESTIONS["fr"] + " ") * 200
    answer = assistant.ask(question[:9_999], as_of=TODAY)
    assert answer.citations[-1].locator == "card:crier-visit"


# --- stream


def test_without_a_model_the_whole_answer_is_streamed_in_blocks(assistant: Assistant) -> None:
    pieces, answer = pieces_and_answer(assistant.stream(QUESTIONS["fr"], as_of=TODAY))
    assert len(pieces) > 3
    assert "".join(pieces).strip() == answer.text
    assert without_times(answer) == without_times(assistant.ask(QUESTIONS["fr"], as_of=TODAY))


def test_the_prose_of_a_model_is_streamed_as_it_comes_then_replaced(data: Path) -> None:
    said = ["Oui, ", "avec un accord ", "[2]. ", "AUTREMENT NON ", "[1]."]
    assistant = open_small_law(data, ScriptedModel(pieces=said))
    pieces, answer = pieces_and_answer(assistant.stream(QUESTIONS["fr"], as_of=TODAY))
    assert pieces == said
    assert answer.mode == "generated"
    assert answer.text.startswith("Oui, avec un accord [1]. AUTREMENT NON [2].\n\n> ")
    assert answer.timings_ms["answer"] > 0


def test_a_model_that_breaks_off_leaves_the_composed_answer(data: Path) -> None:
    model = ScriptedModel(pieces=["Oui, ", RuntimeError("down")])
    stream = open_small_law(data, model).stream(QUESTIONS["fr"], as_of=TODAY)
    pieces, answer = pieces_and_answer(stream)
    assert pieces == ["Oui, "]
    assert (answer.mode, len(answer.notices)) == ("composed", 1)


def test_a_refusal_is_streamed_without_asking_the_model(data: Path) -> None:
    model = ScriptedModel(pieces=["Tout va bien."])
    stream = open_small_law(data, model).stream("Que dit l'article 104 du RGPD ?", as_of=TODAY)
    pieces, answer = pieces_and_answer(stream)
    assert (answer.outcome, model.asked) == ("not_found", [])
    assert "".join(pieces).strip() == answer.text


def test_a_reader_may_leave_in_the_middle_of_a_stream(data: Path) -> None:
    model = ScriptedModel(pieces=["Oui, ", "avec ", RuntimeError("never reached")])
    stream = open_small_law(data, model).stream(QUESTIONS["fr"], as_of=TODAY)
    assert next(stream) == "Oui, "
    stream.close()  # type: ignore[attr-defined]


# --- search, passage, sources


def test_a_search_gives_as_many_hits_as_asked_of_the_source_asked(assistant: Assistant) -> None:
    assert len(assistant.search("le crieur", limit=3, as_of=TODAY)) == 3
    found = assistant.search("lanterne", source="lil", lang="en", as_of=TODAY)
    assert [hit.passage.locator for hit in found] == ["lil:art-82"]
    with pytest.raises(UnknownSource, match="nowhere"):
        assistant.search("lanterne", source="nowhere")


def test_a_passage_is_given_by_its_locator(assistant: Assistant) -> None:
    assert assistant.passage(" GDPR:art-5-1", "en").text.startswith("A crier")
    assert assistant.passage("lil:art-82", "en").lang == "fr"
    with pytest.raises(UnknownLocator):
        assistant.passage("gdpr:art-104", "fr")
    with pytest.raises(UnknownLocator):
        assistant.passage("nonsense", "fr")


def test_every_source_says_whether_it_is_loaded_and_why_not(
    assistant: Assistant, manifest: Manifest
) -> None:
    statuses = {status.source.id: status for status in assistant.sources()}
    assert set(statuses) == set(manifest.sources)
    assert statuses["gdpr"].languages == ("fr", "en") and statuses["gdpr"].passage_count == 18
    assert statuses["gdpr"].is_loaded and statuses["gdpr"].reason == ""
    assert not statuses["eprivacy"].is_loaded
    assert statuses["eprivacy"].reason == "no origin answered"


# --- one assistant, many readers, many versions


def test_many_readers_at_once_get_the_answers_one_reader_gets(data: Path) -> None:
    questions = [
        *QUESTIONS.values(),
        "Que dit l'article 83 du RGPD ?",
        "Que dit l'article 104 du RGPD ?",
    ]
    alone = open_small_law(data)
    expected = [without_times(alone.ask(question, as_of=TODAY)) for question in questions]
    shared = open_small_law(data, store="chroma")
    barrier = threading.Barrier(8)

    def read(reader: int) -> list[dict[str, Any]]:
        barrier.wait(timeout=10)  # all open the index together
        return [without_times(shared.ask(question, as_of=TODAY)) for question in questions]

    with ThreadPoolExecutor(8) as readers:
        assert all(answers == expected for answers in readers.map(read, range(8)))


def test_a_new_index_version_is_served_without_a_restart(tmp_path: Path) -> None:
    publish(tmp_path)
    assistant = open_small_law(tmp_path)
    assert assistant.ask("article 83 RGPD", as_of=TODAY).outcome == "answered"
    shorter = [passage for passage in SMALL_LAW if passage.locator != "gdpr:art-83"]
    publish(tmp_path, shorter, version="20261123T100000000000Z")
    answer = assistant.ask("article 83 RGPD", as_of=TODAY)
    assert (answer.outcome, answer.index_version) == ("not_found", "20261123T100000000000Z")


def test_the_program_opens_without_an_index_and_says_so_when_asked(
    tmp_path: Path, hash_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "open_embedder", lambda model: hash_embedder)
    settings = Settings(data=DataSettings(directory=tmp_path))
    assistant = open_assistant(settings)
    with pytest.raises(IndexMissing):
        assistant.ask("accord")
    with pytest.raises(IndexMissing):
        _ = assistant.index_version


def test_the_program_answers_from_the_folder_and_the_model_of_its_settings(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = open_small_law(data).setting.reader.embedder
    monkeypatch.setattr(program, "open_embedder", lambda model: embedder)
    here = Provider("Ollama", "localhost", "local", is_local=True)
    chat = guarded(ScriptedModel(pieces=["Oui [1]."]), "ollama:someone", here, ChatLimits())
    monkeypatch.setattr(program, "open_chat", lambda name: chat)
    settings = Settings(
        data=DataSettings(directory=data),
        index=IndexSettings(embedding_model=embedder.name),
        answer=AnswerSettings(chat_model="ollama:someone"),
    )
    opened = open_assistant(settings, is_one_shot=True)
    answer = opened.ask(QUESTIONS["fr"], as_of=TODAY)
    assert (answer.mode, answer.model) == ("generated", "ollama:someone")
    assert opened.provider == here


def test_a_chat_model_that_cannot_be_opened_is_named_at_the_start(
    tmp_path: Path, hash_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "open_embedder", lambda model: hash_embedder)
    settings = Settings(
        data=DataSettings(directory=tmp_path), answer=AnswerSettings(chat_model="nobody:model")
    )
    with pytest.raises(ChatModelUnavailable, match="nobody:model"):
        open_assistant(settings)
