"""Lines on a terminal: cut between words, aligned under their first word, nothing lost."""

from __future__ import annotations

import pytest
from rich.text import Text

from ui.terminal_lines import hanging


def cut(line: str, width: int) -> list[str]:
    return [one.plain for one in hanging(Text(line), width)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("one two three", ["one two", "three"]),
        ("  1. one two three", ["  1. one", "     two", "     three"]),
        ("  – one two", ["  – one", "    two"]),
        ("[12] one two", ["[12] one", "     two"]),
        ("", [""]),
        ("   ", ["   "]),
    ],
)
def test_what_follows_stands_under_the_first_word(line: str, expected: list[str]) -> None:
    assert cut(line, 9) == expected


@pytest.mark.parametrize(
    "line", ["oui ou non ?", "oui vers → non", "les 525 000 € dus", "le 5\u00a0% dit"]
)
def test_no_line_begins_with_a_sign_or_inside_a_number(line: str) -> None:
    for width in range(1, 20):
        pieces = cut(line, width)
        assert not any(piece.strip()[0] in "?→€%" or piece.startswith("000") for piece in pieces)
        assert " ".join(pieces) == line


def test_a_word_longer_than_the_line_is_kept_whole() -> None:
    assert cut("a " + "b" * 30 + " c", 10) == ["a", "b" * 30, "c"]


def test_the_style_of_a_line_goes_with_its_words() -> None:
    line = Text("one ") + Text("two three", style="bold")
    pieces = list(hanging(line, 7))
    assert [one.plain for one in pieces] == ["one two", "three"]
    assert all(any(span.style == "bold" for span in piece.spans) for piece in pieces)
