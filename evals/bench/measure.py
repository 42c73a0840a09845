"""One measurement per function; each starts what it measures in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
WARM_QUESTIONS = 200
COLD_RUNS = 7
EMBEDDED_PASSAGES = 120
SERVED_QUESTIONS = 20
START_SECONDS = 60.0


def warm_answers() -> dict[str, Any]:
    """Milliseconds per answer over 200 different questions in one process, and its peak memory."""
    return _in_fresh_process("warm")


def cold_answer() -> dict[str, float]:
    """Seconds from typing `recital ask` to its exit, median of seven after one warm-up."""
    command = [sys.executable, "-m", "ui.cli", "ask", "--json", "What is valid consent?"]
    seconds = []
    for _ in range(COLD_RUNS + 1):
        before = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=Path.cwd(), env=_environment())  # noqa: S603
        seconds.append(time.perf_counter() - before)
    return {"median_s": statistics.median(seconds[1:]), "maximum_s": max(seconds[1:])}


def embedding_rate() -> dict[str, Any]:
    """Passages of the English GDPR embedded per second, none of them known beforehand."""
    return _in_fresh_process("embed")


def serving() -> dict[str, Any]:
    """Peak memory of the web server after it answered twenty questions over its own protocol."""
    from evals.bench.web_client import ask_over_websocket, free_port

    port = free_port()
    with _server(port) as process:
        _wait_until_up(port)
        seconds = ask_over_websocket(port, questions()[:SERVED_QUESTIONS])
        peak = max(_peak_mb(pid) for pid in _family(process.pid))
    return {"peak_rss_mb": peak, "questions": len(seconds), "p95_s": sorted(seconds)[-2]}


def questions() -> list[str]:
    """200 different questions: the development cases, then the questions of the cards."""
    from corpus.manifest import default_manifest
    from evals.cases import development_cases
    from ingest.obtain import REPOSITORY as CHECKOUT
    from ingest.parse.loaders import LOADERS

    source = default_manifest().source("card")
    asked = [case.question for case in development_cases("development")]
    for origin in source.origins:
        for card in LOADERS["cards"](source, origin, CHECKOUT / origin.path):
            asked += [question for question in card.questions if question not in asked]
    return asked[:WARM_QUESTIONS]


def _in_fresh_process(name: str) -> dict[str, Any]:
    finished = subprocess.run(  # noqa: S603 - our own module, our own interpreter
        [sys.executable, "-m", "evals.bench.worker", name],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    result: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return result


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}


@contextmanager
def _server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)]
    with tempfile.TemporaryDirectory(prefix="recital-bench-") as folder:
        # What is asked here belongs to no reader.
        database = {"RECITAL_DATABASE_URL": f"sqlite:///{folder}/conversations.sqlite"}
        environment = {**_environment(), **database}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                yield process
            finally:
                process.terminate()
                process.wait(20)


def _wait_until_up(port: int) -> None:
    import socket

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"the server did not open port {port} within {START_SECONDS:.0f} s")


def _family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


def _peak_mb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0
