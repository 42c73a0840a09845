"""Test me under a made-up answer: our figure cards in memory, and the law of one article."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import streamlit as st
from small_library import small_assistant

from assistant.answer import Answer, Citation
from assistant.assistant import Assistant
from corpus.manifest import default_manifest
from corpus.nouns import Language, Origin, Passage
from ingest.parse import cards
from ui.conversation import Exchange
from ui.study import show_test_me
from ui.words import words_in

CARD = "card:figure-breach-72-hours"
LAW = Passage(
    locator="gdpr:art-33-1",
    lang="fr",
    source="gdpr",
    kind="paragraph",
    heading="Des cloches",
    text="La cloche sonne au plus tard 72 heures après le naufrage, quel que soit le sonneur <b>.",
    applies_from=date(2018, 5, 25),
)


@cache
def assistant() -> Assistant:
    """One for every visit."""
    folder = Path(__file__).parents[2] / "corpus" / "cards"
    source = default_manifest().source("card")
    held = cards.load(source, Origin("repository", "cards", "cards", "fr"), folder)
    figures = [passage for passage in held if passage.locator.startswith("card:figure-")]
    return small_assistant((*figures, LAW))


def exchange(locator: str = CARD, lang: Language = "fr") -> Exchange:
    """An exchange whose answer stands on one unit."""
    citation = Citation(
        1, locator, "card", "Fiche", lang, "card", "72 heures", "exact", "https://www.cnil.fr/"
    )
    answer = Answer(
        question="?",
        lang=lang,
        outcome="answered",
        mode="composed",
        text="72 heures [1].",
        citations=(citation,),
        index_version="20261122T1",
        as_of=date(2026, 11, 22),
    )
    return Exchange("?", answer=answer)


def main() -> None:
    """The screen; the session keeps the exchange, as the conversation does."""
    kept = st.session_state.setdefault("exchange", exchange())
    show_test_me(kept, assistant(), words_in(st.session_state.get("lang", "fr")))
