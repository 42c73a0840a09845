"""What the room found wrong: an answer of the lecture put on the review list, with the right one."""

from __future__ import annotations

import streamlit as st

from assistant.ratings import COMMENT_LIMIT, REASONS, Rating, Reason
from ui.conversation import Conversation, Exchange
from ui.conversation_words import conversation_words
from ui.keeper import Keeper
from ui.lecture_session import Lecture
from ui.lecture_words import LectureWords
from ui.render import plain

_QUESTION, _REASON, _COMMENT = "correct_question", "correct_reason", "correct_comment"
_DONE = "correct_done"


def show_correction(lecture: Lecture, keeper: Keeper, words: LectureWords) -> None:
    """A form for one answer; nothing where no answer is ready or nothing is kept."""
    answered = [q for q in lecture.questions.questions if q in lecture.answers]
    if not answered or not keeper.keeps:
        return
    reasons = conversation_words(words.lang)

    def send() -> None:
        question = st.session_state[_QUESTION]
        reason: Reason = st.session_state[_REASON] or "other"
        rating = Rating("down", reason, st.session_state[_COMMENT])
        st.session_state[_DONE] = _keep(lecture, question, rating, keeper)

    with st.expander(words.correct, icon=":material/rate_review:"):
        st.markdown(words.correct_help)
        with st.form("correct_form", clear_on_submit=True):
            st.selectbox(words.correct_question, answered, key=_QUESTION)
            st.pills(
                reasons.why, REASONS, key=_REASON, format_func=lambda one: reasons.reasons[one]
            )
            st.text_area(words.correct_comment, max_chars=COMMENT_LIMIT, key=_COMMENT, height=100)
            st.form_submit_button(words.correct_send, on_click=send)
        is_kept = st.session_state.pop(_DONE, None)
        if is_kept:
            st.success(words.correct_thanks)
        elif is_kept is False and keeper.failure is not None:
            st.warning(plain(keeper.failure.message(words.lang)))


def _keep(lecture: Lecture, question: str, rating: Rating, keeper: Keeper) -> bool:
    """Keep the answer as a conversation of the lecturer's own, with the rating; whether it is kept."""
    answer = lecture.answers[question]
    exchange = Exchange(question, answer.text, answer, rating=rating)
    return keeper.rate(Conversation([exchange]), 0, rating)
