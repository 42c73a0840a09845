"""The body of one of our cards, read as statements: what it says of each case, and what to do.

The body is the unit `card:<id>#body`: Markdown in the sections of its kind (`corpus/card.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.sentences import Span, sentences
from corpus.card import SECTIONS, CardKind
from corpus.nouns import LANGUAGES, Language

Role = Literal["steps", "conditions", "exceptions", "evidence", "mistakes", "points", "caveats"]
"""What a section is for: the steps to take, the cases, the exceptions, the proof to keep, errors,
what the card says of its subject, what to beware of."""

_ROLES: dict[CardKind, tuple[Role, ...]] = {
    "practice": ("steps", "conditions", "exceptions", "evidence", "mistakes"),
    "article": ("points", "points", "caveats"),
    "term": ("points", "caveats"),
    "figure": ("points", "caveats"),
    "decision": ("points", "points", "caveats"),
    "research": ("caveats", "points", "points", "caveats"),
}
_ROLE_OF: dict[str, Role] = {
    heading: role
    for kind, roles in _ROLES.items()
    for lang in LANGUAGES
    for heading, role in zip(SECTIONS[kind][lang], roles, strict=True)
}
STEP_WORDS = 30
"""A step or a case of several sentences is told up to here; its first sentence at least."""
JOINED_WORDS = 45
"""A sentence that leans on the one before it is left out where both are longer than this."""
LEAST_WORDS = 4
"""A sentence with fewer words, once its references to other cards are gone, says nothing."""

_BLOCK = re.compile(r"^(?P<mark>#{1,6} |\d+[.)] |[-*] |\|)?(?P<text>.*\S)", re.MULTILINE)
_RULE = re.compile(r"\|?[\s|:-]+\|?$")
# References to other cards: "(*Title*)", "Steps: *Title*.", "See *Title*, *Title*."
_IN_BRACKETS = re.compile(r"\s*\((?:[^()*]*\*[^*()]+(?:\([^()]*\)[^*()]*)*\*[^()*]*)+\)")
_AT_THE_END = re.compile(
    r"\s*[:,;]\s*(?:(?:see|voir|voyez|cf\.)\s+)?(?:(?:et|and|or|ou|,|;)?\s*\*[^*]+\*\s*)+(?=[.;]?$)"
)
_REFERENCE = re.compile(r"\*[^*]+\*")
# "oui" in a column called "réponse" answers a question that only the table's reader sees.
_BARE_ANSWER = re.compile(r"(?:oui|non|yes|no|peut)\b(?:\W*\w+){0,2}\W*$", re.IGNORECASE)
_LEANING = re.compile(
    r"(?:otherwise|then|it|they|this|that|these|those|such|if so|but|so|both|also|its|their|he|she"
    r"|sinon|ensuite|puis|il|elle|ils|elles|cela|ce|cette|ces|dans ce cas|mais|donc|alors|là|leur|son|sa)\b",
    re.IGNORECASE,
)
_TELLING_HEAD = re.compile(
    r"(?!r[ée]ponse|verdict|avis|answer|r[ée]sultat|effet|statut)\w", re.IGNORECASE
)
_OPEN_CLOSE = (("«", "»"), ("(", ")"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a card says: its sentences, the section's role, where it stands in the body."""

    sentences: tuple[str, ...]
    role: Role
    span: Span
    is_case: bool = False

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.sentences)


@lru_cache(maxsize=1_024)
def read_statements(body: str, lang: Language) -> tuple[Statement, ...]:
    """The statements of a card's body in its order; references to other cards are left out."""
    return tuple(_statements(body, lang))


def _statements(body: str, lang: Language) -> Iterator[Statement]:
    role: Role | None = None
    head = ""
    for mark, text, span in _blocks(body):
        if mark == "#":
            role = _ROLE_OF.get(text)
        elif role is None:
            continue
        elif mark == "h":
            head = text.strip().strip("|").split("|")[-1].strip(" ?")
        elif mark == "|":
            yield from _row(text, role, span, head, " : " if lang == "fr" else ": ")
        elif mark:
            yield from _item(text, role, span)
        else:
            yield from _prose(text, role, span)


def _blocks(body: str) -> Iterator[tuple[str, str, Span]]:
    """(mark, text, place) of each heading, item, row and paragraph, its lines joined.

    The mark is "#", "-" or "1" for an item, "h" for the head of a table, "|" for a row, else "".
    """
    mark, lines, start, end = "", list[str](), 0, 0
    rows = 0
    for found in re.finditer(r"^.*$", body, re.MULTILINE):
        line = _BLOCK.match(found[0].strip())
        opens = line is None or line["mark"] is not None or not lines
        if opens and lines:
            yield mark, " ".join(lines), Span(start, end)
            lines = []
        if line is None:
            rows = 0
            continue
        sign = (line["mark"] or "").strip()[:1]
        rows = rows + 1 if sign == "|" else 0
        if sign == "|" and _RULE.match(found[0].strip()):
            continue
        sign = "h" if sign == "|" and rows == 1 else sign
        if sign in ("#", "h"):
            yield sign, line["text"].strip(), Span(found.start(), found.end())
            continue
        if opens:
            mark, start = sign, found.start() + len(found[0]) - len(found[0].lstrip())
        lines.append(line["text"].strip())
        end = found.end()
    if lines:
        yield mark, " ".join(lines), Span(start, end)


def _prose(text: str, role: Role, span: Span) -> Iterator[Statement]:
    """A statement for each sentence; one that leans on the sentence before it stays with it."""
    whole = _unbroken(text)
    held: Statement | None = None
    for sentence in sentences(whole):
        said = sentence.of(whole)
        for statement in _item(said, role, span):
            if held is not None and _LEANING.match(said):
                joined = replace(held, sentences=(*held.sentences, *statement.sentences))
                held = joined if len(joined.text.split()) <= JOINED_WORDS else held
                continue
            if held is not None:
                yield held
            held = statement
    if held is not None:
        yield held


def _row(text: str, role: Role, span: Span, head: str, colon: str) -> Iterator[Statement]:
    cells = [_unreferred(cell.strip()) for cell in text.strip().strip("|").split("|")]
    told = [cell for cell in cells if cell]
    if len(told) > 1:
        case, *answers = told
        if _BARE_ANSWER.match(answers[-1]):
            if not _TELLING_HEAD.match(head):
                return
            case = f"{case}, {head}"
        text = f"{case[0].upper()}{case[1:]}{colon}{', '.join(answers)}."
        text = text.replace("..", ".")
        if len(sentences(text)) == 1:
            yield Statement((text,), role, span, is_case=True)


def _item(text: str, role: Role, span: Span) -> Iterator[Statement]:
    told: list[str] = []
    whole = _unbroken(text)
    for sentence in sentences(whole):
        said = _unreferred(sentence.of(whole))
        if any(said.count(opened) != said.count(closed) for opened, closed in _OPEN_CLOSE):
            break
        too_long = told and len(" ".join([*told, said]).split()) > STEP_WORDS
        if too_long:
            break
        if len(said.split()) >= LEAST_WORDS and not said.endswith(":"):
            told.append(said)
    if told:
        yield Statement(tuple(told), role, span)


def _unbroken(text: str) -> str:
    """The text with references that hold no end of a sentence ("*What is a DPO?*")."""
    return _REFERENCE.sub(lambda found: re.sub(r"\s*[?!.]", "", found[0]), text)


def _unreferred(sentence: str) -> str:
    """The sentence without its references to other cards; "" where nothing else is left."""
    said = _AT_THE_END.sub("", _IN_BRACKETS.sub("", sentence))
    is_shortened = said != sentence or "*" in said
    bare = _REFERENCE.sub("", said)
    return "" if is_shortened and len(bare.split()) < 2 * LEAST_WORDS else said
