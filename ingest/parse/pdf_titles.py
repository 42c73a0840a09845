"""Contents pages, and the titles they announce found again in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.parse.pdf_lines import Line
from ingest.parse.pdf_words import letters

_LEADER = re.compile(r"\s*(?:\.\s?){4,}\s*\d{0,3}\s*$|\s*…{2,}\s*\d{0,3}\s*$")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_NUMBERED = re.compile(
    r"(?:(?:[IVX]{1,5}|[A-H]|\d{1,2})\s?[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s?[–-]?|[a-h]\)"
    r"|(?:article|chapitre|partie|section|annexe|annex|part|chapter|fiche)\s+(?:n°\s*)?[\dIVX]+)"
    r"\s*[^\s\d]|(?:Sur l(?:a|e|es)?\b|Faits et procédure$|Motifs de la décision$|PAR CES MOTIFS$)",
    re.I,
)
_WEB_NUMBER = re.compile(r"(\d)(?=[A-ZÀ-Ý«])")

_LEADER_LINES = 4
_LEADER_SHARE = 0.3
_NUMBER_LINES = 8
# A title is printed on so many lines at most, and is no longer than this.
_TITLE_LINES = 3
_TITLE_CHARACTERS = 220
_SHORTEST_TITLE = 6

# The headings around a place, outermost first, each with the style of its number.
Headings = tuple[tuple[str, str], ...]
_STYLES = (
    ("roman", re.compile(r"[IVX]{1,5}\s?[.)–-]")),
    ("capital", re.compile(r"[A-H]\s?[.)]")),
    ("letter", re.compile(r"[a-h]\s?[.)]")),
    ("1.1.1.1", re.compile(r"\d+\.\d+\.\d+\.\d")),
    ("1.1.1", re.compile(r"\d+\.\d+\.\d")),
    ("1.1", re.compile(r"\d+\.\d")),
    ("1", re.compile(r"\d")),
)
_NAMED = re.compile(
    r"^(?:article|chapitre|partie|annexe|annex|part|chapter|fiche)\s+(?:n°\s*)?[\dIVX]+.*"
    r"|(?<=\s)(?:fiche|annexe)\s+(?:n°\s*)?\d+\s*:.*",
    re.I,
)
_LETTERED = re.compile(r"[a-h]\s?[.)]\s")
# Under these a title says little without the one above it.
_INNER_STYLES = frozenset(("capital", "letter", "1", ""))


def headings_after(headings: Headings, title: str) -> Headings:
    """The headings around what follows `title`."""
    named = _NAMED.search(title)
    if named or title.isupper():  # these stand above all others
        number = next((name for name, pattern in _STYLES if pattern.match(title)), "")
        if named or not number:
            return (("named", named[0] if named else title),)
    style = next((name for name, pattern in _STYLES if pattern.match(title)), "")
    known = [name for name, _ in headings]
    if style in known:
        return (*headings[: known.index(style)], (style, title))
    return (*(pair for pair in headings if pair[0]), (style, title))


def heading_of(headings: Headings) -> str:
    """The title nearest to a place, with the one above it where it needs it."""
    shown = headings[-2:] if headings and headings[-1][0] in _INNER_STYLES else headings[-1:]
    return " – ".join(title for _, title in shown)


def is_numbered_title(text: str) -> bool:
    """Whether a line begins as numbered titles do ("2.1 – Information", "A. Roles")."""
    return bool(_NUMBERED.match(text)) and (not text[0].islower() or bool(_LETTERED.match(text)))


def is_contents(lines: Sequence[Line]) -> bool:
    """Whether a page lists titles with their page numbers."""
    leaders = sum(bool(_LEADER.search(line.text)) for line in lines)
    if leaders >= _LEADER_LINES and leaders >= _LEADER_SHARE * len(lines):
        return True
    numbers = 0
    for line in lines:
        numbers = numbers + 1 if _BARE_NUMBER.fullmatch(line.text) else 0
        if numbers >= _NUMBER_LINES:
            return True
    return False


def announced_titles(contents: Iterable[Sequence[Line]]) -> frozenset[str]:
    """The titles of the contents pages, by their letters: one printed line, or up to three."""
    found = set()
    for lines in contents:
        has_leaders = any(_LEADER.search(line.text) for line in lines)
        texts = [line.text for line in lines if not _BARE_NUMBER.fullmatch(line.text)]
        for start in range(len(texts)):
            for end in range(start + 1, min(start + _TITLE_LINES, len(texts)) + 1):
                group = texts[start:end]
                if has_leaders and not _is_entry(texts[:start], group):
                    continue
                found.add(letters(" ".join(_LEADER.sub("", text) for text in group)))
    return frozenset(title for title in found if len(title) >= _SHORTEST_TITLE)


def _is_entry(before: Sequence[str], group: Sequence[str]) -> bool:
    """Whether lines of a contents page are one whole entry, from the end of the one before."""
    *wrapped, last = group
    begins = not before or bool(_LEADER.search(before[-1])) or bool(_NUMBERED.match(group[0]))
    return begins and bool(_LEADER.search(last)) and not any(map(_LEADER.search, wrapped))


def with_titles(lines: Sequence[Line], announced: frozenset[str], *, is_web: bool) -> list[Line]:
    """The lines, each title on one of its own; where none is announced, by their numbering."""

    def length(start: int) -> int:
        if announced:
            return _announced_length(lines, start, announced)
        return (is_web and _web_length(lines, start)) or _numbered_length(lines, start)

    return list(_grouped(lines, length))


def _grouped(lines: Sequence[Line], length: Callable[[int], int]) -> Iterator[Line]:
    index = 0
    while index < len(lines):
        taken = length(index)
        if taken:
            text = " ".join(line.text for line in lines[index : index + taken])
            spaced = _WEB_NUMBER.sub(r"\1 ", text, count=1) if _WEB_NUMBER.match(text) else text
            yield replace(lines[index], text=spaced, is_title=True)
        else:
            yield lines[index]
        index += max(1, taken)


def _announced_length(lines: Sequence[Line], start: int, announced: frozenset[str]) -> int:
    first = letters(lines[start].text)
    if not any(title.startswith(first) for title in announced):
        return 0
    for length in range(min(_TITLE_LINES, len(lines) - start), 0, -1):
        text = " ".join(line.text for line in lines[start : start + length])
        if len(text) <= _TITLE_CHARACTERS and _may_be_title(text) and letters(text) in announced:
            return length
    return 0


def _may_be_title(text: str) -> bool:
    """Whether the words stand alone: no list item, no end of a sentence that names a title."""
    is_whole = text.count("(") == text.count(")") and text[-1] not in ".;,:"
    return is_whole and (text[0].isalnum() or text[0] in "«“‘")


def _numbered_length(lines: Sequence[Line], start: int) -> int:
    """A numbered line that ends no sentence, between the end of one and the start of another."""
    if not is_numbered_title(lines[start].text) or not _is_after_sentence(lines, start):
        return 0
    for length in range(1, min(_TITLE_LINES, len(lines) - start) + 1):
        last = lines[start + length - 1].text
        if last[-1] in ".;:,":
            return 0
        follows = lines[start + length].text if start + length < len(lines) else "A"
        if not (follows[0].islower() or follows[0] in "(«"):
            text = " ".join(line.text for line in lines[start : start + length])
            return length if len(text) <= _TITLE_CHARACTERS // 2 + 40 * length else 0
    return 0


def _is_after_sentence(lines: Sequence[Line], start: int) -> bool:
    before = lines[start - 1] if start else None
    return before is None or before.is_title or before.text[-1] in ".;:!?»”" or lines[start].gap > 0


def _web_length(lines: Sequence[Line], start: int) -> int:
    """The title of a section of a web page: numbered ("2Le titre"), or a question."""
    is_numbered = bool(_WEB_NUMBER.match(lines[start].text))
    if not is_numbered and not (
        lines[start].text[0].isupper() and _is_after_sentence(lines, start)
    ):
        return 0
    for length in range(1, min(_TITLE_LINES, len(lines) - start) + 1):
        last = lines[start + length - 1].text
        if last.endswith("?"):
            return length
        if last[-1] in ".;:»":
            break
    return int(is_numbered)
