from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_up_pdf import pdf
from playwright.sync_api import Browser, FilePayload, Locator, Page
from test_browser import (
    DESKTOP,
    PHONE,
    browser,
    foreign,
    free_port,
    running,
    screenshot,
    widest,
)

from corpus.store import SourceRecord, StoreWriter
from corpus.versions import STORE, IndexVersions
from ui.documents_words import document_words, job_words, page_words
from ui.serve import server_command

__all__ = ["browser"]
pytestmark = pytest.mark.browser

FR = document_words("fr")
JOB = job_words("fr")
NOTE: FilePayload = {
    "name": "Notre note.md",
    "mimeType": "text/markdown",
    "buffer": "# Note\n\nUn accord avant chaque campagne, gardé trois ans.\n".encode(),
}
PHOTO: FilePayload = {
    "name": "photo.jpg",
    "mimeType": "image/jpeg",
    "buffer": b"\xff\xd8\xff" + bytes(64),
}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The documents page over an empty folder, beside a passage at the end of a long page."""
    path = tmp_path / "rock.pdf"
    lines = ("Nothing happens on this rock.",) * 39 + ("The keeper lights the lamp at dusk.",)
    path.write_bytes(pdf((lines,), box="0 -600 400 300"))
    versions = IndexVersions(tmp_path)
    versions.start_build("v").rename(versions.path("v"))
    writer = StoreWriter(versions.path("v") / STORE)
    writer.write_records([SourceRecord("user-rock", "fr", "loaded", "user", path=str(path))])
    writer.close()
    versions.publish("v")
    port = free_port()
    page = Path(__file__).with_name("page_of_documents.py")
    command = server_command(page, port)
    with running(command, port, RECITAL_DATA_DIR=str(tmp_path), STEP_SECONDS="0.5") as served:
        yield served


@contextmanager
def visit(browser: Browser, address: str, size: dict[str, int]) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context(viewport=size, locale="fr-FR")  # type: ignore[arg-type]
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address)
    page.get_by_text(FR.choose).or_(field(page)).first.wait_for(state="attached", timeout=60_000)
    try:
        yield page, requested
    finally:
        context.close()


def field(page: Page) -> Locator:
    return page.get_by_test_id("stFileUploaderDropzoneInput")


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_files_are_taken_refused_published_and_removed(
    browser: Browser,
    address: str,
    name: str,
    size: dict[str, int],
) -> None:
    with visit(browser, address, size) as (page, requested):
        field(page).set_input_files([NOTE, PHOTO])
        page.get_by_text(FR.accepted).wait_for(timeout=30_000)
        page.get_by_text("photo.jpg » n'est pas un document").wait_for()
        screenshot(page, f"{name}-documents")
        page.get_by_role("button", name=FR.publish).click()
        page.get_by_text(JOB.chat_goes_on).wait_for(timeout=20_000)
        page.get_by_text(JOB.stages["embed"]).wait_for(timeout=20_000)
        screenshot(page, f"{name}-documents-publishing")
        page.get_by_text("Publié : 12 passages").wait_for(timeout=30_000)
        page.get_by_role("button", name=JOB.close).click()
        page.get_by_role("button", name=FR.remove).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("sera effacé de cette machine").wait_for()
        screenshot(page, f"{name}-documents-remove")
        dialog.get_by_role("button", name=FR.remove_yes).click()
        page.get_by_text(FR.none_yet).wait_for(timeout=20_000)
        assert widest(page) <= size["width"]
        assert foreign(requested, address) == []


def test_a_document_over_the_limit_is_refused_in_the_readers_language(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    heavy = tmp_path / "heavy.pdf"
    with heavy.open("wb") as file:
        file.truncate(21 * 1024**2)
    with visit(browser, address, PHONE) as (page, _):
        field(page).set_input_files([heavy])
        page.get_by_test_id("stFileUploader").get_by_role("alert").wait_for(state="attached")
        said: str = page.get_by_test_id("stFileUploader").evaluate(
            "(one) => getComputedStyle(one, '::after').content"
        )
        assert FR.too_heavy in said
        assert widest(page) <= PHONE["width"]


def test_two_browsers_see_one_publication_and_either_can_stop_it(
    browser: Browser,
    address: str,
) -> None:
    with visit(browser, address, DESKTOP) as (one, _), visit(browser, address, PHONE) as (two, _):
        field(one).set_input_files([NOTE])
        one.get_by_role("button", name=FR.publish).click()
        one.get_by_text(JOB.chat_goes_on).wait_for(timeout=20_000)
        two.reload()
        two.get_by_text(JOB.chat_goes_on).wait_for(timeout=20_000)
        assert two.get_by_role("button", name=FR.publish).is_disabled()
        two.get_by_role("button", name=JOB.stop).click()
        one.get_by_text("La version précédente reste en service").wait_for(timeout=20_000)
        two.get_by_text("La version précédente reste en service").wait_for(timeout=20_000)


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_the_cited_page_opens_with_the_marked_words_in_view(
    browser: Browser,
    address: str,
    name: str,
    size: dict[str, int],
) -> None:
    with visit(browser, address, size) as (page, requested):
        assert page.locator("img").count() == 0
        page.get_by_role("button", name=page_words("fr").open_page.format(page=1)).click()
        picture = page.get_by_alt_text(page_words("fr").alt_marked.format(page=1))
        picture.wait_for(timeout=30_000)
        page.wait_for_timeout(1000)
        screenshot(page, f"{name}-cited-page")
        box = picture.bounding_box()
        assert box is not None
        # The last line's baseline is 810 of 900 points from the top: far below what first shows.
        words_at = box["y"] + box["height"] * 810 / 900
        assert box["y"] < 0 < words_at < size["height"]
        assert widest(page) <= size["width"]
        assert foreign(requested, address) == []
