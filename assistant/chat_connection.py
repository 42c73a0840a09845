"""The connections of provider libraries: ended when their call is given up, or grows too large.

A server that trickles comments, or one line without an end, never lets the library hand over a
piece, so nothing above the connection could stop it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.chat_failure import ChatFailed, Failure


@dataclass(slots=True)
class _Watch:
    over: threading.Event
    bytes_left: int

    def check(self, size: int) -> None:
        self.bytes_left -= size
        if self.over.is_set() or self.bytes_left < 0:
            raise ChatFailed(Failure("endless"))


_WATCH: ContextVar[_Watch | None] = ContextVar("watch", default=None)
# Where each library keeps its HTTP client: OpenAI and those that follow it, Mistral, Ollama.
_CLIENTS = (("root_client", "_client"), ("client",), ("_client", "_client"))


@contextmanager
def watched(over: threading.Event, byte_limit: int) -> Iterator[None]:
    """While inside, what this thread reads of a guarded model ends by `over` or at `byte_limit`."""
    token = _WATCH.set(_Watch(over, byte_limit))
    try:
        yield
    finally:
        _WATCH.reset(token)


def guard_connections(model: object) -> str:
    """Watch what a model's HTTP client reads; the host it calls, "" where no client is found."""
    for path in _CLIENTS:
        client: Any = model
        for name in path:
            client = getattr(client, name, None)
        if hasattr(client, "event_hooks") and hasattr(client, "send"):
            client.event_hooks = {"request": [], "response": [_watch_body]}
            # A redirection would take the question to another host than the one announced.
            client.follow_redirects = False
            return str(client.base_url.host)
    return ""


def _watch_body(response: Any) -> None:
    watch = _WATCH.get()
    if watch is not None:
        response.stream = _watching(_byte_stream(type(response.stream)))(response.stream, watch)


def _byte_stream(kind: type) -> type:
    """The base class that the library demands of a body: each has a copy of its own."""
    return next(base for base in kind.__mro__ if base.__name__ == "SyncByteStream")


@cache
def _watching(base: type) -> Any:
    class WatchedBody(base):  # type: ignore[misc]  # known at run time only
        """A body that stops when its call is over."""

        def __init__(self, body: Any, watch: _Watch) -> None:
            self._body = body
            self._watch = watch

        def __iter__(self) -> Iterator[bytes]:
            for part in self._body:
                self._watch.check(len(part))
                yield part

        def close(self) -> None:
            self._body.close()

    return WatchedBody
