"""From the numbered blocks of an article to its citable units.

The law's own numbering is the locator: `art-6-1-f` is point (f) of paragraph 1 of Article 6. Every
form in which a law reaches us (XHTML, JSON, Markdown) is first read into the same blocks, so that
the same text yields the same locators whatever it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from corpus.locator import ancestors
from corpus.nouns import Language, Passage, Source, UnitKind

# A longer paragraph is embedded badly as one vector; its points are searched instead.
SEARCHED_CHARACTERS = 1500


@dataclass(frozen=True, slots=True)
class Block:
    """One run of words with a place of its own: `path` ("1", "f") is paragraph 1, point (f).

    A second block with the path of an earlier one is the next unnumbered subparagraph there.
    """

    path: tuple[str, ...]
    text: str
    mark: str = ""
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its blocks, in the order of the text."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all units of one law in one language share; `address` maps `art-6-1-f` to a link."""

    source: Source
    lang: Language
    address: Callable[[str], str]


class Dates(TypedDict):
    """From when until when a unit applies; None is an open end."""

    applies_from: date | None
    applies_until: date | None


class _Common(Dates):
    lang: Language
    source: str
    url: str


def dates_of(source: Source, name: str) -> Dates:
    """The dates of the unit `name` ("art-l223-1"): its own or its article's, else the source's."""
    locator = f"{source.prefix}:{name}"
    around = {found.partition(":")[2] for found in (locator, *ancestors(locator))}
    for own in source.unit_dates:
        if around.intersection(own.units):
            return {
                "applies_from": own.applies_from or source.applies_from,
                "applies_until": own.applies_until or source.applies_until,
            }
    return {"applies_from": source.applies_from, "applies_until": source.applies_until}


def unit_names(article: str, paths: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The name of an article's every unit in order: "art-6", "art-6-1", "art-6-1-a", "art-6-1#2"."""
    seen: dict[tuple[str, ...], int] = {(): 0}
    yield f"art-{article}"
    for path in paths:
        ordinal = seen[path] = seen.get(path, 0) + 1
        name = "-".join(("art", article, *path))
        if ordinal > 1:
            yield f"{name}#{ordinal}"
        elif path:
            yield name


def article_passages(article: Article, frame: Frame) -> list[Passage]:
    """The article, then each paragraph, point and further subparagraph in order."""
    passages = [_article_passage(article, frame)]
    seen: dict[tuple[str, ...], int] = {(): 0}
    for block in article.blocks:
        ordinal = seen.get(block.path, 0) + 1
        seen[block.path] = ordinal
        if ordinal > 1:
            passages.append(_subparagraph_passage(article, block, ordinal, frame))
        elif block.path:
            passages.append(_unit_passage(article, block, frame))
    return passages


def recital_passage(number: str, text: str, frame: Frame) -> Passage:
    """One recital."""
    name = f"rec-{number}"
    return Passage(
        locator=_locator(frame, name), kind="recital", heading="", text=text, **_common(frame, name)
    )


def _article_passage(article: Article, frame: Frame) -> Passage:
    name = f"art-{article.number}"
    return Passage(
        locator=_locator(frame, name),
        kind="article",
        heading=article.title,
        text=_text_below(article, ()),
        is_searched=not any(block.path for block in article.blocks),
        **_common(frame, name),
    )


def _unit_passage(article: Article, block: Block, frame: Frame) -> Passage:
    name = "-".join(("art", article.number, *block.path))
    kind: UnitKind = "point" if block.is_point else "paragraph"
    text = _text_below(article, block.path)
    is_divided = any(_is_below(other, block.path) for other in article.blocks)
    return Passage(
        locator=_locator(frame, name),
        kind=kind,
        heading=article.title,
        text=text,
        lead=_lead(article, block) if block.is_point else "",
        is_searched=not is_divided or len(text) <= SEARCHED_CHARACTERS,
        **_common(frame, name),
    )


def _subparagraph_passage(article: Article, block: Block, ordinal: int, frame: Frame) -> Passage:
    name = "-".join(("art", article.number, *block.path))
    earlier = article.blocks[: article.blocks.index(block)]
    return Passage(
        locator=f"{_locator(frame, name)}#{ordinal}",
        kind="paragraph",
        heading=article.title,
        text=block.text,
        # Where no points come before it, its paragraph is found with these words in it.
        is_searched=any(_is_below(other, block.path) for other in earlier),
        **_common(frame, name),
    )


def _text_below(article: Article, path: tuple[str, ...]) -> str:
    lines = []
    for block in article.blocks:
        if block.path == path:
            lines.append(block.text)
        elif _is_below(block, path):
            lines.append(f"{block.mark} {block.text}".strip())
    return "\n".join(line for line in lines if line)


def _is_below(block: Block, path: tuple[str, ...]) -> bool:
    return len(block.path) > len(path) and block.path[: len(path)] == path


def _lead(article: Article, point: Block) -> str:
    """The opening words a point depends on: its paragraph's, then its parent point's."""
    openings: dict[tuple[str, ...], str] = {}
    for block in article.blocks[: article.blocks.index(point)]:
        if block.path == point.path[: len(block.path)]:
            openings[block.path] = block.text
    return "\n".join(openings[path] for path in sorted(openings, key=len))


def _locator(frame: Frame, name: str) -> str:
    return f"{frame.source.prefix}:{name}"


def _common(frame: Frame, name: str) -> _Common:
    return {
        "lang": frame.lang,
        "source": frame.source.id,
        "url": frame.address(name),
        **dates_of(frame.source, name),
    }
