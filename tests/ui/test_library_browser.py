from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_browser import DESKTOP, PHONE, browser, foreign, free_port, running, screenshot, widest

from ui.serve import server_command

__all__ = ["browser"]
pytestmark = pytest.mark.browser

POINT = "library?unit=gdpr:art-21-1-b"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    page = Path(__file__).with_name("page_with_library.py")
    with running(server_command(page, port), port) as served:
        yield served


@contextmanager
def visit(browser: Browser, address: str, size: dict[str, int]) -> Iterator[tuple[Page, list[str]]]:
    """A fresh visitor's page, and the addresses it asked for."""
    context = browser.new_context(viewport=size, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address)
    page.get_by_role("heading", name="Recital").wait_for(timeout=60_000)
    try:
        yield page, requested
    finally:
        context.close()


def heading(page: Page, name: str) -> None:
    page.get_by_role("heading", name=name, exact=True).wait_for(timeout=30_000)


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_a_reader_goes_from_the_chat_to_a_source_and_to_its_law(
    browser: Browser, address: str, name: str, size: dict[str, int]
) -> None:
    with visit(browser, address, size) as (page, requested):
        page.get_by_role("link", name="Bibliothèque", exact=True).click()
        card = page.locator("[class*='st-key-source_gdpr']")
        card.wait_for(timeout=30_000)
        screenshot(page, f"{name}-library-sources")
        card.get_by_role("link", name="Lire ici").click()
        page.get_by_text("Chapitre III — Droits").wait_for(timeout=30_000)
        article = page.get_by_role("link", name="Article 21", exact=True)
        article.wait_for(state="visible")
        screenshot(page, f"{name}-library-contents")
        article.click()
        heading(page, "Article 21")
        page.get_by_text("a shutter is closed").wait_for()
        screenshot(page, f"{name}-library-article")
        assert widest(page) <= size["width"]
        assert foreign(requested, address) == []


def test_both_languages_stand_side_by_side_on_a_desk_and_in_turn_on_a_phone(
    browser: Browser, address: str
) -> None:
    places = """() => ['un volet est fermé', 'a shutter is closed', 'valent aussi la nuit'].map((words) => {
        const found = [...document.querySelectorAll('.st-key-reader p, .st-key-reader li')]
            .filter((one) => one.textContent.includes(words) && one.offsetHeight).pop();
        return found ? found.getBoundingClientRect() : null;
    })"""
    stands = {
        "desk": "Math.abs(french.y - english.y) < 3 && english.x > french.x + 300",
        "phone": "english.y > last.y && last.y > french.y && english.x === french.x",
    }
    for size, where in ((DESKTOP, "desk"), (PHONE, "phone")):
        with visit(browser, address + POINT, size) as (page, _):
            page.wait_for_function(
                f"() => {{ const [french, english, last] = ({places})();"
                f" return french && english && last && ({stands[where]}); }}",
                timeout=20_000,
            )


def test_an_address_brings_its_point_into_view_and_marks_it(browser: Browser, address: str) -> None:
    small = {"width": 390, "height": 500}
    with visit(browser, address + POINT, small) as (page, _):
        point = page.locator(".st-key-unit_gdpr-art-21-1-b_fr")
        expect(point).to_be_in_viewport(timeout=15_000)
        assert "un chien dort" in point.inner_text() and "volet" not in point.inner_text()
        colour: str = point.evaluate("(element) => getComputedStyle(element).borderLeftStyle")
        assert colour == "solid"


def test_a_reference_opens_here_and_the_way_back_is_the_browsers(
    browser: Browser, address: str
) -> None:
    with visit(browser, address + "library?unit=gdpr:art-21", DESKTOP) as (page, _):
        heading(page, "Article 21")
        page.get_by_role("link", name="article 22", exact=True).click()
        heading(page, "Article 22")
        assert page.url.endswith("library?unit=gdpr:art-22")
        assert len(page.context.pages) == 1
        page.go_back()
        heading(page, "Article 21")


def test_the_conversation_is_still_there_after_a_look_into_the_library(
    browser: Browser, address: str
) -> None:
    with visit(browser, address, DESKTOP) as (page, _):
        page.get_by_test_id("stChatInputTextArea").fill("Le crieur se tait quand un chien dort ?")
        page.keyboard.press("Enter")
        answer = page.get_by_test_id("stChatMessage").last
        answer.get_by_test_id("stExpander").first.locator("summary").click(timeout=60_000)
        answer.get_by_role("link", name="Ouvrir dans la bibliothèque").first.click()
        page.get_by_test_id("stCode").wait_for(timeout=30_000)
        assert re.search(r"library\?unit=\w+:", page.url)
        assert len(page.context.pages) == 1
        page.get_by_role("link", name="Questions", exact=True).click()
        page.get_by_text("Le crieur se tait quand un chien dort ?").first.wait_for(timeout=30_000)


def test_a_search_marks_the_words_and_opens_the_unit(browser: Browser, address: str) -> None:
    with visit(browser, address + "library?text=gdpr", DESKTOP) as (page, _):
        page.get_by_role("textbox", name="Chercher dans ce texte").fill("chien dort")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Article 21(1)(b)").first.click()
        heading(page, "Article 21")
        marked = page.locator(".st-key-unit_gdpr-art-21-1-b_fr .stMarkdownColoredBackground")
        marked.wait_for(timeout=15_000)
        assert marked.inner_text() == "chien dort"


def test_a_hostile_text_makes_the_reader_load_nothing(browser: Browser, address: str) -> None:
    with visit(browser, address + "library?unit=lil:art-8", DESKTOP) as (page, requested):
        page.get_by_text("Une lanterne.").wait_for(timeout=30_000)
        page.wait_for_timeout(800)
        assert foreign(requested, address) == []
        made = "img, iframe, script, svg:not([class]), object, .katex"
        words = page.locator(".st-key-reader").get_by_test_id("stMarkdownContainer")
        assert words.locator(made).count() == 0
