from __future__ import annotations

from pathlib import Path

import pytest
from made_up_pdf import pdf

import assistant.cited_pages
from assistant.cited_pages import PageImages, document_path, expected_place, pages_with
from assistant.page_image import PageImage
from corpus.errors import PageNotDrawn
from corpus.manifest import default_manifest
from corpus.nouns import PageSpan, Passage
from corpus.settings import DataSettings, Settings
from corpus.store import SourceRecord

FIRST = ("The keeper lights the lamp at dusk.", "He counts the ships until")
SECOND = ("midnight, then he sleeps.", "Nothing else happens on this rock.")
TEXT = "He counts the ships until midnight, then he sleeps."


def passage(*spans: PageSpan, page: int | None = 1, source: str = "user-rock") -> Passage:
    return Passage(f"{source}:sec-1", "fr", source, "section", "", TEXT, page=page, spans=spans)


@pytest.fixture
def rock(tmp_path: Path) -> Path:
    path = tmp_path / "rock.pdf"
    path.write_bytes(pdf((FIRST, SECOND)))
    return path


def test_a_quote_is_expected_where_its_share_of_the_passage_lies() -> None:
    spans = (PageSpan(3, 100, 125), PageSpan(4, 10, 35))
    whole = passage(*spans, page=3)
    assert expected_place(whole, "").page == 3
    assert expected_place(whole, "He counts") == PageSpan(3, 100, 125)
    late = expected_place(whole, "then he sleeps")
    assert late.page == 4 and 10 < late.start < 35
    assert expected_place(passage(page=7), "anything").page == 7


def test_words_over_the_end_of_a_page_show_both_pages_in_order(rock: Path) -> None:
    found = pages_with(PageImages(), rock, passage(PageSpan(1, 37, 62), PageSpan(2, 0, 25)), TEXT)
    assert [number for number, _ in found] == [1, 2]
    assert sum(image.found_share for _, image in found) == pytest.approx(1)


def test_words_on_one_page_show_that_page_alone(rock: Path) -> None:
    spans = (PageSpan(1, 37, 62), PageSpan(2, 0, 25))
    found = pages_with(PageImages(), rock, passage(*spans), "then he sleeps")
    assert [number for number, _ in found] == [2]


def test_words_that_are_nowhere_show_the_page_they_should_be_on(rock: Path) -> None:
    found = pages_with(
        PageImages(), rock, passage(PageSpan(2, 0, 25), page=2), "A whale in the garden of roses"
    )
    assert [(number, image.boxes) for number, image in found] == [(2, ())]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    pages: list[int] = []

    def draw(path: Path, page: int, **_: object) -> PageImage:
        pages.append(page)
        return PageImage(b"png", 10, 10)

    monkeypatch.setattr(assistant.cited_pages, "page_image", draw)
    return pages


def test_a_page_is_drawn_once_until_its_file_changes(rock: Path, drawn: list[int]) -> None:
    images = PageImages()
    for _ in range(3):
        images.get(rock, 1, "lamp", None)
    assert drawn == [1]
    rock.write_bytes(pdf((SECOND, FIRST, FIRST)))
    images.get(rock, 1, "lamp", None)
    assert drawn == [1, 1] and len(images) == 1


def test_the_pages_of_an_erased_file_are_forgotten(rock: Path, drawn: list[int]) -> None:
    other = rock.with_name("other.pdf")
    other.write_bytes(rock.read_bytes())
    images = PageImages()
    images.get(rock, 1, "", None)
    images.get(rock, 2, "", None)
    rock.unlink()
    images.get(other, 1, "", None)
    assert len(images) == 1


def test_only_the_last_pages_are_held(rock: Path, drawn: list[int]) -> None:
    images = PageImages()
    for page in range(1, 60):
        images.get(rock, page, "", None)
    assert len(images) == assistant.cited_pages._KEPT_PAGES
    images.get(rock, 59, "", None)
    images.get(rock, 1, "", None)
    assert drawn[-2:] == [59, 1]


def record(path: str, source: str = "user-rock") -> SourceRecord:
    return SourceRecord(source, "fr", "loaded", "user", path=path)


def test_the_document_is_the_one_the_index_recorded(rock: Path, tmp_path: Path) -> None:
    settings = Settings(data=DataSettings(directory=tmp_path))
    assert document_path(settings, (record(str(rock)),), passage()) == rock
    assert document_path(settings, (record(str(rock), "user-other"),), passage()) is None
    assert document_path(settings, (record(str(tmp_path / "gone.pdf")),), passage()) is None
    note = tmp_path / "note.md"
    note.write_text("# Note")
    assert document_path(settings, (record(str(note)),), passage()) is None


def test_an_index_without_paths_finds_the_document_by_the_manifest(tmp_path: Path) -> None:
    source = next(
        source
        for source in default_manifest().sources.values()
        if any(o.path.endswith(".pdf") and o.kind == "mirror" for o in source.origins)
    )
    origin = next(o for o in source.origins if o.path.endswith(".pdf") and o.kind == "mirror")
    path = tmp_path / "mirror" / origin.path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-")
    settings = Settings(data=DataSettings(directory=tmp_path, mirror_directory=tmp_path / "mirror"))
    cited = Passage(f"{source.id}:p1", origin.lang, source.id, "page", "", "x", page=1)
    assert document_path(settings, (), cited) == path


def test_a_page_that_cannot_be_drawn_is_an_error_of_ours(rock: Path) -> None:
    with pytest.raises(PageNotDrawn):
        pages_with(PageImages(), rock, passage(PageSpan(9, 0, 5), page=9), TEXT)
