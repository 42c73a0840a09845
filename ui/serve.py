"""Start the screen on this machine, for this machine only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

from corpus.quiet import QUIET_ENVIRONMENT
from corpus.settings import (
    DEFAULT_SETTINGS_FILE,
    ENVIRONMENT,
    SETTINGS_FILE_VARIABLE,
    Settings,
)
from ui.terminal_language import terminal_language
from ui.words import words_in

ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8501
STOP_SECONDS = 5.0
# Where .streamlit/config.toml lies: Streamlit looks for it in its working directory.
_ROOT = Path(__file__).resolve().parent.parent
_APP = Path(__file__).resolve().with_name("app.py")

# What must hold even where that file is not found.
_OPTIONS = {
    "server.address": ADDRESS,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "runner.postScriptGC": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "localhost",
    "logger.hideWelcomeMessage": "true",
}
# Two OpenMP threads under load are slower than one, by far.
_ENVIRONMENT = {**QUIET_ENVIRONMENT, "OMP_NUM_THREADS": "1"}


def serve(settings: Settings, port: int = DEFAULT_PORT) -> int:
    """Run the screen until it is stopped; the exit status, 1 when the port is taken."""
    words = words_in(settings.answer.lang or terminal_language())
    if not _is_free(port):
        print(words.port_busy.format(port=port), file=sys.stderr)
        return 1
    print(words.serving.format(url=f"http://localhost:{port}"), flush=True)
    command = server_command(_APP, port)
    with subprocess.Popen(command, cwd=_ROOT, env=server_environment(settings)) as server:  # noqa: S603  our own words
        return _wait(server)


def server_command(page: Path, port: int) -> list[str]:
    """The command that serves `page` on this machine's loopback address only."""
    options = [f"--{name}={value}" for name, value in _OPTIONS.items()]
    return [
        sys.executable,
        "-m",
        "ui.quiet_streamlit",
        "run",
        str(page),
        f"--server.port={port}",
        *options,
    ]


def _wait(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server; Ctrl-C and a termination are the way to stop it, not faults."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        return max(server.wait(), 0)
    except KeyboardInterrupt:
        end(server)
        return 0
    finally:
        signal.signal(signal.SIGTERM, previous)


def end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop; one that is still there after `STOP_SECONDS`, or a second Ctrl-C, is killed.

    A signal that comes while Streamlit is still starting can be lost in it.
    """
    server.terminate()
    try:
        server.wait(timeout=STOP_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        server.kill()
        server.wait()


def server_environment(settings: Settings) -> dict[str, str]:
    """These settings for the server's process, whose working directory is not ours."""
    named = os.environ.get(SETTINGS_FILE_VARIABLE) or DEFAULT_SETTINGS_FILE
    file = Path(named).absolute()
    environment = {**_ENVIRONMENT, **os.environ}
    environment[SETTINGS_FILE_VARIABLE] = str(file) if file.is_file() else os.devnull
    for name, (section, field) in ENVIRONMENT.items():
        value = getattr(getattr(settings, section), field)
        written = value.absolute() if isinstance(value, Path) else value
        environment[name] = "" if written is None else str(written)
    python_path = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(python_path)
    return environment


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True
