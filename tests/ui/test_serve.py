from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import ui.serve
from corpus.settings import AnswerSettings, DataSettings, Settings, load_settings
from ui.serve import serve, server_command, server_environment

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def started_program(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`serve` in a process and a process group of its own, from a folder that is not ours."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "from corpus.settings import AnswerSettings, Settings; from ui.serve import serve;"
        f"raise SystemExit(serve(Settings(answer=AnswerSettings(lang='fr')), port={port}))"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not is_listening(port):
            assert program.poll() is None and time.monotonic() < deadline
            time.sleep(0.2)
        yield program, port
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait(timeout=20)
        if program.stdout:
            program.stdout.close()


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_taken_port_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", 0))
        occupied.listen()
        port = occupied.getsockname()[1]
        assert serve(Settings(answer=AnswerSettings(lang="en")), port=port) == 1
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_a_terminated_program_takes_its_server_with_it(tmp_path: Path) -> None:
    with started_program(tmp_path) as (program, port):
        program.terminate()  # the program alone, not its group
        output, _ = program.communicate(timeout=20)
        assert program.returncode == 0
        assert (
            output.splitlines()[0]
            == f"Recital\u00a0: http://localhost:{port}  (Ctrl-C pour arrêter)"
        )
        assert not is_listening(port)


def test_ctrl_c_is_an_ordinary_end(tmp_path: Path) -> None:
    with started_program(tmp_path) as (program, port):
        os.killpg(program.pid, signal.SIGINT)  # what a terminal does
        assert program.wait(timeout=20) == 0
        assert not is_listening(port)


def test_a_server_that_does_not_hear_its_termination_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ui.serve, "STOP_SECONDS", 0.1)
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None and server.stdout.readline() == b"deaf\n"
        ui.serve.end(server)
        assert server.returncode == -signal.SIGKILL


def test_the_server_listens_to_this_machine_only_and_reports_to_nobody() -> None:
    command = server_command(Path("page.py"), 8501)
    assert "--server.address=127.0.0.1" in command
    assert "--browser.gatherUsageStats=false" in command
    environment = server_environment(Settings())
    assert environment["RAGAS_DO_NOT_TRACK"] == "true"
    assert environment["LANGSMITH_TRACING"] == "false"
    assert environment["OMP_NUM_THREADS"] == "1"


def test_the_server_gets_the_same_settings_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recital.toml").write_text("[index]\nkept_versions = 5\n", encoding="utf-8")
    monkeypatch.setenv("RECITAL_DATA_DIR", "mine")
    monkeypatch.setenv("RECITAL_LANG", "en")
    here = load_settings()
    monkeypatch.chdir("/")
    there = load_settings(server_environment_from(tmp_path, here, monkeypatch))
    assert there.data.directory == tmp_path / "mine"
    assert there.model_copy(update={"data": here.data}) == here


def server_environment_from(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    with monkeypatch.context() as patch:
        patch.chdir(folder)
        return server_environment(settings)


def test_a_settings_file_of_the_servers_own_folder_is_not_read_by_accident(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(data=DataSettings(mirror_directory=tmp_path))
    environment = server_environment(settings)
    (tmp_path / "recital.toml").write_text('[answer]\nlang = "en"\n', encoding="utf-8")
    assert load_settings(environment).answer.lang == ""
