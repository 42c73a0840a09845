"""A deliberation in Markdown whose paragraphs carry their numbers (`**12.** …`) into `par-12`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.markdown import plain_text
from ingest.parse.split import searched_parts

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_PARAGRAPH = re.compile(r"\*\*(\d+)\.\*\*\s*(.*)")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}")


@dataclass(slots=True)
class _Paragraph:
    number: int
    heading: str
    lines: list[str] = field(default_factory=list)


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """The numbered paragraphs in order; raises `SourceUnreadable` unless they run 1, 2, 3 …

    A heading or a rule ends a paragraph: the title, the visas and the signature have no number
    and are not citable.
    """
    try:
        paragraphs = list(_paragraphs(path.read_text(encoding="utf-8").splitlines()))
        _check(paragraphs)
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    passages = []
    for paragraph in paragraphs:
        unit = _passage(paragraph, source, origin)
        parts = searched_parts(unit)
        passages += [replace(unit, is_searched=not parts), *parts]
    return passages


def _paragraphs(lines: Sequence[str]) -> Iterator[_Paragraph]:
    trail: dict[int, str] = {}
    current: _Paragraph | None = None
    for line in lines:
        heading = _HEADING.fullmatch(line.rstrip())
        start = _PARAGRAPH.fullmatch(line)
        if heading or start or _RULE.fullmatch(line):
            if current:
                yield current
            current = None
        if heading:
            level = len(heading[1])
            trail = {outer: title for outer, title in trail.items() if outer < level}
            trail[level] = plain_text(heading[2])
        elif start:
            # The first level is the title of the whole document.
            titles = [title for level, title in sorted(trail.items()) if level > 1]
            current = _Paragraph(int(start[1]), " — ".join(titles), [start[2]])
        elif current:
            current.lines.append(line)
    if current:
        yield current


def _check(paragraphs: Sequence[_Paragraph]) -> None:
    numbers = [paragraph.number for paragraph in paragraphs]
    if not numbers:
        raise ValueError("no numbered paragraph")
    expected = list(range(1, len(numbers) + 1))
    if numbers != expected:
        wrong = next(a for a, b in zip(numbers, expected, strict=True) if a != b)
        raise ValueError(f"paragraphs missing, repeated or out of order at {wrong}")
    empty = [str(p.number) for p in paragraphs if not plain_text("\n".join(p.lines))]
    if empty:
        raise ValueError(f"no words in paragraph {', '.join(empty)}")


def _passage(paragraph: _Paragraph, source: Source, origin: Origin) -> Passage:
    return Passage(
        locator=f"{source.prefix}:par-{paragraph.number}",
        lang=origin.lang,
        source=source.id,
        kind="paragraph",
        heading=paragraph.heading,
        text=plain_text("\n".join(paragraph.lines)),
        url=source.url(origin.lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
    )
