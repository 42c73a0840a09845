"""The circuit breaker: a provider that keeps failing is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row; thread-safe. After a rest one call is let through as a trial.

    `rest_seconds` is how long it stays open, `longest_rest_seconds` bounds the rest a provider asks for.
    """

    def __init__(
        self,
        failures_before_rest: int,
        rest_seconds: float,
        *,
        longest_rest_seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures_before_rest = failures_before_rest
        self._rest_seconds = rest_seconds
        self._longest_rest_seconds = longest_rest_seconds or rest_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until: float | None = None

    def admit(self) -> float:
        """0.0 when a call may go out, else the seconds to leave the provider alone."""
        with self._lock:
            if self._rests_until is None:
                return 0.0
            now = self._clock()
            if now < self._rests_until:
                return self._rests_until - now
            # This call is the trial; the others wait for what comes of it, or for the next one.
            self._rests_until = now + self._rest_seconds
            return 0.0

    def succeeded(self) -> None:
        """The provider answered: everything is forgotten."""
        with self._lock:
            self._failures, self._rests_until = 0, None

    def failed(self, asked_rest_seconds: float = 0.0) -> None:
        """The provider failed, and may have asked to be left alone that long (`Retry-After`)."""
        with self._lock:
            self._failures += 1
            rest = min(asked_rest_seconds, self._longest_rest_seconds)
            if self._failures >= self._failures_before_rest:
                rest = max(rest, self._rest_seconds)
            if rest > 0:
                self._rests_until = self._clock() + rest
