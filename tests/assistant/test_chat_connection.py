from __future__ import annotations

import threading
from types import SimpleNamespace

import httpx
import pytest
from chat_server import serving

from assistant.chat_connection import guard_connections, watched
from assistant.chat_failure import ChatFailed


def posted(client: httpx.Client, address: str) -> bytes:
    with client.stream("POST", f"{address}/chat", json={}) as response:
        return response.read()


def test_a_body_is_read_as_usual_while_nobody_watches() -> None:
    with serving("answer", prose="Oui.") as server, httpx.Client() as client:
        assert guard_connections(SimpleNamespace(client=client)) == ""
        assert b"Oui." in posted(client, server.address)


def test_a_body_ends_at_its_limit() -> None:
    with serving("endless") as server, httpx.Client() as client:
        guard_connections(SimpleNamespace(client=client))
        with watched(threading.Event(), 50_000), pytest.raises(ChatFailed):
            posted(client, server.address)
        assert server.client_left.wait(1.5)


def test_a_body_ends_when_its_call_is_over() -> None:
    over = threading.Event()
    with serving("drip") as server, httpx.Client() as client:
        guard_connections(SimpleNamespace(client=client))
        timer = threading.Timer(0.1, over.set)
        timer.start()
        with watched(over, 50_000), pytest.raises(ChatFailed):
            posted(client, server.address)
        timer.join()
        assert server.client_left.wait(1.5)


def test_one_call_does_not_end_another() -> None:
    over = threading.Event()
    over.set()
    with serving("answer", prose="Oui.") as server, httpx.Client() as client:
        guard_connections(SimpleNamespace(client=client))
        with watched(over, 1):
            pass
        assert b"Oui." in posted(client, server.address)


def test_a_redirection_is_not_followed() -> None:
    with serving("redirect") as server, httpx.Client(follow_redirects=True) as client:
        guard_connections(SimpleNamespace(client=client))
        posted(client, server.address)
        assert len(server.requests) == 1


def test_a_model_whose_client_is_not_known_is_left_as_it_is() -> None:
    assert guard_connections(SimpleNamespace(client=object())) == ""
    assert guard_connections(object()) == ""


def test_the_host_a_client_calls_is_told() -> None:
    with httpx.Client(base_url="https://llm.example.org/v1") as client:
        assert guard_connections(SimpleNamespace(client=client)) == "llm.example.org"
