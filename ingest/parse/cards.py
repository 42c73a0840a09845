"""Our own cards (`corpus/card.py`): the short answer is searched and quoted, the body is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.card import CARD_REFERENCE, Card, card_paths, read_card
from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.typography import clean_line


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each card of the language, then its body; raises `SourceUnreadable` naming file and field."""
    passages: list[Passage] = []
    try:
        items = [read_card(file) for file in card_paths(path, origin.lang)]
        titles = {item.card.id: clean_line(item.card.title) for item in items}
        for item in items:
            passages += _passages(item.card, _titled(_clean_body(item.body), titles), source)
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=str(error)) from error
    locators = [passage.locator for passage in passages]
    repeated = sorted({locator for locator in locators if locators.count(locator) > 1})
    if repeated:
        raise SourceUnreadable(source=source.id, reason=f"two files for {', '.join(repeated)}")
    if not passages:
        reason = f"no card in {origin.lang} below {path.name}"
        raise SourceUnreadable(source=source.id, reason=reason)
    return passages


def _clean_body(markdown: str) -> str:
    """The body with clean characters, still Markdown: indents and empty lines stay."""
    lines = []
    for line in markdown.splitlines():
        indent = " " * (len(line) - len(line.lstrip(" ")))
        lines.append(f"{indent}{clean_line(line)}".rstrip())
    return "\n".join(lines).strip("\n")


def _titled(body: str, titles: dict[str, str]) -> str:
    """The body with other cards called by their titles instead of their ids."""

    def title(match: re.Match[str]) -> str:
        return f"*{titles[match[1]]}*" if match[1] in titles else match[0]

    return CARD_REFERENCE.sub(title, body)


def _passages(card: Card, body: str, source: Source) -> Iterator[Passage]:
    title = clean_line(card.title)
    locator = f"{source.prefix}:{card.id}"
    yield Passage(
        locator=locator,
        lang=card.lang,
        source=source.id,
        kind="card",
        heading=title,
        text=clean_line(card.short_answer),
        applies_from=card.applies_from,
        applies_until=card.applies_until,
        last_modified=card.checked_on,
        questions=tuple(clean_line(question) for question in card.questions),
        keywords=tuple(clean_line(topic) for topic in card.topics),
        cited_locators=tuple(citation.locator for citation in card.citations),
        carried=tuple(clean_line(citation.carries) for citation in card.citations),
        flags=_flags(card),
    )
    if body:
        yield Passage(
            locator=f"{locator}#body",
            lang=card.lang,
            source=source.id,
            kind="card",
            heading=title,
            text=body,
            applies_from=card.applies_from,
            applies_until=card.applies_until,
            last_modified=card.checked_on,
            is_searched=False,
            flags=_flags(card),
        )


def _flags(card: Card) -> tuple[str, ...]:
    """What a reader must be warned of: the law is only proposed, or could not be checked."""
    pending = ("pending",) if card.status == "pending" else ()
    unchecked = ("unchecked",) if card.confidence == "low" else ()
    return pending + unchecked
