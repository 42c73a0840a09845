"""The CNIL's questions and answers, one JSON object a line, into entries."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.json_lines import read_entries
from ingest.parse.markdown import plain_text
from ingest.parse.provisions import dates_of
from ingest.parse.split import searched_parts
from ingest.parse.typography import clean_line


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    question: str = Field(min_length=1)
    answer_text: str = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    last_modified: date | None = None
    lang: str
    source_url: str = ""


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each entry of the file's language, a long one also in parts; raises `SourceUnreadable`."""
    try:
        read = read_entries(path, _Entry, lambda entry: entry.id)
        entries = [entry for entry in read if entry.lang == origin.lang]
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    passages = []
    for entry in entries:
        unit = _passage(entry, source, origin)
        passages += [unit, *searched_parts(unit)]
    if not passages:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: no entry in {origin.lang}")
    return passages


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
        last_modified=entry.last_modified,
        questions=(question,),
        keywords=tuple(clean_line(keyword) for keyword in entry.keywords),
        **dates_of(source, entry.id),
    )
