"""A whole regulation of our own words, in the forms the GDPR reaches us in.

It holds the few words that the corrigendum put into the law, each in its unit: a text that has
neither those nor the words before them is refused.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.parse.corrigendum import read_changes
from ingest.parse.gdpr_outline import read_outline

RECITAL_NUMBERS = range(1, 174)


@dataclass(frozen=True)
class Row:
    """One block of an article: its numbers, whether it is a paragraph, a point or a dash."""

    path: tuple[str, ...]
    form: str
    words: str


def corrected_words() -> dict[str, str]:
    """Unit -> our text around the corrected words; what must end the unit comes last."""
    found: dict[str, list[str]] = defaultdict(list)
    for change in read_changes("en"):
        found[change.unit].append(change.new)
    return {
        unit: " and then ".join(
            words.removesuffix("$") for words in sorted(news, key=lambda new: new.endswith("$"))
        )
        for unit, news in found.items()
    }


def small_recitals() -> dict[int, str]:
    words = corrected_words()
    return {n: words.get(f"rec-{n}", f"Reason {n}.") for n in RECITAL_NUMBERS}


def small_articles() -> dict[int, list[Row]]:
    """Article -> its rows, in the order and with the numbering of the GDPR."""
    corrected = corrected_words()
    articles: dict[int, list[Row]] = {}
    for number, blocks in read_outline().articles.items():
        rows: list[Row] = []
        for block in blocks:
            name = "-".join(("art", number, *block.steps))
            is_first = all(row.path != block.steps for row in rows)
            words = corrected.get(name) if is_first else f"Further words on {name}."
            rows.append(Row(block.steps, block.form, words or f"Be kind to {name}."))
        articles[int(number)] = rows
    return articles


def row(mark: str, cell: str) -> str:
    return f"<table><tbody><tr><td><p>{mark}</p></td><td><p>{cell}</p></td></tr></tbody></table>"


def xhtml_body(number: int, rows: Sequence[Row]) -> str:
    """The rows of an article: a division for each paragraph, a table for each point."""
    body = ""
    for depth_path, group in groupby(rows, key=lambda row: row.path[:1]):
        own = list(group)
        if own[0].form != "text" or not depth_path:
            body += xhtml_lines(own, 0)
            continue
        opening = replace(own[0], words=f"{depth_path[0]}.   {own[0].words}")
        lines = xhtml_lines([opening, *own[1:]], 1)
        body += f'<div id="{number:03}.{int(depth_path[0]):03}">{lines}</div>'
    return body


def xhtml_lines(rows: Sequence[Row], depth: int) -> str:
    lines = ""
    for path, group in groupby(rows, key=lambda row: row.path[: depth + 1]):
        own = list(group)
        if len(path) <= depth:
            lines += "".join(f'<p class="oj-normal">{found.words}</p>' for found in own)
            continue
        mark = "—" if own[0].form == "indent" else f"({path[-1]})"
        cell = xhtml_lines(own, depth + 1)
        lines += f"<table><tbody><tr><td><p>{mark}</p></td><td>{cell}</td></tr></tbody></table>"
    return lines


def xhtml_units(articles: dict[int, list[Row]] | None = None) -> list[tuple[str, str]]:
    """(id, XHTML) of each recital and article in order."""
    recitals = [
        (f"rct_{n}", f'<div id="rct_{n}">{row(f"({n})", words)}</div>')
        for n, words in small_recitals().items()
    ]
    found = [
        (f"art_{n}", xhtml_article(n, xhtml_body(n, rows)))
        for n, rows in (articles or small_articles()).items()
    ]
    return [*recitals, *found]


def xhtml_article(number: int, body: str) -> str:
    return (
        f'<div id="art_{number}"><p class="oj-ti-art">Article {number}</p>'
        f'<div class="eli-title"><p class="oj-sti-art">Title {number}</p></div>{body}</div>'
    )


def xhtml_page(units: list[tuple[str, str]], lang: str = "EN") -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f'<meta name="WT.z_usr_lan" content="{lang}"/></head>'
        f"<body>{''.join(unit for _, unit in units)}</body></html>"
    )


def markdown_units(articles: dict[int, list[Row]] | None = None) -> list[tuple[str, str]]:
    """(id, Markdown) of each recital and article in order."""
    recitals = [(f"rct_{n}", f"- ({n}) {words}") for n, words in small_recitals().items()]
    found = [
        (f"art_{n}", markdown_article(n, rows))
        for n, rows in (articles or small_articles()).items()
    ]
    return [*recitals, *found]


def markdown_article(number: int, rows: Sequence[Row]) -> str:
    lines = [f"### Article {number}", f"**Title {number}**"]
    paragraphs: set[str] = set()
    for found in rows:
        if found.form == "indent":
            lines += ["—", found.words]
        elif found.form == "point":
            depth = sum(other.form == "point" for other in above(found, rows))
            lines.append(f"{'    ' * depth}- ({found.path[-1]}) {found.words}")
        elif found.path and found.path[0] not in paragraphs:
            paragraphs.add(found.path[0])
            lines.append(f"{found.path[0]}. {found.words}")
        else:
            lines.append(found.words)
    return "\n\n".join(lines)


def above(row: Row, rows: Sequence[Row]) -> list[Row]:
    """The rows a row stands below."""
    return [o for o in rows if len(o.path) < len(row.path) and o.path == row.path[: len(o.path)]]


def markdown_page(units: list[tuple[str, str]]) -> str:
    recitals = [unit for name, unit in units if name.startswith("rct")]
    articles = [unit for name, unit in units if name.startswith("art")]
    return "\n\n".join(
        ("# Law", "## Recitals", *recitals, "## Enacting Terms", "## CHAPTER I — All", *articles)
    )
