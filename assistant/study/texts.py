"""What questions are made from: an index, our cards' facts, one language, one day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from assistant.answer import Citation
from assistant.cite import cite
from assistant.quote import best_span
from assistant.sentences import Span
from corpus.card import CARDS_PATH, Card, card_paths, read_card
from corpus.errors import UnknownLocator
from corpus.index import Index
from corpus.keywords import words
from corpus.locator import article_of, label
from corpus.manifest import Manifest
from corpus.nouns import Language, Passage

CARD_PREFIX = "card:"
QUOTE_LIMIT = 420
"""Characters: a quote under a question is read at a glance."""
_FACT_KINDS = ("figure", "term", "decision")

Item = TypeVar("Item")


@lru_cache(maxsize=4)
def fact_cards(lang: Language) -> dict[str, Card]:
    """The cards of a language that hold a figure, a term or a decision, by locator.

    An index keeps a card's words, not its facts. Raises `OSError` or `ValueError` for a bad file.
    """
    paths = [path for path in card_paths(CARDS_PATH, lang) if path.parent.name in _FACT_KINDS]
    cards = [read_card(path).card for path in paths]
    return {f"{CARD_PREFIX}{card.id}": card for card in cards}


@dataclass(frozen=True, slots=True)
class StudyTexts:
    """The texts a question may be made from and quoted from.

    `articles` holds the whole articles of each text in reading order, by the prefix of its locators.
    """

    index: Index
    manifest: Manifest
    lang: Language
    as_of: date
    cards: dict[str, Card]
    articles: dict[str, tuple[str, ...]]

    def held(self, locator: str) -> Passage | None:
        """The unit in the reader's language, in force on the day; None where there is none."""
        try:
            passage = self.index.passage(locator, self.lang, self.as_of)
        except UnknownLocator:
            return None
        is_fit = passage.lang == self.lang and passage.is_in_force(self.as_of)
        return passage if is_fit else None

    def card(self, locator: str) -> Card | None:
        """The facts of a card that the index holds too."""
        card = self.cards.get(locator)
        return card if card and self.index.has(locator) else None

    def cards_of(self, kind: str) -> list[tuple[str, Card]]:
        """The cards of a kind that the index holds, with their locators."""
        return [
            (at, card) for at, card in self.cards.items() if card.kind == kind and self.card(at)
        ]

    def name(self, passage: Passage) -> str:
        """The unit as a reader cites it."""
        source = self.manifest.source_of(passage)
        return label(passage.locator, source, self.lang, passage.page, passage.heading)

    def quote(self, passage: Passage, wanted: str = "") -> Citation:
        """The stretch of a unit that holds most of the wanted words, cited from the store."""
        asked = words(wanted, passage.lang)
        return self.quote_span(passage, best_span(passage.text, asked, passage.lang, QUOTE_LIMIT))

    def quote_span(self, passage: Passage, span: Span) -> Citation:
        """Exactly these words of a unit, cited from the store."""
        source = self.manifest.source_of(passage)
        return cite(1, passage, span, source, self.lang, unit=passage)

    def proof(self, card: Passage, held: Iterable[str] = ()) -> Citation:
        """The words a card stands on: the first loaded text it cites, else the card's own.

        Among the texts, one whose quoted words hold one of `held` (a figure as written) comes first.
        """
        quotes = [
            self.quote(passage, carries)
            for locator, carries in zip(card.cited_locators, card.carried, strict=True)
            if (passage := self._any_language(locator)) is not None
        ]
        # Facts about a document are not its words.
        quotes = [
            quote
            for quote in quotes
            if quote.quote_status in ("exact", "repaired") and quote.source_status != "metadata"
        ]
        wanted = list(held)
        best = [q for q in quotes if any(form in q.quote for form in wanted)]
        return next(iter(best or quotes), None) or self.quote(card)

    def _any_language(self, locator: str) -> Passage | None:
        """The unit in the language it has: a French law is quoted in French."""
        try:
            return self.index.passage(locator, self.lang, self.as_of)
        except UnknownLocator:
            return None


def articles_of(index: Index) -> dict[str, tuple[str, ...]]:
    """The whole articles of each text in reading order, by the prefix of their locators."""
    found: dict[str, dict[str, None]] = {}
    for passage in index.passages.values():
        prefix, _, unit = passage.locator.partition(":")
        if unit.startswith("art-") and passage.locator == article_of(passage.locator):
            found.setdefault(prefix, {})[passage.locator] = None
    return {prefix: tuple(locators) for prefix, locators in found.items()}


def shuffled(items: Sequence[Item], seed: int, salt: str = "") -> list[Item]:
    """The items in an order that seed and salt decide, the same on every machine."""

    def place(position: int) -> bytes:
        return hashlib.blake2b(f"{seed}|{salt}|{position}".encode(), digest_size=8).digest()

    return [items[position] for position in sorted(range(len(items)), key=place)]
