"""What a chat model did wrong, told from whatever error its provider's package raises."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Literal

FailureKind = Literal[
    "refused_connection", "unknown_host", "insecure", "unreachable", "key", "quota", "model_name",
    "rejected", "busy", "down", "slow", "stalled", "endless", "cut", "garbled", "empty", "filtered",
    "declined", "too_long", "uncited", "unsupported", "language", "resting", "crowded", "unknown",
]  # fmt: skip

# The same call may succeed a moment later.
TRIED_AGAIN: frozenset[FailureKind] = frozenset({"busy", "down", "unreachable", "cut"})
# The question brought these about, or we did: they say nothing of the provider.
NOT_THE_PROVIDER: frozenset[FailureKind] = frozenset(
    {"filtered", "declined", "too_long", "resting", "crowded"}
)
_BY_STATUS: dict[int, FailureKind] = {
    401: "key", 402: "quota", 403: "key", 404: "model_name", 408: "down", 413: "too_long", 429: "busy",
}  # fmt: skip
_TOO_LONG = re.compile(
    r"context.?(length|window|size)|maximum context|too many (input )?tokens|(prompt|input) is too long"
    r"|exceeds? the (available|maximum)|too large for model",
    re.IGNORECASE,
)
_FILTERED = re.compile(
    r"content.?(filter|policy|management)|safety|moderation|responsible ai", re.IGNORECASE
)
_QUOTA = re.compile(
    r"insufficient.?(quota|balance|funds|credit)|exceeded your current quota", re.IGNORECASE
)
_CUT = re.compile(
    r"RemoteProtocolError|ReadError|IncompleteRead|ConnectionReset|ChunkedEncoding|BrokenPipe"
)
# What a library raises that was handed something else than it expected.
_GARBLED = re.compile(
    r"SSEError|JSONDecode|UnicodeDecode|ValidationError|DecodingError|KeyError|TypeError"
    r"|AttributeError|IndexError"
)
_NO_CHUNKS = re.compile(r"no generations?\b", re.IGNORECASE)
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed; `status` is HTTP's (0: none), `wait_seconds` the pause asked for or left."""

    kind: FailureKind
    status: int = 0
    wait_seconds: float = 0.0


class ChatFailed(Exception):
    """A chat model's answer that did not come or cannot be shown; the composed one replaces it.

    It never reaches a person, so it stands outside the tree of `corpus.errors`.
    """

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.kind)


def failure_of(error: BaseException) -> Failure:
    """The failure behind an error: by its HTTP status, else by the errors it was raised from."""
    if isinstance(error, ChatFailed):
        return error.failure
    chain = list(_causes(error))
    for cause in chain:
        status = _status(cause)
        if status:
            return Failure(_kind_of_status(status, _said(cause)), status, retry_after(cause))
    return Failure(_kind_of_chain(chain))


def retry_after(error: BaseException) -> float:
    """The seconds a provider asks to wait, by its `Retry-After`; 0.0 when it does not say."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        text = str(headers.get("retry-after") or "")
    except (AttributeError, TypeError):
        return 0.0
    if re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0


def _kind_of_status(status: int, said: str) -> FailureKind:
    if 400 <= status < 500 and _TOO_LONG.search(said):
        return "too_long"
    if status in (400, 403, 422, 451) and _FILTERED.search(said):
        return "filtered"
    if status in (402, 403, 429) and _QUOTA.search(said):
        return "quota"
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    # A redirection would take the question to another host than the one announced.
    return "down" if status >= 500 else "rejected"


def _kind_of_chain(chain: list[BaseException]) -> FailureKind:
    said = " ".join(map(_said, chain))
    names = " ".join(kind.__name__ for error in chain for kind in type(error).__mro__)
    if any(isinstance(error, ssl.SSLError) for error in chain) or "CERTIFICATE_VERIFY" in said:
        return "insecure"
    if any(isinstance(error, socket.gaierror) for error in chain):
        return "unknown_host"
    if any(isinstance(error, ConnectionRefusedError) for error in chain):
        return "refused_connection"
    if "ConnectTimeout" in names:
        return "unreachable"
    if "Timeout" in names:
        return "slow"
    if _CUT.search(names):
        return "cut"
    if _GARBLED.search(names) or _NO_CHUNKS.search(said):
        return "garbled"
    return _kind_of_words(said, names)


def _kind_of_words(said: str, names: str) -> FailureKind:
    """For an error reported inside a stream, which has no status of its own."""
    if _TOO_LONG.search(said):
        return "too_long"
    if _QUOTA.search(said):
        return "quota"
    if _FILTERED.search(said):
        return "filtered"
    if "rate limit" in said.lower() or "rate_limit" in said:
        return "busy"
    if "APIConnectionError" in names or "ConnectionError" in names or "ConnectError" in names:
        return "unreachable"
    return "down" if "APIError" in names else "unknown"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(_DEPTH):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _status(error: BaseException) -> int:
    response: Any = getattr(error, "response", None)
    for holder, name in (
        (error, "status_code"),
        (error, "http_status"),
        (response, "status_code"),
        (error, "code"),
    ):
        value = getattr(holder, name, None)
        if isinstance(value, int) and 300 <= value < 600:
            return value
    return 0


def _said(error: BaseException) -> str:
    code = getattr(error, "code", "")
    return f"{error} {code if isinstance(code, str) else ''}"[:2_000]
