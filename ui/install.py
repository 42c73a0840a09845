"""From a fresh clone to a complete `.venv`: create it, install the lock, show progress, resume.

Runs as `python3 -m ui.install` on the system's Python, before any library is there: standard
library only. The lock has two parts. The chat's part comes first; with `--chat-first` the rest
(evaluation, tests, other models) is left to a process in the background.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NoReturn

from ui.install_pip import InstallFailed, Meter, Place, bar, names_of, reason_in, run_step
from ui.install_words import say

ROOT = Path(__file__).resolve().parent.parent
LOCK, PROJECT = ROOT / "requirements.lock", ROOT / "pyproject.toml"
REST_HEADING = "# --- the rest"
# Several pips, each with its share of the pins, keep the network and every core busy. On two idle
# cores the chat's part took 37 s with one and 24 s with two; on busy ones 49 s with two, 43 with four.
SHARES = 4
# pip is told not to compile (minutes, for files nobody opens); importing compiles what is used.
WARM_IMPORTS = (
    "import bm25s, chromadb, langchain.chat_models, lxml.html, pypdf, streamlit.web.cli, typer"
)
# With one of these set, the first question may already ask for sentence-transformers.
OTHER_MODEL_VARIABLES = ("RECITAL_EMBEDDING_MODEL", "RECITAL_RERANKER", "RECITAL_SETTINGS")


def is_supported(version: tuple[int, ...]) -> bool:
    """Whether this Python version can run the project."""
    return (3, 11) <= version[:2] < (3, 13)


def pins_of(lock: str) -> tuple[list[str], list[str]]:
    """The pins of the lock: those the chat needs, then the rest."""
    chat, _, rest = lock.partition(REST_HEADING)
    return _pins_in(chat), _pins_in(rest)


def _pins_in(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if re.match(r"[\w.-]+==", line)]


def shares_of(pins: Sequence[str], count: int = SHARES) -> list[list[str]]:
    """The pins dealt like cards to at most that many pips, none with an empty hand."""
    return [list(pins[start::count]) for start in range(min(count, len(pins)))]


def fingerprint(lock: bytes, project: bytes, venv: str) -> str:
    """What an installation stands for: the pins, the project file and its own place."""
    return hashlib.sha256(b"\0".join((lock, project, venv.encode()))).hexdigest()


def is_complete(place: Place, part: str, stamp: str) -> bool:
    """Whether this part ("chat" or "all") was installed to its end under this fingerprint."""
    path = _stamp_path(place, part)
    return place.python.exists() and path.is_file() and path.read_text("utf-8") == stamp


def mark_complete(place: Place, part: str, stamp: str) -> None:
    """Record that this part stands; written last, so that an interrupted installation resumes."""
    _stamp_path(place, part).write_text(stamp, "utf-8")


def _stamp_path(place: Place, part: str) -> Path:
    return place.venv / f"installed-{part}"


def can_chat_first(environment: Mapping[str, str], root: Path, machine: str, flags: str) -> bool:
    """Whether the chat may start before the rest is there: default model, and able to run it."""
    asks_other_model = any(environment.get(name) for name in OTHER_MODEL_VARIABLES)
    runs_default = machine == "linux x86_64" and "avx2" in flags
    return runs_default and not asks_other_model and not (root / "recital.toml").exists()


def install(place: Place, *, chat_first: bool) -> None:
    """Bring the environment to what the lock says; nothing happens when it is there already.

    Raises `InstallFailed` with the last lines of the step that failed.
    """
    stamp = fingerprint(LOCK.read_bytes(), PROJECT.read_bytes(), str(place.venv))
    if is_complete(place, "all", stamp):
        return
    may_leave_rest = chat_first and can_chat_first(os.environ, ROOT, *_machine())
    if not (may_leave_rest and is_complete(place, "chat", stamp)):
        print(say("start", python=platform.python_version(), log=_log_name(place)), flush=True)
        _install_parts(place, stamp, with_rest=not may_leave_rest)
    if may_leave_rest:
        print(say("background", log=_log_name(place)), flush=True)
        _install_rest_in_background(place)


def _install_parts(place: Place, stamp: str, *, with_rest: bool) -> None:
    chat, rest = pins_of(LOCK.read_text("utf-8"))
    place.venv.mkdir(exist_ok=True)
    with (place.venv / "install.lock").open("w") as lock:
        _wait_for_turn(place, lock, names_of(chat + rest))
        if not is_complete(place, "chat", stamp):
            _install_chat(place, chat)
            mark_complete(place, "chat", stamp)
        if with_rest and not is_complete(place, "all", stamp):
            _install_rest(place, rest)
            mark_complete(place, "all", stamp)


def _wait_for_turn(place: Place, lock: IO[str], wanted: set[str]) -> None:
    meter = Meter(say("waiting"))
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            meter.show(bar(len(place.installed() & wanted), len(wanted)) + ", ")
            time.sleep(0.5)
        else:
            return


def _install_chat(place: Place, pins: Sequence[str]) -> None:
    pip_pin = next(pin for pin in pins if pin.startswith("pip=="))
    _create_environment(place)
    _install_pip(place, pip_pin)
    _install_pins(place, "chat", [pin for pin in pins if pin != pip_pin])
    project = _pip(place, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    run_step(place, "project", [project, [str(place.python), "-c", WARM_IMPORTS]])


def _install_rest(place: Place, pins: Sequence[str]) -> None:
    _install_pins(place, "rest", pins)
    # With dependencies this time: another build of torch asks for libraries the lock cannot name.
    run_step(place, "finish", [_pip(place, "--requirement", str(LOCK))])
    shutil.rmtree(place.temporary, ignore_errors=True)


def _create_environment(place: Place) -> None:
    """An environment of this Python, made in this place; one that was moved or aged is replaced."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    configuration = place.venv / "pyvenv.cfg"
    is_ours = configuration.is_file() and str(place.venv) in configuration.read_text("utf-8")
    if not (is_ours and place.python.exists() and (place.venv / "lib" / version).is_dir()):
        for name in ("bin", "lib", "include"):
            shutil.rmtree(place.venv / name, ignore_errors=True)
        create = [sys.executable, "-m", "venv", "--without-pip", str(place.venv)]
        run_step(place, "environment", [create])
    for distribution in place.distributions():
        if not (distribution / "INSTALLER").is_file():  # left by an interrupted installation
            shutil.rmtree(distribution)


def _install_pip(place: Place, pin: str) -> None:
    """The pinned pip, twice as fast as the one that Python 3.11 brings."""
    wanted = pin.replace("==", "-") + ".dist-info"
    if any(distribution.name == wanted for distribution in place.distributions()):
        return
    with_system_pip = [sys.executable, "-m", "pip", "--python", str(place.python), "install"]
    try:
        run_step(place, "pip", [[*with_system_pip, "--no-compile", "--retries=1", pin]])
    except InstallFailed:  # this Python has no pip beside it, or one before 22.3
        run_step(place, "pip", [[str(place.python), "-m", "ensurepip"]])
        run_step(place, "pip", [_pip(place, "--retries=1", pin)])


def _install_pins(place: Place, key: str, pins: Sequence[str]) -> None:
    """These exact versions and nothing else; the lock is complete, so nothing is to be resolved."""
    commands = [_pip(place, "--no-deps", *share) for share in shares_of(pins)]
    run_step(place, key, commands, pins)


def _pip(place: Place, *arguments: str) -> list[str]:
    options = ("--no-compile", "--no-input", "--progress-bar=off", "--disable-pip-version-check")
    return [str(place.python), "-m", "pip", "install", *options, *arguments]


def _install_rest_in_background(place: Place) -> None:
    # In the terminal's process group on purpose: Ctrl-C ends it too, and the next start resumes it.
    with place.log.open("a", encoding="utf-8") as log:
        command = [sys.executable, "-m", "ui.install", "--give-way"]
        subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def _machine() -> tuple[str, str]:
    information = Path("/proc/cpuinfo")
    flags = information.read_text(errors="replace") if information.is_file() else ""
    return f"{sys.platform} {platform.machine()}", flags


def _log_name(place: Place) -> str:
    return str(place.log.relative_to(place.root))


def _explain(place: Place, failure: InstallFailed) -> str:
    advice = say(
        reason_in(failure.last_lines),
        free=f"{shutil.disk_usage(place.root).free / 1e9:.1f}",
        log=_log_name(place),
        python=platform.python_version(),
        machine=platform.machine(),
    )
    lines = ["  " + line for line in failure.last_lines]
    return "\n".join([say("failed", log=_log_name(place)), *lines, advice])


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Install and return the exit status: 0 done, 1 failed, 130 interrupted."""
    options = argparse.ArgumentParser(description="Create .venv and install requirements.lock.")
    options.add_argument("--chat-first", action="store_true", help="the rest in the background")
    options.add_argument("--give-way", action="store_true", help="let other programs go first")
    chosen = options.parse_args()
    if not is_supported(sys.version_info[:2]):
        found = {"executable": sys.executable, "python": platform.python_version()}
        print(say("python", **found), file=sys.stderr)
        return 1
    os.nice(19 if chosen.give_way else 0)
    signal.signal(signal.SIGTERM, _interrupt)
    place = Place(ROOT)
    try:
        install(place, chat_first=chosen.chat_first)
    except InstallFailed as failure:
        print(_explain(place, failure), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n" + say("interrupted"), file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
