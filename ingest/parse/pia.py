"""The CNIL's PIA software (knowledge base and form questions, JSON lines) into entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.split import searched_parts
from ingest.parse.typography import clean_line, clean_text


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[A-Za-z0-9_.]+$")
    lang: str
    kind: Literal["knowledge_base", "pia_question"]
    category: str = Field(min_length=1)
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Each entry of the file's language, a long one also in parts; raises `SourceUnreadable`.

    A prompt that the form repeats word for word under every risk answers nothing: it can be cited
    and is not searched.
    """
    try:
        entries = [e for e in _entries(path) if e.lang == origin.lang]
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    if not entries:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: no entry in {origin.lang}")
    uses = Counter(entry.text for entry in entries)
    passages = []
    for entry in entries:
        unit = _passage(entry, source, origin, is_searched=uses[entry.text] == 1)
        passages += [unit, *searched_parts(unit)]
    return passages


def _entries(path: Path) -> Iterator[_Entry]:
    seen = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = _Entry.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            raise ValueError(f"line {number}, {field}: {first['msg']}") from error
        if slug(entry.id) in seen:
            raise ValueError(f"line {number}: entry {entry.id!r} a second time")
        seen.add(slug(entry.id))
        yield entry


def slug(name: str) -> str:
    """ "PIA_LGL_FOND" as a locator writes it: "pia-lgl-fond"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _passage(entry: _Entry, source: Source, origin: Origin, *, is_searched: bool) -> Passage:
    title = clean_line(entry.title)
    category = [clean_line(part) for part in entry.category.split(" > ")]
    is_asked = is_searched and entry.kind == "pia_question"
    text = clean_text(entry.text)
    return Passage(
        locator=f"{source.prefix}:{slug(entry.id)}",
        lang=origin.lang,
        source=source.id,
        kind="entry",
        heading=" — ".join((*category, title)),
        text=text,
        url=source.url(origin.lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
        questions=(title,) if is_asked else (),
        is_searched=is_searched,
    )
