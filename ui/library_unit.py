"""One unit, open: where it stands, since when it applies, and its words in each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import streamlit as st

from assistant.contents import trail
from assistant.leaves import Leaf
from assistant.library import Library, Reading, Side
from corpus.locator import Locator, label
from corpus.nouns import Language, Passage
from ui.library_contents import division_name
from ui.library_page_image import page_button
from ui.library_sides import show_sides
from ui.library_words import LibraryWords
from ui.reader_link import inner_link, text_address, unit_address
from ui.reader_text import find_words
from ui.render import link, plain

_LANGUAGES = "reader_languages"
_BOTH = "both"


def show_unit(library: Library, locator: str, words: LibraryWords) -> None:
    """The unit's whole article, the unit marked; raises `UnknownLocator`."""
    as_of = _day(st.query_params.get("as_of", ""))
    reading = library.open(locator, as_of)
    marked = st.query_params.get("words", "")
    with st.container(key=f"unit_{reading.leaf.locator}_top"):
        _show_trail(reading, library, words)
        _show_title(reading, library, words, marked)
    languages = _choose_languages(reading, words)
    with st.container(key="reader"):
        for number, sides in enumerate(reading.units):
            shown = [side for side in _in_order(sides, words) if side.passage.lang in languages]
            target = "" if reading.target == reading.leaf.locator else reading.target
            show_sides(shown, target, marked, words if number == 0 else None)
    _show_foundations(reading, library, words)
    _show_neighbours(reading, library, words)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.today()


def _in_order(sides: Sequence[Side], words: LibraryWords) -> list[Side]:
    """The reader's language first."""
    return sorted(sides, key=lambda side: side.passage.lang != words.lang)


def _show_trail(reading: Reading, library: Library, words: LibraryWords) -> None:
    prefix = Locator.parse(reading.leaf.locator).source
    source = library.sources_of(prefix)[0]
    steps = [inner_link(source.short_title(words.lang), text_address(prefix))]
    steps += [
        plain(division_name(division, words))
        for division in trail(library, reading.leaf, words.lang)
    ]
    st.caption(" › ".join(step for step in steps if step))


def _show_title(reading: Reading, library: Library, words: LibraryWords, marked: str) -> None:
    first = _in_order(reading.units[0], words)[0]
    with st.container(horizontal=True, vertical_alignment="center", key="reader_head"):
        st.markdown(
            f"## {plain(leaf_name(reading.leaf, library, words))}", anchors=False, width="content"
        )
        with st.container(key="reader_locator", width="content"):
            st.code(reading.target, language=None, width="content")
    st.markdown(" ".join(_facts(first, words)))
    if first.source.status != "current" and first.source.note(words.lang):
        st.caption(plain(first.source.note(words.lang)))
    if not first.passage.is_in_force(date.today()):
        st.warning(words.not_in_force)
    if len(reading.versions) > 1 or any(p.applies_until for p in reading.versions):
        st.caption(f"{words.versions} : {' · '.join(_versions(reading, first.passage, words))}")
    asked = _asked_for(reading, library, words)
    title = library.name(asked, words.lang)
    spans = find_words(asked.text, marked)
    quote = asked.text[slice(*spans[0])] if spans else ""
    page_button(asked, quote, title=title, key="reader_page", lang=words.lang)


def _asked_for(reading: Reading, library: Library, words: LibraryWords) -> Passage:
    """The passage whose page is worth seeing: the one the reader came for, in the copy shown.

    Numbered paragraphs read together stand on several pages, and so do the sections of a sheet.
    """
    shown = [_in_order(sides, words)[0] for sides in reading.units if sides]
    around = next((side for side in shown if _holds(side, reading.target)), shown[0])
    if around.passage.locator == reading.target:
        return around.passage
    return library.unit(reading.target, around.passage.lang, around.passage.applies_from)


def _holds(side: Side, locator: str) -> bool:
    names = (side.passage.locator, *(piece.locator for piece in side.pieces))
    return any(name == locator or name.startswith((f"{locator}-", f"{locator}#")) for name in names)


def leaf_name(leaf: Leaf, library: Library, words: LibraryWords) -> str:
    """ "Article 6", or "Paragraph 12–30" for several read together."""
    name = library.name(library.unit(leaf.locator, words.lang), words.lang)
    last = leaf.locators[-1].rpartition("-")[2]
    return f"{name}–{last}" if len(leaf.locators) > 1 else name


def _facts(side: Side, words: LibraryWords) -> Iterator[str]:
    passage, source = side.passage, side.source
    begins = passage.applies_from or source.applies_from
    said: tuple[tuple[str, date | None], ...] = (
        (words.applies_from, begins),
        (words.applies_until, passage.applies_until or source.applies_until),
        (words.last_modified, passage.last_modified),
        (words.text_of, None if begins else source.text_of),
        (words.published, source.published),
    )
    yield f":blue-badge[{plain(words.authorities[source.authority])}]"
    for text, day in said:
        if day is not None:
            yield f":gray-badge[{plain(text.format(day=words.day(day)))}]"
    if source.status != "current":
        yield f":orange-badge[{plain(words.statuses[source.status])}]"
    url = passage.url or source.url(passage.lang)
    if url:
        yield link(words.official_text, url)


def _versions(reading: Reading, shown: Passage, words: LibraryWords) -> Iterator[str]:
    for version in reading.versions:
        name = _period(version, words)
        if (version.applies_from, version.applies_until) == (
            shown.applies_from,
            shown.applies_until,
        ):
            yield f"**{plain(name)}**"
        else:
            yield inner_link(name, unit_address(reading.leaf.locator, as_of=_day_of(version)))


def _period(version: Passage, words: LibraryWords) -> str:
    since, until = version.applies_from, version.applies_until
    if since and until:
        return words.since_until.format(since=words.day(since), until=words.day(until))
    if since:
        return words.since.format(day=words.day(since))
    return words.until.format(day=words.day(until)) if until else words.undated


def _day_of(version: Passage) -> date | None:
    """A day on which that version applies."""
    if version.applies_until is not None:
        return version.applies_until - timedelta(days=1)
    return version.applies_from


def _choose_languages(reading: Reading, words: LibraryWords) -> tuple[Language, ...]:
    held = reading.languages
    if len(held) < 2:
        if held != (words.lang,):
            st.caption(words.only_in[held[0]])
        return held
    kept = st.session_state.get("reader_languages_kept", _BOTH)

    def keep() -> None:
        st.session_state["reader_languages_kept"] = st.session_state[_LANGUAGES]

    st.session_state[_LANGUAGES] = kept
    choice = st.segmented_control(
        words.side_by_side,
        (_BOTH, *held),
        key=_LANGUAGES,
        format_func=lambda name: words.both if name == _BOTH else name.upper(),
        required=True,
        label_visibility="collapsed",
        on_change=keep,
    )
    return held if choice == _BOTH else tuple(lang for lang in held if lang == choice)


def _show_foundations(reading: Reading, library: Library, words: LibraryWords) -> None:
    """The units of law that a card stands on."""
    side = _in_order(reading.units[0], words)[0]
    held = [locator for locator in side.passage.cited_locators if library.has(locator)]
    if held:
        links = [_foundation(locator, library, words) for locator in held]
        st.caption(f"{words.stands_on} : {' · '.join(links)}")


def _foundation(locator: str, library: Library, words: LibraryWords) -> str:
    passage = library.unit(locator, words.lang)
    name = label(locator, library.source_of(passage), words.lang, heading=passage.heading)
    return inner_link(name, unit_address(locator))


def _show_neighbours(reading: Reading, library: Library, words: LibraryWords) -> None:
    """The way to what comes before and after."""
    with st.container(horizontal=True, horizontal_alignment="distribute", key="neighbours"):
        for leaf, text in ((reading.previous, "← {name}"), (reading.next, "{name} →")):
            name = text.format(name=leaf_name(leaf, library, words)) if leaf else ""
            address = unit_address(leaf.locator) if leaf else ""
            st.markdown(inner_link(name, address) if leaf else "\u00a0", width="content")
