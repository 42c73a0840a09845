"""A private PostgreSQL server for a test: its own folder, a free port of this machine, no password."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _binary(name: str) -> str:
    found = shutil.which(name) or next((str(f / name) for f in _FOLDERS if (f / name).exists()), "")
    if not found:
        pytest.skip(f"PostgreSQL's {name} is not installed")
    return found


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """The address of a server that lives as long as the block; skips where there can be none."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: pip install recital[postgres]")
    initdb, control = _binary("initdb"), _binary("pg_ctl")
    data = folder / "server"
    data.mkdir(parents=True)
    as_user = _as_ordinary_user(folder)
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {data} -c fsync=off"
    _run([*as_user, initdb, "-D", str(data), "-A", "trust", "-U", "recital", "-E", "UTF8"])
    _run(
        [*as_user, control, "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, "start"]
    )
    try:
        yield f"postgresql://recital@127.0.0.1:{port}/postgres"
    finally:
        _run([*as_user, control, "-D", str(data), "-w", "-m", "immediate", "stop"])


def _as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then its folder is handed to the user made for it."""
    if os.getuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("root cannot run PostgreSQL and there is no user postgres")
    for path in (folder, folder / "server"):
        shutil.chown(path, "postgres")
    for path in folder.parents:
        if str(path).startswith("/tmp/") and path.stat().st_uid == os.getuid():
            path.chmod(path.stat().st_mode | 0o011)
    return [shutil.which("runuser") or "runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd="/", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, command


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
