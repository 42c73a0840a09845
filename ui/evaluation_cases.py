"""The cases of a result one by one: what was expected, what was answered, what was found, the scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Answer
from corpus.nouns import LANGUAGES
from corpus.settings import Settings
from evals.asking import ask_case
from evals.cases import Case
from evals.failures import told_of
from evals.fingerprint import key_of
from evals.intervals import Rate
from evals.measures import MEASURES
from evals.metrics import Asked, score
from evals.records import Records
from evals.report import name_in, written
from evals.results import Result, Row
from ui.evaluation_words import EvaluationWords
from ui.render import plain, render

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def show_cases(
    result: Result,
    cases: Mapping[str, Case],
    assistant: Assistant,
    settings: Settings,
    words: EvaluationWords,
) -> None:
    """Choose a case among those that match, and look into it."""
    rows = [row for row in result.rows if row.part == "development" and row.id in cases]
    hidden = sum(row.part == "held_out" for row in result.rows)
    chosen = _chosen(rows, words)
    if hidden:
        st.caption(words.held_out.format(count=hidden))
    if not chosen:
        st.info(words.no_case)
        return
    row = st.selectbox(
        f"{words.case} ({len(chosen)})",
        chosen,
        format_func=lambda one: f"{one.id} · {cases[one.id].question}",
        key="evaluation_case",
    )
    _show_expected(cases[row.id], words)
    _show_answer_then(row, result, settings, words)
    _show_answer_now(cases[row.id], assistant, words)


def _chosen(rows: list[Row], words: EvaluationWords) -> list[Row]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            words.show,
            list(words.shown),
            default="failed",
            format_func=lambda name: words.shown[name],
            required=True,
            key="evaluation_shown",
        )
        kinds = ["", *sorted({row.kind for row in rows})]
        kind = st.selectbox(
            words.kind,
            kinds,
            format_func=lambda name: name_in("kind", name, words.lang) if name else words.all,
            key="evaluation_kind",
        )
        lang = st.selectbox(
            words.language,
            ["", *LANGUAGES],
            format_func=lambda name: name_in("lang", name, words.lang) if name else words.all,
            key="evaluation_lang",
        )
    wanted = {"failed": (0.0,), "passed": (1.0,), "all": (0.0, 1.0, None)}[shown]
    return [
        row
        for row in rows
        if row.of("passed") in wanted and kind in ("", row.kind) and lang in ("", row.lang)
    ]


def _show_expected(case: Case, words: EvaluationWords) -> None:
    if case.history:
        told = " → ".join(case.history)
        st.caption(f"{words.asked_before}{words.colon}{plain(told)}")
    st.markdown(f"**{plain(case.question)}**")
    lines = []
    if not case.is_answerable:
        lines.append(f"- {words.decline}")
    for title, groups in ((words.expected_locators, case.must), (words.expected_facts, case.facts)):
        lines += [f"- {title}{words.colon}{plain(' | '.join(group))}" for group in groups]
    if case.must_not_say:
        lines.append(f"- {words.forbidden}{words.colon}{plain(' | '.join(case.must_not_say))}")
    st.markdown("\n".join(lines))


def _show_answer_then(row: Row, result: Result, settings: Settings, words: EvaluationWords) -> None:
    _show_scores(row.scores, words)
    records = Records(settings.data.directory, key_of(dict(result.fingerprint)))
    record = records.read().get(row.id)
    if record is None or record.answer is None:
        if kept := told_of(result, row.id):
            told = f"{kept.opening} [{', '.join(kept.cited)}]"
            st.markdown(f"{words.answered_then}{words.colon}{plain(told)}")
        return
    with st.expander(words.answer_then):
        _show_answer(Answer.from_json(record.answer), record.ranking, words)


def _show_answer_now(case: Case, assistant: Assistant, words: EvaluationWords) -> None:
    if not st.button(words.ask_now, icon=":material/play_arrow:", key="evaluation_ask"):
        return
    asked: Asked = ask_case(case, assistant).asked
    st.subheader(words.answer_now, anchor=False)
    _show_scores(score(case, asked), words)
    if asked.answer is None:
        st.error(plain(asked.failure))
        return
    _show_answer(asked.answer, asked.ranking, words)


def _show_answer(answer: Answer, ranking: tuple[str, ...], words: EvaluationWords) -> None:
    st.markdown(render(answer.text), anchors=False)
    cited = ", ".join(f"[{one.n}] {one.locator}" for one in answer.citations)
    st.caption(plain(cited))
    if ranking:
        st.caption(f"{words.ranking}{words.colon}{plain(', '.join(ranking))}")


def _show_scores(scores: Mapping[str, float | None], words: EvaluationWords) -> None:
    """What was missed, then every measure that applies, in words."""
    missed, told = [], []
    for measure in MEASURES:
        value = scores.get(measure.name)
        if value is None:
            continue
        figure = written(measure, Rate(value, value, value, 1), words.lang, short=True)
        told.append(f"{measure.title[words.lang]}{words.colon}{figure}")
        if measure.group in ("answer", "limits") and value < 1:
            missed.append(told[-1])
    if missed:
        st.markdown(f"**{words.missed}**{words.colon}{plain(' · '.join(missed))}")
    with st.expander(words.scores):
        st.markdown("\n".join(f"- {plain(one)}" for one in told))
