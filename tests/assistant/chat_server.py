"""A chat provider on this machine: it speaks the OpenAI protocol, and fails in the ways they fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Behaviour = Literal[
    "answer", "refuse", "busy", "cut", "nonsense", "hang", "stall", "drip", "endless", "empty"
]
CHUNK: dict[str, Any] = {
    "id": "1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "fake",
}


class ChatServer(ThreadingHTTPServer):
    """`prose` is what it answers, `requests` what it was sent; `released` ends every wait."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour, prose: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour = behaviour
        self.prose = prose
        self.requests: list[dict[str, Any]] = []
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what half of these behaviours are for."""


@contextmanager
def serving(behaviour: Behaviour, prose: str = "") -> Iterator[ChatServer]:
    server = ChatServer(behaviour, prose)
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
        self.server.requests.append(json.loads(self.rfile.read(size)))
        getattr(self, f"_{self.server.behaviour}")()

    def _answer(self) -> None:
        self._begin()
        for word in self.server.prose.split(" "):
            self._say(f"{word} ")
        self._end()

    def _refuse(self) -> None:
        self._fail(500, "overloaded")

    def _busy(self) -> None:
        self._fail(429, "slow down")

    def _cut(self) -> None:
        self._begin()
        self._say("The beginning of an ans")
        # A chunk of 100 bytes is announced; the connection ends before it.
        self.wfile.write(b"64\r\ndata: {")

    def _nonsense(self) -> None:
        self._begin()
        self._send(b"data: {this is not JSON\n\n")
        self._end()

    def _hang(self) -> None:
        self.server.released.wait(30)

    def _stall(self) -> None:
        self._begin()
        self._say("The beginning")
        self.server.released.wait(30)

    def _drip(self) -> None:
        self._begin()
        while not self.server.released.wait(0.1):
            self._say("drop ")

    def _endless(self) -> None:
        self._begin()
        while not self.server.released.is_set():
            self._say("word " * 200)

    def _empty(self) -> None:
        self._begin()
        self._end()

    def _fail(self, status: int, reason: str) -> None:
        body = json.dumps({"error": {"message": reason, "type": "server_error"}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self) -> None:
        self.protocol_version = "HTTP/1.1"
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _say(self, text: str) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}}
        self._send(b"data: " + json.dumps({**CHUNK, "choices": [choice]}).encode() + b"\n\n")

    def _end(self) -> None:
        self._send(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _send(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()
