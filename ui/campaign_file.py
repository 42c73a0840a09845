"""Keeping a check: the file as PDF and JSON, the entry for the record, and saving it here."""

from __future__ import annotations

import json
from datetime import date

import streamlit as st

from assistant.campaign.cited import CitedDecision
from assistant.campaign.file import LONGEST_AUTHOR, to_pdf
from assistant.campaign.record import to_csv
from assistant.conversations import title_of
from corpus.settings import Settings
from ui.campaign_state import Campaign
from ui.campaign_words import CampaignWords
from ui.keeper import Keeper
from ui.render import plain


def show_file(
    keeper: Keeper,
    campaign: Campaign,
    cited: CitedDecision,
    settings: Settings,
    words: CampaignWords,
) -> None:
    """Title and author, three downloads, and a button that saves."""
    st.subheader(words.file, anchor=False)
    st.caption(words.file_help)
    _names(campaign, words)
    today = date.today()
    title = campaign.title or title_of(campaign.text)
    stem = f"recital-{cited.decision.outcome.replace('_', '-')}-{today.isoformat()}"
    with st.container(horizontal=True):
        st.download_button(
            words.to_pdf,
            lambda: to_pdf(cited, author=campaign.author, made=today, title=title),
            file_name=f"{stem}.pdf",
            mime="application/pdf",
            icon=":material/picture_as_pdf:",
            key="campaign_pdf",
            on_click="ignore",
        )
        st.download_button(
            words.to_json,
            lambda: json.dumps(cited.to_json(), ensure_ascii=False, indent=2),
            file_name=f"{stem}.json",
            mime="application/json",
            key="campaign_json",
            on_click="ignore",
        )
        st.download_button(
            words.to_csv,
            lambda: to_csv(cited, made=today, title=title, author=campaign.author).encode(
                "utf-8-sig"
            ),
            file_name=f"{stem}.csv",
            mime="text/csv",
            key="campaign_csv",
            on_click="ignore",
        )
        if keeper.keeps:
            _save_button(keeper, campaign, cited, title, words)
    if not keeper.keeps:
        st.caption(words.not_kept)
    elif keeper.failure is not None:
        st.warning(plain(keeper.failure.message(words.lang)))
    elif campaign.is_saved:
        st.caption(words.saved_help.format(days=settings.data.conversation_days))


def _names(campaign: Campaign, words: CampaignWords) -> None:
    title, author = f"title_{campaign.id}", f"author_{campaign.id}"

    def take() -> None:
        campaign.title, campaign.author = st.session_state[title], st.session_state[author]
        campaign.is_saved = False

    st.session_state.setdefault(title, campaign.title or title_of(campaign.text))
    st.session_state.setdefault(author, campaign.author)
    first, second = st.columns(2)
    first.text_input(words.title, key=title, max_chars=80, on_change=take)
    second.text_input(words.author, key=author, max_chars=LONGEST_AUTHOR, on_change=take)


def _save_button(
    keeper: Keeper, campaign: Campaign, cited: CitedDecision, title: str, words: CampaignWords
) -> None:
    def save() -> None:
        campaign.is_saved = keeper.save_check(
            campaign.id,
            cited.decision,
            title=title,
            author=campaign.author,
            index_version=cited.index_version,
        )

    st.button(
        words.saved if campaign.is_saved else words.save,
        icon=":material/check:" if campaign.is_saved else ":material/save:",
        disabled=campaign.is_saved,
        on_click=save,
        key="campaign_save",
    )
