"""The retrieval test bench: one question, and what each stage of the search puts first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from assistant.question import WEB_LIMIT
from evals.stages import bench
from ui.evaluation_words import EvaluationWords
from ui.render import plain

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def show_bench(assistant: Assistant, words: EvaluationWords) -> None:
    """A question, then a table for each stage."""
    st.markdown(words.bench)
    with st.form("evaluation_bench", border=False):
        question = st.text_input(words.case, max_chars=WEB_LIMIT, key="evaluation_question")
        st.form_submit_button(words.run_bench, type="primary")
    if not question.strip():
        return
    found = bench(question, assistant, date.today())
    named = f" · {', '.join(found.references)}" if found.references else ""
    st.caption(f"{words.outcome}{words.colon}{words.decided[found.outcome]}{plain(named)}")
    st.caption(words.bench_help)
    for name, places in found.rankings.items():
        if not places:
            continue
        st.markdown(f"**{words.stages[name]}**")
        st.dataframe(
            [
                {words.score: place.score, words.unit: place.label, "id": place.locator}
                for place in places
            ],
            column_config={words.score: st.column_config.NumberColumn(format="%.3f", width=80)},
            hide_index=True,
            height="content",
            key=f"bench_{name}",
        )
