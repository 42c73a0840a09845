"""A text as blocks of words: what an export is made of, whatever its form.

The Markdown of an answer is parsed and reduced: words, bold, italics, lists, quotes, tables. An
image, a link or a tag of it is only the words it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

BlockKind = Literal["title", "heading", "paragraph", "item", "quote", "note", "rule"]

_MARKS = re.compile(r"(?!\[\d+\](?![(\[:]))([\\`*_\[<>|~$])|&(?=#?\w+;)")
_MARK_AT_START = re.compile(r"(?m)^(\s*\d*)([-+#=.)])")
_OPENINGS: dict[BlockKind, str] = {"title": "# ", "heading": "## ", "quote": "> "}


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; `url` is an address of our own manifest, never one a text gave."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of some kind; `mark` is what stands before an item ("–", "2.")."""

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    mark: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        """The words without their styles."""
        return "".join(run.text for run in self.runs)


def block(kind: BlockKind, text: str) -> Block:
    """A block of plain words."""
    return Block(kind, (Run(text),))


def parse_blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of an answer's Markdown."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return tuple(_blocks(SyntaxTreeNode(parser.parse(markdown)).children, "paragraph", 0))


def to_plain_text(blocks: Iterable[Block]) -> str:
    """Blocks as a person would type them in an e-mail."""
    return _joined(blocks, _plain)


def to_markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown in which no word of a text is taken for a mark."""
    return _joined(blocks, _marked)


def _joined(blocks: Iterable[Block], written: Callable[[Block], str]) -> str:
    """Blocks with an empty line between them, but none inside a list."""
    text, previous = "", ""
    for one in blocks:
        separator = "\n" if one.kind == previous == "item" else "\n\n"
        text += (separator if text else "") + written(one)
        previous = one.kind
    return text + "\n"


def _plain(block: Block) -> str:
    text = "".join(
        f"{run.text} <{run.url}>" if run.url and run.url != run.text else run.text
        for run in block.runs
    )
    match block.kind:
        case "rule":
            return "—" * 20
        case "item":
            return f"{'  ' * block.depth}{block.mark} {text}"
        case "quote":
            return "\n".join(f"    {line}" for line in text.split("\n"))
        case _:
            return text


def _marked(block: Block) -> str:
    if block.kind == "rule":
        return "---"
    text = _MARK_AT_START.sub(r"\1\\\2", "".join(map(_marked_run, block.runs)))
    opening = _OPENINGS.get(block.kind, "")
    if block.kind == "item":
        mark = block.mark if block.mark.endswith(".") else "-"
        return f"{'    ' * block.depth}{mark} " + text.replace("\n", " ")
    if block.kind == "quote":
        return "> " + text.replace("\n", "\n>\n> ")
    return opening + text.replace("\n", " " if opening else "\\\n")


def _marked_run(run: Run) -> str:
    text = _MARKS.sub(r"\\\g<0>", run.text)
    if run.url:
        return f"[{text}](<{run.url}>)"
    bare = text.strip()
    mark = "**" * run.is_bold + "*" * run.is_italic
    if not bare or not mark:
        return text
    return text.replace(bare, f"{mark}{bare}{mark}", 1)


def _blocks(nodes: Sequence[SyntaxTreeNode], kind: BlockKind, depth: int) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "paragraph":
                yield Block(kind, tuple(_runs(node)))
            case "heading":
                yield Block(kind, tuple(Run(run.text, is_bold=True) for run in _runs(node)))
            case "bullet_list" | "ordered_list":
                yield from _items(node, depth)
            case "blockquote":
                yield from _blocks(node.children, "quote", depth)
            case "table":
                yield from _rows(node)
            case "hr":
                yield Block("rule")
            case "fence" | "code_block":
                yield Block(kind, (Run(node.content.rstrip("\n")),))
            case "html_block":
                continue
            case _:
                yield from _blocks(node.children, kind, depth)


def _items(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    first = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start=first):
        mark = f"{number}." if node.type == "ordered_list" else "–"
        for inner in _blocks(item.children, "paragraph", depth + 1):
            if inner.kind != "paragraph":
                yield inner
                continue
            yield Block("item", inner.runs, mark, depth)
            mark = ""


def _rows(node: SyntaxTreeNode) -> Iterator[Block]:
    """A table as one line a row, the cells apart: every form of export can show that."""
    for part in node.children:
        for row in part.children:
            runs: list[Run] = []
            for cell in row.children:
                runs += [Run(" | ")] if runs else []
                runs += _runs(cell, is_bold=part.type == "thead")
            yield Block("paragraph", tuple(runs))


def _runs(node: SyntaxTreeNode, *, is_bold: bool = False, is_italic: bool = False) -> Iterator[Run]:
    for child in node.children:
        match child.type:
            case "text" | "code_inline":
                yield Run(child.content, is_bold, is_italic)
            case "softbreak":
                yield Run(" ", is_bold, is_italic)
            case "hardbreak":
                yield Run("\n", is_bold, is_italic)
            case "html_inline":
                continue
            case _:
                yield from _runs(
                    child,
                    is_bold=is_bold or child.type == "strong",
                    is_italic=is_italic or child.type == "em",
                )
