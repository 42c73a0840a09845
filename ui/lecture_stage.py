"""What the room sees: one view at a time, in large type, moved by keys or by two large buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Citation
from assistant.cite import facts_of
from assistant.classroom.frames import Frame
from ui.lecture_session import Lecture
from ui.lecture_style import apply_stage_style
from ui.lecture_words import LectureWords
from ui.render import link, plain, render
from ui.words import words_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def show_stage(lecture: Lecture, assistant: Assistant, words: LectureWords) -> None:
    """The view of the moment; an answer that was not prepared is made when it is reached."""
    apply_stage_style(lecture.ground)
    question = lecture.question
    if lecture.step and question not in lecture.answers:
        with st.spinner(words.searching):
            lecture.answer(question, assistant, words.lang)
    frames = lecture.frames()
    lecture.step = min(lecture.step, len(frames) - 1)
    frame = frames[lecture.step]
    with st.container(key=f"stage_{frame.kind}"):
        _show_head(lecture, frame, words)
        _show_frame(lecture, frame, words)
        failure = lecture.failures.get(question)
        if failure is not None:
            st.markdown(plain(failure.message(words.lang)))
    _show_controls(lecture, words)


def _show_head(lecture: Lecture, frame: Frame, words: LectureWords) -> None:
    """Where we are; under an answer, the question it answers."""
    count = len(lecture.questions.questions)
    told = [
        words.position.format(number=lecture.position + 1, count=count),
        words.kinds[frame.kind],
    ]
    if frame.parts > 1:
        told.append(words.part.format(part=frame.part, parts=frame.parts))
    if frame.kind != "question":
        told.append(plain(lecture.question))
    st.caption(" · ".join(told))


def _show_frame(lecture: Lecture, frame: Frame, words: LectureWords) -> None:
    match frame.kind:
        case "question":
            st.markdown(plain(frame.text))
        case "answer":
            answer = lecture.answers[lecture.question]
            if answer.outcome != "answered" and frame.part == 1:
                st.markdown(f"**{words.no_answer}**")
            st.markdown(render(frame.text), anchors=False)
        case "quote":
            st.markdown("> " + plain(frame.text).replace("\n", "\n> "))
            if frame.citation is not None:
                st.caption(_standing(frame.citation, words))
        case "sources":
            for citation in frame.sources:
                st.markdown(f"\\[{citation.n}\\] {link(citation.label, citation.url)}")
                st.caption(_standing(citation, words, is_named=False))


def _standing(citation: Citation, words: LectureWords, *, is_named: bool = True) -> str:
    """Whose words these are, since when, and how far they were checked."""
    facts = [plain(fact.text) for fact in facts_of(citation, words.lang)]
    status = words_in(words.lang).quote_statuses[citation.quote_status]
    name = [f"**\\[{citation.n}\\] {plain(citation.label)}**"] if is_named else []
    return " · ".join([*name, *facts, plain(status)])


def _show_controls(lecture: Lecture, words: LectureWords) -> None:
    """Buttons for a finger, keys for a hand at the desk, page keys for a presenter's remote."""
    is_first = lecture.position == 0 and lecture.step == 0
    with st.container(horizontal=True, horizontal_alignment="distribute", key="stage_controls"):
        st.button(
            words.previous,
            icon=":material/arrow_back:",
            shortcut="Left",
            key="stage_back",
            disabled=is_first,
            on_click=lecture.go_back,
        )
        st.button(
            words.leave, shortcut="Esc", key="stage_leave", type="tertiary", on_click=lecture.leave
        )
        st.button(
            words.next,
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            shortcut="Right",
            key="stage_next",
            disabled=lecture.is_at_end,
            on_click=lecture.go_on,
        )
    with st.container(key="stage_remote"):
        st.button("PageUp", shortcut="PageUp", key="stage_page_up", on_click=lecture.go_back)
        st.button("PageDown", shortcut="PageDown", key="stage_page_down", on_click=lecture.go_on)
