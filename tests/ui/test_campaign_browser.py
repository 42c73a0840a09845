"""The campaign check in a real browser, on a desk and on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from test_browser import (
    DESKTOP,
    PHONE,
    ask,
    browser,
    foreign,
    free_port,
    running,
    screenshot,
    visit,
    widest,
)

from ui.serve import server_command

__all__ = ["browser"]
pytestmark = pytest.mark.browser

VERDICT = ".st-key-verdict_"
SENTENCE = "On veut envoyer un SMS à nos clients d'il y a deux ans"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    page = Path(__file__).with_name("page_with_library.py")
    with running(server_command(page, port), port) as served:
        yield served


def go(page: Page) -> None:
    page.get_by_role("link", name="Campagne").click()
    page.get_by_role("button", name="Lire les faits").wait_for(timeout=30_000)


def describe(page: Page, text: str) -> None:
    page.get_by_label("Votre campagne").fill(text)
    page.get_by_label("Votre campagne").blur()
    page.get_by_role("button", name="Lire les faits").click()
    page.get_by_role("button", name="C'est exact").click(timeout=30_000)


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_a_sentence_becomes_a_decision_and_a_file(
    browser: Browser, address: str, tmp_path: Path, name: str, size: dict[str, int]
) -> None:
    with visit(browser, address, size) as (page, requested):
        go(page)
        describe(page, SENTENCE)
        expect(page.locator(f"{VERDICT}cannot_tell")).to_be_visible(timeout=30_000)
        expect(page.locator(f"{VERDICT}cannot_tell [role=status]")).to_contain_text(
            "Impossible à dire"
        )
        screenshot(page, f"{name}-campaign-question")
        page.get_by_role("button", name="Oui\u00a0: acte clair").click()
        expect(page.locator(f"{VERDICT}allowed_if")).to_be_visible(timeout=30_000)
        screenshot(page, f"{name}-campaign-decision")
        assert widest(page) <= size["width"]
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name="Dossier (PDF)").click()
        download.value.save_as(tmp_path / "file.pdf")
        words = "".join(one.extract_text() for one in PdfReader(tmp_path / "file.pdf").pages)
        assert (
            "Autorisé sous conditions" in words and "Information, pas un conseil juridique" in words
        )
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name="Données (JSON)").click()
        download.value.save_as(tmp_path / "file.json")
        assert json.loads((tmp_path / "file.json").read_bytes())["outcome"] == "allowed_if"
        assert foreign(requested, address) == []


def test_the_chat_offers_the_check_with_the_question(browser: Browser, address: str) -> None:
    with visit(browser, address, DESKTOP) as (page, _):
        ask(page, "Peut-on appeler nos prospects particuliers qui n'ont jamais donné leur accord ?")
        page.get_by_role("button", name="Vérifier cette campagne").click(timeout=60_000)
        page.get_by_role("button", name="C'est exact").wait_for(timeout=30_000)
        page.get_by_role("button", name="C'est exact").click()
        expect(page.locator("[class*='st-key-verdict_']")).to_be_visible(timeout=30_000)


def test_a_saved_check_comes_back_after_a_reload(browser: Browser, address: str) -> None:
    with visit(browser, address, PHONE) as (page, _):
        go(page)
        describe(page, SENTENCE)
        page.get_by_role("button", name="Enregistrer").click(timeout=30_000)
        page.get_by_role("button", name="Enregistré").wait_for(timeout=30_000)
        page.wait_for_timeout(500)
        page.reload()
        page.get_by_text("Vos contrôles enregistrés").wait_for(timeout=30_000)
        screenshot(page, "phone-campaign-saved")
        page.get_by_role("button", name="Ouvrir").click()
        expect(page.locator("[class*='st-key-verdict_']")).to_be_visible(timeout=30_000)
