"""A question to test oneself with: its options, what is told about each, and the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.answer import Citation
from assistant.figures import Figure, claimed_figures
from assistant.quote import normalise
from corpus.nouns import Language

StudyKind = Literal["figure", "term", "article", "case", "decision", "truth", "gap"]

FEWEST_OPTIONS = 3
MOST_OPTIONS = 4
LENGTH_SLACK = 24
"""Options are of like length: the longest has at most twice the letters of the shortest, and these."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from, and what is told to whoever chose it."""

    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class StudyQuestion:
    """`stem` may hold a quote of the law on lines of its own, in `stem_quote`.

    A question without options wants a short answer: `figure`, whose unit is `unit_name`. `locator`
    is the unit the question was made from; `citation` quotes the text that decides, from the store.
    """

    kind: StudyKind
    lang: Language
    locator: str
    stem: str
    options: tuple[Option, ...]
    explanation: str
    citation: Citation
    stem_quote: str = ""
    figure: Figure | None = None
    unit_name: str = ""

    @property
    def right(self) -> Option | None:
        """The one right option; None for a question with a short answer."""
        return next((option for option in self.options if option.is_right), None)

    @property
    def id(self) -> str:
        """Tells two questions apart, whatever the order of their options."""
        return f"{self.kind}|{self.stem}|{self.stem_quote}"

    def is_right_answer(self, typed: str) -> bool:
        """Whether a typed short answer is the figure: "72", "72 hours"; another unit is wrong."""
        if self.figure is None:
            return False
        named = claimed_figures(typed)
        if named:
            return named == {self.figure}
        numbers = _NUMBER.findall(typed)
        return len(numbers) == 1 and Decimal(numbers[0].replace(",", ".")) == self.figure.value


def flaws(question: StudyQuestion) -> tuple[str, ...]:
    """What makes a question unfit to be asked; empty for a sound one."""
    return tuple(_flaws_of_the_whole(question)) + tuple(_flaws_of_the_options(question))


def _flaws_of_the_whole(question: StudyQuestion) -> Iterator[str]:
    if not question.stem.strip():
        yield "no stem"
    if not question.citation.quote:
        yield "no quote"
    if question.citation.quote and question.citation.quote_status not in ("exact", "repaired"):
        yield f"the quote is {question.citation.quote_status}"
    if not question.options and question.figure is None:
        yield "neither options nor a short answer"


def _flaws_of_the_options(question: StudyQuestion) -> Iterator[str]:
    texts = [folded(option.text) for option in question.options]
    if not texts:
        return
    if sum(option.is_right for option in question.options) != 1:
        yield "not exactly one right option"
    if "" in texts or len(set(texts)) < len(texts):
        yield "an empty option, or two alike"
    if any(not option.feedback for option in question.options):
        yield "an option without feedback"
    if question.kind == "truth":
        return  # two options, "true" and "false"
    if not FEWEST_OPTIONS <= len(texts) <= MOST_OPTIONS:
        yield f"{len(texts)} options"
    if not are_of_like_length([option.text for option in question.options]):
        yield "options of unlike length"
    if question.right and gives_away(question.right.text, question):
        yield "the question holds its answer"


def gives_away(answer: str, question: StudyQuestion) -> bool:
    """Whether the words of the answer stand in the question that is put."""
    asked = f" {folded(question.stem)} {folded(question.stem_quote)} "
    return f" {folded(answer)} " in asked


def are_of_like_length(texts: list[str]) -> bool:
    """Whether no option stands out by its length."""
    lengths = [len(text) for text in texts]
    return max(lengths) <= 2 * min(lengths) + LENGTH_SLACK


def folded(text: str) -> str:
    """The words of a text without case, punctuation or typography, as two options are compared."""
    return " ".join(re.findall(r"[\w%€]+", normalise(text).casefold()))
