"""The words of a unit as Markdown: references as links, words that were looked for marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.cross_references import Reference
from assistant.reading import Piece
from ui.reader_link import inner_link, unit_address
from ui.render import plain

# Shorter ones ("le", "of") would mark half the page.
SHORTEST_MARKED_WORD = 4
EXCERPT_CHARACTERS = 260
_Span = tuple[int, int]


def piece_text(piece: Piece, references: Sequence[Reference], marked: Sequence[_Span] = ()) -> str:
    """A piece as Markdown: its number, which is its own address, then its words."""
    number = inner_link(piece.mark, unit_address(piece.locator), piece.locator)
    prefix = f"{number} " if piece.mark else ""
    lines = list(_lines(piece.text, references, marked))
    heading = f"**{plain(piece.heading)}**\n\n" if piece.heading else ""
    # A list in a list on one line: each piece stands alone, whatever is around it.
    inner = f"\n\n{'  ' * piece.depth}".join(lines)
    return f"{heading}{'- ' * piece.depth}{prefix}{inner}"


def excerpt(text: str, words: str) -> str:
    """The neighbourhood of the first of `words` in one line, with them marked."""
    line = " ".join(text.split())
    spans = find_words(line, words)
    start = max(0, spans[0][0] - EXCERPT_CHARACTERS // 3) if spans else 0
    start = line.rfind(" ", 0, start) + 1 if start else 0
    end = start + EXCERPT_CHARACTERS
    end = len(line) if end >= len(line) else line.rfind(" ", start, end)
    shown = line[start : max(end, start + 1)]
    within = [(first - start, last - start) for first, last in spans]
    before = "… " if start else ""
    after = " …" if start + len(shown) < len(line) else ""
    return before + _line(shown, 0, (), within) + after


def find_words(text: str, words: str) -> tuple[_Span, ...]:
    """Where `words` stand in `text`, all together if they do, else each of the longer ones."""
    folded = _folded(text)
    tokens = [re.escape(token) for token in _folded(words).split()]
    if not tokens:
        return ()
    together = tuple(found.span() for found in re.finditer(r"\s+".join(tokens), folded))
    if together:
        return together
    longer = [rf"\b{token}\w*" for token in tokens if len(token) >= SHORTEST_MARKED_WORD]
    return tuple(found.span() for found in re.finditer("|".join(longer), folded)) if longer else ()


def _folded(text: str) -> str:
    """Lower case without accents, every character where it was; one apostrophe."""
    return "".join(_bare(character) for character in text)


def _bare(character: str) -> str:
    if character in "’ʼ":
        return "'"
    small = unicodedata.normalize("NFD", character)[0].lower()
    return small if len(small) == 1 else character


def _lines(text: str, references: Sequence[Reference], marked: Sequence[_Span]) -> Iterator[str]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield _line(line, at, references, marked)
        at += len(line) + 1


def _line(line: str, at: int, references: Sequence[Reference], marked: Sequence[_Span]) -> str:
    """One line, cut wherever a link or a mark begins or ends."""
    edges = [(r.start, r.end) for r in references] + list(marked)
    inside = {edge - at for span in edges for edge in span if 0 < edge - at < len(line)}
    cuts = [0, *sorted(inside), len(line)]
    return "".join(
        _segment(line[start:end], at + start, references, marked) for start, end in pairwise(cuts)
    ).strip()


def _segment(words: str, at: int, references: Iterable[Reference], marked: Iterable[_Span]) -> str:
    bare = words.strip()
    if not bare:
        return " "
    shown = plain(bare)
    if any(start <= at < end for start, end in marked):
        shown = f":orange-background[{shown}]"
    for reference in references:
        if reference.start <= at < reference.end:
            shown = f"[{shown}](<{unit_address(reference.locator)}>)"
    start = words.index(bare)
    return _spaces(words[:start]) + shown + _spaces(words[start + len(bare) :])


def _spaces(spaces: str) -> str:
    return "\u00a0" if spaces in ("\u00a0", "\u202f") else " " if spaces else ""
