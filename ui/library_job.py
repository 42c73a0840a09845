"""Work done beside the chat: a command of ours in its own process, followed by its progress.

The screen that starts it answers questions meanwhile, from the version that is served. The command
reports on stderr, a JSON object a line, which `progress_as_json` writes and `Job` reads:
{"stage": "embed", "done": 12, "total": 90} and, at the end of what failed,
{"failed": {"fr": "…", "en": "…"}}. Its result is the JSON object on stdout.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any, Literal

from corpus.errors import RecitalError
from corpus.nouns import Language
from corpus.settings import Settings
from ui.serve import server_environment

Outcome = Literal["running", "done", "stopped", "failed"]
# Each stage's share of the bar, in order: a rough guess, for a bar that never goes back.
STAGE_SHARES = {"fetch": 5, "read": 15, "embed": 45, "index": 15, "verify": 15, "publish": 5}
GRACE_SECONDS = 8.0
"""How long a stopped command may take to put its things away before it is killed."""


@contextmanager
def progress_as_json() -> Iterator[Callable[[str, int, int], None]]:
    """A function to report progress to, one JSON object a line on stderr; failures too."""

    def report(stage: str, done: int, total: int) -> None:
        _write({"stage": stage, "done": done, "total": total})

    try:
        yield report
    except RecitalError as error:
        _write({"failed": {"fr": error.message("fr"), "en": error.message("en")}})
        raise


def progress_for(
    lang: Language, *, as_json: bool
) -> AbstractContextManager[Callable[[str, int, int], None]]:
    """Progress for a program (`--progress-json`), or for a person at a terminal."""
    if as_json:
        return progress_as_json()
    from ui.progress import show_progress

    return show_progress(lang)


def _write(row: dict[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)


class Job:
    """One command at work, or finished; every reader of this process sees the same."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self.name = name
        self.stage = ""
        self.done = 0
        self.total = 0
        self.result: dict[str, Any] = {}
        self.is_stopping = False
        self._failure: dict[str, str] = {}
        self._process = process
        assert process.stderr is not None and process.stdout is not None
        self._readers = [
            threading.Thread(target=self._follow, args=(process.stderr,), daemon=True),
            threading.Thread(target=self._collect, args=(process.stdout,), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def outcome(self) -> Outcome:
        """What became of it so far."""
        status = self._process.poll()
        if status is None or any(reader.is_alive() for reader in self._readers):
            return "running"
        if status == 0:
            return "done"
        return "stopped" if self.is_stopping else "failed"

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self.outcome == "running"

    @property
    def share(self) -> float:
        """How much of the work is behind it, from 0 to 1."""
        stages = list(STAGE_SHARES)
        if self.stage not in STAGE_SHARES:
            return 0.0
        behind = sum(STAGE_SHARES[stage] for stage in stages[: stages.index(self.stage)])
        within = STAGE_SHARES[self.stage] * min(1.0, self.done / max(1, self.total))
        return (behind + within) / sum(STAGE_SHARES.values())

    def failure(self, lang: Language) -> str:
        """Why it failed, or "" when it could not say."""
        return self._failure.get(lang, "")

    def stop(self) -> None:
        """Ask it to stop as Ctrl-C does; the version that is served stays in service."""
        self.is_stopping = True
        threading.Thread(target=self._end, daemon=True).start()

    def _end(self) -> None:
        deadline = time.monotonic() + GRACE_SECONDS
        self._signal(signal.SIGINT)
        while self._process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        """To the command and what it started, which form a group of their own."""
        if self._process.poll() is None:
            try:
                os.killpg(self._process.pid, number)
            except ProcessLookupError:  # it ended in between
                return

    def _follow(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                row = _object(line)
                if "stage" in row:
                    self.stage, self.done, self.total = row["stage"], row["done"], row["total"]
                elif "failed" in row:
                    self._failure = row["failed"]

    def _collect(self, stream: IO[str]) -> None:
        with stream:
            self.result = _object(stream.read())


def _object(text: str) -> dict[str, Any]:
    """A JSON object, or an empty one for a line meant for people, or for what was cut off."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


class Workplace:
    """Where the one job of this process is kept: there is never a second beside it."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self._lock = threading.Lock()

    def start(self, settings: Settings, name: str, arguments: Sequence[str]) -> bool:
        """Run `recital ARGUMENTS`; False, and nothing started, while another job is at work."""
        with self._lock:
            if self.job is not None and self.job.is_running:
                return False
            self.job = Job(name, _command(settings, arguments))
            return True

    def dismiss(self) -> None:
        """Forget a job that has ended."""
        with self._lock:
            if self.job is not None and not self.job.is_running:
                self.job = None


def _command(settings: Settings, arguments: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  our own program, no shell
        [sys.executable, "-m", "ui.cli", *arguments],
        env={**server_environment(settings), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
