"""Words as a document spells them, where its lines break, space out or hyphenate them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

Vocabulary = Counter[str]

_NO_LETTERS = re.compile(r"[\W_]+")
_BROKEN_WORD = re.compile(r"(\w+(?:-\w+)*)( ?)([-\u2010\u00ad])$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PIECES = re.compile(r"\b([^\W\d_]+) ([^\W\d_]+)\b")
# First halves that French and English write with a hyphen, for words met nowhere else.
_HYPHENATING = frozenset(
    ("sous", "non", "vous", "nous", "lui", "elle", "eux", "moi", "celui", "celle", "ceux", "self")
)

# Two pieces are one word where the text writes it whole at least so often, and one of them at most
# so often on its own.
_WHOLE_WORDS = 2
_STRAY_PIECES = 2
# Below this many torn words, they are chance and not the way the document was printed.
_TORN_WORDS = 20
# A letter-spaced title has pieces no longer than this on average.
_SPACED_PIECE_LENGTH = 3.2
_SPACED_PIECES = 5
# Words run together are longer than nearly any word.
_RUN_TOGETHER = 18


def letters(text: str) -> str:
    """The letters and digits of a text without accent, case, ligature or space: to compare by."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKD", text).casefold())


def vocabulary_of(lines: Iterable[str]) -> Vocabulary:
    """How often each word stands in the lines."""
    return Counter(word.casefold() for line in lines for word in _WORD.findall(line))


def is_broken(line: str) -> bool:
    """Whether a line ends inside a word."""
    return bool(_BROKEN_WORD.search(line))


def joined(paragraph: str, line: str, vocabulary: Vocabulary) -> str:
    """A paragraph with its next line, the word broken between them made whole."""
    broken = _BROKEN_WORD.search(paragraph)
    second = _WORD.match(line)
    if broken is None:
        return f"{paragraph} {line}"
    stem = paragraph[: broken.start(3)].rstrip()
    if broken[2]:  # "particu -": a hyphen printed apart, or a dash between two words
        is_half = (
            second is not None and second[0].islower() and vocabulary[broken[1].casefold()] < 2
        )
        return stem + line if is_half else f"{paragraph} {line}"
    if second is None:
        return paragraph + line
    return f"{stem}-{line}" if _keeps_hyphen(broken, second[0], vocabulary) else stem + line


def mended(lines: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The lines with the words put together that loose spacing tore ("betwe en", "s uch")."""
    kept = list(lines)
    torn = {pair for line in kept for pair in _torn_pairs(line, vocabulary)}
    is_loosely_printed = len(torn) >= _TORN_WORDS
    for line in kept:
        whole = unspaced(line, vocabulary)
        yield _without_gaps(whole, torn) if is_loosely_printed else whole


def unspaced(line: str, vocabulary: Vocabulary) -> str:
    """The line, a letter-spaced title or a word run together cut into the words the text knows."""
    pieces = line.split()
    length = sum(map(len, pieces)) / len(pieces) if pieces else 0.0
    is_spaced = len(pieces) >= _SPACED_PIECES and length <= _SPACED_PIECE_LENGTH
    if is_spaced and not any(map(str.isdigit, pieces)):
        words = _segmented("".join(pieces), vocabulary)
        return " ".join(words) if words and len(words) < len(pieces) else line
    return " ".join(_apart(piece, vocabulary) for piece in pieces)


def _apart(piece: str, vocabulary: Vocabulary) -> str:
    if len(piece) < _RUN_TOGETHER or not piece.isalpha() or vocabulary[piece.casefold()] > 1:
        return piece
    words = _segmented(piece, vocabulary)
    is_plain = len(words) > 2 and all(len(word) > 1 for word in words)
    return " ".join(words) if is_plain else piece


def respaced(line: str) -> str:
    """A raw line printed letter by letter, where wider blanks part its words: "t it re  de"."""
    pieces = line.split()
    length = sum(map(len, pieces)) / len(pieces) if pieces else 0.0
    if len(pieces) < _SPACED_PIECES or length > _SPACED_PIECE_LENGTH or "  " not in line.strip():
        return line
    if sum(piece.isalpha() for piece in pieces) < len(pieces):
        return line
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line.strip()))


def _segmented(text: str, vocabulary: Vocabulary) -> list[str]:
    """The text cut into known words, as few as possible; nothing where that cannot be done."""
    known = vocabulary - Counter((text.casefold(),))
    best: list[list[str] | None] = [[]]
    for end in range(1, len(text) + 1):
        options = [
            [*before, text[start:end]]
            for start in range(max(0, end - 25), end)
            if (before := best[start]) is not None
            and known[text[start:end].casefold()] > (0 if end - start > 1 else 2)
        ]
        best.append(min(options, key=len) if options else None)
    return best[-1] or []


def _torn_pairs(line: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    position = 0
    while match := _PIECES.search(line, position):
        if _is_torn(match[1], match[2], vocabulary):
            yield match[1], match[2]
        position = match.end(1)


def _without_gaps(line: str, torn: set[tuple[str, str]]) -> str:
    position = 0
    while match := _PIECES.search(line, position):
        if (match[1], match[2]) in torn:
            line = line[: match.end(1)] + line[match.start(2) :]
        position = match.end(1)
    return line


def _is_torn(first: str, second: str, vocabulary: Vocabulary) -> bool:
    """Whether two pieces are one word, as the rest of the text writes it."""
    if not second.islower():
        return False
    whole = vocabulary[(first + second).casefold()]
    stray = min(vocabulary[first.casefold()], vocabulary[second.casefold()])
    return whole >= _WHOLE_WORDS and stray <= _STRAY_PIECES and stray < whole


def _keeps_hyphen(broken: re.Match[str], second: str, vocabulary: Vocabulary) -> bool:
    """Whether the hyphen at a line's end belongs to the word, as the rest of the text shows."""
    if broken[3] == "\u00ad":
        return False
    first_half, second_half = broken[1].casefold(), second.casefold()
    whole = vocabulary[first_half + second_half]
    compound = vocabulary[f"{first_half}-{second_half}"]
    if whole or compound:
        return compound > whole
    is_compound = "-" in first_half and len(first_half.rpartition("-")[2]) <= 3  # "vis-à-"
    is_capitalised = second[0].isupper() and not broken[1].isupper()
    return is_compound or first_half in _HYPHENATING or is_capitalised
