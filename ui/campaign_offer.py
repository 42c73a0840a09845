"""Under an answer of the chat: a way to the campaign check where the question describes a campaign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from assistant.campaign.offer import is_about_a_campaign
from corpus.nouns import Language
from ui.campaign_words import campaign_words

OpenCheck = Callable[[str], None]
"""Goes to the campaign check with a sentence."""


def show_offer(question: str, key: str, open_check: OpenCheck, lang: Language) -> None:
    """A button that opens the check with the question as its description."""
    if not _is_campaign(question):
        return
    words = campaign_words(lang)
    if st.button(
        words.offer_button, icon=":material/fact_check:", help=words.offer, key=f"check_{key}"
    ):
        open_check(question)


@st.cache_data(show_spinner=False, max_entries=500)
def _is_campaign(question: str) -> bool:
    return is_about_a_campaign(question, date.today())
