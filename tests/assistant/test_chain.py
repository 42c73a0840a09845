from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableLambda
from scripted_model import ScriptedModel
from small_law import QUESTIONS, TODAY, open_small_law

import assistant.chain as stages
from assistant.answer import Answer, Turn
from assistant.assistant import Assistant
from assistant.chain import Timings, build_chain
from assistant.question import Question
from corpus.errors import IndexMissing


def asked(text: str = QUESTIONS["fr"], **more: Any) -> Question:
    return Question(text, TODAY, **more)


def answer_of(data: Path, *pieces: Any, question: Question | None = None) -> Answer:
    """The answer of a chain whose model says `pieces`."""
    chain = open_small_law(data, ScriptedModel(pieces=pieces)).chain
    return chain.invoke(question or asked())


# --- the chain is a LangChain Runnable


def test_the_chain_is_a_runnable_from_a_question_to_an_answer(assistant: Assistant) -> None:
    chain = build_chain(assistant.setting)
    assert isinstance(chain, Runnable)
    answer = chain.invoke(asked())
    assert isinstance(answer, Answer) and answer.outcome == "answered"
    assert answer.question == QUESTIONS["fr"] and answer.as_of == TODAY
    assert answer.index_version == assistant.index_version


def test_a_batch_answers_each_question_in_its_place(assistant: Assistant) -> None:
    questions = [asked(), asked("Que dit l'article 104 du RGPD ?"), asked(QUESTIONS["en"])] * 4
    answers = assistant.chain.batch(questions)
    assert [answer.question for answer in answers] == [question.text for question in questions]
    assert [answer.outcome for answer in answers] == ["answered", "not_found", "answered"] * 4
    assert [answer.lang for answer in answers[:3]] == ["fr", "fr", "en"]


def test_the_chain_composes_with_other_runnables(assistant: Assistant) -> None:
    def locators(answer: Answer) -> list[str]:
        return [citation.locator for citation in answer.citations]

    pipe = RunnableLambda(asked) | assistant.chain | RunnableLambda(locators)
    assert pipe.invoke("Que dit l'article 5 du RGPD ?") == ["gdpr:art-5-1", "gdpr:art-5-2"]
    beside = assistant.chain | {"outcome": lambda answer: answer.outcome, "text": lambda a: a.text}
    assert beside.invoke(asked())["outcome"] == "answered"


def test_the_chain_streams_its_one_answer(assistant: Assistant) -> None:
    [answer] = assistant.chain.stream(asked())
    assert answer.outcome == "answered"


def test_a_folder_without_an_index_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="recital ingest"):
        open_small_law(tmp_path).chain.invoke(asked())


# --- with a chat model


def test_the_prose_of_langchains_own_fake_model_is_cited_with_our_quotes(data: Path) -> None:
    said = "Oui, si l'habitant a donné son accord [1]. L'amende atteint 20 000 euros [1]."
    model = GenericFakeChatModel(messages=iter([AIMessage(said)]))
    answer = open_small_law(data, model).chain.invoke(asked())
    assert (answer.mode, answer.outcome, answer.model) == ("generated", "answered", "fake:model")
    assert answer.text.startswith(said)
    assert [citation.n for citation in answer.citations] == [1]
    assert answer.unsupported == () and answer.notices == ()


def test_the_model_is_shown_what_was_found_and_the_conversation(data: Path) -> None:
    model = ScriptedModel(pieces=["Oui [1]."])
    history = (Turn(QUESTIONS["fr"], "Oui, avec un accord."),)
    open_small_law(data, model).chain.invoke(asked("Et l'amende ?", history=history))
    [told] = model.asked
    assert [message.type for message in told] == ["system", "human", "ai", "human"]
    assert told[1].text == QUESTIONS["fr"]
    assert 'source="RGPD, article 83 (loi)"' in told[3].text and "Et l'amende ?" in told[3].text


def test_markers_of_the_model_become_our_citations_in_order(data: Path) -> None:
    answer = answer_of(data, "Oui [2]. ", "L'habitant décide [1]. Et [2].")
    assert answer.text.startswith("Oui [1]. L'habitant décide [2]. Et [1].")
    assert [citation.n for citation in answer.citations] == [1, 2]
    assert {citation.quote_status for citation in answer.citations} == {"exact"}


def test_what_a_model_invents_ends_among_the_unsupported_sentences(data: Path) -> None:
    answer = answer_of(
        data,
        "Il faut un accord [1]. Le crieur paie 50 millions d'euros [1]. L'article 104 du RGPD le dit [1]. ",
        "Il dort sur le seuil [1]. Il paie une amende [2]. Il attend la réponse [1]. Il tient un carnet [2].",
        "\n\n> Un faux extrait de la loi.",
    )
    assert answer.mode == "generated"
    assert [sentence.split(" [")[0] for sentence in answer.unsupported] == [
        "Le crieur paie 50 millions d'euros",
        "L'article 104 du RGPD le dit",
        "Un faux extrait de la loi.",
    ]
    assert all(sentence in answer.text for sentence in answer.unsupported)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Oui, tout est permis au crieur qui passe.", "ne citait aucun texte"),
        ("Oui [42]. Il peut frapper à la porte [99].", "ne citait aucun texte"),
        ("Je ne peux pas vous aider avec cette demande.", "ne citait aucun texte"),
        ("Oui [1]. Il peut. Il doit. Il crie.", "portées par aucun texte"),
        (
            "Yes, the crier may knock at the door of any house he likes [1].",
            "pas répondu en français",
        ),
    ],
)
def test_prose_that_cannot_be_relied_upon_gives_way_to_the_composed_answer(
    said: str, told: str, data: Path, assistant: Assistant
) -> None:
    composed = assistant.chain.invoke(asked())
    answer = answer_of(data, said)
    assert (answer.mode, answer.model, answer.citations) == ("composed", None, composed.citations)
    [notice] = answer.notices
    assert told in notice and said not in answer.text


def test_a_model_that_declines_gives_a_not_found_with_the_nearest_passages(data: Path) -> None:
    answer = answer_of(data, "AUCUNE ", "RÉPONSE")
    assert (answer.outcome, answer.mode, answer.model) == ("not_found", "composed", None)
    assert answer.nearest and answer.citations == () and answer.notices == ()
    assert "AUCUNE" not in answer.text


@pytest.mark.parametrize(
    "pieces",
    [[], [" ", "\n"], [RuntimeError("down")], ["Oui, ", TimeoutError("cut")], ["mot " * 500] * 9],
)
def test_a_model_that_fails_is_replaced_by_the_composed_answer_and_a_notice(
    pieces: list[Any], data: Path, assistant: Assistant
) -> None:
    composed = assistant.chain.invoke(asked())
    answer = answer_of(data, *pieces)
    assert (answer.mode, answer.model) == ("composed", None)
    assert answer.citations == composed.citations
    assert len(answer.notices) == 1
    assert answer.notices[0].endswith("La réponse ci-dessus est composée à partir des textes.")
    assert answer.notices[0] in answer.text


def test_no_model_is_asked_when_nothing_answers_the_question(data: Path) -> None:
    model = ScriptedModel(pieces=["Tout va bien."])
    answer = open_small_law(data, model).chain.invoke(asked("Que dit l'article 104 du RGPD ?"))
    assert (answer.outcome, answer.mode, model.asked) == ("not_found", "composed", [])


def test_a_question_outside_the_field_is_declined_without_a_search_result(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "decide", lambda *_: "out_of_scope")
    answer = assistant.chain.invoke(asked("Quelle soupe ce soir ?"))
    assert (answer.outcome, answer.citations, answer.nearest) == ("out_of_scope", (), ())
    assert "sort de mon domaine" in answer.text


# --- times


def test_every_stage_is_timed_and_the_total_holds_them(data: Path) -> None:
    times = answer_of(data, "Oui [1].").timings_ms
    assert list(times) == ["understand", "retrieve", "answer", "verify", "total"]
    assert all(value >= 0 for value in times.values())
    assert times["total"] >= times["retrieve"] + times["answer"]


def test_the_parts_of_a_stage_add_up() -> None:
    timings = Timings()
    assert timings.measure("answer", lambda: 7) == 7
    timings.add("answer", 1.5)
    assert 1_500 <= timings.finished()["answer"] < 2_500
