"""What one answered case looks like to RAGAS: plain texts and ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.expansion import article_of_unit, is_card
from assistant.retrieve import Retrieved
from corpus.errors import UnknownLocator
from corpus.index import Index
from corpus.nouns import Language
from evals.cases import Case
from evals.metrics import opening, own_words


@dataclass(frozen=True, slots=True)
class Sample:
    """One case. `response` is what the assistant says itself, `quotes` the words it quotes.

    Contexts are the texts found, best first; those of reference are the gold units in the language of
    the question. Ids are articles, so that a paragraph found counts for the article wanted.
    """

    question: str
    response: str
    quotes: tuple[str, ...]
    contexts: tuple[str, ...]
    context_ids: tuple[str, ...]
    reference: str
    reference_contexts: tuple[str, ...]
    reference_ids: tuple[str, ...]


def sample_of(case: Case, answer: Answer, retrieved: Retrieved, index: Index) -> Sample:
    """The sample of an answered case; cards are ours and no context of reference."""
    found = [hit.passage for hit in retrieved.texts if not is_card(hit.passage.locator)]
    cited = [c.locator for c in answer.citations if index.has(c.locator)]
    texts = [passage.full_text for passage in found]
    texts += [text for locator in cited for text in _texts(locator, answer.lang, index)]
    gold = tuple(locator for group in case.must for locator in group[:1] if not is_card(locator))
    return Sample(
        question=case.question,
        response=own_words(opening(answer.text)),
        quotes=tuple(c.quote for c in answer.citations if c.quote_status in ("exact", "repaired")),
        contexts=tuple(dict.fromkeys(texts)),
        context_ids=tuple(dict.fromkeys(article_of_unit(p.locator) for p in found)),
        reference=case.reference,
        reference_contexts=tuple(text for locator in gold for text in _texts(locator, case.lang, index)),
        reference_ids=tuple(dict.fromkeys(article_of_unit(locator) for locator in gold)),
    )  # fmt: skip


def sample_from(told: Mapping[str, Any]) -> Sample:
    """The sample that was kept as JSON."""
    held: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in told.items()}
    return Sample(**held)


def _texts(locator: str, lang: Language, index: Index) -> list[str]:
    try:
        return [index.passage(locator, lang).full_text]
    except UnknownLocator:
        return []
