from __future__ import annotations

import threading

from assistant.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def breaker(clock: Clock) -> Breaker:
    return Breaker(3, 30.0, longest_rest_seconds=300.0, clock=clock)


def test_calls_go_out_until_the_provider_has_failed_that_often_in_a_row() -> None:
    guard = breaker(Clock())
    guard.failed()
    guard.failed()
    guard.succeeded()
    guard.failed()
    guard.failed()
    assert guard.admit() == 0.0
    guard.failed()
    assert guard.admit() == 30.0


def test_after_the_rest_one_call_is_let_through_and_the_others_wait() -> None:
    clock = Clock()
    guard = breaker(clock)
    for _ in range(3):
        guard.failed()
    clock.now += 29.0
    assert guard.admit() == 1.0
    clock.now += 1.0
    assert guard.admit() == 0.0
    assert guard.admit() == 30.0


def test_a_trial_that_succeeds_closes_it_and_one_that_fails_does_not() -> None:
    clock = Clock()
    guard = breaker(clock)
    for _ in range(3):
        guard.failed()
    clock.now += 30.0
    assert guard.admit() == 0.0
    guard.failed()
    assert guard.admit() == 30.0
    clock.now += 30.0
    assert guard.admit() == 0.0
    guard.succeeded()
    assert [guard.admit() for _ in range(5)] == [0.0] * 5


def test_a_trial_nobody_waited_for_is_followed_by_another() -> None:
    clock = Clock()
    guard = breaker(clock)
    for _ in range(3):
        guard.failed()
    clock.now += 30.0
    assert guard.admit() == 0.0
    clock.now += 30.0
    assert guard.admit() == 0.0


def test_a_provider_that_asks_to_be_left_alone_is_at_once_but_not_for_ever() -> None:
    clock = Clock()
    guard = breaker(clock)
    guard.failed(asked_rest_seconds=60.0)
    assert guard.admit() == 60.0
    clock.now += 60.0
    assert guard.admit() == 0.0
    guard.failed(asked_rest_seconds=86_400.0)
    assert guard.admit() == 300.0


def test_of_a_hundred_readers_one_makes_the_trial() -> None:
    clock = Clock()
    guard = breaker(clock)
    for _ in range(3):
        guard.failed()
    clock.now += 30.0
    together = threading.Barrier(100)
    admitted: list[float] = []

    def ask() -> None:
        together.wait(timeout=10)
        admitted.append(guard.admit())

    readers = [threading.Thread(target=ask) for _ in range(100)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert admitted.count(0.0) == 1


def test_a_provider_that_is_down_for_a_minute_is_called_ten_times_at_most() -> None:
    clock = Clock()
    guard = breaker(clock)
    calls = 0
    for _ in range(600):
        if guard.admit() == 0.0:
            calls += 1
            guard.failed()
        clock.now += 0.1
    assert 3 <= calls <= 10
