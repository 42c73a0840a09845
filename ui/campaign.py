"""The campaign check: a sentence or questions, the decision as it stands, the file that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.campaign.cited import CitedDecision, cite_decision
from assistant.campaign.decision import Decision
from assistant.campaign.facts import fact_table
from corpus.nouns import Language
from corpus.settings import Settings
from ui.campaign_decision import show_decision
from ui.campaign_facts import show_assumptions, show_confirmation, show_facts
from ui.campaign_figure import apply_campaign_style, show_verdict
from ui.campaign_file import show_file
from ui.campaign_question import show_question
from ui.campaign_saved import show_saved
from ui.campaign_state import Campaign, current_campaign, new_campaign
from ui.campaign_words import CampaignWords, campaign_words
from ui.keeper import Keeper
from ui.owner import clear_forgotten, remember_reader
from ui.provider_notice import show_provider_notice
from ui.render import plain
from ui.words import words_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant

CAMPAIGN_PAGE = "campaign"
"""The path of the page."""
LONGEST_DESCRIPTION = 2_000


def show_campaign(assistant: Assistant, keeper: Keeper, settings: Settings, lang: Language) -> None:
    """Start, confirm what was read, or the decision with the next question."""
    words, campaign = campaign_words(lang), current_campaign()
    apply_campaign_style()
    clear_forgotten()
    remember_reader(settings.data.conversation_days)
    if not campaign.is_started:
        show_provider_notice(assistant, words_in(lang))
        _start(campaign, assistant, words)
        show_saved(keeper, settings, words)
    elif not campaign.is_confirmed:
        show_confirmation(campaign, words)
    else:
        _decide(assistant, keeper, campaign, settings, words)
    st.caption(words.notice, text_alignment="center")


def _start(campaign: Campaign, assistant: Assistant, words: CampaignWords) -> None:
    chat = assistant.setting.chat

    def read() -> None:
        text = st.session_state["campaign_text"]
        if text.strip():
            campaign.read(text, chat)

    def ask() -> None:
        campaign.is_started = True

    st.markdown(words.promise)
    st.text_area(
        words.describe,
        key="campaign_text",
        placeholder=words.placeholder,
        max_chars=LONGEST_DESCRIPTION,
        height=110,
    )
    st.caption(words.describe_help)
    with st.container(horizontal=True):
        st.button(words.read, type="primary", on_click=read, key="campaign_read")
        st.button(words.by_questions, on_click=ask, key="campaign_ask", type="tertiary")
    st.caption(words.examples_title)
    for number, example in enumerate(words.examples):
        st.button(
            plain(example),
            on_click=campaign.read,
            args=(example, chat),
            key=f"campaign_example_{number}",
            width="stretch",
        )


def _decide(
    assistant: Assistant,
    keeper: Keeper,
    campaign: Campaign,
    settings: Settings,
    words: CampaignWords,
) -> None:
    decision = campaign.decide()
    cited = _cited(assistant, decision, words.lang)
    if campaign.text:
        st.markdown(f"> {plain(campaign.text)}")
        if not campaign.heard:
            st.info(words.nothing_read)
    if campaign.has_means:
        show_verdict(cited)
    question = campaign.next_question(decision)
    if question is not None:
        show_question(campaign, fact_table()[question], words)
    elif campaign.skipped and any(fact in decision.missing for fact in campaign.skipped):
        st.button(words.ask_skipped, on_click=campaign.unskip_all, key="campaign_unskip")
    show_facts(campaign, words)
    if campaign.has_means:
        show_assumptions(campaign, cited, words)
        show_decision(assistant, campaign, cited, words)
        show_file(keeper, campaign, cited, settings, words)
    st.button(words.restart, icon=":material/add:", on_click=new_campaign, key="campaign_restart")


def _cited(assistant: Assistant, decision: Decision, lang: Language) -> CitedDecision:
    index = assistant.setting.reader.index()
    return cite_decision(decision, index, assistant.setting.manifest_of(index), lang)
