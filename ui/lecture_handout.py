"""The hand-out of a lecture as a file: Markdown, a page to print, PDF."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.blocks import Block, to_markdown
from assistant.classroom.handout import handout_blocks, to_html
from assistant.export import notice
from assistant.export_pdf import export_pdf
from ui.lecture_session import Lecture
from ui.lecture_words import LectureWords


def show_handout(lecture: Lecture, words: LectureWords) -> None:
    """With or without the answers; a file is made when it is asked for."""
    st.subheader(words.handout, anchor=False)
    forms = {True: words.with_answers, False: words.without_answers}
    is_answered = st.segmented_control(
        words.handout,
        list(forms),
        default=True,
        format_func=lambda form: forms[form],
        required=True,
        key="handout_form",
        label_visibility="collapsed",
    )
    missing = [q for q in lecture.questions.questions if q not in lecture.answers]
    if is_answered and missing:
        st.caption(words.unanswered.format(count=len(missing)))
    title = lecture.questions.title or words.untitled
    blocks = _blocks(lecture, words, is_answered=bool(is_answered))
    files = {
        "Markdown": ("handout.md", "text/markdown", lambda: to_markdown(blocks).encode()),
        "HTML": (
            "handout.html",
            "text/html",
            lambda: to_html(blocks, title=title, lang=words.lang).encode(),
        ),
        "PDF": (
            "handout.pdf",
            "application/pdf",
            lambda: export_pdf(blocks, title=title, footer=notice(words.lang), lang=words.lang),
        ),
    }
    with st.container(horizontal=True, key="handout_files"):
        for form, (name, media_type, make) in files.items():
            st.download_button(
                words.download.format(form=form),
                make,
                file_name=name,
                mime=media_type,
                key=f"handout_{form}",
                on_click="ignore",
            )


def _blocks(lecture: Lecture, words: LectureWords, *, is_answered: bool) -> tuple[Block, ...]:
    return handout_blocks(
        lecture.questions,
        lecture.answers,
        is_answered=is_answered,
        lang=words.lang,
        today=date.today(),
    )
