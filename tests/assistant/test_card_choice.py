from __future__ import annotations

from typing import Any, ClassVar, cast

import pytest

from assistant.card_choice import card_for
from corpus.index import Index
from corpus.nouns import Hit, Passage


def card(name: str) -> Passage:
    return Passage(f"card:{name}", "fr", "card", "card", name, f"La fiche {name}.")


class FewCards:
    """The cards on calls, and nothing else."""

    held: ClassVar = {
        f"card:{name}": card(name) for name in ("calls-b2b", "calls-b2c", "bells-b2b")
    }
    passages: ClassVar[dict[str, Passage]] = {}

    def languages(self, locator: str) -> tuple[str, ...]:
        return ("fr",) if locator in self.held else ()

    def passage(self, locator: str, lang: str, as_of: Any = None) -> Passage:
        return self.held[locator]


def chosen(question: str, *names: str) -> str:
    hits = [Hit(card(name), card(name), 5.0 - place) for place, name in enumerate(names)]
    found = card_for(hits, "permission", question, cast(Index, FewCards()), "fr")
    assert found is not None
    return found.passage.locator


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Peut-on appeler des prospects ?", "calls-b2c"),
        ("Peut-on appeler des entreprises ?", "calls-b2b"),
        ("prospection b2b par téléphone ?", "calls-b2b"),
        ("May we call a supplier?", "calls-b2b"),
        ("May we call people we met?", "calls-b2c"),
    ],
)
def test_without_a_word_on_professionals_the_rule_for_consumers_answers(
    question: str, name: str
) -> None:
    assert chosen(question, "calls-b2b", "calls-b2c") == f"card:{name}"
    assert chosen(question, "calls-b2b") == f"card:{name}"


def test_a_card_on_professionals_alone_answers_where_consumers_have_none() -> None:
    assert chosen("Peut-on sonner les cloches ?", "bells-b2b") == "card:bells-b2b"
