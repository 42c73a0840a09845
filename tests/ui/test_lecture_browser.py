from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from test_browser import browser, foreign, free_port, running, screenshot, widest

from ui.lecture_words import lecture_words
from ui.serve import server_command

__all__ = ["browser"]
pytestmark = pytest.mark.browser
FR = lecture_words("fr")
PROJECTOR = {"width": 1920, "height": 1080}


def view(page: Page, kind: str) -> None:
    page.locator(f".st-key-stage_{kind}").wait_for(timeout=30_000)


def size_of(page: Page, selector: str) -> float:
    size: float = page.locator(selector).first.evaluate(
        "element => parseFloat(getComputedStyle(element).fontSize)"
    )
    return size


def test_a_lecturer_shows_a_file_of_questions_by_keys_alone(
    browser: Browser, tmp_path: Path
) -> None:
    questions = tmp_path / "cloches.md"
    questions.write_text("# Les cloches\n\n1. Qui sonne ?\n2. Qui écoute ?\n", encoding="utf-8")
    port = free_port()
    page_file = Path(__file__).with_name("page_with_lecture.py")
    with running(server_command(page_file, port), port) as address:
        context = browser.new_context(viewport=PROJECTOR, color_scheme="dark")  # type: ignore[arg-type]
        page = context.new_page()
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.goto(address)
        page.get_by_text(FR.load_file).first.click(timeout=60_000)
        page.locator("input[type=file]").set_input_files(questions)
        page.get_by_role("button", name=FR.prepare).click(timeout=30_000)
        page.get_by_text(FR.all_ready).wait_for(timeout=30_000)
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name=FR.download.format(form="HTML")).click()
        assert "Qui écoute ?" in download.value.path().read_text(encoding="utf-8")
        page.get_by_role("button", name=FR.present).click()
        view(page, "question")
        screenshot(page, "projector-question")
        # The last row of a room reads a twentieth of the screen's height.
        assert size_of(page, ".st-key-stage_question p >> nth=1") > PROJECTOR["height"] / 20
        page.keyboard.press("ArrowRight")
        view(page, "answer")
        page.keyboard.press("PageDown")
        view(page, "quote")
        screenshot(page, "projector-quote")
        assert size_of(page, ".st-key-stage_quote blockquote p") > 40
        page.keyboard.press("ArrowLeft")
        view(page, "answer")
        ground = page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
        assert ground == "rgb(0, 0, 0)"
        assert widest(page) <= PROJECTOR["width"]
        page.keyboard.press("Escape")
        page.get_by_text(FR.all_ready).wait_for(timeout=30_000)
        assert foreign(requested, address) == []
        context.close()
