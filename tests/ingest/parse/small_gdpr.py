"""A whole regulation of our own words, in the forms the GDPR reaches us in.

It holds the few words that the corrigendum put into the law, each in its unit: a text that has
neither those nor the words before them is refused.
"""

from collections import defaultdict

from ingest.parse.corrigendum import read_changes

ARTICLE_NUMBERS = range(1, 100)
RECITAL_NUMBERS = range(1, 174)


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


def small_articles() -> dict[int, dict[str, dict[str, str]]]:
    """Article -> paragraph -> point -> words; "" names what has no number of its own."""
    articles: dict[int, dict[str, dict[str, str]]] = {
        n: {"": {"": f"Be kind {n} times."}} for n in ARTICLE_NUMBERS
    }
    for unit, words in corrected_words().items():
        kind, number, *path = unit.split("-")
        if kind == "art":
            paragraph, point = (*path, "")[:2]
            own = articles[int(number)]
            own.pop("", None)
            own.setdefault(paragraph, {"": "You may:"})[point] = words
    return articles


def row(mark: str, cell: str) -> str:
    return f"<table><tbody><tr><td><p>{mark}</p></td><td><p>{cell}</p></td></tr></tbody></table>"


def xhtml_body(number: int, paragraphs: dict[str, dict[str, str]]) -> str:
    body = ""
    for paragraph, points in paragraphs.items():
        opening = f"{paragraph}.   {points['']}" if paragraph else points[""]
        rows = "".join(row(f"({point})", words) for point, words in points.items() if point)
        lines = f'<p class="oj-normal">{opening}</p>{rows}'
        identifier = f"{number:03}.{int(paragraph or 0):03}"
        body += f'<div id="{identifier}">{lines}</div>' if paragraph else lines
    return body


def xhtml_units() -> list[tuple[str, str]]:
    """(id, XHTML) of each recital and article in order."""
    recitals = [
        (f"rct_{n}", f'<div id="rct_{n}">{row(f"({n})", words)}</div>')
        for n, words in small_recitals().items()
    ]
    articles = [
        (f"art_{n}", xhtml_article(n, xhtml_body(n, paragraphs)))
        for n, paragraphs in small_articles().items()
    ]
    return [*recitals, *articles]


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


def markdown_units() -> list[tuple[str, str]]:
    """(id, Markdown) of each recital and article in order."""
    recitals = [(f"rct_{n}", f"- ({n}) {words}") for n, words in small_recitals().items()]
    articles = [
        (f"art_{n}", markdown_article(n, paragraphs)) for n, paragraphs in small_articles().items()
    ]
    return [*recitals, *articles]


def markdown_article(number: int, paragraphs: dict[str, dict[str, str]]) -> str:
    lines = [f"### Article {number}", f"**Title {number}**"]
    for paragraph, points in paragraphs.items():
        lines.append(f"{paragraph}. {points['']}" if paragraph else points[""])
        lines += [f"- ({point}) {words}" for point, words in points.items() if point]
    return "\n\n".join(lines)


def markdown_page(units: list[tuple[str, str]]) -> str:
    recitals = [unit for name, unit in units if name.startswith("rct")]
    articles = [unit for name, unit in units if name.startswith("art")]
    return "\n\n".join(
        ("# Law", "## Recitals", *recitals, "## Enacting Terms", "## CHAPTER I — All", *articles)
    )
