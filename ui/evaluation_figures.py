"""The figures of a result: every measure with its interval, broken down, and over time."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evals.measures import MEASURES
from evals.page import Heading, Listing, Paragraph, Table
from evals.report import (
    KIND_MEASURES,
    PARTS,
    beside,
    gap_line,
    made,
    name_in,
    of_part,
    written,
)
from evals.results import Result
from evals.words import eval_words
from ui.evaluation_words import EvaluationWords
from ui.render import plain

_KNOWN = {measure.name: measure for measure in MEASURES}
TREND = ("passed", "cites_gold", "every_fact", "declined")
"""Measures that are drawn over time."""


def show_figures(results: Sequence[Result], words: EvaluationWords) -> None:
    """The newest result in full, then how its main measures moved."""
    newest = results[-1]
    st.caption(plain(made(newest, eval_words(words.lang))))
    _show_measures(newest, words)
    _show_groups(newest, words)
    _show_beside(newest, words)
    _show_trend(results, words)


def _show_measures(result: Result, words: EvaluationWords) -> None:
    told, parts = eval_words(words.lang), result.groups("part")
    held = [part for part in PARTS if part in parts]
    names = [name for name in result.rates() if name in _KNOWN]
    st.dataframe(
        [
            {
                told.measure: _KNOWN[name].title[words.lang],
                **{
                    name_in("part", part, words.lang): written(
                        _KNOWN[name], parts[part].get(name), words.lang
                    )
                    for part in held
                },
            }
            for name in names
        ],
        hide_index=True,
        height="content",
        key="evaluation_measures",
    )
    st.caption(told.interval)
    with st.expander(words.meanings):
        for name in names:
            measure = _KNOWN[name]
            title, meaning = plain(measure.title[words.lang]), plain(measure.meaning[words.lang])
            st.markdown(f"**{title}** — {meaning}")


def _show_groups(result: Result, words: EvaluationWords) -> None:
    by = st.segmented_control(
        words.break_down,
        list(words.by),
        default="kind",
        format_func=lambda name: words.by[name],
        required=True,
        key="evaluation_by",
    )
    told = eval_words(words.lang)
    held = [part for part in PARTS if any(row.part == part for row in result.rows)]
    part = held[-1]
    asked = of_part(result, part)
    st.dataframe(
        [
            {
                words.by[by]: name_in(by, value, words.lang),
                told.cases: sum(str(getattr(row, by)) == value for row in asked.rows),
                **{
                    _KNOWN[name].title[words.lang]: written(
                        _KNOWN[name], rates.get(name), words.lang, short=True
                    )
                    for name in KIND_MEASURES
                },
            }
            for value, rates in asked.groups(by).items()
        ],
        hide_index=True,
        height="content",
        key="evaluation_groups",
    )
    gap = gap_line([row for row in result.rows if row.part == part], told)
    st.caption(f"{name_in('part', part, words.lang)}. {gap}")


def _show_beside(result: Result, words: EvaluationWords) -> None:
    """Other ways to search, what each stage is worth, what a judge said."""
    tables = 0
    for part in beside(result, words.lang):
        match part:
            case Heading(text):
                st.subheader(plain(text), anchor=False)
            case Paragraph(text):
                st.caption(plain(text))
            case Listing(items):
                st.markdown("\n".join(f"- {plain(item)}" for item in items))
            case Table(head, rows):
                tables += 1
                names = [name or words.result for name in head]
                told = [dict(zip(names, row, strict=True)) for row in rows]
                key = f"evaluation_beside_{tables}"
                st.dataframe(told, hide_index=True, height="content", key=key)


def _show_trend(results: Sequence[Result], words: EvaluationWords) -> None:
    st.subheader(words.trend, anchor=False)
    alike = [one for one in results if one.suite == results[-1].suite and not one.is_modified]
    shared = set.intersection(*({row.id for row in one.rows} for one in alike)) if alike else set()
    if len(alike) < 2 or not shared:
        st.caption(words.trend_one)
        return
    rows: dict[str, list[float | None]] = {_KNOWN[name].title[words.lang]: [] for name in TREND}
    for one in alike:
        rates = one.only(lambda row: row.id in shared).rates()
        for name in TREND:
            share = rates[name].value * 100 if name in rates else None
            rows[_KNOWN[name].title[words.lang]].append(share)
    st.caption(words.trend_shared.format(count=len(shared)))
    names = [f"{one.made_on.isoformat()} {one.commit}" for one in alike]
    st.line_chart({words.result: names, **rows}, x=words.result, y=list(rows), y_label="%")
