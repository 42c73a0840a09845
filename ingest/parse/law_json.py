"""A French law as one JSON file, one object per article, its paragraph breaks half lost."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.code_extract import load_markdown

# Where a line break was lost, one sentence runs into the next without a space.
_LOST_BREAK = re.compile(r"(?<=[.;:])(?=[A-ZÀ-ÖØ-Þ«]|\d+° |[a-z]\) )")


class _Provision(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    section: str = Field(pattern=r"^[A-Za-z]*\d+(?:-\d+)*$")
    content: str = Field(min_length=1)


class _Law(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    title: str
    provisions: tuple[_Provision, ...] = Field(min_length=1)


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Every article of the law; raises `SourceUnreadable`."""
    try:
        law = _Law.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {reason}") from error
    return load_markdown(source, origin, path.name, _markdown(law))


def _markdown(law: _Law) -> str:
    parts = [f"# {law.title}"]
    for provision in law.provisions:
        lines = _LOST_BREAK.sub("\n", provision.content).splitlines()
        parts.append(f"## Article {provision.section}")
        parts += [line.strip() for line in lines if line.strip()]
    return "\n\n".join(parts) + "\n"
