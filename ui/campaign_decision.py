"""The decision in full: parts, path, what would change it, duties, risks, quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.campaign.cited import CitedDecision, advice_of, duties_by_time, ways_of
from assistant.campaign.decision import Duty
from assistant.campaign.facts import fact_table
from assistant.campaign.rules import rule_book
from assistant.campaign.wording import ADVICE, CHECK_WORDS, DUTY_STATES, OUTCOMES, TIMINGS
from corpus.errors import UnknownLocator
from corpus.nouns import Passage
from ui.campaign_figure import show_parts, show_path
from ui.campaign_state import Campaign
from ui.campaign_words import CampaignWords
from ui.citation_window import open_citation_window
from ui.citations import show_citation
from ui.render import plain
from ui.words import words_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def show_decision(
    assistant: Assistant, campaign: Campaign, cited: CitedDecision, words: CampaignWords
) -> None:
    """Everything that stands behind the outcome, the most useful first."""
    headings = CHECK_WORDS[words.lang]
    if len(cited.decision.parts) > 1:
        st.subheader(words.parts, anchor=False)
        show_parts(cited)
    if cited.decision.outcome == "not_allowed":
        st.subheader(headings.would_change, anchor=False)
        _ways(cited)
    st.subheader(words.diagram, anchor=False)
    show_path(cited)
    if cited.decision.outcome in ("allowed", "allowed_if") and cited.decision.duties:
        st.subheader(headings.duties, anchor=False)
        st.caption(words.duties_help)
        with st.container(key="campaign_duties"):
            _duties(campaign, cited, words)
        _reasons_of_duties(cited, words)
    _risks(cited)
    if cited.citations:
        st.subheader(headings.citations, anchor=False)
        _citations(assistant, campaign, cited, words)


def _ways(cited: CitedDecision) -> None:
    lang = cited.lang
    lines = []
    for way in ways_of(cited.decision):
        fact = fact_table()[way.fact]
        said, outcome = fact.said(way.value, lang), OUTCOMES[lang][way.outcome]
        lines.append(f"- {plain(fact.question[lang])} **{plain(said)}** → {plain(outcome)}")
    st.markdown("\n".join(lines) or plain(CHECK_WORDS[lang].no_change))


def _reasons_of_duties(cited: CitedDecision, words: CampaignWords) -> None:
    lang = cited.lang
    with st.expander(words.reasons_of_duties, icon=":material/gavel:"):
        for step in cited.decision.steps:
            if step.rule.verdict == "duty":
                marks = plain("".join(f"[{n}]" for n in cited.grounds.get(step.rule.id, ())))
                because = plain(step.rule.because[lang])
                st.markdown(f"**{plain(step.rule.title[lang])}** {marks}  \n{because}")


def _duties(campaign: Campaign, cited: CitedDecision, words: CampaignWords) -> None:
    lang = words.lang
    for timing, duties in duties_by_time(cited.decision.duties).items():
        if duties:
            st.markdown(f"**{TIMINGS[lang][timing]}**")
        for duty in duties:
            _duty(campaign, duty, words)


def _duty(campaign: Campaign, duty: Duty, words: CampaignWords) -> None:
    obligation, lang = rule_book().obligations[duty.id], words.lang
    said = plain(obligation.said[lang])
    if duty.state == "later":
        st.markdown(f"- {said} *({DUTY_STATES[lang]['later']})*")
    else:
        key = f"duty_{campaign.id}_{duty.id}"

        def tick() -> None:
            if st.session_state[key]:
                campaign.give(duty.id, True)
            else:
                campaign.forget(duty.id)

        st.session_state[key] = duty.state == "done"
        st.checkbox(said, key=key, on_change=tick)
    if obligation.evidence[lang]:
        st.caption(plain(words.evidence.format(proof=obligation.evidence[lang])))


def _risks(cited: CitedDecision) -> None:
    lang, headings = cited.lang, CHECK_WORDS[cited.lang]
    lines = [f"- {plain(sanction.said[lang])}" for sanction in cited.sanctions]
    lines += [f"- {plain(f'{one.title} [{one.citation}]')}" for one in cited.examples]
    if lines:
        st.subheader(headings.risks, anchor=False)
        st.markdown("\n".join(lines))
    # A refusal is no plan: nobody is to be involved in what stops here.
    advice = () if cited.decision.outcome == "not_allowed" else advice_of(cited.decision)
    if advice:
        st.subheader(headings.advice, anchor=False)
        st.markdown("\n".join(f"- {plain(ADVICE[lang][mark])}" for mark in advice))


def _citations(
    assistant: Assistant, campaign: Campaign, cited: CitedDecision, words: CampaignWords
) -> None:
    said = words_in(words.lang)
    for citation in cited.citations:
        show_citation(
            citation,
            _passage(assistant, citation.locator, cited),
            said,
            key=f"campaign_{campaign.id}",
            read_around=lambda one, passage: open_citation_window(
                assistant, one, passage, words.lang
            ),
        )


def _passage(assistant: Assistant, locator: str, cited: CitedDecision) -> Passage | None:
    try:
        return assistant.passage(locator, cited.lang, cited.decision.day)
    except UnknownLocator:  # a text only named
        return None
