"""One call to a chat model: its pieces as they come, each within its time, given up at any moment.

Provider libraries wait as long as a provider keeps them waiting. The call runs in a thread of its
own and hands its pieces over a queue, so whoever reads never waits longer than the limits say.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from assistant.chat_connection import watched
from assistant.chat_failure import ChatFailed, Failure, FailureKind

Told = list[tuple[str, str]]
"""(role, text) pairs."""
Stream = Callable[[Told], Any]
"""A chat model's own `stream`: a generator of LangChain's message chunks."""
QUEUED_PIECES = 1_000
_HANDING_OVER_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """What came in one go: text, if any, and why the model stopped, at its end."""

    text: str
    finish: str = ""
    is_refusal: bool = False


@dataclass(frozen=True, slots=True)
class CallTimes:
    """When a call must have begun and ended, on the monotonic clock, and its longest silence."""

    first_piece_by: float
    finished_by: float
    between_pieces_seconds: float


class _Handover:
    """The queue between the thread that calls and the one that reads, and the word to stop."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self._pieces: queue.Queue[Piece | Exception | None] = queue.Queue(QUEUED_PIECES)

    def give(self, item: Piece | Exception | None) -> None:
        while not self.over.is_set():
            try:
                self._pieces.put(item, timeout=_HANDING_OVER_SECONDS)
                break
            except queue.Full:
                continue

    def take(self, seconds: float) -> Piece | Exception | None:
        return self._pieces.get(timeout=max(0.0, seconds))


def pieces_of(
    stream: Stream,
    told: Told,
    times: CallTimes,
    *,
    slots: threading.Semaphore,
    byte_limit: int,
) -> Iterator[Piece]:
    """The pieces of one answer. Raises `ChatFailed` for a limit passed, else the provider's error.

    `slots` bounds the calls at once: a call given up holds its slot until its connection is closed.
    """
    if not slots.acquire(blocking=False):
        raise ChatFailed(Failure("crowded"))
    handover = _Handover()
    arguments = (stream, told, handover, slots, byte_limit)
    try:
        threading.Thread(target=_call, args=arguments, daemon=True).start()
        yield from _received(handover, times)
    finally:
        handover.over.set()


def _received(handover: _Handover, times: CallTimes) -> Iterator[Piece]:
    late: FailureKind = "slow"
    wait_until = min(times.first_piece_by, times.finished_by)
    while True:
        try:
            item = handover.take(wait_until - time.monotonic())
        except queue.Empty:
            is_total = wait_until == times.finished_by and late != "slow"
            raise ChatFailed(Failure("endless" if is_total else late)) from None
        if item is None:
            return
        if isinstance(item, Exception):
            raise item
        yield item
        # What the reader does with a piece is no silence of the model's.
        late = "stalled"
        wait_until = min(time.monotonic() + times.between_pieces_seconds, times.finished_by)


def _call(
    stream: Stream,
    told: Told,
    handover: _Handover,
    slots: threading.Semaphore,
    byte_limit: int,
) -> None:
    try:
        with watched(handover.over, byte_limit), closing(stream(told)) as chunks:
            for chunk in chunks:
                if handover.over.is_set():
                    return
                handover.give(_piece(chunk))
        handover.give(None)
    except Exception as error:  # noqa: BLE001  every provider package raises errors of its own
        handover.give(error)
    finally:
        slots.release()


def _piece(chunk: Any) -> Piece:
    about = chunk.response_metadata
    finish = about.get("finish_reason") or about.get("stop_reason") or about.get("done_reason")
    is_refusal = bool(chunk.additional_kwargs.get("refusal"))
    return Piece(str(chunk.text), str(finish or "").lower(), is_refusal)
