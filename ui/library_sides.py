"""The words of a unit, in one column or in two: paragraph beside paragraph where they match."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.library import Side
from ui.library_words import LibraryWords
from ui.reader_text import find_words, piece_text
from ui.render import plain


def show_sides(sides: Sequence[Side], target: str, marked: str, words: LibraryWords | None) -> None:
    """The sides of one unit; the pieces of `target` stand out, `marked` words are marked.

    Without `words` the heading, said above already, is left out.
    """
    if not sides:
        return
    kind = "two" if len(sides) > 1 else "one"
    with st.container(key=f"reader_{kind}_{sides[0].passage.locator}"):
        if words is not None:
            for side in sides:
                _show_heading(side, words, is_alone=len(sides) == 1)
        for row in _rows(sides):
            for side, numbers in zip(sides, row, strict=True):
                _show_cell(side, numbers, target, marked)


def _rows(sides: Sequence[Side]) -> list[tuple[range, ...]]:
    """Which pieces of each side stand beside each other: piece by piece where all sides agree."""
    shapes = [[(piece.locator, piece.depth) for piece in side.pieces] for side in sides]
    if len(sides) > 1 and all(shape == shapes[0] for shape in shapes):
        return [tuple(range(i, i + 1) for _ in sides) for i in range(len(shapes[0]))]
    return [tuple(range(len(shape)) for shape in shapes)]


def _show_heading(side: Side, words: LibraryWords, *, is_alone: bool) -> None:
    heading = f"**{plain(side.passage.heading)}**" if side.passage.heading else ""
    if is_alone:
        if heading:
            st.markdown(heading)
        return
    name = f":gray[{words.language_names[side.passage.lang]}]"
    st.markdown(f"{name}  \n{heading}" if heading else name)


def _show_cell(side: Side, numbers: range, target: str, marked: str) -> None:
    """Some pieces of one side as a single cell, cut where the unit asked for begins and ends."""
    runs: list[tuple[str, list[str]]] = []
    for number in numbers:
        is_target = _is_inside(side.pieces[number].locator, target)
        if not runs or bool(runs[-1][0]) != is_target:
            runs.append((_place(side, target, number) if is_target else "", []))
        runs[-1][1].append(_text(side, number, marked))
    if len(runs) == 1:
        _show_run(*runs[0])
        return
    with st.container():
        for place, texts in runs:
            _show_run(place, texts)


def _place(side: Side, target: str, number: int) -> str:
    """The key of a run of the unit asked for; its first one is where the page scrolls to."""
    first = next(i for i, piece in enumerate(side.pieces) if _is_inside(piece.locator, target))
    name = f"unit_{target}_{side.passage.lang}"
    return name if number == first else f"{name}_{number}"


def _show_run(place: str, texts: Sequence[str]) -> None:
    text = "\n\n".join(texts)
    if not place:
        st.markdown(text)
        return
    with st.container(key=place):
        st.markdown(text)


def _text(side: Side, number: int, marked: str) -> str:
    piece = side.pieces[number]
    text = piece_text(piece, side.references[number], find_words(piece.text, marked))
    return text or "\u00a0"


def _is_inside(locator: str, target: str) -> bool:
    return bool(target) and (locator == target or locator.startswith((f"{target}-", f"{target}#")))
