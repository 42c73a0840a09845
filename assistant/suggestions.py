"""What a reader may want to ask next: questions of our cards that stand near the answer given."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.answer import Answer
from corpus.locator import article_of
from corpus.nouns import Passage

SUGGESTED = 3
# A card on the same topic is nearer than one that only cites the same law.
_TOPIC_WEIGHT = 1.5


def suggestions(
    answers: Sequence[Answer], cards: Sequence[Passage], asked: Iterable[str]
) -> tuple[str, ...]:
    """Three questions, each of another card, on the same topics or law as the last answer.

    `cards` are the cards of the reader's language, `asked` what the conversation asked already. A
    card that an answer of the conversation stands on is left out: its question is answered.
    """
    if not answers:
        return ()
    cited = [citation.locator for answer in answers for citation in answer.citations]
    near = [citation.locator for citation in answers[-1].citations] + list(answers[-1].nearest)
    passages = {_unit(locator) for locator in near}
    topics = {topic for card in cards if card.locator in near for topic in card.keywords}
    passages |= {
        _unit(locator) for card in cards if card.locator in near for locator in card.cited_locators
    }
    rarity = _rarity(cards)
    scored = [
        (_nearness(card, topics, passages, rarity), card)
        for card in cards
        if card.locator not in cited
    ]
    ranked = sorted(
        ((score, card) for score, card in scored if score > 0 and card.questions),
        key=lambda pair: (-pair[0], pair[1].locator),
    )
    known = {_plain(question) for question in asked}
    chosen = (_question(card, known) for _, card in ranked)
    return tuple([question for question in chosen if question][:SUGGESTED])


def _nearness(
    card: Passage, topics: set[str], passages: set[str], rarity: dict[str, float]
) -> float:
    shared_topics = topics.intersection(card.keywords)
    shared_passages = passages.intersection(map(_unit, card.cited_locators))
    return _TOPIC_WEIGHT * sum(rarity[topic] for topic in shared_topics) + sum(
        rarity[passage] for passage in shared_passages
    )


def _rarity(cards: Sequence[Passage]) -> dict[str, float]:
    """How much it says that two cards share a topic or a passage: little if all of them do."""
    counts: Counter[str] = Counter()
    for card in cards:
        counts.update({*card.keywords, *map(_unit, card.cited_locators)})
    return {name: math.log(1 + len(cards) / count) for name, count in counts.items()}


@lru_cache(maxsize=8_192)
def _unit(locator: str) -> str:
    """The article or entry a locator is in: cards rarely cite the same point."""
    return article_of(locator)


def _question(card: Passage, known: set[str]) -> str:
    """The first full question of a card; keyword queries are how people type, not how we speak."""
    spoken = (question for question in card.questions if question.rstrip().endswith("?"))
    asked = next((question for question in spoken if question[:1].isupper()), "")
    return "" if _plain(asked) in known else asked


def _plain(question: str) -> str:
    return " ".join(question.casefold().rstrip(" ?.!").split())
