"""How soon a generated answer begins: `python -m evals.bench.generated [--json]`.

A chat provider on this machine answers at once over the OpenAI protocol, so what is measured is
ours: retrieval, the prompt, the provider's package, and handing the first piece on.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.intervals import percentile

ASKED = 60
WARM_UP = 3
AIM_MS = 150
ROWS = (
    ("after the model's own first token", "after_model"),
    ("after the question, until the model is asked", "until_model"),
    ("after the question, in all", "from_question"),
)
PROSE = "Oui, si la personne a donné son accord [1]. Sinon, non [1].".split(" ")


class InstantProvider(ThreadingHTTPServer):
    """Streams its prose without a pause; notes when it was asked and when its first piece left."""

    daemon_threads = True
    asked = first_sent = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: InstantProvider

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_POST(self) -> None:
        self.server.asked = time.perf_counter()
        self.rfile.read(int(self.headers["Content-Length"]))
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.server.first_sent = time.perf_counter()
        for word in PROSE:
            choice = {"index": 0, "delta": {"role": "assistant", "content": f"{word} "}}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "instant"}
            self.wfile.write(f"data: {json.dumps({**event, 'choices': [choice]})}\n\n".encode())
            self.wfile.flush()
        self.wfile.write(b"data: [DONE]\n\n")


@contextmanager
def _providing() -> Iterator[InstantProvider]:
    server = InstantProvider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def first_pieces() -> dict[str, Any]:
    """Milliseconds to the first piece, from the question and from the model's own first token."""
    from assistant.assistant import open_assistant
    from evals.bench.measure import questions

    spent: dict[str, list[float]] = {"until_model": [], "after_model": [], "from_question": []}
    with _providing() as server:
        os.environ["OPENAI_API_BASE"] = f"http://127.0.0.1:{server.server_address[1]}/v1"
        os.environ.setdefault("OPENAI_API_KEY", "none needed on this machine")
        settings = load_settings({**os.environ, "RECITAL_CHAT_MODEL": "openai:instant"})
        assistant = open_assistant(settings)
        for number, question in enumerate(questions()[: ASKED + WARM_UP]):
            server.first_sent = 0.0
            asked = time.perf_counter()
            stream = assistant.stream(question)
            next(stream)
            first = time.perf_counter()
            for _ in stream:
                continue
            if number < WARM_UP or not server.first_sent:  # or declined without the model
                continue
            spent["until_model"].append((server.asked - asked) * 1000)
            spent["after_model"].append((first - server.first_sent) * 1000)
            spent["from_question"].append((first - asked) * 1000)
    shares = {"p50_ms": 0.5, "p95_ms": 0.95}
    found = {f"{k}_{n}": percentile(v, s) for k, v in spent.items() for n, s in shares.items()}
    return {"questions": len(spent["after_model"]), **found}


def main() -> int:
    """Measure and print; status 1 when the aim is missed."""
    from evals.bench.__main__ import machine

    switch_telemetry_off()
    found = first_pieces()
    if "--json" in sys.argv:
        print(json.dumps({"date": date.today().isoformat(), "machine": machine(), **found}))
    else:
        print(f"{date.today().isoformat()}, {machine()}, {found['questions']} questions\n")
        print("| first streamed piece | p50 | p95 | aim |\n|---|---|---|---|")
        for title, key in ROWS:
            aim = f"< {AIM_MS} ms" if key == "after_model" else ""
            p50, p95 = found[f"{key}_p50_ms"], found[f"{key}_p95_ms"]
            print(f"| {title} | {p50:.1f} ms | {p95:.1f} ms | {aim} |")
    return 0 if found["after_model_p95_ms"] < AIM_MS else 1


if __name__ == "__main__":
    sys.exit(main())
