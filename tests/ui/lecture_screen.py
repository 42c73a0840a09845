"""The lecture view over a hand-written assistant: it answers at once, and fails where it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import streamlit as st

from assistant.answer import Answer, Citation
from assistant.assistant import Assistant
from corpus.errors import EmptyQuestion
from corpus.nouns import Language
from corpus.settings import load_settings

QUOTE = "La cloche sonne à midi <b>."


@dataclass
class Lecturer:
    """Answers everything but what speaks of the moon; `asked` is what it was asked."""

    index_version: str = "1"
    asked: list[str] = field(default_factory=list)

    def ask(self, question: str, *, likely_lang: Language = "fr", limit: int = 0) -> Answer:
        self.asked.append(question)
        if "lune" in question:
            raise EmptyQuestion()
        citation = Citation(
            1,
            "gdpr:art-33-1",
            "gdpr",
            "RGPD, article 33(1)",
            "fr",
            "law",
            QUOTE,
            "exact",
            "https://eur-lex.europa.eu/x",
        )
        return Answer(
            question=question,
            lang="fr",
            outcome="answered",
            mode="composed",
            text=f"**Le sonneur** répond à : {question} [1]\n\n> {QUOTE}",
            citations=(citation,),
            index_version=self.index_version,
            as_of=date(2026, 11, 22),
        )


LECTURER = Lecturer()


def main() -> None:
    """The page, as the program opens it."""
    from ui.keeper import Keeper
    from ui.lecture import show_lecture

    known: Any = LECTURER
    keeper = Keeper(load_settings())
    show_lecture(cast(Assistant, known), keeper, st.session_state.get("lang", "fr"))
