"""The CNIL's PIA software (knowledge base and form questions, JSON lines) into entries."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.json_lines import read_entries
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
        read = read_entries(path, _Entry, lambda entry: slug(entry.id))
        entries = [entry for entry in read if entry.lang == origin.lang]
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
