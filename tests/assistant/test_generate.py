from __future__ import annotations

import logging
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, serving
from scripted_model import ScriptedModel
from small_law import QUESTIONS, TODAY, find, open_small_law, with_hits

from assistant.answer import Answer, Turn
from assistant.assistant import Assistant
from assistant.breaker import Breaker
from assistant.chat_failure import ChatFailed, FailureKind
from assistant.chat_limits import ChatLimits
from assistant.chat_words import FAILURES
from assistant.generate import Chat, guarded, open_chat, stream_prose, without_secrets
from assistant.prompt import context_hits
from assistant.prose import Prose
from assistant.providers import Provider
from assistant.retrieve import Retrieved
from corpus.errors import ChatModelUnavailable
from corpus.index import Index
from corpus.manifest import Manifest

SHOWN = ("gdpr:art-5-1", "gdpr:art-83", "cnil-faq:61")
SECRET = "sk-never-to-be-seen-0123456789"
GOOD = "Oui, avec un accord [1]. L'amende atteint 20 000 euros [2]."
HERE = Provider("Fake", "localhost", "local", is_local=True)
ABROAD = Provider("Faraway", "api.faraway.example", "US")
SHORT = ChatLimits(
    connect_seconds=0.3,
    first_piece_seconds=0.8,
    local_first_piece_seconds=0.8,
    between_pieces_seconds=0.5,
    total_seconds=1.1,
    local_total_seconds=1.1,
    retry_wait_seconds=0.01,
    longest_wait_seconds=0.2,
    answer_bytes=1_000_000,
)


@pytest.fixture
def retrieved(index: Index) -> Retrieved:
    """Three passages, in this order, as a model is shown them."""
    return with_hits(find(index, "crieur, amende, carnet, porte", lang="fr"), *SHOWN)


def chat_with(
    *pieces: Any, provider: Provider = HERE, limits: ChatLimits = SHORT
) -> tuple[Chat, ScriptedModel]:
    model = ScriptedModel(pieces=pieces)
    return guarded(model, "scripted:model", provider, limits), model


def failure_when_streaming(chat: Chat, retrieved: Retrieved, manifest: Manifest) -> FailureKind:
    with pytest.raises(ChatFailed) as failed:
        list(stream_prose(chat, retrieved, manifest, Prose()))
    return failed.value.failure.kind


# --- the stream


def test_pieces_come_as_the_model_writes_them(retrieved: Retrieved, manifest: Manifest) -> None:
    chat, model = chat_with("Il ", "", "dort ", "[1].")
    prose = Prose()
    assert list(stream_prose(chat, retrieved, manifest, prose)) == ["Il ", "dort ", "[1]."]
    assert prose.text == "Il dort [1]." and prose.shown == context_hits(retrieved, 8)
    [told] = model.asked
    assert [message.type for message in told] == ["system", "human"]
    assert '<passage n="3" source="CNIL, question-réponse n° 61 (CNIL)">' in told[1].text


@pytest.mark.parametrize(
    ("pieces", "kind"),
    [
        ([], "garbled"),
        (["", " ", "\n"], "empty"),
        (["<think>nothing but this</think>"], "empty"),
        (["Il dort", ValueError("boom\nand a traceback")], "unknown"),
        ([ConnectionError("x" * 900)], "unreachable"),
        (["mot " * 500] * 9, "endless"),
    ],
)
def test_whatever_goes_wrong_is_one_of_the_known_failures(
    pieces: list[Any], kind: str, retrieved: Retrieved, manifest: Manifest
) -> None:
    chat, _ = chat_with(*pieces, limits=replace(SHORT, retries=0))
    assert failure_when_streaming(chat, retrieved, manifest) == kind


def test_no_try_follows_once_a_piece_has_come(retrieved: Retrieved, manifest: Manifest) -> None:
    chat, model = chat_with("Il dort", ConnectionError("cut"))
    assert failure_when_streaming(chat, retrieved, manifest) == "unreachable"
    assert len(model.asked) == 1


def test_a_reader_who_leaves_ends_the_call(retrieved: Retrieved, manifest: Manifest) -> None:
    def going_on() -> Iterator[str]:
        while True:
            yield "mot "

    chat, _ = chat_with()
    chat.model.pieces = going_on()  # type: ignore[attr-defined]
    stream = stream_prose(chat, retrieved, manifest, Prose())
    assert next(stream) == "mot "
    stream.close()  # type: ignore[attr-defined]
    assert all(chat.slots.acquire(timeout=1) for _ in range(SHORT.calls_at_once))


def test_beyond_so_many_calls_at_once_nobody_waits(
    retrieved: Retrieved, manifest: Manifest
) -> None:
    chat, model = chat_with("Il dort [1].", limits=replace(SHORT, calls_at_once=1))
    first = stream_prose(chat, retrieved, manifest, Prose())
    with chat.slots:
        assert failure_when_streaming(chat, retrieved, manifest) == "crowded"
    assert list(first) == ["Il dort [1]."] and len(model.asked) == 1
    assert chat.breaker.admit() == 0.0


# --- opening a model


def test_a_model_nobody_provides_is_said_to_be_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ChatModelUnavailable, match="nobody:model"):
        open_chat("nobody:model")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ChatModelUnavailable, match="openai:fake"):
        open_chat("openai:fake")


def test_a_provider_whose_package_is_missing_is_said_to_be_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ChatModelUnavailable, match="langchain-anthropic"):
        open_chat("anthropic:fake")


@pytest.mark.usefixtures("environment")
def test_the_provider_is_the_one_that_is_really_called(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_chat("openai:fake").provider.is_local
    monkeypatch.setenv("OPENAI_API_BASE", "https://api.mistral.ai/v1")
    assert open_chat("openai:fake").provider.name == "Mistral AI"
    monkeypatch.delenv("OPENAI_API_BASE")
    monkeypatch.delenv("OPENAI_BASE_URL")
    assert open_chat("openai:fake").provider.name == "OpenAI"
    monkeypatch.setenv("LANGSMITH_GATEWAY", "https://gateway.example.org")
    monkeypatch.setenv("LANGSMITH_GATEWAY_API_KEY", SECRET)
    assert open_chat("openai:fake").provider == Provider(
        "gateway.example.org", "gateway.example.org"
    )


@pytest.mark.parametrize(
    ("name", "temperature"),
    [
        ("openai:gpt-4o", 0),
        ("openai:o3-mini", None),
        ("openai:gpt-5", None),
        ("openai:meta/llama", 0),
    ],
)
@pytest.mark.usefixtures("environment")
def test_models_that_reason_are_not_told_a_temperature(name: str, temperature: int | None) -> None:
    assert open_chat(name).model.temperature == temperature  # type: ignore[attr-defined]


@pytest.mark.usefixtures("environment")
def test_an_option_a_package_does_not_know_does_not_keep_its_model_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import langchain.chat_models

    opened: list[dict[str, Any]] = []

    def init(name: str, **options: Any) -> ScriptedModel:
        opened.append(options)
        if "timeout" in options:
            raise ValueError("Extra inputs are not permitted")
        return ScriptedModel(pieces=["Oui [1]."])

    monkeypatch.setattr(langchain.chat_models, "init_chat_model", init)
    assert open_chat("newcomer:model", SHORT).provider.host == "newcomer"
    assert opened[1] == {"max_tokens": SHORT.answer_tokens}


def test_a_secret_is_blotted_out_wherever_it_turns_up() -> None:
    environment = {"SOME_API_KEY": SECRET, "OTHER_TOKEN": "abc", "PATH": "/usr/bin"}
    said = without_secrets(f"bad key {SECRET} abc /usr/bin", environment)
    assert said == "bad key *** abc /usr/bin"


# --- what leaves the machine

TYPED = "Que dit l'article 83 du RGPD à M. Dupont (jean.dupont@exemple.fr) ?"


def asked_with(provider: Provider, data: Path, *turns: Turn) -> tuple[Answer, str]:
    chat, model = chat_with("Il paie une amende [1].", provider=provider)
    assistant = open_small_law(data, chat)
    answer = assistant.ask(TYPED, history=turns, lang="fr", as_of=TODAY)
    return answer, "\n".join(message.text for told in model.asked for message in told)


def test_personal_data_leaves_the_machine_masked_only_and_the_reader_is_told(data: Path) -> None:
    earlier = Turn("Mme Martin habite au 06 12 34 56 78 ?", "Écrivez à jean.dupont@exemple.fr.")
    answer, told = asked_with(ABROAD, data, earlier)
    assert answer.mode == "generated" and answer.question == TYPED
    assert not any(value in told for value in ("Dupont", "exemple.fr", "Martin", "34 56"))
    assert "à M. ‹NOM-1› (‹COURRIEL-1›) ?" in told and "Écrivez à ‹COURRIEL-1›" in told
    [notice] = answer.notices
    assert "1 nom, 1 adresse électronique" in notice and notice in answer.text


def test_a_model_on_this_machine_gets_the_question_as_it_was_typed(data: Path) -> None:
    answer, told = asked_with(HERE, data)
    assert TYPED in told and answer.notices == ()


def test_a_question_masked_for_nothing_is_still_told(data: Path) -> None:
    chat, _ = chat_with(RuntimeError("down"), provider=ABROAD)
    answer = open_small_law(data, chat).ask(TYPED, lang="fr", as_of=TODAY)
    assert answer.mode == "composed" and len(answer.notices) == 2
    assert "api.faraway.example" in answer.notices[0] and "Masqué" in answer.notices[1]


# --- a real provider protocol, on this machine

PROVIDERS = {
    "openai": ("OPENAI_BASE_URL", "OPENAI_API_KEY"),
    "mistralai": ("MISTRAL_BASE_URL", "MISTRAL_API_KEY"),
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("OPENAI_API_BASE", raising=False)
    for address, key in PROVIDERS.values():
        monkeypatch.setenv(address, "http://127.0.0.1:9/v1")
        monkeypatch.setenv(key, SECRET)
    return monkeypatch


def assistant_through(
    server: ChatServer,
    data: Path,
    environment: pytest.MonkeyPatch,
    limits: ChatLimits = SHORT,
    name: str = "openai",
) -> Assistant:
    environment.setenv(PROVIDERS[name][0], server.address)
    return open_small_law(data, open_chat(f"{name}:fake", limits))


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_prose_of_a_provider_is_shown_over_our_quotes(
    name: str, data: Path, environment: pytest.MonkeyPatch
) -> None:
    with serving("answer", prose=GOOD) as server:
        answer = assistant_through(server, data, environment, name=name).ask(
            QUESTIONS["fr"], as_of=TODAY
        )
    assert (answer.mode, answer.outcome, answer.notices) == ("generated", "answered", ())
    assert answer.text.startswith(f"{GOOD}\n\n> ")
    [request] = server.requests
    assert request["stream"] is True and request["temperature"] == 0
    limit = request.get("max_tokens") or request.get("max_completion_tokens")
    assert limit == SHORT.answer_tokens
    assert [message["role"] for message in request["messages"]] == ["system", "user"]


@pytest.mark.parametrize("behaviour", ["thinking", "cut_by_length", "wrong_type_answer"])
def test_what_can_be_mended_is(behaviour: str, data: Path, environment: pytest.MonkeyPatch) -> None:
    with serving(behaviour, prose=GOOD) as server:
        assistant = assistant_through(server, data, environment)
        *pieces, answer = assistant.stream(QUESTIONS["fr"], as_of=TODAY)
    assert isinstance(answer, Answer) and answer.mode == "generated"
    assert answer.text.startswith(f"{GOOD}\n\n> ")
    assert "think" not in "".join(map(str, pieces)) and "reader" not in "".join(map(str, pieces))


# What a provider does, what the reader is told of, and how often it is called.
MISBEHAVIOURS: list[tuple[str, FailureKind, int]] = [
    ("wrong_key", "key", 1), ("forbidden", "key", 1), ("no_model", "model_name", 1),
    ("rejected", "rejected", 1), ("redirect", "rejected", 1), ("no_credit", "quota", 1),
    ("timed_out", "down", 3), ("busy", "busy", 3), ("broken", "down", 3), ("unavailable", "down", 3),
    ("too_long", "too_long", 2), ("too_large", "too_long", 2),
    ("filtered_question", "filtered", 1), ("filtered", "filtered", 1),
    ("only_thinking", "empty", 1), ("empty", "empty", 1), ("tool_call", "empty", 1), ("refusal", "empty", 1),
    ("hang_up", "cut", 3), ("cut_at_once", "cut", 3), ("error_event", "down", 3),
    # Never again once it has begun to answer.
    ("cut", "cut", 1), ("stall", "stalled", 1), ("drip", "endless", 1), ("endless", "endless", 1),
    ("nonsense", "garbled", 1), ("binary", "garbled", 1), ("other_json", "garbled", 1),
    ("web_page", "garbled", 1), ("error_body", "garbled", 1),
    ("hang", "slow", 1), ("hang_after_headers", "slow", 1), ("comments", "slow", 1),
    ("one_line_without_end", "slow", 1), ("empty_deltas", "endless", 1), ("ten_megabytes", "endless", 1),
]  # fmt: skip


@pytest.mark.parametrize(("behaviour", "kind", "tries"), MISBEHAVIOURS)
def test_whatever_a_provider_does_the_composed_answer_comes_in_time(
    behaviour: str, kind: FailureKind, tries: int, data: Path, environment: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with serving(behaviour) as server, caplog.at_level(logging.DEBUG):
        assistant = assistant_through(server, data, environment)
        started = time.monotonic()
        answer = assistant.ask(QUESTIONS["fr"], as_of=TODAY)
        elapsed = time.monotonic() - started
    assert (answer.mode, answer.outcome, answer.model) == ("composed", "answered", None)
    assert answer.citations and answer.unsupported == ()
    [notice] = answer.notices
    assert notice.startswith(FAILURES[kind]["fr"].split("{")[0]) and notice in answer.text
    assert "127.0.0.1" in notice and notice.endswith("est composée à partir des textes.")
    assert len(server.requests) == tries
    # The rest is what composing takes, on a machine with other things to do.
    assert elapsed < SHORT.local_total_seconds + 2
    everything = caplog.text + repr(answer) + "".join(capfd.readouterr())
    assert SECRET not in everything and "SECRET-IN-A-MESSAGE" not in everything


@pytest.mark.parametrize("behaviour", ["wrong_key", "busy", "too_long", "cut", "hang", "stall", "comments", "nonsense", "web_page", "error_body", "empty", "filtered"])  # fmt: skip
def test_the_same_holds_for_another_providers_package(
    behaviour: str, data: Path, environment: pytest.MonkeyPatch
) -> None:
    kinds = {name: kind for name, kind, _ in MISBEHAVIOURS}
    with serving(behaviour) as server:
        assistant = assistant_through(server, data, environment, name="mistralai")
        answer = assistant.ask(QUESTIONS["en"], as_of=TODAY)
    assert answer.mode == "composed"
    assert answer.notices[0].startswith(FAILURES[kinds[behaviour]]["en"].split("{")[0])


@pytest.mark.parametrize(
    "behaviour", ["comments", "empty_deltas", "drip", "endless", "one_line_without_end", "ten_megabytes"]
)  # fmt: skip
def test_the_connection_of_a_call_given_up_is_closed(
    behaviour: str, data: Path, environment: pytest.MonkeyPatch
) -> None:
    with serving(behaviour) as server:
        assistant = assistant_through(server, data, environment)
        assistant.ask(QUESTIONS["fr"], as_of=TODAY)
        assert server.client_left.wait(1.5)


def test_a_reader_who_leaves_closes_the_connection(
    data: Path, environment: pytest.MonkeyPatch
) -> None:
    with serving("drip") as server:
        stream = assistant_through(server, data, environment).stream(QUESTIONS["fr"], as_of=TODAY)
        assert next(stream) == "drop "
        stream.close()  # type: ignore[attr-defined]
        assert server.client_left.wait(1.5)


@pytest.mark.parametrize("behaviour", ["busy", "broken", "unavailable", "timed_out", "hang_up"])
def test_a_provider_that_recovers_is_heard(
    behaviour: str, data: Path, environment: pytest.MonkeyPatch
) -> None:
    with serving(behaviour, "answer", prose=GOOD) as server:
        answer = assistant_through(server, data, environment).ask(QUESTIONS["fr"], as_of=TODAY)
    assert (answer.mode, len(server.requests), answer.notices) == ("generated", 2, ())


def test_the_pause_a_provider_asks_for_is_made(data: Path, environment: pytest.MonkeyPatch) -> None:
    with serving("busy", "answer", prose=GOOD, retry_after="0.15") as server:
        assistant = assistant_through(server, data, environment)
        started = time.monotonic()
        assert assistant.ask(QUESTIONS["fr"], as_of=TODAY).mode == "generated"
        assert time.monotonic() - started >= 0.15


@pytest.mark.parametrize("retry_after", ["60", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_provider_that_asks_for_a_long_pause_is_left_alone(
    retry_after: str, data: Path, environment: pytest.MonkeyPatch
) -> None:
    with serving("busy", prose=GOOD, retry_after=retry_after) as server:
        assistant = assistant_through(server, data, environment)
        first, second = (assistant.ask(QUESTIONS["fr"], as_of=TODAY) for _ in range(2))
    assert len(server.requests) == 1
    assert "trop de demandes" in first.notices[0] and "sera rappelé dans" in second.notices[0]


def test_too_long_a_context_is_told_again_with_fewer_passages(
    data: Path, environment: pytest.MonkeyPatch
) -> None:
    history = [Turn(QUESTIONS["fr"], "Oui.")]
    with serving("too_long", "answer", prose=GOOD) as server:
        assistant = assistant_through(server, data, environment)
        answer = assistant.ask(QUESTIONS["fr"], history=history, as_of=TODAY)
    assert answer.mode == "generated"
    first, second = (request["messages"] for request in server.requests)
    shown = [told[-1]["content"].count("<passage ") for told in (first, second)]
    assert shown[1] == shown[0] // 2 > 0
    assert (len(first), len(second)) == (4, 2)


def test_a_provider_that_keeps_failing_is_left_alone_and_comes_back_by_itself(
    data: Path, environment: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    breaker = Breaker(3, 30.0, clock=lambda: now[0])
    with serving("broken", "broken", "broken", "answer", prose=GOOD) as server:
        environment.setenv("OPENAI_BASE_URL", server.address)
        chat = open_chat("openai:fake", replace(SHORT, retries=0))
        assistant = open_small_law(data, replace(chat, breaker=breaker))
        for _ in range(3):
            assert "en panne" in assistant.ask(QUESTIONS["fr"], as_of=TODAY).notices[0]
        rested = [assistant.ask(QUESTIONS["fr"], as_of=TODAY) for _ in range(3)]
        assert len(server.requests) == 3
        assert all("sera rappelé dans 30 s" in answer.notices[0] for answer in rested)
        assert all(answer.mode == "composed" and answer.citations for answer in rested)
        now[0] = 30.0
        again = [assistant.ask(QUESTIONS["fr"], as_of=TODAY) for _ in range(2)]
    assert [(answer.mode, answer.notices) for answer in again] == [("generated", ())] * 2


def test_a_question_too_long_for_the_model_says_nothing_of_the_provider(
    data: Path, environment: pytest.MonkeyPatch
) -> None:
    limits = replace(SHORT, failures_before_rest=1)
    with serving("too_long", "too_long", "filtered_question", "answer", prose=GOOD) as server:
        assistant = assistant_through(server, data, environment, limits)
        modes = [assistant.ask(QUESTIONS["fr"], as_of=TODAY).mode for _ in range(3)]
    assert modes == ["composed", "composed", "generated"]


# --- no connection at all


def notice_without_a_server(data: Path, address: str, environment: pytest.MonkeyPatch) -> str:
    environment.setenv("OPENAI_BASE_URL", address)
    assistant = open_small_law(data, open_chat("openai:fake", SHORT))
    started = time.monotonic()
    answer = assistant.ask(QUESTIONS["fr"], as_of=TODAY)
    assert answer.mode == "composed" and answer.citations
    assert time.monotonic() - started < 1.5
    return answer.notices[0]


def test_a_provider_that_is_not_there_is_named(data: Path, environment: pytest.MonkeyPatch) -> None:
    with serving("answer") as server:
        pass
    assert "Rien ne répond" in notice_without_a_server(data, server.address, environment)


def test_an_unknown_host_is_named(data: Path, environment: pytest.MonkeyPatch) -> None:
    def resolve(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    environment.setattr(socket, "getaddrinfo", resolve)
    notice = notice_without_a_server(data, "https://llm.nowhere.example/v1", environment)
    assert "llm.nowhere.example" in notice and "introuvable" in notice


def test_a_connection_that_is_not_secure_is_not_used(
    data: Path, environment: pytest.MonkeyPatch
) -> None:
    with serving("answer", prose=GOOD) as server:
        address = server.address.replace("http://", "https://")
        notice = notice_without_a_server(data, address, environment)
    assert "n'est pas sûre" in notice and server.requests == []
