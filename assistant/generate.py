"""Answers written by a chat model over the same passages: the one door to a chat model."""

from __future__ import annotations

import logging
import os
import random
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.answer import Turn
from assistant.breaker import Breaker
from assistant.chat_call import CallTimes, Piece, pieces_of
from assistant.chat_connection import guard_connections
from assistant.chat_failure import (
    NOT_THE_PROVIDER,
    TRIED_AGAIN,
    ChatFailed,
    Failure,
    failure_of,
)
from assistant.chat_limits import ChatLimits
from assistant.personal_data import Mask, masked_notice
from assistant.prompt import context_hits, messages_about
from assistant.prose import Prose, without_reasoning
from assistant.providers import Provider, provider_at, provider_of
from assistant.retrieve import Retrieved
from corpus.errors import ChatModelUnavailable
from corpus.manifest import Manifest

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LOG = logging.getLogger("recital.chat")
# Their packages pass a time-out on to their HTTP client as it is: (connect, read, write, pool).
_FOUR_TIMEOUTS = ("openai", "azure_openai")
# Models that reason refuse to be told how freely to choose their words.
_NO_TEMPERATURE = re.compile(r"(?:^|[:/])(?:o\d|gpt-5)")
_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSW", re.IGNORECASE)
_SHORTEST_SECRET = 6


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat model, where it answers from, and what guards the program against it."""

    model: BaseChatModel
    name: str
    provider: Provider
    limits: ChatLimits
    breaker: Breaker
    slots: threading.Semaphore = field(repr=False)


def open_chat(name: str, limits: ChatLimits | None = None) -> Chat:
    """The chat model behind a provider string ("ollama:mistral", "openai:…"), guarded.

    Raises `ChatModelUnavailable` when its package or key is missing.
    """
    limits = limits or ChatLimits()
    provider = provider_of(name, os.environ)
    model = _open_model(name, limits, provider)
    called = guard_connections(model)
    # A package may call another host than its name says, by a setting of its own (a gateway).
    is_elsewhere = bool(called) and called != provider.host and not provider_at(called).is_local
    return guarded(model, name, provider_at(called) if is_elsewhere else provider, limits)


def guarded(model: BaseChatModel, name: str, provider: Provider, limits: ChatLimits) -> Chat:
    """A model somebody else opened, with limits, a breaker and a bounded number of calls."""
    breaker = Breaker(
        limits.failures_before_rest,
        limits.rest_seconds,
        longest_rest_seconds=limits.longest_rest_seconds,
    )
    slots = threading.BoundedSemaphore(limits.calls_at_once)
    return Chat(model, name, provider, limits, breaker, slots)


def _open_model(name: str, limits: ChatLimits, provider: Provider) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    refused: Exception | None = None
    # A package that does not know an option is opened without: our own limits hold all the same.
    for options in (_options(name, limits, provider), {"max_tokens": limits.answer_tokens}, {}):
        try:
            model: BaseChatModel = init_chat_model(name, **options)
            return model
        except (TypeError, ValueError) as error:
            refused = refused or error
        except Exception as error:  # noqa: BLE001  every provider package raises errors of its own
            refused = error
            break
    reason = without_secrets(f"{type(refused).__name__}: {refused}", os.environ)
    raise ChatModelUnavailable(model=name, reason=reason.splitlines()[0][:200])


def _options(name: str, limits: ChatLimits, provider: Provider) -> dict[str, Any]:
    # Silence on the line is the longest that any of our own limits lets pass.
    silence = max(limits.first_piece(provider.is_local), limits.between_pieces_seconds)
    each = (limits.connect_seconds, silence, silence, silence)
    options: dict[str, Any] = {} if _NO_TEMPERATURE.search(name) else {"temperature": 0}
    if name.startswith("ollama:"):
        return options | {"client_kwargs": {"timeout": each}, "num_predict": limits.answer_tokens}
    whole = int(silence) or 1
    timeout = each if name.partition(":")[0] in _FOUR_TIMEOUTS else whole
    return options | {"timeout": timeout, "max_retries": 0, "max_tokens": limits.answer_tokens}


def stream_prose(
    chat: Chat, retrieved: Retrieved, manifest: Manifest, prose: Prose
) -> Iterator[str]:
    """Pieces of the model's prose as they come, gathered in `prose`; raises `ChatFailed`.

    What is too long for the model is told once more with half the passages and no conversation.
    """
    times = _times(chat)
    prose.shown = context_hits(retrieved, chat.limits.passages)
    history = retrieved.understood.question.history
    try:
        yield from _tries(chat, _told(chat, retrieved, manifest, prose, history), times, prose)
    except ChatFailed as failed:
        if failed.failure.kind != "too_long" or prose.text:
            raise
        prose.shown = prose.shown[: max(1, len(prose.shown) // 2)]
        yield from _tries(chat, _told(chat, retrieved, manifest, prose, ()), times, prose)


def whole_reply(chat: Chat, told: list[tuple[str, str]]) -> str:
    """The whole reply to (role, text) pairs; raises `ChatFailed`, within the limits of any call."""
    return "".join(_tries(chat, told, _times(chat), Prose()))


def _times(chat: Chat) -> CallTimes:
    limits, is_local, now = chat.limits, chat.provider.is_local, time.monotonic()
    return CallTimes(
        first_piece_by=now + limits.first_piece(is_local),
        finished_by=now + limits.total(is_local),
        between_pieces_seconds=limits.between_pieces_seconds,
    )


def _told(
    chat: Chat, retrieved: Retrieved, manifest: Manifest, prose: Prose, history: Sequence[Turn]
) -> list[tuple[str, str]]:
    """What the model is told; what a person typed or added leaves this machine masked only."""
    question, lang = retrieved.understood.question, retrieved.understood.lang
    told = replace(
        retrieved,
        hits=prose.shown,
        understood=replace(
            retrieved.understood, question=replace(question, history=tuple(history))
        ),
    )
    if chat.provider.is_local:
        return messages_about(told, manifest, chat.limits)
    notice = masked_notice(question.text, lang)
    prose.notices = (notice,) if notice else ()
    return messages_about(told, manifest, chat.limits, Mask(lang))


def _tries(
    chat: Chat, told: list[tuple[str, str]], times: CallTimes, prose: Prose
) -> Iterator[str]:
    """The pieces of the first try that succeeds; never a second one after a piece has come."""
    tries = 0
    while True:
        try:
            yield from _one_try(chat, told, times, prose)
            return
        except ChatFailed as failed:
            tries += 1
            # Never the error's own words: they may hold a key or the question.
            _LOG.warning("%s: %s (HTTP %d)", chat.name, failed.failure.kind, failed.failure.status)
            wait = None if prose.text else _wait(failed.failure, tries, chat.limits, times)
            if wait is None:
                raise
        time.sleep(wait)


def _wait(failure: Failure, tries: int, limits: ChatLimits, times: CallTimes) -> float | None:
    """Seconds before the next try; None when there is none."""
    if failure.kind not in TRIED_AGAIN or tries > limits.retries:
        return None
    # Jitter: readers who failed together must not come back together.
    doubled = limits.retry_wait_seconds * 2 ** (tries - 1) * random.uniform(0.5, 1.5)  # noqa: S311
    wait = max(failure.wait_seconds, doubled)
    is_in_time = time.monotonic() + wait < times.first_piece_by
    return wait if wait <= limits.longest_wait_seconds and is_in_time else None


def _one_try(
    chat: Chat, told: list[tuple[str, str]], times: CallTimes, prose: Prose
) -> Iterator[str]:
    """One call, if the breaker lets it out; what came of it is told to the breaker."""
    rest = chat.breaker.admit()
    if rest:
        raise ChatFailed(Failure("resting", wait_seconds=rest))
    try:
        yield from _visible(chat, told, times, prose)
    except Exception as error:  # noqa: BLE001  every provider package raises errors of its own
        failure = failure_of(error)
        if failure.kind not in NOT_THE_PROVIDER:
            asked = failure.wait_seconds
            chat.breaker.failed(asked if asked > chat.limits.longest_wait_seconds else 0.0)
        raise ChatFailed(failure) from None
    chat.breaker.succeeded()


def _visible(
    chat: Chat, told: list[tuple[str, str]], times: CallTimes, prose: Prose
) -> Iterator[str]:
    """The text of one call as it comes, without reasoning; raises `ChatFailed` if it is no answer."""
    limits, ends = chat.limits, list[Piece]()

    def texts() -> Iterator[str]:
        pieces = pieces_of(
            chat.model.stream, told, times, slots=chat.slots, byte_limit=limits.answer_bytes
        )
        for piece in pieces:
            if piece.finish or piece.is_refusal:
                ends.append(piece)
            yield piece.text

    for text in without_reasoning(texts()):
        prose.text += text
        if len(prose.text) > limits.answer_characters:
            raise ChatFailed(Failure("endless"))
        yield text
    if any(end.is_refusal for end in ends):
        raise ChatFailed(Failure("declined"))
    if any("filter" in end.finish or "safety" in end.finish for end in ends):
        raise ChatFailed(Failure("filtered"))
    if not prose.text.strip():
        raise ChatFailed(Failure("empty"))
    prose.is_cut = any(end.finish in ("length", "max_tokens") for end in ends)


def without_secrets(text: str, environment: Mapping[str, str]) -> str:
    """The text with every secret of the environment blotted out."""
    for name, value in environment.items():
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, "***")
    return text
