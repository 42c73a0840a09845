"""The Evaluation page in a real browser, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from test_browser import (
    DESKTOP,
    PHONE,
    browser,
    foreign,
    free_port,
    running,
    screenshot,
    visit,
    widest,
)

from ui.evaluation_words import evaluation_words
from ui.serve import server_command

__all__ = ["browser"]
pytestmark = pytest.mark.browser
FR = evaluation_words("fr")


def test_a_reader_sees_the_figures_looks_into_a_case_and_tries_the_bench(
    browser: Browser,
) -> None:
    port = free_port()
    page_file = Path(__file__).with_name("page_with_evaluation.py")
    with running(server_command(page_file, port), port) as address:
        for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
            with visit(browser, address, size) as (page, requested):
                page.get_by_role("link", name=FR.page).click()
                expect(page.get_by_text(FR.trust)).to_be_visible(timeout=60_000)
                screenshot(page, f"{name}-evaluation")
                assert widest(page) <= size["width"]
                page.get_by_text(FR.sections["figures"], exact=True).click()
                expect(page.get_by_text(FR.trend)).to_be_visible(timeout=30_000)
                assert widest(page) <= size["width"]
                screenshot(page, f"{name}-evaluation-figures")
                page.get_by_text(FR.sections["cases"], exact=True).click()
                page.get_by_role("button", name=FR.ask_now).click(timeout=30_000)
                expect(page.get_by_text(FR.answer_now)).to_be_visible(timeout=30_000)
                page.get_by_text(FR.sections["bench"], exact=True).click()
                page.get_by_role("textbox", name=FR.case).fill("Qui demande le silence ?")
                page.get_by_role("button", name=FR.run_bench).click()
                expect(page.get_by_text(FR.stages["fused"])).to_be_visible(timeout=30_000)
                assert widest(page) <= size["width"]
                assert foreign(requested, address) == []
