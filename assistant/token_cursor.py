"""A place in the tokens of a sentence, and the reading of lists: "1, 2 et 3", "(a) to (f)"."""

from __future__ import annotations

from collections.abc import Callable

from assistant.legal_words import Token, TokenKind

LONGEST_RANGE = 20

# ("6", "1", "f"). A segment typed with a hyphen keeps it ("20", "-1"): whether it is part of the
# number depends on the law.
Path = tuple[str, ...]

_END = Token("stop", "")


class Cursor:
    """The tokens and how many of them were read."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self, offset: int = 0) -> Token:
        """The token `offset` places ahead; beyond the last one, the end of a sentence."""
        index = self.at + offset
        return self.tokens[index] if index < len(self.tokens) else _END

    def take(self, *kinds: TokenKind) -> Token | None:
        """The next token, passed, when it is of one of these kinds."""
        token = self.peek()
        if self.at >= len(self.tokens) or token.kind not in kinds:
            return None
        self.at += 1
        return token

    def read_values(self, read: Callable[[], str], *, by_comma: bool) -> list[str]:
        """One value and those listed after it, ranges filled; all numbers or all letters."""
        value = read()
        values = [value] if value else []
        while values:
            mark = self.at
            joiner = self.read_joiner(by_comma=by_comma)
            value = read() if joiner else ""
            if not value or value.isdigit() != values[-1].isdigit():
                self.at = mark
                break
            between = paths_between((values[-1],), (value,)) if joiner == "to" else [(value,)]
            values += [path[0] for path in between]
        return values

    def read_joiner(self, *, by_comma: bool) -> str:
        """What joins two values: "and", "to", or "" for nothing; its words are passed."""
        words = []
        while token := self.take("and"):
            words.append(token.text)
        if words:
            is_list = by_comma or set(words) != {","} or self.peek(1).kind == "and"
            return "and" if is_list else ""
        return "to" if self.take("to", "joint") else ""


def paths_between(first: Path, last: Path) -> list[Path]:
    """The paths after `first` up to `last`; only `last` where they do not differ by one number."""
    low, high = first[-1], last[-1]
    bare_low, bare_high = low.lstrip("-"), high.lstrip("-")
    if first[:-1] != last[:-1]:
        return [last]
    if bare_low.isdigit() and bare_high.isdigit() and int(bare_low) < int(bare_high):
        sign = "-" if high.startswith("-") else ""
        numbers = range(int(bare_low) + 1, int(bare_high) + 1)
        return [(*last[:-1], f"{sign}{number}") for number in numbers][: LONGEST_RANGE - 1]
    if len(low) == len(high) == 1 and low < high:
        letters = range(ord(low) + 1, ord(high) + 1)
        return [(*last[:-1], chr(letter)) for letter in letters][: LONGEST_RANGE - 1]
    return [last]
