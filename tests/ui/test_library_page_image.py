from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from made_up_pdf import pdf
from small_library import small_assistant
from streamlit.testing.v1 import AppTest

from assistant.library import Library
from corpus.nouns import Language, PageSpan, Passage
from corpus.store import SourceRecord, StoreWriter
from corpus.versions import STORE, IndexVersions
from ui.documents_words import page_words

FR, EN = page_words("fr"), page_words("en")
FIRST = ("The keeper lights the lamp at dusk.", "He counts the ships until")
SECOND = ("midnight, then he sleeps.", "Nothing else happens on this rock.")
TEXT = "He counts the ships until midnight, then he sleeps."


def passage(*spans: PageSpan, page: int | None = 1, source: str = "user-rock") -> Passage:
    return Passage(f"{source}:sec-1", "fr", source, "section", "", TEXT, page=page, spans=spans)


@pytest.fixture
def rock(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "rock.pdf"
    path.write_bytes(pdf((FIRST, SECOND)))
    yield path
    streamlit.cache_resource.clear()


def record(path: str, source: str = "user-rock") -> SourceRecord:
    return SourceRecord(source, "fr", "loaded", "user", path=path)


class Shown:
    """What the page below draws."""

    cited = passage()
    lang: Language = "fr"


def draw() -> None:
    import test_library_page_image

    from ui.library_page_image import page_button

    shown = test_library_page_image.Shown
    page_button(shown.cited, shown.cited.text, title="Le *rocher*", key="k", lang=shown.lang)


@pytest.fixture
def served(rock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index whose record names the document."""
    versions = IndexVersions(tmp_path)
    versions.start_build("v").rename(versions.path("v"))
    writer = StoreWriter(versions.path("v") / STORE)
    writer.write_records([record(str(rock))])
    writer.close()
    versions.publish("v")
    monkeypatch.setenv("RECITAL_DATA_DIR", str(tmp_path))
    Shown.cited = passage(PageSpan(1, 37, 62), PageSpan(2, 0, 25))
    Shown.lang = "fr"
    return rock


def test_the_page_is_drawn_only_when_it_is_asked_for(served: Path) -> None:
    test = AppTest.from_function(draw, default_timeout=30).run()
    assert test.button[0].label == FR.open_page.format(page=1)
    assert not test.caption
    test.button[0].click().run()
    captions = [caption.value for caption in test.caption]
    assert captions == [FR.page.format(page=1), FR.page.format(page=2)]
    assert len(test.get("image")) == 2 and not test.warning


def test_a_document_that_went_or_broke_gives_a_plain_sentence(served: Path) -> None:
    Shown.lang = "en"
    served.write_bytes(b"%PDF-1.4 nothing more")
    test = AppTest.from_function(draw, default_timeout=30).run()
    test.button[0].click().run()
    assert "damaged" in test.warning[0].value and not test.exception
    served.unlink()
    test.button[0].click().run()
    assert test.warning[0].value == EN.no_document


def test_a_text_without_pages_has_no_button() -> None:
    Shown.cited = passage(page=None)
    test = AppTest.from_function(draw, default_timeout=30).run()
    assert not test.button and not test.exception


def guidelines() -> Library:
    """Three numbered paragraphs that are read together, each on a page of its own."""
    passages = tuple(
        Passage(
            f"edpb-2022-1:par-{number}",
            "en",
            "edpb-2022-1",
            "paragraph",
            "Lamps",
            f"Keeper {number} lights the lamp.",
            page=number + 3,
        )
        for number in (1, 2, 3)
    )
    assistant = small_assistant(passages)
    index = assistant.setting.reader.index()
    return Library(index, assistant.setting.manifest_of(index))


def read_the_second() -> None:
    import test_library_page_image

    from ui.library_unit import show_unit
    from ui.library_words import library_words

    show_unit(test_library_page_image.guidelines(), "edpb-2022-1:par-2", library_words("fr"))


def test_the_reader_opens_the_page_of_the_paragraph_that_was_asked_for() -> None:
    test = AppTest.from_function(read_the_second, default_timeout=30).run()
    assert not test.exception
    assert [one.label for one in test.button] == [FR.open_page.format(page=5)]
