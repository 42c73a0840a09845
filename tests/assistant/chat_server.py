"""A chat provider on this machine: it speaks the OpenAI protocol, and fails in the ways they fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CHUNK: dict[str, Any] = {
    "id": "1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "fake",
}
# What a refusal of each kind says, in the words providers use.
REFUSALS: dict[str, tuple[int, str, str]] = {
    "wrong_key": (401, "invalid_api_key", "Incorrect API key provided: SECRET-IN-A-MESSAGE."),
    "forbidden": (403, "forbidden", "Country not supported."),
    "no_model": (404, "model_not_found", "The model `fake` does not exist."),
    "timed_out": (408, "timeout", "Request timed out."),
    "rejected": (400, "invalid_request_error", "Unknown parameter: temperature."),
    "too_large": (413, "request_too_large", "Request entity too large."),
    "no_credit": (429, "insufficient_quota", "You exceeded your current quota."),
    "busy": (429, "rate_limit_exceeded", "Slow down."),
    "broken": (500, "server_error", "overloaded"),
    "unavailable": (503, "server_error", "The engine is currently overloaded."),
    "too_long": (
        400,
        "context_length_exceeded",
        "This model's maximum context length is 4096 tokens.",
    ),
    "filtered_question": (
        400,
        "content_filter",
        "The response was filtered due to the content management policy.",
    ),
}


class ChatServer(ThreadingHTTPServer):
    """`prose` is what it answers, `requests` what it was sent; `released` ends every wait.

    Of several behaviours each serves one request, and the last one all that follow.
    """

    daemon_threads = True

    def __init__(self, behaviours: tuple[str, ...], prose: str, retry_after: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviours = behaviours
        self.prose = prose
        self.retry_after = retry_after
        self.requests: list[dict[str, Any]] = []
        self.released = threading.Event()
        self.client_left = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def told(self) -> str:
        """Everything it was ever sent, as text."""
        return json.dumps(self.requests, ensure_ascii=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what half of these behaviours are for."""
        self.client_left.set()


@contextmanager
def serving(*behaviours: str, prose: str = "", retry_after: str = "") -> Iterator[ChatServer]:
    server = ChatServer(behaviours, prose, retry_after)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        server = self.server
        server.requests.append(json.loads(self.rfile.read(size)))
        behaviour = server.behaviours[min(len(server.requests), len(server.behaviours)) - 1]
        if behaviour in REFUSALS:
            self._refuse(*REFUSALS[behaviour])
        else:
            getattr(self, f"_{behaviour}")()

    # --- answers

    def _answer(self) -> None:
        self._begin()
        for word in self.server.prose.split(" "):
            self._say(f"{word} ")
        self._end("stop")

    def _wrong_type_answer(self) -> None:
        self._begin("application/octet-stream")
        self._say(self.server.prose)
        self._end("stop")

    def _thinking(self) -> None:
        self._begin()
        for part in (
            "<th",
            "ink>The reader wants [9] ",
            "nonsense</thi",
            "nk>\n",
            self.server.prose,
        ):
            self._say(part)
        self._end("stop")

    def _cut_by_length(self) -> None:
        self._begin()
        self._say(f"{self.server.prose} And then one sho")
        self._end("length")

    # --- answers that are none

    def _only_thinking(self) -> None:
        self._begin()
        self._say("<think>The reader wants to know whether a crier may knock at")
        self._end("length")

    def _empty(self) -> None:
        self._begin()
        self._end("stop")

    def _tool_call(self) -> None:
        self._begin()
        call = {"name": "search_the_web", "arguments": "{}"}
        self._delta({"tool_calls": [{"index": 0, "id": "1", "type": "function", "function": call}]})
        self._end("tool_calls")

    def _refusal(self) -> None:
        self._begin()
        self._delta({"refusal": "I cannot help with that."})
        self._end("stop")

    def _filtered(self) -> None:
        self._begin()
        self._say("The beginning of")
        self._end("content_filter")

    # --- broken transport

    def _cut(self) -> None:
        self._begin()
        self._say("The beginning of an ans")
        # A chunk of 100 bytes is announced; the connection ends before it.
        self.wfile.write(b"64\r\ndata: {")

    def _cut_at_once(self) -> None:
        self._begin()
        self.wfile.write(b"64\r\ndata: {")

    def _hang_up(self) -> None:
        self.close_connection = True

    def _nonsense(self) -> None:
        self._begin()
        self._send(b"data: {this is not JSON\n\n")
        self._end("stop")

    def _binary(self) -> None:
        self._begin()
        self._send(b"\x00\xff\xfe\x80 \x01\n\ndata: \xff\xff\n\n" * 20)
        self._end("stop")

    def _other_json(self) -> None:
        self._begin()
        self._send(b"data: [1, 2, 3]\n\n")
        self._end("stop")

    def _web_page(self) -> None:
        self._whole(200, "text/html", b"<html><body>Sign in to the hotel's network</body></html>")

    def _error_body(self) -> None:
        self._whole(200, "application/json", b'{"error": {"message": "no GPU", "code": 500}}')

    def _error_event(self) -> None:
        self._begin()
        self._send(
            b'data: {"error": {"message": "The server had an error", "type": "server_error"}}\n\n'
        )
        self._end("stop")

    def _redirect(self) -> None:
        self.send_response(307)
        self.send_header("Location", f"{self.server.address}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    # --- slow and large

    def _hang(self) -> None:
        self.server.released.wait(30)

    def _hang_after_headers(self) -> None:
        self._begin()
        self.server.released.wait(30)

    def _stall(self) -> None:
        self._begin()
        self._say("The beginning")
        self.server.released.wait(30)

    def _drip(self) -> None:
        self._begin()
        while not self.server.released.wait(0.05):
            self._say("drop ")

    def _empty_deltas(self) -> None:
        self._begin()
        while not self.server.released.wait(0.02):
            self._say("")

    def _comments(self) -> None:
        self._begin()
        while not self.server.released.wait(0.02):
            self._send(b": still working\n\n")

    def _endless(self) -> None:
        self._begin()
        while not self.server.released.is_set():
            self._say("word " * 200)

    def _one_line_without_end(self) -> None:
        self._begin()
        self._send(b"data: ")
        while not self.server.released.wait(0.01):
            self._send(b"x" * 4_096)

    def _ten_megabytes(self) -> None:
        self._begin()
        self._say("word " * 2_000_000)
        self._end("stop")

    # --- the protocol

    def _refuse(self, status: int, code: str, message: str) -> None:
        error = {"message": message, "type": "error", "code": code}
        self._whole(status, "application/json", json.dumps({"error": error}).encode())

    def _whole(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.server.retry_after:
            self.send_header("Retry-After", self.server.retry_after)
        self.end_headers()
        self.wfile.write(body)

    def _begin(self, content_type: str = "text/event-stream") -> None:
        self.protocol_version = "HTTP/1.1"
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _say(self, text: str) -> None:
        self._delta({"role": "assistant", "content": text})

    def _delta(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self._send(b"data: " + json.dumps({**CHUNK, "choices": [choice]}).encode() + b"\n\n")

    def _end(self, finish: str) -> None:
        self._delta({}, finish)
        self._send(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _send(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()
