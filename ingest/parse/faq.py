"""The CNIL's questions and answers, one JSON object a line, into entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.markdown import plain_text
from ingest.parse.split import searched_parts
from ingest.parse.typography import clean_line


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[A-Za-z0-9_.-]+$")
    question: str = Field(min_length=1)
    answer_text: str = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    last_modified: date | None = None
    lang: str
    source_url: str = ""


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each entry of the file's language, a long one also in parts; raises `SourceUnreadable`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [entry for entry in _entries(lines) if entry.lang == origin.lang]
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    passages = []
    for entry in entries:
        unit = _passage(entry, source, origin)
        passages += [unit, *searched_parts(unit)]
    if not passages:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: no entry in {origin.lang}")
    return passages


def _entries(lines: list[str]) -> Iterator[_Entry]:
    seen = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = _Entry.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            raise ValueError(f"line {number}, {field}: {first['msg']}") from error
        if entry.id in seen:
            raise ValueError(f"line {number}: entry {entry.id!r} a second time")
        seen.add(entry.id)
        yield entry


def _passage(entry: _Entry, source: Source, origin: Origin) -> Passage:
    question = clean_line(entry.question)
    return Passage(
        locator=f"{source.prefix}:{entry.id}",
        lang=origin.lang,
        source=source.id,
        kind="entry",
        heading=question,
        text=plain_text(entry.answer_text),
        url=entry.source_url or source.url(origin.lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
        last_modified=entry.last_modified,
        questions=(question,),
        keywords=tuple(clean_line(keyword) for keyword in entry.keywords),
    )
