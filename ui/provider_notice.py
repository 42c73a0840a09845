"""The line that says, before anything is asked, whom a question will be sent to."""

from __future__ import annotations

import streamlit as st

from assistant.assistant import Assistant
from assistant.chat_words import departure_notice
from ui.render import plain
from ui.words import Words


def show_provider_notice(assistant: Assistant, words: Words) -> None:
    """Warn that questions leave this machine, and for where; nothing where they stay."""
    provider = assistant.provider
    notice = departure_notice(provider, words.lang) if provider else ""
    if notice:
        st.warning(plain(notice), icon=":material/outbound:")
