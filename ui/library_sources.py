"""The list of sources: whose words, of when, how far they may be relied upon, loaded or not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

import streamlit as st

from assistant.library import Library
from assistant.source_row import SourceRow, Standing
from corpus.nouns import AUTHORITY_ORDER, Authority, Language, Source
from ui.library_words import LibraryWords
from ui.reader_link import inner_link, text_address
from ui.reasons import reason_in
from ui.render import plain

_STANDING_COLOURS: dict[Standing, str] = {
    "loaded": "green",
    "kept": "green",
    "missing": "orange",
    "refused": "red",
    "named": "gray",
}


def show_source_list(library: Library, words: LibraryWords) -> None:
    """Every source under its authority, narrowed by what the reader asks for."""
    rows = library.rows()
    st.markdown(_summary(rows, words))
    shown = _filtered(rows, words)
    if not shown:
        st.caption(words.no_source)
    for authority in AUTHORITY_ORDER:
        group = [row for row in shown if row.source.authority == authority]
        if group:
            st.subheader(words.groups[authority], anchor=False)
        for row in group:
            with st.container(key=f"source_{row.source.id}"):
                st.markdown(source_card(row, words))


def _summary(rows: Sequence[SourceRow], words: LibraryWords) -> str:
    wanted = [row for row in rows if row.standing != "named"]
    loaded = [row for row in rows if row.passage_count]
    said = words.held.format(
        loaded=len(loaded),
        known=len(wanted),
        passages=words.count(sum(row.passage_count for row in rows)),
    )
    named = len(rows) - len(wanted)
    return f"{said} {words.named_only.format(count=named)}" if named else said


def _filtered(rows: Sequence[SourceRow], words: LibraryWords) -> list[SourceRow]:
    present = {row.source.authority for row in rows}
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        text = st.text_input(
            words.find_source,
            key="filter_text",
            placeholder=words.find_source,
            label_visibility="collapsed",
            icon=":material/search:",
        )
        only_loaded = st.toggle(words.only_loaded, key="filter_loaded")
    chosen: list[Authority] = st.pills(
        words.find_source,
        [authority for authority in AUTHORITY_ORDER if authority in present],
        selection_mode="multi",
        format_func=lambda authority: words.groups[authority],
        key="filter_authorities",
        label_visibility="collapsed",
    )
    return [
        row
        for row in rows
        if (not chosen or row.source.authority in chosen)
        and (not only_loaded or row.passage_count)
        and _is_named_by(text or "", row.source)
    ]


def _is_named_by(text: str, source: Source) -> bool:
    names = (*source.titles.values(), *source.short_titles.values(), source.id, source.prefix)
    whole = _folded(" ".join(names))
    return all(word in whole for word in _folded(text).split())


def _folded(text: str) -> str:
    return "".join(
        c for c in unicodedata.normalize("NFD", text.casefold()) if c.isalnum() or c == " "
    )


def source_card(row: SourceRow, words: LibraryWords) -> str:
    """All that is said of a source, as Markdown: its title, its badges, its dates, its notes."""
    source = row.source
    licence = words.licence.format(licence=plain(source.licence)) if source.licence else ""
    dates = dict.fromkeys(day for copy in row.copies for day in _dates(copy, words))
    facts = [fact for fact in (*dates, licence) if fact]
    notes = [*row.notes(words.lang), *_replacement(source, words)]
    reasons = () if row.standing == "named" else row.reasons
    lines = [
        _title(source, words),
        " ".join(_badges(row, words)),
        f":gray[{' · '.join(facts)}]" if facts else "",
        *(plain(note) for note in notes if note),
        *(words.reason.format(reason=plain(reason_in(words.lang, reason))) for reason in reasons),
    ]
    return "  \n".join(line for line in lines if line)


def _title(source: Source, words: LibraryWords) -> str:
    title, url = plain(source.title(words.lang)), source.url(words.lang)
    # The address is the manifest's own, not a document's.
    is_linked = url.startswith("https://") and not set(url) & set("<>\n ")
    return f"**[{title}](<{url}>)**" if is_linked else f"**{title}**"


def _badges(row: SourceRow, words: LibraryWords) -> Iterator[str]:
    standing = row.standing
    yield f":{_STANDING_COLOURS[standing]}-badge[{words.standings[standing]}]"
    if row.passage_count:
        yield f":gray-badge[{words.count(row.passage_count)}]"
    yield f":gray-badge[{_languages(row.languages or row.source.languages, words)}]"
    for status in row.statuses:
        yield f":orange-badge[{words.statuses[status]}]"
    if row.passage_count:
        yield inner_link(words.read + " →", text_address(row.source.prefix))


def _languages(languages: Sequence[Language], words: LibraryWords) -> str:
    return ", ".join(words.language_names[lang] for lang in languages)


def _dates(source: Source, words: LibraryWords) -> list[str]:
    said: tuple[tuple[str, date | None], ...] = (
        (words.applies_from, source.applies_from),
        (words.applies_until, source.applies_until),
        (words.text_of, source.text_of),
        (words.published, source.published),
    )
    dates = [text.format(day=words.day(day)) for text, day in said if day is not None]
    return [text[:1].upper() + text[1:] for text in dates[:1]] + dates[1:]


def _replacement(source: Source, words: LibraryWords) -> list[str]:
    return [words.replaced_by.format(title=source.replaced_by)] if source.replaced_by else []
