"""`recital cards stats`: what our cards cover, and which of them are due for another check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from corpus.card import CARD_KINDS, CardFile
from corpus.locator import article_of
from evals.cards.verify import Topics

GDPR_ARTICLES = tuple(f"gdpr:art-{number}" for number in range(1, 100))


@dataclass(slots=True)
class Coverage:
    """Numbers of cards (a card in two languages counts once, but under `languages`)."""

    cards: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    audiences: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    confidence: dict[str, int] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    articles: dict[str, int] = field(default_factory=dict)
    articles_uncited: list[str] = field(default_factory=list)
    past_review: list[str] = field(default_factory=list)
    next_review: str = ""


def coverage(cards: Sequence[CardFile], topics: Topics, today: date) -> Coverage:
    """Count cards by what they are about; `today` decides which are past their review date."""
    by_id = {item.card.id: item.card for item in cards}
    once = list(by_id.values())
    cited = Counter(
        article
        for card in once
        for article in {article_of(citation.locator) for citation in card.citations}
    )
    return Coverage(
        cards=len(once),
        languages=dict(Counter(item.card.lang for item in cards)),
        kinds={kind: sum(card.kind == kind for card in once) for kind in CARD_KINDS},
        audiences=dict(Counter(name for card in once for name in card.audiences).most_common()),
        topics=dict(
            Counter(
                topics[card.lang].get(label, label) for card in once for label in card.topics
            ).most_common()
        ),
        confidence=dict(Counter(card.confidence for card in once).most_common()),
        pending=sorted(card.id for card in once if card.status == "pending"),
        articles={article: cited[article] for article in GDPR_ARTICLES if cited[article]},
        articles_uncited=[article for article in GDPR_ARTICLES if not cited[article]],
        past_review=sorted(card.id for card in once if card.review_due < today),
        next_review=min((card.review_due for card in once), default=today).isoformat(),
    )


def table(found: Coverage) -> list[str]:
    """The lines a person reads."""
    return [
        f"{found.cards} cards, {_listed(found.languages)}",
        f"kinds       {_listed(found.kinds)}",
        f"audiences   {_listed(found.audiences)}",
        f"confidence  {_listed(found.confidence)}",
        f"pending     {', '.join(found.pending) or 'none'}",
        f"topics      {_listed(found.topics)}",
        f"GDPR        {len(found.articles)} of {len(GDPR_ARTICLES)} articles cited"
        + (f"; not: {', '.join(found.articles_uncited)}" if found.articles_uncited else ""),
        f"review      next {found.next_review}; past: {', '.join(found.past_review) or 'none'}",
    ]


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
