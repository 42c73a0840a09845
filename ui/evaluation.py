"""The Evaluation page: can I trust it, the figures, the cases one by one, and a test bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from corpus.nouns import Language
from corpus.settings import Settings
from evals.cases import Case, development_cases, held_out_cases
from evals.failures import evenly, told_of
from evals.honesty import honesty
from evals.report import missed, short_answer
from evals.results import Result, folders, read, saved
from evals.suites import profile_of, retrieval_cases
from evals.words import eval_words
from ui.evaluation_bench import show_bench
from ui.evaluation_cases import show_cases
from ui.evaluation_figures import show_figures
from ui.evaluation_words import EvaluationWords, evaluation_words
from ui.render import plain

if TYPE_CHECKING:
    from assistant.assistant import Assistant

SECTIONS = ("trust", "figures", "cases", "bench")
EXAMPLES = 8
"""Known failures shown at a glance; the section of cases shows all of the development part."""


def show_evaluation(assistant: Assistant, settings: Settings, lang: Language) -> None:
    """The section chosen, over the newest result of the texts that are loaded."""
    words = evaluation_words(lang)
    st.segmented_control(
        words.choose,
        SECTIONS,
        key="evaluation_section",
        default=SECTIONS[0],
        format_func=lambda name: words.sections[name],
        required=True,
        label_visibility="collapsed",
        width="stretch",
    )
    section = st.session_state["evaluation_section"]
    if section == "bench":
        show_bench(assistant, words)
        return
    results = _results(assistant, settings)
    if not results:
        st.info(plain(words.none_yet))
        return
    match section:
        case "figures":
            show_figures(results, words)
        case "cases":
            show_cases(results[-1], _cases(), assistant, settings, words)
        case _:
            _show_trust(results[-1], words)


def _show_trust(result: Result, words: EvaluationWords) -> None:
    told = short_answer(result, eval_words(words.lang))
    st.subheader(words.trust, anchor=False)
    if told:
        st.markdown(plain(told))
    st.subheader(words.trust_how, anchor=False)
    st.markdown("\n".join(f"- {plain(one)}" for one in words.how))
    st.subheader(words.not_said, anchor=False)
    cases = (*development_cases(), *held_out_cases(), *retrieval_cases())
    st.markdown("\n".join(f"- {plain(one)}" for one in honesty(cases, result, words.lang)))
    _show_failures(result, words)


def _show_failures(result: Result, words: EvaluationWords) -> None:
    """A few questions it gets wrong, of different kinds, with what it answered."""
    cases = _cases()
    rows = [row for row in result.rows if row.part == "development" and row.of("passed") == 0.0]
    told = [(row, kept) for row in evenly(rows) if (kept := told_of(result, row.id))]
    known = [(row, kept) for row, kept in told if row.id in cases]
    # Questions in the reader's language first.
    shown = sorted(known, key=lambda one: one[0].lang != words.lang)[:EXAMPLES]
    if not shown:
        return
    st.subheader(words.failures, anchor=False)
    st.caption(plain(words.failures_help.format(shown=len(shown), count=len(rows))))
    for row, kept in shown:
        with st.expander(plain(cases[row.id].question)):
            cited = ", ".join(kept.cited) or "–"
            lines = (
                f"{words.answered_then}{words.colon}{plain(kept.opening)}",
                f"{words.cited}{words.colon}{plain(cited)}",
                f"**{words.missed}**{words.colon}{plain(', '.join(missed(row, words.lang)))}",
            )
            st.markdown("\n\n".join(lines))


def _results(assistant: Assistant, settings: Settings) -> list[Result]:
    """Every saved result of the texts that are loaded, full ones last, each oldest first.

    Unreadable files are left out.
    """
    return list(_read_all(profile_of(assistant), _stamps(settings), settings))


def _stamps(settings: Settings) -> tuple[tuple[str, int], ...]:
    paths = saved(folders(settings.data.directory))
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths)


@st.cache_resource(show_spinner=False, max_entries=4)
def _read_all(
    profile: str, stamps: tuple[tuple[str, int], ...], _settings: Settings
) -> tuple[Result, ...]:
    """Read once for all readers; a changed file has another stamp."""
    from pathlib import Path

    from corpus.errors import InvalidInput

    found = []
    for name, _ in stamps:
        try:
            found.append(read(Path(name)))
        except InvalidInput:  # a file somebody else put there
            continue
    alike = [one for one in found if one.profile == profile and one.answers == "composed"]
    # A full result tells more than a part of one, whenever it was made.
    return tuple(
        sorted(
            alike, key=lambda one: (one.suite == "full", one.made_on, one.made_at, len(one.rows))
        )
    )


@st.cache_resource(show_spinner=False)
def _cases() -> dict[str, Case]:
    return {case.id: case for case in (*development_cases(), *retrieval_cases())}
