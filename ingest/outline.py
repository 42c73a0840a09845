"""Makes the outline that restores the GDPR's numbering in the flattened text of a package.

    python -m ingest.outline gdpr_en.xhtml gdpr_bundled.json corpus/outlines/gdpr_en.json

The package's words are aligned with those of the EUR-Lex page. The outline keeps positions (and
the digits the package lost), so it holds no word of the law.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from ingest.parse.eurlex import read_law
from ingest.parse.gdpr_outline import Outline, OutlineBlock, Span
from ingest.parse.gdpr_package import Package
from ingest.parse.provisions import Block

PACKAGE = "gdpr-shift-left-mcp 0.4.0"

_SUPERSCRIPT = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_WORD = re.compile(rf"[^\W{_SUPERSCRIPT}]+")
# A footnote follows the text it belongs to: its mark stands alone and a capital comes next.
_FOOTNOTE = re.compile(rf"(?<=[.;,]) [{_SUPERSCRIPT}]+ (?=[A-Z]).*", re.DOTALL)
_FOOTNOTE_MARK = re.compile(rf" ?\([{_SUPERSCRIPT}]+\)| ?[{_SUPERSCRIPT}]+")

_Part = Span | str


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    shape: str


def make_outline(page: Path, package: Path) -> Outline:
    """The outline of `package` (its JSON file) after the XHTML `page`."""
    articles, recitals = read_law(page, "en")
    content = package.read_bytes()
    units = Package.model_validate_json(content)
    article_texts = {str(unit.number): unit.text for unit in units.article_units()}
    recital_texts = {str(unit.number): unit.text for unit in units.recitals}
    return Outline(
        package=PACKAGE,
        sha256=hashlib.sha256(content).hexdigest(),
        articles={
            article.number: _article_outline(article.blocks, article_texts[article.number])
            for article in articles
        },
        recitals={
            number: _recital_outline(words, recital_texts[number])
            for number, words in recitals.items()
        },
    )


def _article_outline(blocks: Sequence[Block], text: str) -> tuple[OutlineBlock, ...]:
    rows = align([block.text for block in blocks], text, hidden=_footnotes(text))
    return tuple(
        OutlineBlock("-".join(block.path), _form(block), parts)
        for block, parts in zip(blocks, rows, strict=True)
    )


def _recital_outline(words: str, text: str) -> tuple[_Part, ...]:
    hidden = sorted([*_footnotes(text), *_sentence_numbers(text)])
    return align([words], text, hidden=hidden)[0]


def _form(block: Block) -> Literal["text", "point", "indent"]:
    if not block.is_point:
        return "text"
    return "indent" if block.mark == "—" else "point"


def _footnotes(text: str) -> list[Span]:
    """The footnotes at the end of a text, and the marks that call them."""
    note = _FOOTNOTE.search(text)
    end = note.start() if note else len(text)
    marks = [match.span() for match in _FOOTNOTE_MARK.finditer(text, 0, end)]
    return [*marks, (end, len(text))]


def _sentence_numbers(text: str) -> list[Span]:
    """The numbers 1, 2, 3 … that the package puts before the sentences of a recital."""
    spans: list[Span] = []
    position = 0
    while True:
        number = str(len(spans) + 1)
        before = r"(?:^|(?<=\s))"
        match = re.compile(rf"{before}{number}\s(?=[‘“(]?[A-Z])").search(text, position)
        if match is None or (not spans and match.start() > 0):
            return spans
        spans.append(match.span())
        position = match.end()


def align(wanted: Sequence[str], text: str, *, hidden: Sequence[Span]) -> list[tuple[_Part, ...]]:
    """For each wanted text in order, the parts of `text` that say the same."""
    owners = [index for index, words in enumerate(wanted) for _ in _WORD.finditer(words)]
    ours = [match[0].casefold() for words in wanted for match in _WORD.finditer(words)]
    theirs = [word for word in _words(text) if not _is_hidden(word.start, hidden)]
    if not ours or not theirs:
        raise ValueError("no words to align")
    matcher = SequenceMatcher(None, ours, [word.shape for word in theirs], autojunk=False)
    opcodes = matcher.get_opcodes()
    starts = [_start(owners.index(index), opcodes, theirs, text) for index in range(len(wanted))]
    ends = [*starts[1:], len(text)]
    lost = list(_lost_digits(opcodes, ours, owners, theirs))
    gaps = [*hidden, *_added_digits(opcodes, theirs, text)]
    return [
        _parts((start, end), text, gaps, [(at, digits) for own, at, digits in lost if own == i])
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _words(text: str) -> list[_Word]:
    return [_Word(*match.span(), match[0].casefold()) for match in _WORD.finditer(text)]


def _is_hidden(position: int, hidden: Sequence[Span]) -> bool:
    return any(start <= position < end for start, end in hidden)


def _start(
    index: int, opcodes: Sequence[tuple[str, int, int, int, int]], theirs: list[_Word], text: str
) -> int:
    """Where in `text` our word `index` begins, with the quotation mark or bracket before it."""
    if index == 0:
        return 0
    for _, i1, i2, j1, j2 in opcodes:
        if i1 <= index < i2:
            word = theirs[min(j1 + index - i1, j2 if j2 == j1 else j2 - 1, len(theirs) - 1)]
            return text.rfind(" ", 0, word.start) + 1
    raise ValueError(f"word {index} is not aligned")


def _lost_digits(
    opcodes: Sequence[tuple[str, int, int, int, int]],
    ours: list[str],
    owners: list[int],
    theirs: list[_Word],
) -> Iterator[tuple[int, int, str]]:
    """(owner, position, digits) of each number that only our text has."""
    for tag, i1, i2, j1, _ in opcodes:
        if tag == "equal" or tag == "insert":
            continue
        own = [i for i in range(i1, i2) if owners[i] == owners[i1]]
        # A number lost at the end of a block can touch the words changed in the next one.
        is_whole = tag == "delete" or len(own) < i2 - i1
        if is_whole and all(ours[i].isdigit() for i in own):
            for i in own:
                yield owners[i], theirs[j1 - 1].end, ours[i]


def _added_digits(
    opcodes: Sequence[tuple[str, int, int, int, int]], theirs: list[_Word], text: str
) -> Iterator[Span]:
    """The footnote and sentence numbers that only the package has, with their brackets."""
    for tag, _, _, j1, j2 in opcodes:
        if tag == "insert" and all(word.shape.isdigit() for word in theirs[j1:j2]):
            for word in theirs[j1:j2]:
                is_bracketed = text[word.start - 1 : word.end + 1] == f"({word.shape})"
                yield (word.start - is_bracketed, word.end + is_bracketed)


def _parts(
    span: Span, text: str, hidden: Sequence[Span], lost: Sequence[tuple[int, str]]
) -> tuple[_Part, ...]:
    start, end = span
    cuts: list[tuple[int, int, str]] = [(*gap, "") for gap in hidden]
    cuts += [(at, at, digits) for at, digits in lost]
    parts: list[_Part] = []
    for cut_start, cut_end, digits in sorted(cuts):
        if cut_end < start or cut_start > end:
            continue
        parts += [*_trimmed(start, min(cut_start, end), text), *([digits] if digits else [])]
        start = max(start, cut_end)
    return (*parts, *_trimmed(start, end, text))


def _trimmed(start: int, end: int, text: str) -> list[Span]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = left + len(piece.strip())
    return [(left, right)] if right > left else []


def main() -> None:
    """Write the outline named on the command line."""
    parser = argparse.ArgumentParser(description=make_outline.__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("package", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    outline = make_outline(arguments.page, arguments.package)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(
        json.dumps(outline.model_dump(), separators=(",", ":")) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
