"""Consolidated European law in EUR-Lex XHTML into articles, paragraphs and points.

Two renderings exist: a flat one (2017 and before), in which every paragraph of an article is a
sibling of its title, and one that nests articles and points in `div`s and grids. A consolidated
text has no recitals. French numbers what was inserted "14 bis", English "14a": both get `art-14a`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Origin, Passage, Source
from ingest.parse.provisions import Article, Block, Frame, article_passages
from ingest.parse.typography import clean_line

_LATIN = dict(zip("bis ter quater quinquies sexies septies octies".split(), "abcdefg", strict=True))
_SUFFIX = rf"(?:\s*({'|'.join(_LATIN)}|[a-z]))?"
_ARTICLE = re.compile(rf"Article\s+(premier|\d+){_SUFFIX}")
_PARAGRAPH = re.compile(rf"(\d+){_SUFFIX}\s*\.\s+(.*)", re.DOTALL)
_POINT = re.compile(r"\(?([a-z]{1,5}|\d+)\)\s*(.*)", re.DOTALL)
_INDENT = re.compile(r"[—–]\s*(.*)", re.DOTALL)
# What the publisher adds: which act changed what follows, and what footnote belongs to it.
_MARKERS = re.compile(r"[►▼]\s*[A-Z]+\d*|◄|\(\s*\)")
_DELETED = re.compile(r"[—–\s]+")
_SKIPPED = frozenset(
    "modref arrow separator separator-short hd-modifiers reference disclaimer".split()
)
_END = ("footnote", "title-annex", "separator-annex", "final")


@dataclass(slots=True)
class _Reader:
    """Follows articles, paragraphs and points from line to line."""

    articles: list[Article] = field(default_factory=list)
    number: str = ""
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    path: tuple[str, ...] = ()
    indent_count: int = 0

    def begin(self, heading: str) -> None:
        """A new article."""
        self.finish()
        match = _ARTICLE.fullmatch(heading)
        if match is None:
            raise ValueError(f"unknown article heading {heading!r}")
        self.number = _number("1" if match[1] == "premier" else match[1], match[2])
        self.title, self.path, self.indent_count = "", (), 0

    def finish(self) -> None:
        """The end of the article at hand, if there is one."""
        if self.number:
            self.articles.append(Article(self.number, self.title, tuple(self.blocks)))
        self.number, self.blocks = "", []

    def read(self, line: str, depth: int) -> None:
        """One line of the article at hand; `depth` counts the points around it."""
        if match := _PARAGRAPH.fullmatch(line) if not depth else None:
            self.path, self.indent_count = (_number(match[1], match[2]),), 0
            self._add(self.path, match[3], f"{self.path[0]}.")
        elif match := _INDENT.fullmatch(line) if depth else None:
            self.indent_count += 1
            self._add((*self._within(depth), str(self.indent_count)), match[1], "—", True)
        elif match := _POINT.fullmatch(line) if depth else None:
            self.path = (*self._within(depth), match[1])
            self.indent_count = 0
            self._add(self.path, match[2], f"({match[1]})", True)
        else:
            self._add(self._within(depth + 1) if depth else self.path[:1] * self._is_numbered, line)

    @property
    def _is_numbered(self) -> bool:
        return bool(self.path) and self.path[0][0].isdigit()

    def _within(self, depth: int) -> tuple[str, ...]:
        """The path of what a point of this depth stands in."""
        return self.path[: self._is_numbered + depth - 1]

    def _add(
        self, path: tuple[str, ...], text: str, mark: str = "", is_point: bool = False
    ) -> None:
        self.blocks.append(Block(path, text.strip(), mark, is_point))


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Every article; raises `SourceUnreadable`."""
    try:
        articles = read_articles(path, origin.lang)
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    frame = Frame(source, origin.lang, lambda name: source.url(origin.lang))
    return [passage for article in articles for passage in article_passages(article, frame)]


def read_articles(path: Path, lang: Language) -> list[Article]:
    """The articles in order; raises `OSError`, `ValueError` or lxml's `XMLSyntaxError`."""
    root = _root(path)
    _check_language(root, lang)
    reader = _Reader()
    for kind, text, depth in _lines(root, 0):
        if kind == "article":
            reader.begin(text)
        elif kind == "end":
            reader.finish()
        elif kind == "title" and reader.number:
            reader.title = text
        elif kind == "line" and reader.number and text:
            reader.read(text, depth)
    reader.finish()
    _check(reader.articles)
    return reader.articles


def _root(path: Path) -> Any:
    # A page from outside: no entity is expanded and nothing is fetched. The pages of the site, unlike
    # Cellar's, leave elements open: they are read as HTML.
    content = path.read_bytes()
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        parser = etree.HTMLParser(no_network=True, encoding="utf-8")
        root = etree.fromstring(content, parser)
    if root is None:
        raise ValueError("no XHTML page")
    return root


def _check_language(root: Any, lang: Language) -> None:
    """The running head ends "… — FR — 19.12.2009 — …"."""
    head = root.xpath("string(//*[local-name()='p'][@class='reference'][1])")
    found = re.search(r"—\s*([A-Z]{2})\s*—", head)
    if found and found[1].lower() != lang:
        raise ValueError(f"the page is in {found[1]!r}, {lang!r} was expected")


def _check(articles: list[Article]) -> None:
    numbers = [article.number for article in articles]
    if not numbers:
        raise ValueError("no article found")
    if numbers != sorted(set(numbers), key=_order):
        raise ValueError(f"articles repeated or out of order: {', '.join(numbers)}")
    empty = [article.number for article in articles if not article.blocks]
    if empty:
        raise ValueError(f"no words in article {', '.join(empty)}")


def _lines(element: Any, depth: int) -> Iterator[tuple[str, str, int]]:
    """(what it is, its words, how many points deep) of each line, in the order of the page."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        names = (child.get("class") or "").split()
        if any(name.startswith(_END) for name in names):
            yield "end", "", 0
        elif "title-article-norm" in names:
            yield "article", _text(child), 0
        elif "stitle-article-norm" in names:
            yield "title", _text(child), 0
        elif not names or not (_SKIPPED & set(names) or names[0].startswith(("title-", "hd-"))):
            yield from _body(child, names, depth)


def _body(element: Any, names: list[str], depth: int) -> Iterator[tuple[str, str, int]]:
    tag = etree.QName(element).localname
    if tag == "p":
        yield "line", _text(element), depth
    elif "grid-container" in names:
        mark, *cells = (cell for cell in element if isinstance(cell.tag, str))
        yield from _marked(_text(mark), cells, depth + 1)
    elif "norm" in names and (number := _own_number(element)):
        yield from _marked(number, list(element)[1:], depth)
    elif "norm" in names and not any(_is_block(child) for child in element):
        yield "line", _text(element), depth
    elif tag in ("div", "body", "html"):
        is_point = tag == "div" and "margin-left" in (element.get("style") or "")
        yield from _lines(element, depth + is_point)


def _marked(mark: str, cells: list[Any], depth: int) -> Iterator[tuple[str, str, int]]:
    """The words of `cells`, their first line after its mark; what follows stands in it."""
    lines = [line for cell in cells for line in _cell_lines(cell, depth)]
    for index, (kind, text, own_depth) in enumerate(lines):
        yield kind, f"{mark} {text}" if index == 0 else text, own_depth


def _cell_lines(cell: Any, depth: int) -> Iterator[tuple[str, str, int]]:
    opening = clean_line(cell.text or "")
    if any(_is_block(child) for child in cell):
        if opening:
            yield "line", opening, depth
        yield from _lines(cell, depth)
    else:
        yield "line", _text(cell), depth


def _own_number(element: Any) -> str:
    first = next(iter(element), None)
    is_number = first is not None and "no-parag" in (first.get("class") or "").split()
    return _text(first) if is_number else ""


def _is_block(element: Any) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).localname in ("p", "div", "table")


def _text(element: Any) -> str:
    words = clean_line("".join(_pieces(element)))
    shown = clean_line(_MARKERS.sub(" ", words))
    shown = re.sub(r"\s+([,.;)])", r"\1", shown) if _MARKERS.search(words) else shown
    return "" if _DELETED.fullmatch(shown) else shown


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        is_note = (child.get("id") or "").startswith("src.") if isinstance(child.tag, str) else True
        if not is_note:
            yield from _pieces(child)
        yield child.tail or ""


def _number(digits: str, suffix: str | None) -> str:
    return digits + _LATIN.get(suffix or "", suffix or "")


def _order(number: str) -> tuple[int, str]:
    match = re.fullmatch(r"(\d+)([a-z]?)", number)
    assert match is not None
    return int(match[1]), match[2]
