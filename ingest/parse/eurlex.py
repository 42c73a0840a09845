"""EUR-Lex XHTML of the GDPR (Official Journal form) into articles, paragraphs, points, recitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Origin, Passage, Source
from ingest.parse.corrigendum import correct, correct_recital, read_changes
from ingest.parse.gdpr import complete_text
from ingest.parse.provisions import Article, Block
from ingest.parse.typography import clean_line

_XHTML = "{http://www.w3.org/1999/xhtml}"
_PARAGRAPH_ID = re.compile(r"\d{3}\.\d{3}")
_PARAGRAPH_NUMBER = re.compile(r"(\d+)\.\s+")
_POINT_MARK = re.compile(r"\(?(\d+|[a-z]+)\)")
_INDENT_MARK = "—"


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Every recital and article, corrected; raises `SourceUnreadable`."""
    try:
        articles, recitals = read_law(path, origin.lang)
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    return complete_text(recitals.items(), articles, source, lang=origin.lang, file_name=path.name)


def read_law(path: Path, lang: Language) -> tuple[list[Article], dict[str, str]]:
    """The corrected articles, and the recitals by number.

    Raises `OSError`, `ValueError` or lxml's `XMLSyntaxError`.
    """
    root = _read_tree(path, lang)
    changes = read_changes(lang)
    articles = [correct(article, changes) for article in _articles(root)]
    recitals: dict[str, str] = {}
    for number, text in _recitals(root):
        if number in recitals:
            raise ValueError(f"recital {number} a second time")
        recitals[number] = correct_recital(number, text, changes)
    return articles, recitals


def _read_tree(path: Path, lang: Language) -> Any:
    # A page from outside: no entity is expanded and nothing is fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(path.read_bytes(), parser)
    if root is None:
        raise ValueError("no XHTML page")
    declared = root.xpath("string(//*[local-name()='meta'][@name='WT.z_usr_lan']/@content)")
    if declared and declared.lower() != lang:
        raise ValueError(f"the page is in {declared!r}, {lang!r} was expected")
    for mark in root.xpath("//*[local-name()='a'][starts-with(@id, 'ntc')]"):
        _remove_footnote_mark(mark)
    return root


def _remove_footnote_mark(mark: Any) -> None:
    following = mark.tail or ""
    previous = mark.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "").rstrip() + following
    else:
        mark.getparent().text = (mark.getparent().text or "").rstrip() + following
    mark.getparent().remove(mark)


def _articles(root: Any) -> Iterator[Article]:
    for element in root.iter(f"{_XHTML}div"):
        match = re.fullmatch(r"art_(\d+)", element.get("id", ""))
        if match:
            title = element.xpath("string(.//*[@class='oj-sti-art'])")
            yield Article(match[1], clean_line(title), tuple(_article_blocks(element)))


def _article_blocks(article: Any) -> Iterator[Block]:
    unnumbered = []
    for child in article:
        if child.tag == f"{_XHTML}div" and _PARAGRAPH_ID.fullmatch(child.get("id", "")):
            yield from _paragraph_blocks(child)
        elif child.tag == f"{_XHTML}table" or child.get("class") == "oj-normal":
            unnumbered.append(child)
    yield from _blocks(unnumbered, ())


def _paragraph_blocks(paragraph: Any) -> Iterator[Block]:
    blocks = _blocks(list(paragraph), ())
    opening = next(blocks, Block((), ""))
    match = _PARAGRAPH_NUMBER.match(opening.text)
    if match is None:
        raise ValueError(f"paragraph {paragraph.get('id')} does not start with its number")
    number = match[1]
    yield Block((number,), opening.text[match.end() :], f"{number}.")
    for block in blocks:
        yield Block((number, *block.path), block.text, block.mark, block.is_point)


def _blocks(elements: list[Any], path: tuple[str, ...]) -> Iterator[Block]:
    """Paragraphs and one-row tables (mark, words) as blocks; indents are counted."""
    indent_count = 0
    for element in elements:
        if element.tag == f"{_XHTML}p":
            yield Block(path, _text(element))
        elif element.tag == f"{_XHTML}table":
            mark, cell = _row(element)
            indent_count += mark == _INDENT_MARK
            yield from _point_blocks(mark, cell, path, indent_count)


def _point_blocks(
    mark: str, cell: Any, path: tuple[str, ...], indent_count: int
) -> Iterator[Block]:
    match = _POINT_MARK.fullmatch(mark)
    if match is None and mark != _INDENT_MARK:
        raise ValueError(f"unknown point mark {mark!r}")
    name = match[1] if match else str(indent_count)
    own_path = (*path, name)
    for index, block in enumerate(_blocks(list(cell), own_path)):
        is_opening = index == 0
        yield Block(
            block.path,
            block.text,
            mark if is_opening else block.mark,
            is_opening or block.is_point,
        )


def _row(table: Any) -> tuple[str, Any]:
    cells = list(table.iterfind(f"{_XHTML}tbody/{_XHTML}tr/{_XHTML}td"))
    if len(cells) != 2:
        raise ValueError(f"a table of {len(cells)} cells where a mark and its words were expected")
    return _text(cells[0]), cells[1]


def _recitals(root: Any) -> Iterator[tuple[str, str]]:
    for element in root.iter(f"{_XHTML}div"):
        match = re.fullmatch(r"rct_(\d+)", element.get("id", ""))
        if match:
            mark, cell = _row(element.find(f"{_XHTML}table"))
            if mark != f"({match[1]})":
                raise ValueError(f"recital {match[1]} carries the mark {mark!r}")
            yield match[1], "\n".join(_text(line) for line in cell.iterfind(f"{_XHTML}p"))


def _text(element: Any) -> str:
    return clean_line("".join(element.itertext()))
