"""A list of questions for a lecture, read from what a person typed or from a file of theirs."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.question import WEB_LIMIT

MOST_QUESTIONS = 100
LONGEST_QUESTION = WEB_LIMIT
MOST_BYTES = 1_000_000
"""More than 100 questions of the longest kind, in any encoding."""

Reason = Literal["too_long", "too_many", "repeated", "heading", "no_words", "not_text", "too_big"]

_MARK = re.compile(r"^\s*(?:[-*+•–]\s+|\d{1,3}\s?[.)]\s+|\[[ xX]\]\s+)+")
_HEADING = re.compile(r"^\s*#{1,6}\s+(.+?)\s*#*\s*$")
_COLUMN_NAMES = frozenset({"question", "questions"})
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that did not become a question: where it stands (from 1), what it says, and why."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class LectureList:
    """The questions in order, and every line that is not among them."""

    title: str
    questions: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()


def read_list(content: bytes, name: str) -> LectureList:
    """The list in a file: `.csv` by its column of questions, anything else a question a line.

    A file that is no text, or too big, gives an empty list that says so.
    """
    title = re.sub(r"\.\w{1,5}$", "", name)
    if len(content) > MOST_BYTES:
        return LectureList(title, (), (LeftOut(0, name, "too_big"),))
    text = decode(content)
    if text is None:
        return LectureList(title, (), (LeftOut(0, name, "not_text"),))
    if name.lower().endswith(".csv"):
        return _collected(_rows_of(text), title)
    return parse_list(text, title)


def parse_list(text: str, title: str = "") -> LectureList:
    """One question a line; numbers and list marks go, the first heading is the title.

    A heading that ends with a question mark is a question.
    """
    lines: list[tuple[int, str, Reason | None]] = []
    named = ""
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.match(line)
        if heading and not heading[1].endswith("?"):
            if not named:
                named = heading[1]
            else:
                lines.append((number, heading[1], "heading"))
        elif line.strip():
            lines.append((number, heading[1] if heading else _MARK.sub("", line).strip(), None))
    return _collected(lines, named or title)


def decode(content: bytes) -> str | None:
    """The text of a file, as UTF-8, UTF-16 with its mark, or Windows Western; None for no text."""
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if is_marked else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _BINARY.search(text) else text
    return None


def list_to_markdown(questions: LectureList) -> str:
    """The list as a file that `read_list` reads back."""
    numbered = (f"{number}. {text}" for number, text in enumerate(questions.questions, start=1))
    head = f"# {questions.title}\n\n" if questions.title else ""
    return head + "\n".join(numbered) + "\n"


def _rows_of(text: str) -> Iterator[tuple[int, str, Reason | None]]:
    """The cells of the column called "question", else of the first column."""
    first_line = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    column = 0
    try:
        for position, row in enumerate(reader):
            names = [cell.strip().casefold() for cell in row]
            if position == 0 and _COLUMN_NAMES & set(names):
                column = next(i for i, name in enumerate(names) if name in _COLUMN_NAMES)
            elif len(row) > column and row[column].strip():
                yield reader.line_num, _MARK.sub("", row[column]).strip(), None
            elif any(names):
                yield reader.line_num, delimiter.join(row), "no_words"
    except csv.Error as error:
        yield reader.line_num, str(error), "not_text"


def _collected(
    lines: Iterator[tuple[int, str, Reason | None]] | list[tuple[int, str, Reason | None]],
    title: str,
) -> LectureList:
    questions: dict[str, None] = {}
    left_out = []
    for number, line, given in lines:
        text = _clean(line)
        reason = given or _why_not(text, questions)
        if reason is None:
            questions[text] = None
        else:
            left_out.append(LeftOut(number, text, reason))
    return LectureList(_clean(title), tuple(questions), tuple(left_out))


def _why_not(text: str, questions: dict[str, None]) -> Reason | None:
    if not any(character.isalnum() for character in text):
        return "no_words"
    if len(text) > LONGEST_QUESTION:
        return "too_long"
    if text in questions:
        return "repeated"
    return "too_many" if len(questions) >= MOST_QUESTIONS else None


def _clean(text: str) -> str:
    """One line, without characters that nobody sees."""
    seen = (c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join("".join(seen).split())
