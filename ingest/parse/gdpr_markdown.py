"""The GDPR in consolidated Markdown into the same units as the Official Journal page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Origin, Passage, Source
from ingest.parse.corrigendum import correct, correct_recital, read_changes
from ingest.parse.gdpr import complete_text
from ingest.parse.markdown import plain_text
from ingest.parse.provisions import Article, Block

_RECITALS = "## Recitals"
_ENACTING_TERMS = "## Enacting Terms"
# Formulas that belong to no unit: below the recitals, and below the last article.
_ADOPTION = "HAVE ADOPTED THIS REGULATION"
_CLOSING = "This Regulation shall be binding in its entirety"

_ARTICLE = re.compile(r"### Article (\d+)\s*")
_DIVISION = re.compile(r"#{2,6} .*")
_TITLE = re.compile(r"\*\*(.+)\*\*\s*")
_RECITAL = re.compile(r"- \((\d+)\)\s+(.*)")
_PARAGRAPH = re.compile(r"(\d+)\.\s+(.*)")
_POINT = re.compile(r"( *)- \((\d+|[a-z]+)\)\s+(.*)")
_INDENT_MARK = "—"
# "of the Council (19)" calls a footnote; "Article 22(1) and (4)" does not.
_FOOTNOTE_MARK = re.compile(r"(?<!\band)(?<!\bor)(?<!,) \(\d{1,2}\)")


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Every recital and article, corrected; raises `SourceUnreadable`."""
    try:
        articles, recitals = read_law(path, origin.lang)
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    return complete_text(recitals, articles, source, lang=origin.lang, file_name=path.name)


def read_law(path: Path, lang: Language) -> tuple[list[Article], list[tuple[str, str]]]:
    """The corrected articles, and (number, text) of each recital; raises `OSError`, `ValueError`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if _RECITALS not in lines or _ENACTING_TERMS not in lines:
        raise ValueError("no recitals or no enacting terms")
    start, middle = lines.index(_RECITALS), lines.index(_ENACTING_TERMS)
    changes = read_changes(lang)
    recitals = [
        (number, correct_recital(number, text, changes))
        for number, text in _recitals(lines[start + 1 : middle])
    ]
    articles = [correct(article, changes) for article in _articles(lines[middle + 1 :])]
    return articles, recitals


def _recitals(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    number, texts = "", list[str]()
    for line in lines:
        match = _RECITAL.fullmatch(line)
        if match:
            if number:
                yield number, "\n".join(texts)
            number, texts = match[1], [_words(match[2])]
        elif line.strip() and not line.strip(" *").startswith(_ADOPTION):
            texts.append(_words(line))
    if number:
        yield number, "\n".join(texts)


def _articles(lines: Sequence[str]) -> Iterator[Article]:
    number, own_lines = "", list[str]()
    for line in lines:
        match = _ARTICLE.fullmatch(line)
        if match:
            if number:
                yield _article(number, own_lines)
            number, own_lines = match[1], []
        elif line.startswith(_CLOSING):
            break
        elif line.strip() and not _DIVISION.fullmatch(line):
            own_lines.append(line)
    if number:
        yield _article(number, own_lines)


def _article(number: str, lines: list[str]) -> Article:
    match = _TITLE.fullmatch(lines[0]) if lines else None
    title = plain_text(match[1]) if match else ""
    reader = _BlockReader()
    blocks = (reader.read(line) for line in lines[bool(match) :])
    return Article(number, title, tuple(block for block in blocks if block is not None))


@dataclass(slots=True)
class _BlockReader:
    """Follows the numbering from line to line."""

    paragraph: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    indent_count: int = 0
    is_after_mark: bool = False

    def read(self, line: str) -> Block | None:
        """The block a line holds; None for a dash whose words stand on the next line."""
        if line.strip() == _INDENT_MARK:
            self.is_after_mark = True
            return None
        if self.is_after_mark:
            self.is_after_mark = False
            self.indent_count += 1
            path = (*self.paragraph, str(self.indent_count))
            return Block(path, _words(line), _INDENT_MARK, True)
        if match := _PARAGRAPH.fullmatch(line):
            self.paragraph, self.indent_count = (match[1],), 0
            return Block(self.paragraph, _words(match[2]), f"{match[1]}.")
        if match := _POINT.fullmatch(line):
            if not match[1]:
                self.point = (*self.paragraph, match[2])
            path = (*self.point, match[2]) if match[1] else self.point
            return Block(path, _words(match[3]), f"({match[2]})", True)
        return Block(self.paragraph, _words(line))


def _words(markdown: str) -> str:
    return plain_text(_FOOTNOTE_MARK.sub("", markdown))
