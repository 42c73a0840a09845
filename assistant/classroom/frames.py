"""What stands on the projector, one thing at a time: question, answer, quotes, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from assistant.answer import Answer, Citation
from assistant.blocks import Block, parse_blocks, to_markdown
from assistant.sentences import sentences

FrameKind = Literal["question", "answer", "quote", "sources"]

CHARACTERS_OF_A_FRAME = 640
"""What fits a screen in type a twentieth of its height; a quote (600 characters) is seldom cut."""
LAST_WORDS = 120
"""A closing line so short does not stand on a page of its own."""
SOURCES_OF_A_FRAME = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """One view: Markdown to be shown large; `citation` whose words it shows; `sources` a list."""

    kind: FrameKind
    text: str = ""
    citation: Citation | None = None
    sources: tuple[Citation, ...] = ()
    part: int = 1
    parts: int = 1


def frames_of(question: str, answer: Answer | None) -> tuple[Frame, ...]:
    """The views of one question in order; without an answer, the question alone."""
    frames = [Frame("question", question)]
    if answer is None:
        return tuple(frames)
    frames += _numbered("answer", list(_answer_pages(answer)), None)
    quoted = [c for c in answer.citations if c.quote and c.authority != "card"]
    for citation in quoted:
        frames += _numbered("quote", list(_quote_pages(citation.quote)), citation)
    chunks = list(_chunks(answer.citations, SOURCES_OF_A_FRAME))
    frames += [
        Frame("sources", sources=tuple(chunk), part=number, parts=len(chunks))
        for number, chunk in enumerate(chunks, start=1)
    ]
    return tuple(frames)


def _numbered(kind: FrameKind, pages: list[str], citation: Citation | None) -> list[Frame]:
    return [
        Frame(kind, page, citation, part=number, parts=len(pages))
        for number, page in enumerate(pages, start=1)
    ]


def _answer_pages(answer: Answer) -> Iterator[str]:
    """The answer without its quotes, which come after it, in pages of whole blocks."""
    blocks = [b for b in parse_blocks(answer.text) if b.kind not in ("quote", "rule")]
    pages: list[list[Block]] = [[]]
    for part in _kept_together(blocks):
        if pages[-1] and _length([*pages[-1], *part]) > CHARACTERS_OF_A_FRAME:
            pages.append([])
        pages[-1] += part
    if len(pages) > 1 and _length(pages[-1]) <= LAST_WORDS:
        last = pages.pop()
        pages[-1] += last
    return (to_markdown(page).strip() for page in pages if page)


def _kept_together(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Items of a list stay with the line that announces them, if they fit on one page."""
    group: list[Block] = []
    for is_item, found in groupby(blocks, key=lambda block: block.kind == "item"):
        part = list(found)
        if is_item and group and _length([*group[-1:], *part]) <= CHARACTERS_OF_A_FRAME:
            yield from ([block] for block in group[:-1])
            yield [group[-1], *part]
            group = []
            continue
        yield from ([block] for block in group)
        group = part
    yield from ([block] for block in group)


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _quote_pages(quote: str) -> Iterator[str]:
    """A quote whole, or in stretches of whole sentences: every one of them a slice of it."""
    if len(quote) <= CHARACTERS_OF_A_FRAME:
        yield quote
        return
    spans = sentences(quote)
    start = spans[0].start
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        if following is None or following.end - start > CHARACTERS_OF_A_FRAME:
            yield quote[start : span.end]
            start = following.start if following else start


def _chunks(citations: Sequence[Citation], size: int) -> Iterator[Sequence[Citation]]:
    for start in range(0, len(citations), size):
        yield citations[start : start + size]
