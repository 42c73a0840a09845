from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from scripted_model import ScriptedModel

from assistant.chat_call import CallTimes, Piece, pieces_of
from assistant.chat_failure import ChatFailed

TOLD = [("human", "Puis-je frapper ?")]


def call(
    pieces: Iterable[Any],
    *,
    first: float = 1.0,
    total: float = 2.0,
    gap: float = 1.0,
    slots: int = 1,
) -> Iterator[Piece]:
    model = ScriptedModel.model_construct(pieces=pieces, asked=[])
    now = time.monotonic()
    times = CallTimes(now + first, now + total, gap)
    return pieces_of(model.stream, TOLD, times, slots=threading.Semaphore(slots), byte_limit=1_000)


def paced(*seconds_before: float) -> Iterator[str]:
    for seconds in seconds_before:
        time.sleep(seconds)
        yield "mot "


def failure(pieces: Iterator[Piece]) -> str:
    with pytest.raises(ChatFailed) as failed:
        list(pieces)
    return failed.value.failure.kind


def test_pieces_come_in_order_and_then_end() -> None:
    texts = [piece.text for piece in call(["a", "b", "", "c"])]
    assert "".join(texts) == "abc"


def test_an_error_of_the_model_is_handed_on() -> None:
    pieces = call(["a", ZeroDivisionError("boom")])
    assert next(pieces).text == "a"
    with pytest.raises(ZeroDivisionError):
        list(pieces)


def test_each_limit_is_told_from_the_others() -> None:
    assert failure(call(paced(0.5), first=0.1)) == "slow"
    assert failure(call(paced(0, 0.5), gap=0.1)) == "stalled"
    assert failure(call(paced(*[0.05] * 40), total=0.7)) == "endless"
    assert failure(call(paced(0.5), first=9, total=0.1)) == "slow"


def test_a_slow_reader_is_no_silence_of_the_model() -> None:
    pieces = call(["a", "b"], gap=0.3)
    for _ in range(2):
        assert next(pieces).text
        time.sleep(0.4)
    assert [piece.text for piece in pieces] in ([], [""])


def test_a_piece_is_handed_over_before_the_next_one_is_said() -> None:
    heard = threading.Event()

    def said() -> Iterator[str]:
        for _ in range(50):
            yield "mot "
            assert heard.wait(timeout=30)
            heard.clear()

    pieces = 0
    for piece in call(said()):
        if piece.text:
            pieces += 1
            heard.set()
    assert pieces == 50


def test_a_call_gives_its_slot_back_when_it_has_ended() -> None:
    slots = threading.Semaphore(1)
    now = time.monotonic()
    times = CallTimes(now + 1, now + 2, 1)
    for _ in range(3):
        model = ScriptedModel(pieces=["a"])
        assert (
            "".join(
                piece.text
                for piece in pieces_of(model.stream, TOLD, times, slots=slots, byte_limit=9)
            )
            == "a"
        )
        assert slots.acquire(timeout=1)
        slots.release()


def test_a_reader_far_behind_does_not_make_the_model_run_ahead() -> None:
    made: list[int] = []

    def many() -> Iterator[str]:
        for number in range(100_000):
            made.append(number)
            yield "mot "

    pieces = call(many(), total=5)
    next(pieces)
    time.sleep(0.3)
    assert len(made) < 2_000
    pieces.close()  # type: ignore[attr-defined]
