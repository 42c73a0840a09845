"""The questions of one browser session on one answer: where it stands, what was chosen, the score."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Answer
from assistant.study.make import make_questions, studied, study_texts
from assistant.study.question import StudyQuestion
from assistant.study.texts import StudyTexts
from assistant.study.wording import amount
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_ROUNDS, _SCORE = "study_rounds", "study_score"


@dataclass(slots=True)
class Score:
    """How many questions this session answered, and how many of them rightly."""

    right: int = 0
    asked: int = 0


@dataclass(slots=True)
class Round:
    """The questions on one answer; `chosen` is the option checked, `typed` the short answer."""

    questions: tuple[StudyQuestion, ...]
    position: int = 0
    is_checked: bool = False
    chosen: int | None = None
    typed: str = ""
    score: Score = field(default_factory=Score)

    @property
    def question(self) -> StudyQuestion | None:
        """The question put now; None when none could be made."""
        return self.questions[self.position] if self.questions else None

    @property
    def is_last(self) -> bool:
        """Whether no other question follows."""
        return self.position + 1 >= len(self.questions)

    @property
    def is_right(self) -> bool:
        """Whether what was chosen or typed is right."""
        question = self.question
        if question is None:
            return False
        if question.options:
            return self.chosen is not None and question.options[self.chosen].is_right
        return question.is_right_answer(self.typed)

    def check(self, *, chosen: int | None = None, typed: str = "") -> None:
        """Take an answer and count it, once."""
        if self.is_checked:
            return
        self.chosen, self.typed, self.is_checked = chosen, typed, True
        self.score.asked += 1
        self.score.right += self.is_right

    def go_on(self) -> None:
        """Put the next question."""
        if not self.is_last:
            self.position += 1
            self.is_checked, self.chosen, self.typed = False, None, ""


def session_score() -> Score:
    """The score of this browser session."""
    score: Score = st.session_state.setdefault(_SCORE, Score())
    return score


def round_of(key: str) -> Round | None:
    """The round that was begun on an answer; None where none was."""
    found: Round | None = st.session_state.setdefault(_ROUNDS, {}).get(key)
    return found


def begin_round(key: str, answer: Answer, assistant: Assistant) -> None:
    """Make the questions on an answer, in an order that this visit alone has."""
    texts = _texts_for(assistant, answer.lang, answer.as_of)
    questions = make_questions(studied(answer), texts, secrets.randbelow(1_000_000))
    rounds = st.session_state.setdefault(_ROUNDS, {})
    rounds[key] = Round(questions, score=session_score())


def end_round(key: str) -> None:
    """Put the questions away; the score stays."""
    st.session_state.setdefault(_ROUNDS, {}).pop(key, None)


def right_answer(question: StudyQuestion) -> str:
    """The right answer in words: the right option, or the figure with its unit."""
    if question.right is not None:
        return question.right.text
    assert question.figure is not None
    return amount(str(question.figure.value), question.figure.unit, question.lang)


def _texts_for(assistant: Assistant, lang: Language, as_of: date) -> StudyTexts:
    index = assistant.setting.reader.index()
    manifest = assistant.setting.manifest_of(index)
    return _texts(index.version, lang, as_of, index, manifest)


@st.cache_resource(show_spinner=False, max_entries=4)
def _texts(
    version: str, lang: Language, as_of: date, _index: Index, _manifest: Manifest
) -> StudyTexts:
    """One for all readers of an index version."""
    return study_texts(_index, _manifest, lang, as_of)
