"""Footnotes: told from the text above or below them, and their marks taken out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.parse.pdf_lines import BLANK, RULE, Line
from ingest.parse.pdf_marks import DATE, has_mark, without_marks, without_strays

_NOTE = re.compile(r"(\d{1,3})(?:\s+(?=\W{0,3}\w)|(?=[A-ZÀ-Ý“«]))")
_LONE_NUMBER = re.compile(r"(\d{1,3})")
_ENDS = re.compile(r"[.!?)»”]\W*\d{0,3}\W*$")
_NOT_A_NOTE = re.compile(r"[•●▪■□◦‣⁃➢➔→✓*\ue000-\uf8ff]|[-–—]\s|(?:FICHE|FACTSHEET)\s\d")
# What begins so below the last note is text again.
_MORE_TEXT = re.compile(r"[•●▪■➢➔]\s|TO GO FURTHER$|POUR ALLER PLUS LOIN$")

# How many numbers may be skipped between two notes found, and how many where two notes in a row
# bear out the later number.
_MISSED_NOTES = 2
_MISSED_BLOCK = 15
# A block of notes at the top of a page begins within so many lines.
_TOP_LINES = 4
# With more letters, all capitals, a line is the title of a section.
_TITLE_LETTERS = 6
# How many lines of a note carried over may stand above the first numbered note.
_CARRIED_LINES = 8
# From so many pages, and on such a share of them, the gap above the notes is the document's way.
_USUAL_PAGES = 4
_USUAL_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote with its number and its lines, the first without the number."""

    number: int
    lines: tuple[Line, ...]

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].page


Pages = list[list[Line]]


def separate_notes(pages: Sequence[Sequence[Line]]) -> tuple[Pages, list[Note]]:
    """The lines of each page without notes and marks, and the notes of the document in order."""
    blocks = _blocks(pages)
    gap = _usual_gap(pages, blocks)
    notes: list[Note] = []
    bodies: Pages = []
    for lines, block in zip(pages, blocks, strict=True):
        start, end = _with_carried(lines, block, gap)
        last = notes[-1].number if notes else 0
        found, carried = _notes_in(lines[start:end], [*lines[:start], *lines[end:]], last)
        if carried and notes:
            notes[-1] = replace(notes[-1], lines=notes[-1].lines + carried)
        body = [*lines[:start], *lines[end:]]
        numbers = [note.number for note in found]
        bodies.append(without_strays(without_marks(body, numbers), numbers))
        notes.extend(found)
    return bodies, notes


def _blocks(pages: Sequence[Sequence[Line]]) -> list[tuple[int, int]]:
    """Where the numbered notes of each page stand; (n, n) at the end of a page without any."""
    blocks = []
    last = 0
    for lines in pages:
        start, end = _block(lines, last)
        for line in lines[start:end]:
            number = _number(line)
            last = number if last < number <= last + 1 + _MISSED_BLOCK else last
        blocks.append((start, end))
    return blocks


def _block(lines: Sequence[Line], last: int) -> tuple[int, int]:
    for index, line in enumerate(lines):
        number = _number(line)
        if not last < number <= last + 1 + _MISSED_BLOCK:
            continue
        if number > last + 1 + _MISSED_NOTES and not _is_borne_out(lines, index):
            continue
        if has_mark(lines[:index], number):
            return index, _bottom_end(lines, index)
        end = _top_end(lines, index)
        marked = sum(
            has_mark(lines[end:], _number(note)) for note in lines[index:end] if _number(note)
        )
        if marked >= (1 if index < _TOP_LINES else 2):
            return index, end
    return len(lines), len(lines)


def _is_borne_out(lines: Sequence[Line], index: int) -> bool:
    """Whether the next note, with its mark, stands on the same page."""
    following = _number(lines[index]) + 1
    has_note = any(_number(line) == following for line in lines[index + 1 :])
    return has_note and has_mark(lines, following)


def _number(line: Line) -> int:
    is_title = line.text == line.text.upper() and sum(map(str.isalpha, line.text)) > _TITLE_LETTERS
    match = None if is_title or DATE.match(line.text) else _NOTE.match(line.text)
    return int(match[1]) if match else 0


def _top_end(lines: Sequence[Line], start: int) -> int:
    for index in range(start + 1, len(lines)):
        if _NOT_A_NOTE.match(lines[index].text):
            return index
    return len(lines)


def _bottom_end(lines: Sequence[Line], start: int) -> int:
    """The end of the notes below a text: its last list or title may be printed after them."""
    last = max(
        index for index in range(start, len(lines)) if index == start or _number(lines[index])
    )
    for index in range(last + 1, len(lines)):
        if _MORE_TEXT.match(lines[index].text):
            return index
    return len(lines)


def _usual_gap(pages: Sequence[Sequence[Line]], blocks: Sequence[tuple[int, int]]) -> int:
    """What this document prints above its notes: a rule, a blank line, or nothing it keeps to."""
    gaps = [
        max((line.gap for line in lines[max(0, start - _CARRIED_LINES) : start + 1]), default=0)
        for lines, (start, end) in zip(pages, blocks, strict=True)
        if 0 < start < end
    ]
    first = [
        lines[start].gap
        for lines, (start, end) in zip(pages, blocks, strict=True)
        if 0 < start < end
    ]
    if len(gaps) < _USUAL_PAGES:
        return 0
    if sum(gap == RULE for gap in gaps) >= _USUAL_SHARE * len(gaps):
        return RULE
    return BLANK if sum(gap >= BLANK for gap in first) >= _USUAL_SHARE * len(first) else 0


def _with_carried(lines: Sequence[Line], block: tuple[int, int], gap: int) -> tuple[int, int]:
    """The block with the lines above it that carry on the note of the page before."""
    start, end = block
    if gap == RULE and end == len(lines):
        rules = [index for index, line in enumerate(lines) if line.gap == RULE and index <= start]
        return (rules[-1], end) if rules else block
    if not gap or not 0 < start < end or lines[start].gap >= gap:
        return block
    for index in range(start - 1, max(0, start - _CARRIED_LINES), -1):
        if lines[index].gap >= gap:
            return (index, end) if _ENDS.search(lines[index - 1].text) else block
    return block


def _notes_in(
    lines: Sequence[Line], body: Sequence[Line], last: int
) -> tuple[list[Note], tuple[Line, ...]]:
    """The notes of a block after note `last`, and the lines above that carry on that one."""
    notes: list[Note] = []
    carried: tuple[Line, ...] = ()
    for line in lines:
        number = _number(line) or _lone_number(line)
        missed = _MISSED_NOTES if notes else _MISSED_BLOCK
        is_next = last < number <= last + 1 + missed
        if is_next and (number == last + 1 or has_mark(body, number)):
            last = number
            text = line.text[len(str(number)) :].lstrip()
            notes.append(Note(number, (replace(line, text=text),)))
        elif notes:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
        else:
            carried = (*carried, line)
    return [_filled(note) for note in notes], carried


def _lone_number(line: Line) -> int:
    match = _LONE_NUMBER.fullmatch(line.text)
    return int(match[1]) if match else 0


def _filled(note: Note) -> Note:
    """The note without the empty line that its number leaves where it was printed alone."""
    return replace(note, lines=tuple(line for line in note.lines if line.text) or note.lines)
