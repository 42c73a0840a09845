"""Running prose (plain text or Markdown) into its sections, `sec-1`, `sec-2` …

Plain text has no marks for headings: a short paragraph without a full stop, before other text, is
taken for one. A line break inside a sentence is a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.markdown import plain_text, unwrapped, without_front_matter
from ingest.parse.split import searched_parts

# Longer, and it is a sentence somebody forgot to end; a title may go on after a colon.
_HEADING_CHARACTERS = 100
_TITLE_CHARACTERS = 160

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_BULLET = re.compile(r"^[ \t]*[•▪◦*+-][ \t]+")
_SENTENCE_END = re.compile(r"[.:;!,…]$")
_CITATION_KEY = re.compile(r"\s?\[@[^\]\n]*\]")
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(slots=True)
class _Section:
    """A heading and the paragraphs below it; `titles` leads from the outermost heading in."""

    titles: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """Every section that has words of its own, in order; raises `SourceUnreadable`."""
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    found = _markdown_sections(text) if path.suffix == ".md" else _text_sections(text)
    sections = [section for section in found if section.paragraphs]
    if not sections:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: no sentence in it")
    passages = []
    for number, section in enumerate(sections, start=1):
        unit = _passage(number, section, source, origin)
        parts = searched_parts(unit)
        passages += [replace(unit, is_searched=not parts), *parts]
    return passages


def _markdown_sections(text: str) -> Iterator[_Section]:
    trail: dict[int, str] = {}
    section = _Section()
    for line in unwrapped(_CITATION_KEY.sub("", without_front_matter(text))).splitlines():
        heading = _HEADING.fullmatch(line.rstrip())
        if heading is None:
            if words := plain_text(line):
                section.paragraphs.append(words)
            continue
        yield section
        level = len(heading[1])
        trail = {outer: title for outer, title in trail.items() if outer < level}
        trail[level] = plain_text(heading[2])
        # The first level is the title of the whole text.
        section = _Section([title for level, title in sorted(trail.items()) if level > 1])
    yield section


def _text_sections(text: str) -> list[_Section]:
    blocks = [paragraphs for block in _BLANK.split(text) if (paragraphs := _joined(block))]
    topic = ""
    sections = [_Section()]
    for index, paragraphs in enumerate(blocks):
        words = paragraphs[0] if len(paragraphs) == 1 else ""
        if _is_ornament(paragraphs):
            continue
        if not _is_heading(words):
            sections[-1].paragraphs += paragraphs
            continue
        topic = _topic(topic, index, blocks)
        if sections[-1].paragraphs or words == topic:
            sections.append(_Section([topic] if topic else []))
        if words not in sections[-1].titles:
            sections[-1].titles.append(words)
    if len(sections) > 1 and not sections[-1].paragraphs:
        # Nothing follows: these were no headings.
        sections[-2].paragraphs += sections.pop().titles
    return sections


def _topic(topic: str, index: int, blocks: Sequence[list[str]]) -> str:
    """The article of a newsletter that the heading at `index` stands in; "" outside of any.

    There a title, then the author, then a line of dots open an article; the masthead ends the last.
    """
    if index + 2 < len(blocks) and _is_ornament(blocks[index + 2]):
        return blocks[index][0]
    return "" if index and blocks[index] == blocks[0] else topic


def _is_ornament(paragraphs: Sequence[str]) -> bool:
    return not any(character.isalnum() for character in "".join(paragraphs))


def _joined(block: str) -> list[str]:
    """The paragraphs of a block: its lines as one, each list item on its own."""
    paragraphs: list[str] = []
    for line in block.splitlines():
        words = plain_text(_BULLET.sub("- ", line))
        if not words:
            continue
        if paragraphs and not _BULLET.match(line):
            paragraphs[-1] = f"{paragraphs[-1]} {words}"
        else:
            paragraphs.append(words)
    return paragraphs


def _is_heading(words: str) -> bool:
    limit = _TITLE_CHARACTERS if ": " in words else _HEADING_CHARACTERS
    return (
        0 < len(words) <= limit
        and not words.startswith("- ")
        and _SENTENCE_END.search(words) is None
    )


def _passage(number: int, section: _Section, source: Source, origin: Origin) -> Passage:
    return Passage(
        locator=f"{source.prefix}:sec-{number}",
        lang=origin.lang,
        source=source.id,
        kind="section",
        heading=" — ".join(section.titles),
        text="\n".join(section.paragraphs),
        url=source.url(origin.lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
    )
