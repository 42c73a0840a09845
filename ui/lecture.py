"""The lecture view: a list of questions to prepare, to show on a projector and to hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.classroom.lecture_list import MOST_BYTES, LectureList, list_to_markdown, read_list
from assistant.classroom.prepared import prepared_lists
from corpus.nouns import Language
from ui.keeper import Keeper
from ui.lecture_correction import show_correction
from ui.lecture_handout import show_handout
from ui.lecture_session import Lecture, current_lecture
from ui.lecture_stage import show_stage
from ui.lecture_words import LectureWords, lecture_words
from ui.render import plain

if TYPE_CHECKING:
    from assistant.assistant import Assistant

LECTURE_PAGE = "lecture"
"""The path of the page."""
_TEXT, _TITLE, _FILE, _TOPIC = "lecture_text", "lecture_title", "lecture_file", "lecture_topic"
_LEFT_OUT_SHOWN = 200


def show_lecture(assistant: Assistant, keeper: Keeper, lang: Language) -> None:
    """The preparation, or what stands on the projector."""
    lecture, words = current_lecture(), lecture_words(lang)
    if lecture.is_presenting and lecture.questions.questions:
        show_stage(lecture, assistant, words)
        return
    st.subheader(words.title, anchor=False)
    st.markdown(words.promise)
    _choose_list(lecture, words)
    questions = lecture.questions
    _show_left_out(questions, words)
    if not questions.questions:
        st.info(words.no_question)
        return
    _prepare(lecture, assistant, words)
    _start(lecture, words)
    show_handout(lecture, words)
    show_correction(lecture, keeper, words)


def _choose_list(lecture: Lecture, words: LectureWords) -> None:
    """The text area holds the truth; a topic or a file only fills it."""
    topics = {prepared.id: prepared.lists[words.lang] for prepared in prepared_lists()}

    def take(loaded: LectureList) -> None:
        lecture.take(loaded)
        st.session_state[_TEXT], st.session_state[_TITLE] = lecture.text, lecture.title

    def take_topic() -> None:
        if st.session_state[_TOPIC] in topics:
            take(topics[st.session_state[_TOPIC]])

    def take_file() -> None:
        file = st.session_state[_FILE]
        if file is not None:
            take(read_list(file.getvalue(), file.name))

    def keep() -> None:
        lecture.text, lecture.title = st.session_state[_TEXT], st.session_state[_TITLE]

    # A page that is left forgets its widgets: the lecture does not.
    st.session_state.setdefault(_TEXT, lecture.text)
    st.session_state.setdefault(_TITLE, lecture.title)
    st.pills(
        words.prepared,
        list(topics),
        format_func=lambda topic: plain(topics[topic].title),
        key=_TOPIC,
        on_change=take_topic,
    )
    if lecture.previous is not None:
        name = lecture.previous.title or words.untitled
        st.button(
            plain(words.take_back.format(title=name)),
            icon=":material/undo:",
            type="tertiary",
            key="lecture_take_back",
            on_click=take,
            args=(lecture.previous,),
        )
    st.text_input(words.list_title, key=_TITLE, max_chars=200, on_change=keep)
    st.text_area(words.questions, key=_TEXT, height=260, help=words.questions_help, on_change=keep)
    with st.expander(words.load_file, icon=":material/upload_file:"):
        st.file_uploader(
            words.load_file,
            type=["txt", "md", "csv"],
            key=_FILE,
            on_change=take_file,
            max_upload_size=MOST_BYTES // 1_000_000,
            label_visibility="collapsed",
        )


def _show_left_out(questions: LectureList, words: LectureWords) -> None:
    if not questions.left_out:
        return
    with st.expander(
        words.left_out.format(count=len(questions.left_out)),
        icon=":material/warning:",
        expanded=True,
    ):
        for left in questions.left_out:
            shown = left.text[:_LEFT_OUT_SHOWN] + ("…" if len(left.text) > _LEFT_OUT_SHOWN else "")
            where = f"{words.line.format(line=left.line)} " if left.line else ""
            st.markdown(f"{where}**{plain(words.reasons[left.reason])}** — {plain(shown)}")


def _prepare(lecture: Lecture, assistant: Assistant, words: LectureWords) -> None:
    """One answer a run of the page, so that a press of "Stop" is heard between two."""
    count = len(lecture.questions.questions)
    waiting = [
        question
        for question in lecture.unanswered(assistant.index_version)
        if question not in lecture.failures
    ]
    done = count - len(waiting)
    st.subheader(words.prepare_title, anchor=False)
    if lecture.is_preparing and waiting:
        told = words.preparing.format(done=done, count=count, question=waiting[0])
        st.progress(done / count, plain(told))
        st.button(words.stop, key="lecture_stop", on_click=_set_preparing, args=(lecture, False))
        lecture.answer(waiting[0], assistant, words.lang)
        st.rerun()
    lecture.is_preparing = False
    _show_failures(lecture, words)
    if not waiting:
        st.caption(words.all_ready if not lecture.failures else words.count(count))
        return
    st.caption(words.stopped.format(done=done, count=count) if done else words.count(count))
    st.button(
        words.prepare,
        help=words.prepare_help,
        key="lecture_prepare",
        on_click=_set_preparing,
        args=(lecture, True),
    )


def _set_preparing(lecture: Lecture, is_preparing: bool) -> None:
    lecture.is_preparing = is_preparing
    if is_preparing:
        lecture.failures.clear()


def _show_failures(lecture: Lecture, words: LectureWords) -> None:
    for question, failure in lecture.failures.items():
        message = failure.message(words.lang)
        st.warning(plain(words.failed.format(question=question, message=message)))


def _start(lecture: Lecture, words: LectureWords) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            words.present,
            type="primary",
            icon=":material/present_to_all:",
            key="lecture_present",
            on_click=lecture.begin,
        )
        lecture.ground = st.segmented_control(
            words.ground,
            list(words.grounds),
            default=lecture.ground,
            format_func=lambda ground: words.grounds[ground],
            required=True,
            key="lecture_ground",
        )
        st.download_button(
            words.download_list,
            list_to_markdown(lecture.questions),
            file_name="questions.md",
            mime="text/markdown",
            key="lecture_list",
            on_click="ignore",
            type="tertiary",
        )
    st.caption(words.keys)
