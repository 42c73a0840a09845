"""Our own cards, `<kind>/<id>.<lang>.md`: YAML front matter and a body of Markdown sections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Origin, Passage, Source
from ingest.parse.markdown import front_matter, without_front_matter
from ingest.parse.typography import clean_line

_Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
_LocatorText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+:[a-z0-9-]+(?:#\d+)?$")]


class CardCitation(BaseModel):
    """A passage a card stands on, and which of its statements that passage carries."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    locator: _LocatorText
    carries: _Line


class Card(BaseModel):
    """The front matter of a card."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: _Name
    lang: Language
    kind: _Name
    title: _Line
    audiences: tuple[_Line, ...] = Field(min_length=1)
    topics: tuple[_Line, ...] = Field(min_length=1)
    questions: tuple[_Line, ...] = Field(min_length=1)
    short_answer: _Line
    citations: tuple[CardCitation, ...] = Field(min_length=1)
    applies_from: date | None
    applies_until: date | None
    checked_on: date
    confidence: Literal["high", "medium", "low"]


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each card of the language, then its body; raises `SourceUnreadable` naming file and field."""
    files = sorted(path.glob(f"*/*.{origin.lang}.md")) if path.is_dir() else []
    passages: list[Passage] = []
    try:
        for file in files:
            passages += _passages(*read_card(file), source)
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


def read_card(file: Path) -> tuple[Card, str]:
    """A card and its body; raises `OSError`, or `ValueError` naming file and field."""
    try:
        markdown = file.read_text(encoding="utf-8")
        card = Card.model_validate(yaml.safe_load(front_matter(markdown)))
    except UnicodeDecodeError as error:
        raise ValueError(f"{file.name}: not UTF-8 text ({error})") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{file.name}: front matter is not YAML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "front matter"
        raise ValueError(f"{file.name}: {field}: {first['msg']}") from error
    if file.name != f"{card.id}.{card.lang}.md":
        raise ValueError(f"{file.name}: id and lang say {card.id}.{card.lang}.md")
    return card, _clean_body(without_front_matter(markdown))


def _clean_body(markdown: str) -> str:
    """The body with clean characters, still Markdown: indents and empty lines stay."""
    lines = []
    for line in markdown.splitlines():
        indent = " " * (len(line) - len(line.lstrip(" ")))
        lines.append(f"{indent}{clean_line(line)}".rstrip())
    return "\n".join(lines).strip("\n")


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
        )
