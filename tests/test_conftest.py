from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from corpus.embedder import Embedder

TESTS = Path(__file__).parent
BROWSER_TEST = "import pytest\n\n@pytest.mark.browser\ndef test_a_screen():\n    pass\n"


@pytest.mark.parametrize("address", ["192.0.2.1", "0.0.0.1"])
def test_a_connection_outside_this_machine_is_refused(
    address: str, network_attempts: list[str]
) -> None:
    with (
        socket.socket() as connection,
        pytest.raises(RuntimeError, match=f"tried to reach '{address}'"),
    ):
        connection.connect((address, 80))
    assert network_attempts == [f"connect('{address}')"]
    network_attempts.clear()


def test_a_name_is_not_even_looked_up(network_attempts: list[str]) -> None:
    with pytest.raises(RuntimeError, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/")
    assert network_attempts == ["getaddrinfo('example.org')"]
    network_attempts.clear()


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5):
            pass


def test_settings_of_the_machine_are_hidden() -> None:
    assert [name for name in os.environ if name.startswith("RECITAL_")] == []


def test_the_hashed_embedder_knows_words_only(hash_embedder: Embedder) -> None:
    first, same, other = hash_embedder.embed_passages(["a lamp", "Lamp, a!", "tempête"])
    assert first @ same == pytest.approx(1.0)
    assert first @ other < 0.9


@pytest.mark.parametrize(
    ("required", "outcome", "status"),
    [("", "NOT TRIED IN A BROWSER: 1 tests", 0), ("1", "REQUIRE_BROWSER=1", 1)],
)
def test_a_missing_browser_is_loud(
    tmp_path: Path, required: str, outcome: str, status: int
) -> None:
    shutil.copy(TESTS / "conftest.py", tmp_path)
    (tmp_path / "test_screen.py").write_text(BROWSER_TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser: needs one\n")
    environment = os.environ | {
        "PATH": str(tmp_path),
        "PYTHONPATH": str(TESTS.parent),
        "REQUIRE_BROWSER": required,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", str(tmp_path)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in finished.stdout
    assert finished.returncode == status
