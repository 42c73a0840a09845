"""A user's HTML page into headed sections: the words a reader of it sees, and no others.

Nothing is fetched, no entity of a document type is expanded, no script is run.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from ingest.parse.html_style import Look, StyleSheet, look_inside
from ingest.parse.sections import Section, SectionBuilder

_DROPPED = frozenset(
    "script style nav noscript template svg canvas object embed iframe audio video map math "
    "head datalist".split()
)
_CELLS = frozenset(("td", "th"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_IN_LINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
_SPACE = re.compile(r"\s+")


def read_html(markup: str) -> list[Section]:
    """The sections of a page; raises `ValueError` for one that cannot be read whole."""
    root = _parsed(markup)
    sheet = StyleSheet.parse("\n".join(style.text or "" for style in root.iter("style")))
    title = root.findtext(".//title") or ""
    page = _Page(sheet, SectionBuilder(title))
    page.visit(root, Look())
    return page.builder.sections()


def _parsed(markup: str) -> Any:
    # As bytes of a known encoding: what the page says of its own encoding no longer matters.
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=parser, ensure_head_body=False
        )
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(str(error)) from error
    # Beyond 256 levels, or 10 MB in one piece, libxml2 drops the rest of a page.
    fatal = [entry.message for entry in parser.error_log if entry.level_name == "FATAL"]
    if fatal:
        raise ValueError(fatal[0])
    return root


class _Page:
    """One walk through a page, from the outside in; at most 256 levels deep."""

    def __init__(self, sheet: StyleSheet, builder: SectionBuilder) -> None:
        self.builder = builder
        self._sheet = sheet
        self._heading: list[str] | None = None

    def visit(self, element: Any, outside: Look, *, is_preformatted: bool = False) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return
        attributes = dict(element.attrib)
        declarations = self._sheet.declarations(tag, attributes)
        # Most elements say nothing of how they look.
        is_plain = not attributes and not declarations
        look = outside if is_plain else look_inside(outside, attributes, declarations)
        if look is None:
            self.builder.leave_out("".join(element.itertext()))
            return
        is_preformatted = is_preformatted or tag in ("pre", "textarea")
        self._open(tag)
        if tag in _CELLS and element.getprevious() is not None:
            self.builder.add(" | ")
        self._text(element.text, look, is_preformatted=is_preformatted)
        for child in element:
            self.visit(child, look, is_preformatted=is_preformatted)
            self._text(child.tail, look, is_preformatted=is_preformatted)
        self._close(tag)

    def _open(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading = []
        elif self._heading is None and tag not in _IN_LINE and tag not in _CELLS:
            self.builder.break_line()
        if tag == "li":
            self.builder.add("- ")

    def _close(self, tag: str) -> None:
        if tag in _HEADINGS and self._heading is not None:
            self.builder.start(_HEADINGS[tag], "".join(self._heading))
            self._heading = None
        elif self._heading is None and tag not in _IN_LINE and tag not in _CELLS:
            self.builder.break_line()

    def _text(self, text: str | None, look: Look, *, is_preformatted: bool) -> None:
        if not text:
            return
        if not look.shows_text:
            self.builder.leave_out(text)
        elif self._heading is not None:
            self._heading.append(text)
        else:
            self.builder.add(text if is_preformatted else _SPACE.sub(" ", text))
