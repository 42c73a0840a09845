"""A citation as the reader opens it: whose words, since when, checked or not, and the passage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from assistant.answer import Citation, QuoteStatus
from corpus.locator import label
from corpus.manifest import default_manifest
from corpus.nouns import Authority, Passage
from ui.conversation_words import conversation_words
from ui.library_page_image import page_button
from ui.library_words import library_words
from ui.reader_link import inner_link, unit_address
from ui.render import highlight, holds, link, plain
from ui.words import Words

ReadAround = Callable[[Citation, Passage], None]
"""Opens a citation's passage inside its article."""

_SHORT_PASSAGE = 600  # characters: about ten lines, seen at a glance
_AUTHORITY_COLOURS: dict[Authority, str] = {
    "law": "blue",
    "court": "violet",
    "edpb": "violet",
    "cnil": "violet",
    "card": "orange",
}
_STATUS_MARKS: dict[QuoteStatus, str] = {
    "exact": "✓",
    "repaired": "✓",
    "not_loaded": "○",
    "not_found": "✗",
}
_STATUS_COLOURS: dict[QuoteStatus, str] = {
    "exact": "green",
    "repaired": "green",
    "not_loaded": "gray",
    "not_found": "red",
}


def show_citation(
    citation: Citation,
    passage: Passage | None,
    words: Words,
    *,
    key: str = "",
    read_around: ReadAround | None = None,
) -> None:
    """One line to scan; opened, the quoted words inside their whole passage.

    `key` tells this citation from those of other answers on the page. `read_around` opens the
    passage inside its article.
    """
    authority = words.authorities[citation.authority]
    title = f"\\[{citation.n}\\] {_named(citation.label, citation.authority, words)}"
    status = f"{_STATUS_MARKS[citation.quote_status]} {words.quote_statuses[citation.quote_status]}"
    if citation.quote_status in ("not_loaded", "not_found"):
        title += f" · {plain(status)}"
    with st.expander(title):
        badges = [
            _badge(_AUTHORITY_COLOURS.get(citation.authority, "gray"), authority),
            *_date_badges(citation, words),
            _badge(_STATUS_COLOURS[citation.quote_status], status),
        ]
        if citation.page is not None:
            badges.append(_badge("gray", words.page.format(page=citation.page)))
        if citation.lang != words.lang:
            badges.append(_badge("gray", words.text_in[citation.lang]))
        st.markdown(" ".join(badges))
        _show_quote(citation, passage, words)
        _show_passage(passage, citation.quote, words)
        if passage is not None:
            with st.container(horizontal=True):
                _show_around_button(passage, citation, words, key, read_around)
                _show_page_button(passage, citation, words, key)
        _show_links(passage, citation.url, words)


def show_nearest(passage: Passage, words: Words) -> None:
    """A passage that comes close to a question without answering it."""
    source = default_manifest().source(passage.source)
    name = label(passage.locator, source, words.lang, passage.page, passage.heading)
    with st.expander(_named(name, source.authority, words)):
        _show_passage(passage, "", words)
        _show_links(passage, passage.url or source.url(words.lang), words)


def _named(label_text: str, authority: Authority, words: Words) -> str:
    """A label and whose word it is; a card's label says so already."""
    suffix = "" if authority == "card" else f" — {words.authorities[authority]}"
    return plain(label_text) + suffix


def _badge(colour: str, text: str) -> str:
    return f":{colour}-badge[{plain(text)}]"


def _date_badges(citation: Citation, words: Words) -> list[str]:
    dates: tuple[tuple[str, date | None], ...] = (
        (words.applies_from, citation.applies_from),
        (words.applies_until, citation.applies_until),
        (words.last_modified, citation.last_modified),
        (words.text_of, None if citation.applies_from else citation.text_of),
    )
    said = [text.format(day=words.day(day)) for text, day in dates if day is not None]
    return [_badge("gray", text) for text in said or [words.undated]]


def _show_quote(citation: Citation, passage: Passage | None, words: Words) -> None:
    """The quoted words alone, unless they are plain to see in a short passage."""
    text = passage.full_text if passage else ""
    is_plain_to_see = len(text) <= _SHORT_PASSAGE and holds(text, citation.quote)
    if not citation.quote or is_plain_to_see:
        return
    st.caption(words.quote)
    st.markdown("> " + plain(citation.quote).replace("\n", "\n> "))


def _show_passage(passage: Passage | None, quote: str, words: Words) -> None:
    if passage is None:
        st.caption(words.passage_absent)
        return
    st.caption(words.whole_passage)
    if passage.heading:
        st.markdown(f"**{plain(passage.heading)}**")
    st.markdown(highlight(passage.full_text, quote))


def _show_page_button(passage: Passage, citation: Citation, words: Words, key: str) -> None:
    page_button(
        passage,
        citation.quote,
        title=citation.label,
        key=f"page_{key}_{citation.n}",
        lang=words.lang,
    )


def _show_around_button(
    passage: Passage, citation: Citation, words: Words, key: str, read_around: ReadAround | None
) -> None:
    """A button for passages that have something around them: a card or a page stands alone."""
    if read_around is None or passage.kind == "card" or passage.page is not None:
        return
    label = conversation_words(words.lang).read_around
    name = f"around_{key}_{citation.n}"
    if st.button(label, key=name, icon=":material/side_navigation:", type="tertiary"):
        read_around(citation, passage)


def _show_links(passage: Passage | None, url: str, words: Words) -> None:
    """Where to read on: in the library, and at the official address."""
    links = [link(words.official_text, url)] if url else []
    if passage is not None:
        # A citation of a version no longer in force opens that version, not today's.
        as_of = passage.applies_until - timedelta(days=1) if passage.applies_until else None
        address = unit_address(passage.locator, as_of=as_of)
        links.insert(0, inner_link(library_words(words.lang).open_here, address))
    if links:
        st.markdown(" · ".join(links))
