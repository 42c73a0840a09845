"""The table of contents of a text."""

from __future__ import annotations

import streamlit as st

from assistant.contents import Division, Entry, contents
from assistant.library import Library
from ui.library_words import LibraryWords
from ui.reader_link import inner_link, unit_address
from ui.render import plain

# Fewer divisions than this are all open at once.
_FEW = 3


def show_contents(library: Library, prefix: str, words: LibraryWords) -> None:
    """Chapters to unfold, each with its articles; short texts all at once."""
    source = library.sources_of(prefix)[0]
    st.markdown(f"## {plain(source.title(words.lang))}", anchors=False)
    if source.note(words.lang):
        st.caption(plain(source.note(words.lang)))
    divisions = contents(library, prefix, words.lang)
    with st.container(key="contents"):
        for division in divisions:
            _show_division(division, words, is_open=len(divisions) <= _FEW)


def division_name(division: Division, words: LibraryWords) -> str:
    """ "Chapter II — Principles", "Recitals", the heading of a group."""
    numbered = words.divisions[division.kind].format(number=division.number)
    return " — ".join(part for part in (numbered, division.title) if part)


def _show_division(division: Division, words: LibraryWords, *, is_open: bool) -> None:
    name = division_name(division, words) or _range(division, words)
    if is_open and division.kind in ("list", "group") and not division.title:
        st.markdown(_entry_lines(division))
        return
    with st.expander(plain(name), expanded=is_open):
        st.markdown(_entry_lines(division))
        for section in division.sections:
            st.markdown(f"**{plain(division_name(section, words))}**")
            st.markdown(_entry_lines(section))


def _range(division: Division, words: LibraryWords) -> str:
    first, last = division.entries[0].name, division.entries[-1].name
    return words.entries_range.format(first=first, last=last) if first != last else first


def _entry_lines(division: Division) -> str:
    """One line an entry; those without a title of their own side by side."""
    entries = division.entries
    if any(entry.title for entry in entries):
        return "\n\n".join(_line(entry) for entry in entries)
    if division.kind == "recitals":
        return " · ".join(_numbered(entry) for entry in entries)
    separator = "\n\n" if any(len(entry.name) > 20 for entry in entries) else " · "
    return separator.join(_link(entry) for entry in entries)


def _line(entry: Entry) -> str:
    title = f" — {plain(entry.title)}" if entry.title else ""
    return _link(entry) + title


def _link(entry: Entry) -> str:
    return inner_link(entry.name, unit_address(entry.locator))


def _numbered(entry: Entry) -> str:
    return inner_link(entry.name.rpartition(" ")[2], unit_address(entry.locator))
