"""The page of a document with the cited words marked: a button beside a citation, and its window."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.cited_pages import (
    ENOUGH,
    PageImages,
    document_path,
    expected_place,
    pages_with,
)
from assistant.page_image import PageImage
from corpus.errors import PageNotDrawn
from corpus.nouns import Language, Passage
from corpus.settings import Settings, load_settings
from corpus.store import SourceRecord, read_records
from corpus.versions import STORE, IndexVersions
from ui.documents_words import PageWords, page_words
from ui.failure import Failure, failures_to
from ui.render import link, plain
from ui.style import scroll_to_marks
from ui.words import words_in


def page_button(passage: Passage, quote: str, *, title: str, key: str, lang: Language) -> None:
    """A button that opens the page of the document the passage is on; nothing for other texts."""
    if passage.page is None:
        return
    words = page_words(lang)
    label = words.open_page.format(page=expected_place(passage, quote).page)
    if st.button(label, key=key, icon=":material/find_in_page:", type="tertiary"):
        _open_window(passage, quote, title, lang)


def show_page(path: Path, passage: Passage, quote: str, lang: Language) -> None:
    """The page, or the two pages, of `path` that hold `quote` (the whole passage where it is "")."""
    words = page_words(lang)
    place = st.empty()
    place.caption(words.drawing)
    try:
        shown = pages_with(_images(), path, passage, quote or passage.text)
    except PageNotDrawn as error:
        place.warning(plain(error.message(lang)))
        return
    place.empty()
    _style()
    share = sum(image.found_share for _, image in shown)
    if share == 0:
        st.caption(words.not_on_page)
    elif quote and share < ENOUGH:
        st.caption(words.partly_on_page)
    for number, image in shown:
        _show_image(number, image, words)
    scroll_to_marks()


def _open_window(passage: Passage, quote: str, title: str, lang: Language) -> None:
    def tell(failure: Failure) -> None:
        st.warning(plain(failure.message(lang)))

    @st.dialog(plain(title), width="large")
    def window() -> None:
        with failures_to(tell):
            settings = load_settings()
            path = document_path(settings, _served_records(settings), passage)
            if path is None:
                st.warning(page_words(lang).no_document)
            else:
                show_page(path, passage, quote, lang)
            st.markdown(link(words_in(lang).official_text, passage.url) if passage.url else "")

    window()


def _served_records(settings: Settings) -> tuple[SourceRecord, ...]:
    versions = IndexVersions(settings.data.directory)
    return _records(settings.data.directory, versions.require_current())


@st.cache_resource(show_spinner=False, max_entries=1)
def _records(directory: Path, version: str) -> tuple[SourceRecord, ...]:
    return read_records(IndexVersions(directory).path(version) / STORE)


@st.cache_resource(show_spinner=False)
def _images() -> PageImages:
    return PageImages()


def _show_image(number: int, image: PageImage, words: PageWords) -> None:
    st.caption(words.page.format(page=number))
    alt = (words.alt_marked if image.boxes else words.alt).format(page=number)
    with st.container(key=f"page_image_{number}{_place_of_marks(image)}"):
        st.image(image.png, width="stretch", alt=alt)


def _place_of_marks(image: PageImage) -> str:
    """Where the first marked words begin, in thousandths of height and width, for the script."""
    if not image.boxes:
        return ""
    top = round(1000 * image.boxes[0].top / image.height)
    left = round(1000 * min(box.left for box in image.boxes) / image.width)
    return f"_at_{top}_{left}"


def _style() -> None:
    st.html(
        """
        <style>
        [class*="st-key-page_image_"] { overflow-x: auto; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .25rem; }
        [class*="st-key-page_image_"] img { border-radius: .25rem; }
        [data-testid="stDialog"] > div { max-width: 60rem; margin-inline: auto; }
        @media (max-width: 640px) {
          [class*="st-key-page_image_"] * { max-width: none !important; }
          [class*="st-key-page_image_"] :is(.stElementContainer, .stFullScreenFrame, .stImage, img)
            { width: 46rem !important; flex-shrink: 0; margin: 0; align-self: flex-start; }
        }
        </style>
        """
    )
