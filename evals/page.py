"""A report as parts, written as Markdown or as one HTML file that loads nothing from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from corpus.nouns import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Items of plain words."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain words; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Parts a reader opens: closed in HTML, written out in Markdown."""

    title: str
    parts: tuple[Heading | Paragraph | Listing | Table, ...]


Part = Heading | Paragraph | Listing | Table | Fold

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } h3 { font-size: 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem; text-align: right; vertical-align: top; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom-width: 2px; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: .2rem .8rem; }
summary { cursor: pointer; }
p { overflow-wrap: anywhere; white-space: pre-line; }
"""


def to_markdown(parts: Iterable[Part]) -> str:
    """The parts as Markdown."""
    return "\n\n".join(_markdown(parts)) + "\n"


def to_html(parts: Sequence[Part], *, title: str, lang: Language) -> str:
    """The parts as an HTML document that needs nothing else to be read."""
    body = "\n".join(_html(parts))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _markdown(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case Heading(text, level):
                yield f"{'#' * level} {_plain(text)}"
            case Paragraph(text):
                yield _plain(text)
            case Listing(items):
                yield "\n".join(f"- {_plain(item)}" for item in items)
            case Table(head, rows):
                lines = [_row(head), "|" + "---|" * len(head), *map(_row, rows)]
                yield "\n".join(lines)
            case Fold(title, inner):
                yield f"**{_plain(title)}**"
                yield from _markdown(inner)


def _html(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case Heading(text, level):
                yield f"<h{level}>{escape(text)}</h{level}>"
            case Paragraph(text):
                yield f"<p>{escape(text)}</p>"
            case Listing(items):
                yield "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
            case Table(head, rows):
                top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
                lines = (
                    "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                    for row in rows
                )
                yield (
                    f'<div class="wide"><table><thead><tr>{top}</tr></thead>'
                    f"<tbody>{''.join(lines)}</tbody></table></div>"
                )
            case Fold(title, inner):
                told = "".join(_html(inner))
                yield f"<details><summary>{escape(title)}</summary>{told}</details>"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    """Words that stay words in Markdown: no tag, no line break."""
    return re.sub(r"[ \t\r\n]+", " ", text.replace("<", "&lt;")).strip()
