from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

import pytest

from assistant.card_choice import card_for
from assistant.question import Question
from corpus.index import Index
from corpus.nouns import Hit, Passage

NEW_LAW = date(2026, 8, 11)


def card(name: str, since: date | None = None, until: date | None = None) -> Passage:
    cited = ("law:art-1",) if name.startswith("calls") else ()
    return Passage(
        f"card:{name}", "fr", "card", "card", name, f"La fiche {name}.",
        cited_locators=cited, applies_from=since, applies_until=until,
    )  # fmt: skip


class FewCards:
    """The cards on calls, and nothing else."""

    held: ClassVar = {
        "card:calls-b2b": card("calls-b2b"),
        "card:calls-b2c": card("calls-b2c", NEW_LAW),
        "card:bells-b2b": card("bells-b2b"),
        "card:calls-hours": card("calls-hours"),
        "card:calls-before": card("calls-before", until=NEW_LAW),
    }
    passages: ClassVar = held

    def languages(self, locator: str) -> tuple[str, ...]:
        return ("fr",) if locator in self.held else ()

    def passage(self, locator: str, lang: str, as_of: Any = None) -> Passage:
        return self.held[locator]


def chosen(question: str, *names: str, as_of: date = NEW_LAW) -> str:
    hits = [Hit(card(name), card(name), 5.0 - place) for place, name in enumerate(names)]
    asked = Question(question, as_of)
    found = card_for(hits, "permission", asked, cast(Index, FewCards()), "fr")
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


def test_before_the_rule_for_consumers_began_the_one_that_held_then_answers() -> None:
    question, before = "Peut-on appeler des prospects ?", date(2026, 8, 10)
    assert chosen(question, "calls-b2b", as_of=before) == "card:calls-before"
    assert chosen(question, "calls-b2b", as_of=NEW_LAW) == "card:calls-b2c"


def test_a_card_on_professionals_alone_answers_where_consumers_have_none() -> None:
    assert chosen("Peut-on sonner les cloches ?", "bells-b2b") == "card:bells-b2b"
