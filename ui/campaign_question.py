"""One question at a time: the fact that still matters, why, and every honest answer to it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.campaign.facts import Fact
from assistant.campaign.means import THEMES
from ui.campaign_state import Campaign
from ui.campaign_words import CampaignWords
from ui.reader_link import inner_link, unit_address
from ui.render import plain


def show_question(campaign: Campaign, fact: Fact, words: CampaignWords) -> None:
    """The question with its answers; "I don't know" and "skip" are answers too."""
    lang = words.lang
    with st.container(border=True, key="campaign_question"):
        st.caption(words.question_number.format(number=len(campaign.trail) + 1))
        st.markdown(f"**{plain(fact.question[lang])}**")
        match fact.kind:
            case "many":
                _several(campaign, fact, words)
            case "age":
                _age(campaign, fact, words)
            case _:
                _one(campaign, fact, words)
        _ways_on(campaign, fact, words)
        with st.expander(words.why, icon=":material/help:"):
            st.markdown(plain(fact.why[lang]))
            link = inner_link(f"{words.law} : {fact.law}", unit_address(fact.law))
            st.markdown(link)


def _one(campaign: Campaign, fact: Fact, words: CampaignWords) -> None:
    for value in fact.values:
        st.button(
            plain(value.said[words.lang]),
            key=f"answer_{fact.id}_{value.id}",
            on_click=campaign.give,
            args=(fact.id, value.id),
            width="stretch",
        )


def _several(campaign: Campaign, fact: Fact, words: CampaignWords) -> None:
    """Several values at once; the means of a campaign stand under their themes."""
    key = f"answer_{fact.id}"
    said = {str(value.id): value.said[words.lang] for value in fact.values}
    groups = THEMES if fact.id == "operations" else {"": {}}
    chosen: list[str] = []
    for name, theme in groups.items():
        options = list(theme.get("means", said))
        shown = theme.get(words.lang) or fact.question[words.lang]
        chosen += st.pills(
            str(shown),
            options,
            selection_mode="multi",
            format_func=lambda value: plain(said[value]),
            key=f"{key}_{name}",
            label_visibility="visible" if name else "collapsed",
        )
    st.button(
        words.next,
        type="primary",
        disabled=not chosen,
        on_click=campaign.give,
        args=(fact.id, tuple(chosen)),
        key=f"{key}_next",
    )


def _age(campaign: Campaign, fact: Fact, words: CampaignWords) -> None:
    _one(campaign, fact, words)
    key = f"answer_{fact.id}_date"

    def give() -> None:
        campaign.give(fact.id, st.session_state[key])

    with st.popover(words.use_date):
        st.date_input(words.date, value=None, max_value=date.today(), key=key)
        st.button(
            words.next, on_click=give, disabled=not st.session_state.get(key), key=f"{key}_ok"
        )


def _ways_on(campaign: Campaign, fact: Fact, words: CampaignWords) -> None:
    with st.container(horizontal=True):
        if campaign.trail:
            st.button(
                words.back,
                icon=":material/arrow_back:",
                type="tertiary",
                on_click=campaign.go_back,
                key="campaign_back",
            )
        if fact.id != "operations":
            st.button(
                words.unknown,
                type="tertiary",
                on_click=campaign.give,
                args=(fact.id, None),
                key="campaign_unknown",
            )
            st.button(
                words.skip,
                type="tertiary",
                on_click=campaign.skip,
                args=(fact.id,),
                key="campaign_skip",
            )
