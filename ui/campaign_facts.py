"""The facts of a campaign as the reader sees and corrects them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.campaign.cited import CitedDecision, assumed
from assistant.campaign.facts import Fact, Given, Value, fact_table
from assistant.campaign.unread import MOST_UNREAD
from ui.campaign_state import Campaign, new_campaign
from ui.campaign_words import CampaignWords
from ui.render import plain


def show_confirmation(campaign: Campaign, words: CampaignWords) -> None:
    """What was read out of a sentence, with the words that said it, before anything is decided."""

    def confirm() -> None:
        campaign.is_confirmed = True

    st.markdown(f"> {plain(campaign.text)}")
    st.subheader(words.confirm_title, anchor=False)
    st.caption(words.confirm_help)
    for fact in fact_table():
        if fact.id in campaign.facts.given:
            show_fact_input(campaign, fact, words, note=_heard(campaign, fact, words))
    for left in campaign.unread[:MOST_UNREAD]:
        st.warning(plain(words.unread.format(words=left)), icon=":material/hearing_disabled:")
    with st.container(horizontal=True):
        st.button(words.confirm, type="primary", on_click=confirm, key="campaign_confirm")
        st.button(words.restart, type="tertiary", on_click=new_campaign, key="campaign_restart")


def show_facts(campaign: Campaign, words: CampaignWords) -> None:
    """What was given, each fact to be changed or taken back."""
    given = [fact for fact in fact_table() if fact.id in campaign.facts.given and not fact.is_duty]
    if not given:
        return
    with st.expander(f"{words.facts} ({len(given)})", icon=":material/fact_check:"):
        for fact in given:
            show_fact_input(campaign, fact, words)
        key = f"campaign_day_{campaign.id}"

        def set_day() -> None:
            campaign.day = st.session_state[key]

        st.session_state.setdefault(key, campaign.day)
        st.date_input(
            words.day, min_value=date(2018, 5, 25), key=key, help=words.day_help, on_change=set_day
        )


def show_assumptions(campaign: Campaign, cited: CitedDecision, words: CampaignWords) -> None:
    """What is taken for granted because nobody said otherwise."""
    taken = assumed(cited.decision)
    if not taken:
        return
    with st.expander(f"{words.assumed} ({len(taken)})", icon=":material/rule:"):
        st.caption(words.assumed_help)
        for name, value in taken.items():
            show_fact_input(campaign, fact_table()[name], words, presumed=value)


def show_fact_input(
    campaign: Campaign,
    fact: Fact,
    words: CampaignWords,
    *,
    note: str = "",
    presumed: Value | None = None,
) -> None:
    """The value of a fact, to be chosen anew; choosing what nobody knows is possible too."""
    key = f"fact_{campaign.id}_{fact.id}"
    given = campaign.facts.given.get(fact.id, presumed)
    if fact.kind == "many":
        _choose_several(campaign, fact, words, key, given)
    else:
        _choose_one(campaign, fact, words, key, given)
    if note:
        st.caption(note)


def _choose_several(
    campaign: Campaign, fact: Fact, words: CampaignWords, key: str, given: Given | bool
) -> None:
    def take() -> None:
        chosen = tuple(st.session_state[key])
        if chosen:
            campaign.give(fact.id, chosen)
        else:
            campaign.forget(fact.id)

    st.session_state[key] = list(given) if isinstance(given, tuple) else [given] if given else []
    st.multiselect(
        plain(fact.question[words.lang]),
        [value.id for value in fact.values],
        format_func=lambda value: fact.said(value, words.lang),
        key=key,
        on_change=take,
    )


def _choose_one(
    campaign: Campaign, fact: Fact, words: CampaignWords, key: str, given: Given | bool
) -> None:
    def take() -> None:
        campaign.give(fact.id, st.session_state[key])

    options: Sequence[Given | bool] = [value.id for value in fact.values]
    options = [*options, *([given] if isinstance(given, date) else []), None]
    st.session_state[key] = given
    st.selectbox(
        plain(fact.question[words.lang]),
        options,
        format_func=lambda value: _said(fact, value, words),
        key=key,
        on_change=take,
    )


def _said(fact: Fact, value: Given | bool, words: CampaignWords) -> str:
    from assistant.campaign.cited import said_value

    return said_value(fact, value, words.lang)


def _heard(campaign: Campaign, fact: Fact, words: CampaignWords) -> str:
    said = [
        campaign.text[one.start : one.end].strip() for one in campaign.heard if one.fact == fact.id
    ]
    return plain(words.heard.format(words=", ".join(dict.fromkeys(said)))) if said else ""
