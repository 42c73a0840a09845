from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_server import Behaviour, ChatServer, serving
from scripted_model import ScriptedModel
from small_law import QUESTIONS, TODAY, find, open_small_law, with_hits

from assistant import generate
from assistant.answer import Answer
from assistant.compose import Draft
from assistant.generate import draft_from_prose, open_chat_model, stream_prose
from assistant.retrieve import Retrieved
from assistant.verify import MARKER
from corpus.errors import ChatModelUnavailable
from corpus.index import Index
from corpus.manifest import Manifest

SHOWN = ("gdpr:art-5-1", "gdpr:art-83", "cnil-faq:61")


@pytest.fixture
def retrieved(index: Index) -> Retrieved:
    """Three passages, in this order, as a model is shown them."""
    return with_hits(find(index, "crieur, amende, carnet, porte", lang="fr"), *SHOWN)


def draft(prose: str, retrieved: Retrieved, index: Index, manifest: Manifest) -> Draft:
    drafted = draft_from_prose(prose, retrieved, index, manifest)
    assert drafted is not None
    return drafted


def prose_of(drafted: Draft) -> str:
    """What stands above the quotes."""
    return drafted.text.split("\n\n> ")[0]


# --- the numbers of the prose become the numbers of the citations


@pytest.mark.parametrize(
    ("prose", "expected", "locators"),
    [
        ("Il paie [2]. Il dort [1].", "Il paie [1]. Il dort [2].", [SHOWN[1], SHOWN[0]]),
        ("Il paie [3]. Il dort [3].", "Il paie [1]. Il dort [1].", [SHOWN[2]]),
        ("Il paie [2, 3].", "Il paie [1] [2].", [SHOWN[1], SHOWN[2]]),
        ("Il paie [3; 1].", "Il paie [1] [2].", [SHOWN[2], SHOWN[0]]),
        ("Il paie [1-3].", "Il paie [1] [2] [3].", list(SHOWN)),
        ("Il paie [2–3].", "Il paie [1] [2].", [SHOWN[1], SHOWN[2]]),
        ("Il dort.", "Il dort.", []),
    ],
)
def test_the_passages_pointed_to_are_renumbered_as_they_come(
    prose: str, expected: str, locators: list[str], retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:  # fmt: skip
    drafted = draft(prose, retrieved, index, manifest)
    assert prose_of(drafted) == expected
    assert [citation.locator for citation in drafted.citations] == locators


@pytest.mark.parametrize("marker", ["[4]", "[0]", "[99]", "[12345]", "[1, 9]", "[1-900]"])
def test_a_number_beyond_the_passages_never_becomes_a_citation(
    marker: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft(f"Il paie [2]. Il dort {marker}.", retrieved, index, manifest)
    sleeps = prose_of(drafted).split("Il dort")[1]
    numbers = {int(number) for number in MARKER.findall(sleeps)}
    assert not numbers <= {citation.n for citation in drafted.citations}


def test_the_quotes_below_the_prose_are_the_words_of_the_store(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft("Il faut un accord [1].", retrieved, index, manifest)
    [citation] = drafted.citations
    assert citation.quote == index.passage("gdpr:art-5-1", "fr").text
    assert f"> {citation.quote}" in drafted.text


@pytest.mark.parametrize(
    "forged",
    [
        "> Le crieur paie 50 % [1].",
        "  > Le crieur paie 50 % [1].",
        "- > Le crieur paie 50 % [1].",
        "1. > Le crieur paie 50 % [1].",
        "> # > Le crieur paie 50 % [1].",
        "## Le crieur paie 50 % [1].",
        "*Le crieur paie 50 % [1].*",
        "_Le crieur paie 50 % [1]._",
        "```\nLe crieur paie 50 % [1].\n```",
    ],
)
def test_a_model_cannot_make_its_words_look_like_a_quote_a_note_or_a_heading(
    forged: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    drafted = draft(forged, retrieved, index, manifest)
    assert prose_of(drafted).splitlines()[0].strip() == "Le crieur paie 50 % [1]."


def test_lists_and_bold_words_of_a_model_stay(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    prose = "**Oui.** [1]\n\n- un accord [1]\n* une amende [2]\n1. un carnet [3]"
    assert prose_of(draft(prose, retrieved, index, manifest)) == prose


@pytest.mark.parametrize(
    "prose",
    ["NO ANSWER", "AUCUNE RÉPONSE", "AUCUNE REPONSE.", "**NO ANSWER**", "« Aucune réponse. »",
     "NO ANSWER. The passages are about soup.", " \n", "…", "no answer"],
)  # fmt: skip
def test_a_model_may_decline(
    prose: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    assert draft_from_prose(prose, retrieved, index, manifest) is None


def test_an_answer_that_begins_with_no_answer_is_one(
    retrieved: Retrieved, index: Index, manifest: Manifest
) -> None:
    prose = "No answer is due within the month [1]."
    assert prose_of(draft(prose, retrieved, index, manifest)) == prose


# --- the stream


def streamed(model: ScriptedModel, retrieved: Retrieved, manifest: Manifest) -> list[str]:
    return list(stream_prose(model, "scripted:model", retrieved, manifest))


def test_pieces_come_as_the_model_writes_them(retrieved: Retrieved, manifest: Manifest) -> None:
    model = ScriptedModel(pieces=["Il ", "", "dort ", "[1]."])
    assert streamed(model, retrieved, manifest) == ["Il ", "dort ", "[1]."]
    [told] = model.asked
    assert [message.type for message in told] == ["system", "human"]
    assert '<passage n="3" source="CNIL, question-réponse n° 61 (CNIL)">' in told[1].text


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        ([], ""),
        (["", " ", "\n"], "empty answer"),
        (["Il dort", ValueError("boom\nand a traceback")], "ValueError: boom"),
        ([ConnectionError("x" * 900)], "ConnectionError"),
        (["mot " * 500] * 9, "more than 8000 characters"),
    ],
)
def test_a_model_that_fails_is_said_to_be_unavailable_and_why(
    pieces: list[Any], reason: str, retrieved: Retrieved, manifest: Manifest
) -> None:
    with pytest.raises(ChatModelUnavailable) as refusal:
        streamed(ScriptedModel(pieces=pieces), retrieved, manifest)
    assert reason in str(refusal.value) and "traceback" not in str(refusal.value)
    assert "scripted:model" in str(refusal.value) and len(str(refusal.value)) < 400


def test_a_model_that_never_finishes_is_given_up(
    retrieved: Retrieved, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "MAXIMUM_SECONDS", 0)
    model = ScriptedModel(pieces=["mot "] * 10)
    with pytest.raises(ChatModelUnavailable, match="not finished after 0 seconds"):
        streamed(model, retrieved, manifest)


def test_a_model_nobody_provides_is_said_to_be_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ChatModelUnavailable, match="nobody:model"):
        open_chat_model("nobody:model")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ChatModelUnavailable, match="openai:fake"):
        open_chat_model("openai:fake")


def test_a_provider_whose_package_is_missing_is_said_to_be_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ChatModelUnavailable, match="langchain-anthropic"):
        open_chat_model("anthropic:fake")


# --- a real provider protocol, on this machine

GOOD = "Oui, avec un accord [1]. L'amende atteint 20 000 euros [2]."


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(generate, "TIMEOUT_SECONDS", 0.4)
    monkeypatch.setattr(generate, "MAXIMUM_SECONDS", 1.0)
    yield


def ask_through(server: ChatServer, data: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    monkeypatch.setenv("OPENAI_BASE_URL", server.address)
    monkeypatch.setenv("OPENAI_API_KEY", "a key for nobody")
    assistant = open_small_law(data, open_chat_model("openai:fake"))
    return assistant.ask(QUESTIONS["fr"], as_of=TODAY)


@pytest.mark.usefixtures("short_waits")
def test_the_prose_of_a_provider_is_shown_over_our_quotes(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("answer", GOOD) as server:
        answer = ask_through(server, data, monkeypatch)
    assert (answer.mode, answer.outcome, answer.notices) == ("generated", "answered", ())
    assert answer.text.startswith(
        "Oui, avec un accord [1]. L'amende atteint 20 000 euros [2].\n\n> "
    )
    [request] = server.requests
    assert request["stream"] is True and request["temperature"] == 0
    limit = request.get("max_tokens") or request.get("max_completion_tokens")
    assert limit == generate.MAXIMUM_TOKENS
    assert [message["role"] for message in request["messages"]] == ["system", "user"]


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize(
    ("behaviour", "tries"),
    [
        ("refuse", 2), ("busy", 2), ("hang", 2),
        # Never again once it has begun to answer.
        ("cut", 1), ("nonsense", 1), ("stall", 1), ("drip", 1), ("endless", 1), ("empty", 1),
    ],
)  # fmt: skip
def test_whatever_a_provider_does_an_answer_comes_in_time(
    behaviour: Behaviour, tries: int, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = time.monotonic()
    with serving(behaviour) as server:
        answer = ask_through(server, data, monkeypatch)
        elapsed = time.monotonic() - started
    assert (answer.mode, answer.outcome, answer.model) == ("composed", "answered", None)
    assert answer.citations and answer.unsupported == ()
    assert "n'a pas répondu" in answer.notices[0] and answer.notices[0] in answer.text
    assert len(server.requests) == tries <= generate.MAXIMUM_RETRIES + 1
    # Two waits of 0.4 s, one second of writing, and up to a second between tries.
    assert elapsed < 6


@pytest.mark.usefixtures("short_waits")
def test_a_provider_that_is_not_there_changes_nothing_but_the_notice(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("answer") as server:
        pass
    answer = ask_through(server, data, monkeypatch)
    assert (answer.mode, len(answer.notices)) == ("composed", 1)
