from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from test_browser import (
    DESKTOP,
    PHONE,
    QUESTION,
    ask,
    browser,
    foreign,
    free_port,
    running,
    screenshot,
    visit,
    widest,
)

from ui.owner import COOKIE
from ui.serve import server_command

__all__ = ["browser"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    page = Path(__file__).with_name("page_with_fake.py")
    with running(server_command(page, port), port) as served:
        yield served


def answered(page: Page) -> None:
    page.get_by_text("Pour continuer").wait_for(timeout=30_000)


def cookies(page: Page) -> list[Any]:
    return [one for one in page.context.cookies() if one.get("name") == COOKIE]


def test_a_reload_brings_a_conversation_back_and_only_to_its_reader(
    browser: Browser, address: str
) -> None:
    with visit(browser, address, DESKTOP) as (page, requested):
        assert cookies(page) == []  # no cookie before the first question
        ask(page, QUESTION)
        answered(page)
        page.wait_for_url(re.compile(r"[?]c="))
        (cookie,) = cookies(page)
        assert re.fullmatch(r"[\w-]{43}", cookie["value"]) and cookie["sameSite"] == "Lax"
        assert cookie["value"] not in page.url + page.inner_text("body")
        page.reload()
        answered(page)
        assert page.get_by_test_id("stChatMessage").count() == 2
        citation = page.get_by_test_id("stExpander").filter(has_text="[1] RGPD, article 21(2)")
        citation.locator("summary").click()
        citation.get_by_text("Le crieur qui a entendu ce refus").wait_for(state="visible")
        screenshot(page, "desktop-restored")
        assert foreign(requested, address) == []
        link = page.url
    with visit(browser, link, DESKTOP) as (stranger, _):
        stranger.get_by_role("tab", name="Enseignement").wait_for()
        assert stranger.get_by_test_id("stChatMessage").count() == 0


def test_on_a_phone_the_list_opens_renames_and_erases(browser: Browser, address: str) -> None:
    with visit(browser, address, PHONE) as (page, _):
        ask(page, QUESTION)
        answered(page)
        assert widest(page) <= PHONE["width"]
        page.get_by_test_id("stExpandSidebarButton").click()
        line = page.locator("[class*='st-key-conversation_open_']")
        line.wait_for(state="visible")
        screenshot(page, "phone-conversations")
        line.get_by_test_id("stPopoverButton").locator("visible=true").click()
        page.get_by_role("button", name="Supprimer").click()
        page.get_by_role("button", name="Effacer définitivement").click()
        page.get_by_text("Conversation supprimée.").wait_for(timeout=15_000)
        expect(line).to_have_count(0)
        assert "c=" not in page.url


def test_an_answer_is_copied_and_exported(browser: Browser, address: str, tmp_path: Path) -> None:
    with visit(browser, address, DESKTOP) as (page, requested):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, QUESTION)
        answered(page)
        page.get_by_role("button", name="Copier").click()
        page.get_by_role("button", name="Copié").wait_for()
        copied: str = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(QUESTION) and "[1] RGPD, article 21(2) — loi" in copied
        page.get_by_role("button", name="Exporter").click()
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name="PDF", exact=True).click()
        download.value.save_as(tmp_path / "answer.pdf")
        words = PdfReader(tmp_path / "answer.pdf").pages[0].extract_text()
        assert "citation vérifiée" in words and "Oui, sans leur redemander" in words
        assert foreign(requested, address) == []


def test_a_filter_becomes_a_chip_and_is_told_under_the_answer(
    browser: Browser, address: str
) -> None:
    with visit(browser, address, PHONE) as (page, _):
        page.get_by_role("button", name="Filtres").click()
        page.get_by_text("Loi seulement").click()
        page.get_by_role("button", name="loi seulement", exact=True).wait_for()
        screenshot(page, "phone-filters")
        page.keyboard.press("Escape")
        ask(page, QUESTION)
        page.get_by_text("Limitée à\u00a0: loi seulement.").wait_for(timeout=30_000)
        page.get_by_role("button", name="loi seulement", exact=True).click()
        expect(page.get_by_role("button", name="loi seulement", exact=True)).to_have_count(0)
        assert widest(page) <= PHONE["width"]
