"""Several pips side by side, and one line that says how far they are; standard library only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from ui.install_words import say

PLAIN_LINE_SECONDS = 3.0
POLL_SECONDS = 0.2
SHOWN_LINES = 15
BAR_WIDTH = 24
CAUSES = {
    "space": r"No space left|Disk quota exceeded",
    "ensurepip": r"ensurepip is not available|No module named '?ensurepip",
    "network": r"Retrying \(|NewConnectionError|Name or service not known|Temporary failure"
    r"|timed out|Connection (?:refused|reset|aborted)|ProxyError|SSLError",
    "version": r"No matching distribution|not a supported wheel|Requires-Python",
}


class InstallFailed(Exception):
    """A step that ended badly, with the last lines it wrote."""

    def __init__(self, last_lines: Iterable[str]) -> None:
        self.last_lines = list(last_lines)
        super().__init__("\n".join(self.last_lines))


class Place:
    """Where an environment lies, and the files that go with it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.log = self.venv / "install.log"
        self.temporary = self.venv / "tmp"

    def distributions(self) -> list[Path]:
        """The metadata folders of what is installed, complete or not."""
        return list(self.venv.glob("lib/python3.*/site-packages/*.dist-info"))

    def installed(self) -> set[str]:
        """The packages whose installation was carried to its end (pip writes INSTALLER last)."""
        complete = [folder for folder in self.distributions() if (folder / "INSTALLER").is_file()]
        return {canonical(folder.stem.rsplit("-", 1)[0]) for folder in complete}


def canonical(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(pins: Iterable[str]) -> set[str]:
    """The canonical names of these pins."""
    return {canonical(pin.partition("==")[0]) for pin in pins}


def package_in(line: str) -> str | None:
    """The package that this line of pip's output turns to, if any."""
    found = re.match(r"\s*(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line)
    found = found or re.match(r"\s*Processing \S*/([\w.]+(?:-[A-Za-z][\w.]*)*)-\d[^/]*\.\w+", line)
    return canonical(found[1]) if found else None


def reason_in(lines: Iterable[str]) -> str:
    """The likely cause of a failure, as the name of the message to show."""
    text = "\n".join(lines)
    return next((name for name, cause in CAUSES.items() if re.search(cause, text)), "unknown")


def bar(done: float, total: float) -> str:
    """A bar and a percentage, for example `[######------]  50 %`."""
    share = min(done / total, 1.0) if total else 1.0
    filled = int(share * BAR_WIDTH)
    return f"[{'#' * filled}{'-' * (BAR_WIDTH - filled)}] {int(share * 100):3d} %"


class PipOutput:
    """What one pip has said so far: the packages it has obtained, and its last lines."""

    def __init__(self) -> None:
        self.obtained: set[str] = set()
        self.last_lines: deque[str] = deque(maxlen=SHOWN_LINES)
        self.is_retrying = False
        self._current: str | None = None

    def feed(self, line: str) -> None:
        """Take the next line; a package counts as obtained once pip turns to another matter."""
        self.last_lines.append(line.rstrip())
        self.is_retrying = "Retrying (" in line
        following = package_in(line)
        if self._current and (following or line.startswith("Installing collected packages")):
            self.obtained.add(self._current)
        self._current = following or self._current


class Meter:
    """One line per step: redrawn on a terminal, repeated every few seconds elsewhere."""

    def __init__(self, title: str) -> None:
        self.title, self.started, self.shown = title, time.monotonic(), 0.0

    def show(self, state: str, *, is_last: bool = False) -> None:
        """Draw the state of the step if it is time to."""
        now = time.monotonic()
        on_terminal = sys.stdout.isatty()
        if not (on_terminal or is_last) and now - self.shown < PLAIN_LINE_SECONDS:
            return
        self.shown = now
        line = f"{self.title:<26}{state}{now - self.started:.0f} s"
        if on_terminal:
            line = "\r\x1b[K" + line[: shutil.get_terminal_size().columns - 1]
        print(line, end="\n" if is_last or not on_terminal else "", flush=True)


def run_step(
    place: Place, key: str, commands: Sequence[Sequence[str]], pins: Iterable[str] = ()
) -> None:
    """Run these commands side by side, showing how many of the pins are there.

    Raises `InstallFailed` when one of them fails; the others are stopped then.
    """
    wanted, meter = names_of(pins), Meter(say(key))
    outputs = [PipOutput() for _ in commands]
    place.temporary.mkdir(parents=True, exist_ok=True)
    with place.log.open("a", encoding="utf-8") as log:
        processes = [_start(place, command) for command in commands]
        readers = [_follow(*both, log) for both in zip(processes, outputs, strict=True)]
        try:
            while None in (states := [process.poll() for process in processes]) and not any(states):
                finished = sum(state == 0 for state in states) / len(states)
                meter.show(_state(place, wanted, outputs, share=finished))
                time.sleep(POLL_SECONDS)
        finally:
            failed = [i for i, process in enumerate(processes) if process.poll()]
            _stop(processes)
            for reader in readers:
                reader.join()
    if failed:
        raise InstallFailed(outputs[failed[0]].last_lines)
    meter.show(_state(place, wanted, outputs, share=1.0), is_last=True)


def _start(place: Place, command: Sequence[str]) -> subprocess.Popen[str]:
    # A PYTHONPATH from outside would make pip believe that packages are there already, and
    # without bytecode every start of the program would compile its libraries again.
    unwanted = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    # Wheels pass through the temporary folder: /tmp is often small, and this one can be measured.
    environment.update(TMPDIR=str(place.temporary), PYTHONUNBUFFERED="1")
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=place.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def _follow(process: subprocess.Popen[str], output: PipOutput, log: IO[str]) -> threading.Thread:
    def read(stream: IO[str]) -> None:
        with stream:
            for line in stream:
                log.write(line)
                log.flush()
                output.feed(line)

    reader = threading.Thread(target=read, args=[process.stdout], daemon=True)
    reader.start()
    return reader


def _stop(processes: Iterable[subprocess.Popen[str]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _state(place: Place, wanted: set[str], outputs: Sequence[PipOutput], *, share: float) -> str:
    trouble = say("retrying") + ", " if any(output.is_retrying for output in outputs) else ""
    if not wanted:
        return f"{bar(share, 1)} {trouble}"
    installed = place.installed() & wanted
    obtained = installed.union(*(output.obtained & wanted for output in outputs))
    counts = say(
        "counts",
        obtained=len(obtained),
        installed=len(installed),
        total=len(wanted),
        megabytes=_bytes_under(place.temporary) // 1_000_000,
    )
    return f"{bar(len(obtained) + len(installed), 2 * len(wanted))} {counts}, {trouble}"


def _bytes_under(folder: Path) -> int:
    total = 0
    for directory, _, files in os.walk(folder):
        for name in files:
            try:
                total += Path(directory, name).lstat().st_size
            except OSError:  # pip has just removed it
                continue
    return total
