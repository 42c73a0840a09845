"""A European directive in consolidated Markdown into blocks and recitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.markdown import plain_text
from ingest.parse.provisions import Article, Block

_RECITALS = "## Recitals"
_ENACTING_TERMS = "## Enacting Terms"

_ARTICLE = re.compile(r"#{2,6} Article (\d+[a-z]?)\s*")
_TITLE = re.compile(r"\*\*(.+)\*\*\s*")
_RECITAL = re.compile(r"- \((\d+)\)\s+(.*)")
_PARAGRAPH = re.compile(r"(?:- \((\d+[a-z]*)\)|(\d+[a-z]?)\.)\s+(.*)")
_POINT = re.compile(r"\s*- \(([a-z]+)\)\s+(.*)")
_FOOTNOTE_MARK = re.compile(r"\s*\( \d+ \)")
_INDENT = re.compile(r"\s*- —\s+(.*)")


def is_directive(lines: Sequence[str]) -> bool:
    """Whether the text has a directive's two parts."""
    return _ENACTING_TERMS in lines


def read_recitals(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(number, text) of each recital in order."""
    if _RECITALS not in lines:
        return
    first = lines.index(_RECITALS) + 1
    for line in lines[first : lines.index(_ENACTING_TERMS)]:
        match = _RECITAL.fullmatch(line)
        if match:
            yield match[1], _words(match[2])


def read_articles(lines: Sequence[str]) -> Iterator[Article]:
    """The articles in order."""
    number, own_lines = "", list[str]()
    for line in lines[lines.index(_ENACTING_TERMS) + 1 :]:
        match = _ARTICLE.fullmatch(line)
        if match:
            if number:
                yield _article(number, own_lines)
            number, own_lines = match[1], []
        elif line.strip():
            own_lines.append(line)
    if number:
        yield _article(number, own_lines)


def _article(number: str, lines: list[str]) -> Article:
    match = _TITLE.fullmatch(lines[0]) if lines else None
    title = plain_text(match[1]) if match else ""
    reader = _BlockReader()
    return Article(number, title, tuple(reader.read(line) for line in lines[bool(match) :]))


@dataclass(slots=True)
class _BlockReader:
    """Follows the numbering from line to line."""

    paragraph: tuple[str, ...] = ()
    indent_count: int = 0

    def read(self, line: str) -> Block:
        """The block a line holds."""
        if match := _PARAGRAPH.fullmatch(line):
            number = match[1] or match[2]
            self.paragraph, self.indent_count = (number,), 0
            return Block(self.paragraph, _words(match[3]), f"{number}.")
        if match := _POINT.fullmatch(line):
            return Block((*self.paragraph, match[1]), _words(match[2]), f"({match[1]})", True)
        if match := _INDENT.fullmatch(line):
            self.indent_count += 1
            path = (*self.paragraph, str(self.indent_count))
            return Block(path, _words(match[1]), "—", True)
        if not line.startswith(" "):
            self.paragraph = ()
        return Block(self.paragraph, _words(line))


def _words(markdown: str) -> str:
    return plain_text(_FOOTNOTE_MARK.sub("", markdown))
