"""Lines of a report on a terminal: cut between words, what follows set under the first of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

WIDTH = 100
# Where the words of a line begin: after its indent and its mark ("1.", "–", "[3]", a sign).
_LEAD = re.compile(r" *(?:(?:\d+\.|\[\d+\]|[–?✓✗◐]) )?")
# A word; French sets a space before some signs and inside large numbers: a line never begins there.
_WORD = re.compile(r"[^ ]+(?: (?:[?!:;»→€%]|(?<=\d )\d{3})(?![^ ,.)]))*")


def print_lines(lines: Iterable[Text], console: Console | None = None) -> None:
    """Each line, no wider than the terminal or `WIDTH` columns."""
    console = console or Console()
    for line in lines:
        for one in line.split("\n", allow_blank=True):
            for cut in hanging(one, min(console.width, WIDTH)):
                console.print(cut, soft_wrap=True)


def hanging(line: Text, width: int) -> Iterator[Text]:
    """The line in pieces of at most `width` columns; only a single longer word is wider."""
    lead = _LEAD.match(line.plain)
    indent = lead.end() if lead else 0
    start, end, room = 0, indent, width
    for word in _WORD.finditer(line.plain, indent):
        if end > indent and cell_len(line.plain[start : word.end()]) > room:
            yield _piece(line, start, end, indent)
            start, room = word.start(), width - indent
        end = word.end()
    yield _piece(line, start, end, indent)


def _piece(line: Text, start: int, end: int, indent: int) -> Text:
    return line[:end] if start == 0 else Text(" " * indent) + line[start:end]


def heading(text: str) -> Text:
    """The line that opens a section."""
    return Text(f"\n{text}", style="bold underline")
