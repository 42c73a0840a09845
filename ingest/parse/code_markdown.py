"""Consolidated codes and laws in Markdown into articles: French codes, and directives.

A French code does not number its alinéas, so an article is one unit; a long one is searched in
parts of whole alinéas, `cpce:art-l34-5#1`, `#2` …
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.directive_markdown import is_directive, read_articles, read_recitals
from ingest.parse.markdown import plain_text, without_front_matter
from ingest.parse.provisions import Frame, article_passages, dates_of, recital_passage
from ingest.parse.split import searched_parts

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ARTICLE_HEADING = re.compile(r"Article\s+([A-Za-z]*\.?\s?\d+(?:-\d+)*)")
_DIVISION_LABEL = re.compile(
    r"^(?:partie|livre|titre|chapitre|section|sous-section|paragraphe)\b[^:]*:\s*", re.IGNORECASE
)
# Headings that do not say what an article is about; the next one out is used instead.
_EMPTY_HEADING = re.compile(
    r"dispositions (?:générales|communes|diverses)|autres dispositions|.*absent de la source.*",
    re.IGNORECASE,
)
_EXTRACT_NOTE = re.compile(r"\s*\((?:extrait|transcription)[^)]*\)$")
# What the transcriber says about a missing part is not the law's; the gap itself is kept.
_TRANSCRIBER_NOTE = re.compile(r"\[…[^\]]*\]")


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Every article of the file; raises `SourceUnreadable`."""
    try:
        lines = without_front_matter(path.read_text(encoding="utf-8")).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    frame = Frame(source, origin.lang, lambda name: source.url(origin.lang))
    passages = _directive(lines, frame) if is_directive(lines) else list(_code(lines, frame))
    _check(passages, source, path)
    return passages


def _directive(lines: Sequence[str], frame: Frame) -> list[Passage]:
    passages = [recital_passage(number, text, frame) for number, text in read_recitals(lines)]
    for article in read_articles(lines):
        passages += article_passages(article, frame)
    return passages


def _code(lines: Sequence[str], frame: Frame) -> Iterator[Passage]:
    for number, heading, own_lines in _articles(lines):
        unit = Passage(
            locator=f"{frame.source.prefix}:art-{number}",
            lang=frame.lang,
            source=frame.source.id,
            kind="article",
            heading=heading,
            text=plain_text(_TRANSCRIBER_NOTE.sub("[…]", "\n".join(own_lines))),
            url=frame.address(number),
            **dates_of(frame.source, f"art-{number}"),
        )
        parts = searched_parts(unit)
        yield replace(unit, is_searched=not parts)
        yield from parts


def _articles(lines: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(number, heading, lines) of each article."""
    trail: dict[int, str] = {}
    found: list[tuple[str, str, list[str]]] = []
    is_inside = False
    for line in lines:
        heading = _HEADING.fullmatch(line.rstrip())
        if heading is None:
            if is_inside:
                found[-1][2].append(line)
            continue
        article = _ARTICLE_HEADING.fullmatch(heading[2])
        is_inside = article is not None
        if article:
            found.append((_number(article[1]), _innermost_title(trail), []))
        else:
            level = len(heading[1])
            trail = {outer: title for outer, title in trail.items() if outer < level}
            trail[level] = heading[2]
    yield from found


def _number(printed: str) -> str:
    return re.sub(r"[.\s]", "", printed).lower()


def _innermost_title(trail: dict[int, str]) -> str:
    divisions = [
        _title(division)
        for level in sorted(trail, reverse=True)
        for division in reversed(re.split(r" > | — ", trail[level]))
    ]
    telling = (title for title in divisions if not _EMPTY_HEADING.fullmatch(title))
    return next(telling, divisions[0] if divisions else "")


def _title(division: str) -> str:
    return _EXTRACT_NOTE.sub("", plain_text(_DIVISION_LABEL.sub("", division)).rstrip("."))


def _check(passages: Sequence[Passage], source: Source, path: Path) -> None:
    locators = [passage.locator for passage in passages]
    repeated = sorted({locator for locator in locators if locators.count(locator) > 1})
    empty = [passage.locator for passage in passages if not passage.text]
    if not any(passage.kind == "article" for passage in passages):
        reason = "no article found"
    elif repeated:
        reason = f"found twice: {', '.join(repeated)}"
    elif empty:
        reason = f"no words in {', '.join(empty)}"
    else:
        return
    raise SourceUnreadable(source=source.id, reason=f"{path.name}: {reason}")
