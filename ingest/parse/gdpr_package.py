"""The English GDPR as an installed package ships it, its numbering restored by our outline.

The package gdpr-shift-left-mcp holds each article as one flattened line. The outline
(`corpus/outlines/gdpr_en.json`, made by `ingest.outline`) says which characters of that line are
which paragraph or point. It fits one file only, so the file's SHA-256 is checked first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.gdpr import complete_text
from ingest.parse.gdpr_outline import Outline, Span, read_outline
from ingest.parse.provisions import Article, Block
from ingest.parse.typography import clean_line


class _Unit(BaseModel):
    number: int
    title: str = ""
    text: str


class _Chapter(BaseModel):
    articles: tuple[_Unit, ...]


class Package(BaseModel):
    """What is read of the package's file."""

    chapters: tuple[_Chapter, ...]
    recitals: tuple[_Unit, ...]

    def article_units(self) -> Iterator[_Unit]:
        """The articles in order."""
        for chapter in self.chapters:
            yield from chapter.articles


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Every recital and article; raises `SourceUnreadable`, also for another edition of the file."""
    try:
        outline = read_outline()
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != outline.sha256:
            raise ValueError(f"not the file of {outline.package} that the outline was made for")
        package = Package.model_validate_json(content)
        recitals = [_recital(unit, outline) for unit in package.recitals]
        articles = [_article(unit, outline) for unit in package.article_units()]
    except ValidationError as error:
        reason = f"{path.name}: not the expected form ({error.errors()[0]['msg']})"
        raise SourceUnreadable(source=source.id, reason=reason) from error
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    return complete_text(recitals, articles, source, lang=origin.lang, file_name=path.name)


def _recital(unit: _Unit, outline: Outline) -> tuple[str, str]:
    number = str(unit.number)
    return number, join_parts(unit.text, outline.recitals[number])


def _article(unit: _Unit, outline: Outline) -> Article:
    number = str(unit.number)
    blocks: list[Block] = []
    for row in outline.articles[number]:
        path = row.steps
        is_first = all(block.path != path for block in blocks)
        blocks.append(
            Block(
                path=path,
                text=join_parts(unit.text, row.parts),
                mark=_mark(path, row.form) if is_first else "",
                is_point=row.form != "text",
            )
        )
    return Article(number, clean_line(unit.title), tuple(blocks))


def _mark(path: tuple[str, ...], form: str) -> str:
    if not path or form == "indent":
        return "—" if path else ""
    return f"({path[-1]})" if form == "point" else f"{path[-1]}."


def join_parts(text: str, parts: tuple[Span | str, ...]) -> str:
    """The parts of `text` as one line, without the spaces the package put around references."""
    pieces = [part if isinstance(part, str) else text[part[0] : part[1]] for part in parts]
    joined = clean_line(" ".join(pieces))
    joined = re.sub(r" (?=[,;.:)])|(?<=\() ", "", joined)
    return re.sub(r"(Articles? \d+) (?=\(\d+\))", r"\1", joined)
