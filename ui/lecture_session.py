"""The lecture of one browser session: its list, the answers made so far, and what is on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Answer
from assistant.classroom.frames import Frame, frames_of
from assistant.classroom.lecture_list import LectureList, LeftOut, parse_list
from assistant.question import WEB_LIMIT
from corpus.nouns import Language
from ui.failure import Failure, failures_to

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@dataclass(slots=True)
class Lecture:
    """`text` is what was typed or loaded; answers and failures are kept by question.

    `previous` is the list that the present one took the place of.
    `position` is the question shown, `step` the view of it; `left_out` what a loaded file lost.
    """

    title: str = ""
    text: str = ""
    left_out: tuple[LeftOut, ...] = ()
    previous: LectureList | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    is_preparing: bool = False
    is_presenting: bool = False
    position: int = 0
    step: int = 0
    ground: str = "system"

    @property
    def questions(self) -> LectureList:
        """The list as it stands, with every line that is not in it."""
        read = parse_list(self.text, self.title)
        return LectureList(self.title or read.title, read.questions, self.left_out + read.left_out)

    def take(self, loaded: LectureList) -> None:
        """Go on with another list; what it replaces can be taken back, answers stay."""
        self.previous = self.questions if self.text.strip() else None
        self.title, self.text = loaded.title, "\n".join(loaded.questions)
        self.left_out = loaded.left_out
        self.position = self.step = 0

    def unanswered(self, index_version: str) -> list[str]:
        """The questions without an answer from the served index version, in order."""
        return [
            question
            for question in self.questions.questions
            if question not in self.answers or self.answers[question].index_version != index_version
        ]

    def answer(self, question: str, assistant: Assistant, lang: Language) -> None:
        """Answer one question; what fails is kept beside it."""
        self.failures.pop(question, None)

        def fail(failure: Failure) -> None:
            self.failures[question] = failure

        with failures_to(fail):
            self.answers[question] = assistant.ask(question, likely_lang=lang, limit=WEB_LIMIT)

    def frames(self) -> tuple[Frame, ...]:
        """The views of the question shown."""
        question = self.question
        return frames_of(question, self.answers.get(question))

    @property
    def question(self) -> str:
        """The question shown."""
        questions = self.questions.questions
        return questions[min(self.position, len(questions) - 1)]

    def begin(self) -> None:
        """Put the first question on the screen."""
        self.is_presenting, self.is_preparing = True, False
        self.position = self.step = 0

    def leave(self) -> None:
        """Back to the preparation; the answers stay."""
        self.is_presenting = False

    def go_on(self) -> None:
        """The next view, of the next question after the last one; nothing after the very last."""
        if self.step + 1 < len(self.frames()) or self._is_unknown():
            self.step += 1
        elif self.position + 1 < len(self.questions.questions):
            self.position, self.step = self.position + 1, 0

    @property
    def is_at_end(self) -> bool:
        """Whether nothing follows."""
        is_last = self.position + 1 >= len(self.questions.questions)
        return is_last and self.step + 1 >= len(self.frames()) and not self._is_unknown()

    def _is_unknown(self) -> bool:
        """Whether the answer to the question shown has not been asked for yet."""
        is_known = self.question in self.answers or self.question in self.failures
        return not is_known and self.step == 0

    def go_back(self) -> None:
        """The view before; before a question comes the last view of the one above."""
        if self.step:
            self.step -= 1
        elif self.position:
            self.position -= 1
            self.step = len(self.frames()) - 1


def current_lecture() -> Lecture:
    """The lecture of this browser session."""
    lecture: Lecture = st.session_state.setdefault("lecture", Lecture())
    return lecture
