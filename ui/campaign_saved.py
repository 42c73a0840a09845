"""The reader's saved checks: what was decided, whether it would come out otherwise today."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.campaign.checks import SavedCheck, decide_again
from assistant.campaign.wording import OUTCOMES
from corpus.settings import Settings
from ui.campaign_figure import signal
from ui.campaign_state import open_saved
from ui.campaign_words import CampaignWords
from ui.keeper import Keeper
from ui.render import plain
from ui.words import words_in


def show_saved(keeper: Keeper, settings: Settings, words: CampaignWords) -> None:
    """The list, last changed first; nothing for a reader who saved none."""
    saved = keeper.checks()
    if keeper.failure is not None:
        st.warning(plain(keeper.failure.message(words.lang)))
    if not saved:
        return
    st.subheader(words.saved_title, anchor=False)
    for check in saved:
        _show_check(check, keeper, words)
    st.caption(words.saved_help.format(days=settings.data.conversation_days))


def _show_check(check: SavedCheck, keeper: Keeper, words: CampaignWords) -> None:
    lang = words.lang
    with st.container(border=True, key=f"check_{check.id}"):
        day = words_in(lang).day(check.day)
        st.markdown(
            f"**{plain(check.title or words.page)}**  \n"
            f"{signal(check.outcome, lang)} · {plain(day)}"
        )
        st.caption(_today(check, words))
        with st.container(horizontal=True):
            st.button(
                words.open,
                on_click=open_saved,
                args=(check,),
                disabled=check.facts is None,
                key=f"open_{check.id}",
            )
            st.button(
                words.delete,
                type="tertiary",
                on_click=keeper.erase_check,
                args=(check.id,),
                key=f"delete_{check.id}",
            )


def _today(check: SavedCheck, words: CampaignWords) -> str:
    again = decide_again(check, date.today())
    if again is None:
        return words.unreadable
    if again.is_other_outcome:
        outcome = OUTCOMES[words.lang][again.decision.outcome]
        return f":orange[**{plain(words.differs.format(outcome=outcome))}**]"
    return words.differs_rules if again.differs else words.same
