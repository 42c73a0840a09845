from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from test_browser import PHONE, browser, foreign, free_port, running, screenshot, widest

from ui.serve import server_command
from ui.study_words import study_words

__all__ = ["browser"]
pytestmark = pytest.mark.browser
FR = study_words("fr")


def test_a_trainee_answers_a_question_on_a_phone(browser: Browser) -> None:
    port = free_port()
    page_file = Path(__file__).with_name("page_with_study.py")
    with running(server_command(page_file, port), port) as address:
        context = browser.new_context(viewport=PHONE, locale="fr-FR")  # type: ignore[arg-type]
        page = context.new_page()
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.goto(address)
        page.get_by_role("button", name=re.compile(FR.test_me)).click(timeout=60_000)
        check = page.get_by_role("button", name=FR.check)
        check.wait_for(timeout=30_000)
        while not page.get_by_role("radio").count():
            title = page.get_by_text(re.compile(r"^Question \d"))
            before = title.inner_text()
            page.get_by_role("button", name=FR.another).click()
            page.wait_for_function(
                "before => !document.body.innerText.includes(before + '\\n')", arg=before
            )
        page.get_by_test_id("stRadio").locator("label").nth(1).click()
        screenshot(page, "phone-study-question")
        check.click()
        page.get_by_text(FR.verified, exact=True).wait_for(timeout=30_000)
        screenshot(page, "phone-study-feedback")
        assert page.get_by_test_id("stAlert").count() == 1
        assert page.locator("blockquote").count() == 1
        assert widest(page) <= PHONE["width"]
        assert foreign(requested, address) == []
        context.close()
