"""Test me: a question on what an answer stands on, feedback, and the words of the law that decide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Citation
from assistant.study.make import studied
from assistant.study.question import StudyQuestion
from ui.conversation import Exchange
from ui.reader_link import inner_link, unit_address
from ui.render import link, plain
from ui.study_round import Round, begin_round, end_round, right_answer, round_of
from ui.study_words import StudyWords, study_words
from ui.words import Words, words_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def show_test_me(exchange: Exchange, assistant: Assistant, words: Words) -> None:
    """A button under an answer that stands on something; once pressed, the questions."""
    if exchange.answer is not None and studied(exchange.answer):
        _show_round(exchange, assistant, study_words(words.lang))


@st.fragment
def _show_round(exchange: Exchange, assistant: Assistant, words: StudyWords) -> None:
    """A fragment: choosing an option does not draw the whole conversation again."""
    # The conversation holds the exchange: until it is erased, no other has its identity.
    key = f"{id(exchange):x}"
    answer, current = exchange.answer, round_of(key)
    if current is None:
        st.button(
            words.test_me,
            help=words.test_me_help,
            icon=":material/school:",
            key=f"test_me_{key}",
            on_click=begin_round,
            args=(key, answer, assistant),
        )
        return
    with st.container(border=True, key=f"study_{key}"):
        if current.question is None:
            st.info(words.none)
        else:
            _show_question(current, current.question, f"{key}_{current.position}", words)
        _show_ways_on(current, key, words)


def _show_question(current: Round, question: StudyQuestion, key: str, words: StudyWords) -> None:
    told = [words.title.format(number=current.position + 1)]
    if current.score.asked:
        score = words.score.format(right=current.score.right, asked=current.score.asked)
        told.append(score)
    st.caption(" · ".join(told))
    st.markdown(f"**{plain(question.stem)}**")
    if question.stem_quote and not current.is_checked:  # then the text itself stands below
        st.markdown(_quoted(question.stem_quote))
    if current.is_checked:
        _show_feedback(current, question, words)
    elif question.options:
        _ask_to_choose(current, question, key, words)
    else:
        _ask_to_type(current, question, key, words)


def _ask_to_choose(current: Round, question: StudyQuestion, key: str, words: StudyWords) -> None:
    chosen = st.radio(
        words.choose,
        range(len(question.options)),
        index=None,
        format_func=lambda position: plain(question.options[position].text),
        key=f"choice_{key}",
        label_visibility="collapsed",
        width="stretch",
    )
    st.button(
        words.check,
        type="primary",
        disabled=chosen is None,
        key=f"check_{key}",
        on_click=lambda: current.check(chosen=chosen),
    )


def _ask_to_type(current: Round, question: StudyQuestion, key: str, words: StudyWords) -> None:
    typed = f"answer_{key}"

    def check() -> None:
        if st.session_state[typed].strip():
            current.check(typed=st.session_state[typed])

    with st.form(f"typed_{key}", border=False):
        label = words.type_answer.format(unit=question.unit_name)
        st.text_input(label, max_chars=40, key=typed, width=260)
        st.form_submit_button(words.check, type="primary", on_click=check)


def _show_feedback(current: Round, question: StudyQuestion, words: StudyWords) -> None:
    if current.is_right:
        st.success(words.right, icon=":material/check:")
    else:
        told = words.wrong.format(answer=right_answer(question))
        st.error(plain(told), icon=":material/close:")
    for position, option in enumerate(question.options):
        mark = ":green[✓]" if option.is_right else ":red[✗]"
        chosen = f" *({words.chosen})*" if position == current.chosen else ""
        # The feedback on the right option may be the explanation itself: it is told once.
        why = "" if option.feedback == question.explanation else f" — {plain(option.feedback)}"
        st.markdown(f"{mark} **{plain(option.text)}**{chosen}{why}")
    st.caption(words.why)
    st.markdown(plain(question.explanation))
    _show_proof(question.citation, words)


def _show_proof(citation: Citation, words: StudyWords) -> None:
    interface = words_in(words.lang)
    st.caption(words.verified)
    st.markdown(_quoted(citation.quote))
    status = f":green-badge[✓ {plain(interface.quote_statuses[citation.quote_status])}]"
    authority = f":gray-badge[{plain(interface.authorities[citation.authority])}]"
    # A quote of a version no longer in force opens that version, not today's.
    until = citation.applies_until
    address = unit_address(citation.locator, as_of=until - timedelta(days=1) if until else None)
    ways = [inner_link(words.open_here, address)]
    if citation.url:
        ways.append(link(interface.official_text, citation.url))
    st.markdown(f"{plain(citation.label)} {authority} {status}  \n{' · '.join(ways)}")


def _show_ways_on(current: Round, key: str, words: StudyWords) -> None:
    if current.is_checked and current.is_last:
        st.caption(words.last)
    with st.container(horizontal=True):
        if not current.is_last:
            st.button(
                words.another,
                icon=":material/arrow_forward:",
                key=f"another_{key}",
                on_click=current.go_on,
            )
        st.button(words.close, type="tertiary", key=f"close_{key}", on_click=end_round, args=(key,))


def _quoted(text: str) -> str:
    return "> " + plain(text).replace("\n", "\n> ")
