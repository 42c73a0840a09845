from __future__ import annotations

import json
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.chat_failure import ChatFailed, Failure, failure_of, retry_after


class ProviderError(Exception):
    """What packages raise: a status here or on the response, headers, a code in words."""

    def __init__(self, message: str = "", **about: Any) -> None:
        super().__init__(message)
        for name, value in about.items():
            setattr(self, name, value)


class ReadTimeout(Exception):
    pass


class ConnectTimeout(ReadTimeout):
    pass


class RemoteProtocolError(Exception):
    pass


def raised_from(cause: BaseException) -> Exception:
    """An error of a package, raised over the one that tells."""
    try:
        try:
            raise cause
        except BaseException as inner:
            raise ProviderError("Connection error.") from inner
    except ProviderError as error:
        return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ProviderError(status_code=401), "key"),
        (ProviderError(status_code=403), "key"),
        (ProviderError(status_code=402), "quota"),
        (ProviderError(status_code=404), "model_name"),
        (ProviderError(status_code=408), "down"),
        (ProviderError(status_code=413), "too_long"),
        (ProviderError(status_code=418), "rejected"),
        (ProviderError(status_code=302), "rejected"),
        (ProviderError(status_code=429), "busy"),
        (ProviderError("x", status_code=429, code="insufficient_quota"), "quota"),
        (ProviderError(status_code=500), "down"),
        (ProviderError(status_code=529), "down"),
        (ProviderError(http_status=503), "down"),
        (ProviderError(code=503), "down"),
        (ProviderError(response=SimpleNamespace(status_code=401)), "key"),
        (ProviderError("prompt is too long: 210000 tokens", status_code=400), "too_long"),
        (ProviderError("x", status_code=400, code="context_length_exceeded"), "too_long"),
        (ProviderError("Requested tokens exceed context window of 512", status_code=400), "too_long"),
        (ProviderError("blocked by the content filter", status_code=400), "filtered"),
        (raised_from(socket.gaierror("Name or service not known")), "unknown_host"),
        (raised_from(ConnectionRefusedError("refused")), "refused_connection"),
        (raised_from(ssl.SSLCertVerificationError("self-signed certificate")), "insecure"),
        (raised_from(ConnectTimeout()), "unreachable"),
        (raised_from(ReadTimeout()), "slow"),
        (TimeoutError(), "slow"),
        (raised_from(RemoteProtocolError("peer closed")), "cut"),
        (ConnectionResetError(), "cut"),
        (ConnectionError("Failed to connect to Ollama"), "unreachable"),
        (json.JSONDecodeError("bad", "{", 0), "garbled"),
        (ValueError("No generation chunks were returned"), "garbled"),
        (AttributeError("'list' object has no attribute 'get'"), "garbled"),
        (ProviderError("Rate limit reached for requests"), "busy"),
        (ProviderError("the response was stopped by content_filter"), "filtered"),
        (RuntimeError("anything else"), "unknown"),
        (ChatFailed(Failure("stalled")), "stalled"),
    ],
)  # fmt: skip
def test_an_error_of_any_package_is_one_of_the_known_failures(error: Exception, kind: str) -> None:
    assert failure_of(error).kind == kind


def test_a_failure_keeps_the_status_and_the_pause_asked_for() -> None:
    response = SimpleNamespace(headers={"retry-after": "7"}, status_code=429)
    assert failure_of(ProviderError(response=response)) == Failure("busy", 429, 7.0)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("9" * 400, 0.0),
        (None, 0.0),
    ],
)
def test_the_pause_asked_for_is_read(said: str | None, seconds: float) -> None:
    response = SimpleNamespace(headers={"retry-after": said})
    assert retry_after(ProviderError(response=response)) == seconds


def test_a_pause_may_be_given_as_a_date() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=30)
    headers = {"retry-after": format_datetime(soon, usegmt=True)}
    wait = retry_after(ProviderError(response=SimpleNamespace(headers=headers)))
    assert 25 < wait <= 30
    headers = {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}
    assert retry_after(ProviderError(response=SimpleNamespace(headers=headers))) == 0.0


def test_errors_that_cause_each_other_end() -> None:
    first, second = ProviderError("a"), ProviderError("b")
    first.__cause__, second.__cause__ = second, first
    assert failure_of(first).kind == "unknown"
