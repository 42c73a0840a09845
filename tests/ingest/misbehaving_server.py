"""A web server on this machine that serves small texts, and breaks every rule on demand."""

import gzip
import socket
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Handler"], None]

_BOMB = gzip.compress(b"\0" * 5_000_000)


class Handler(BaseHTTPRequestHandler):
    server: "MisbehavingServer"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        behaviours = self.server.routes.get(self.path, [status(404)])
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        try:
            behaviour(self)
        except OSError:  # the client went away, as it should
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass

    def wait(self, seconds: float) -> None:
        """Sleep, but not beyond the end of the test."""
        self.server.closing.wait(seconds)

    def start(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class MisbehavingServer(ThreadingHTTPServer):
    """Each path has one behaviour per request; the last one stays."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, list[Behaviour]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def serve(self, path: str, *behaviours: Behaviour) -> str:
        """Answer `path` so; returns its address."""
        self.routes[path] = list(behaviours)
        return self.address(path)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def asked_for(self, path: str) -> list[dict[str, str]]:
        """The headers of each request for `path`."""
        return [headers for asked, headers in self.asked if asked == path]

    def stop(self) -> None:
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def text(body: bytes, media_type: str = "text/plain; charset=utf-8", **headers: str) -> Behaviour:
    """A whole answer; a header `Last_Modified` is sent as `Last-Modified`."""

    def behave(handler: Handler) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": media_type, "Content-Length": str(len(body)), **named}
        handler.start(200, {name: value for name, value in sent.items() if value})
        handler.wfile.write(body)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.start(code, {"Content-Length": "0", **named})


def redirect(location: str, code: int = 303) -> Behaviour:
    return status(code, Location=location)


def unchanged_since(etag: str, body: bytes) -> Behaviour:
    """304 to whoever names the ETag."""

    def behave(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.start(304, {"ETag": etag})
        else:
            text(body, ETag=etag)(handler)

    return behave


def cut_after(byte_count: int, body: bytes, **headers: str) -> Behaviour:
    """Declares the whole body and sends a part of it."""

    def behave(handler: Handler) -> None:
        sent = {"Content-Type": "text/plain", "Content-Length": str(len(body)), **headers}
        handler.start(200, sent)
        handler.wfile.write(body[:byte_count])

    return behave


def rest(body: bytes, etag: str) -> Behaviour:
    """206 with what the Range asks for, if If-Range names the ETag."""

    def behave(handler: Handler) -> None:
        asked = handler.headers.get("Range", "")
        if not asked or handler.headers.get("If-Range") != etag:
            text(body, ETag=etag)(handler)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        left = body[start:]
        handler.start(
            206,
            {
                "Content-Type": "text/plain",
                "Content-Length": str(len(left)),
                "Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}",
                "ETag": etag,
            },
        )
        handler.wfile.write(left)

    return behave


def slow_start(seconds: float, then: Behaviour) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.wait(seconds)
        then(handler)

    return behave


def drip(pause_seconds: float) -> Behaviour:
    """A byte now and then, for ever."""

    def behave(handler: Handler) -> None:
        handler.start(200, {"Content-Type": "text/plain"})
        while not handler.server.closing.is_set():
            handler.wfile.write(b"x")
            handler.wfile.flush()
            handler.wait(pause_seconds)

    return behave


def endless(handler: Handler) -> None:
    handler.start(200, {"Content-Type": "text/plain"})
    while not handler.server.closing.is_set():
        handler.wfile.write(b"x" * 10_000)


def gzip_bomb(handler: Handler) -> None:
    text(_BOMB, Content_Encoding="gzip")(handler)


def reset(handler: Handler) -> None:
    """Cuts the connection without a word."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def garbage(handler: Handler) -> None:
    handler.wfile.write(b"\x16\x03\x01 not HTTP at all\r\n\r\n")
