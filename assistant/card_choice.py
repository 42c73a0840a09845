"""Which of our cards answers a question, if one does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from assistant.figures import held_figures
from assistant.per_index import once_per_index
from assistant.question import Question
from assistant.question_kind import QuestionKind
from corpus.card import CardKind
from corpus.index import Index
from corpus.keywords import coverage, words
from corpus.locator import ancestors, article_of
from corpus.nouns import USER_SOURCE_PREFIX, Hit, Language, Passage

CARD_DEPTH = 5
"""Hits among which a card is looked for that stands on the text found first."""
PREFERRED_SHARE = 0.9
"""A card of the kind that was asked for goes first when it scores this share of the best hit."""
SANCTION_SHARE = 0.8
"""The same for a sanction: what is allowed and what a fault costs are told in almost the same words."""
FIGURE_SHARE = 0.6
"""A text with a figure goes before one without from this share of the best score on."""
EXPLAINED_SHARE = 0.6
"""A card on the article of a found text answers when it holds this share of the question's words."""
COUNTED: tuple[QuestionKind, ...] = ("figure", "deadline", "sanction")
_PREFERRED: dict[QuestionKind, CardKind] = {
    "definition": "term",
    "figure": "figure",
    "deadline": "figure",
    "procedure": "practice",
    "permission": "practice",
}
_SANCTIONS = frozenset({"sanctions", "amendes", "fines"})
"""Topics of the cards that say what a fault costs (`corpus/topics.toml`)."""
_PREFIXES: dict[str, CardKind] = {
    "card:term-": "term",
    "card:figure-": "figure",
    "card:decision-": "decision",
    "card:research-": "research",
    "card:gdpr-art-": "article",
}
_DEFINITIONS = "gdpr:art-4-"
_PROFESSIONALS, _CONSUMERS = "-b2b", "-b2c"
_NAMES_PROFESSIONALS = re.compile(
    r"\bb ?(?:2|to) ?b\b|\bpros?\b|professi?on+el|professional|entreprise|soci[ée]t[ée]s?\b|"
    r"business|compan(?:y|ies)|corporate|firms?\b|\bwork\b|office|employe|ind[ée]pendant|freelanc|"
    r"artisan|commer[cç]ant|dirigeant|salari|m[ée]tier|standard|linkedin|contact@|info@|siret|"
    r"trade|vendor|supplier|fournisseur|avocat|lawyer|doctor|m[ée]decin|pharmac",
    re.IGNORECASE,
)


def card_for(
    hits: Sequence[Hit], kind: QuestionKind, question: Question, index: Index, lang: Language
) -> Hit | None:
    """The card that answers, of the law of the day that is asked for.

    A card of the kind asked for among the best hits; else the first hit; else one near it that
    stands on the first hit's text; else the one that explains that text. Where the rule for
    professionals differs from that for consumers, and the question names no professional, the
    consumers' rule of that day answers: it protects more.
    """
    hits = _with_figures_first(hits) if kind in COUNTED else hits
    chosen = (
        _preferred(hits, kind)
        or _standing_on(hits)
        or _explaining(hits[0].passage, question, index, lang)
    )
    return _for_consumers(chosen, hits, question, index, lang) if chosen else None


def first_text(hits: Sequence[Hit]) -> Hit | None:
    """The best hit that is neither one of our cards nor a document of the user's own."""
    texts = (hit for hit in hits if hit.passage.kind != "card")
    return next(
        (hit for hit in texts if not hit.passage.source.startswith(USER_SOURCE_PREFIX)), None
    )


def is_same_text(one: str, other: str) -> bool:
    """Whether a unit is the other one, or stands around or inside it."""
    return one == other or one in ancestors(other) or other in ancestors(one)


def article_card(unit: str, index: Index, lang: Language) -> Passage | None:
    """Our card that explains an article in plain words, if there is one in the reader's language."""
    locator = f"card:{unit.replace(':', '-')}"
    return index.passage(locator, lang) if lang in index.languages(locator) else None


def kind_of_card(locator: str) -> CardKind:
    """The kind of a card, told by its id: a card on practice has no prefix."""
    kinds = (kind for prefix, kind in _PREFIXES.items() if locator.startswith(prefix))
    return next(kinds, "practice")


def is_of_kind(unit: Passage, kind: QuestionKind) -> bool:
    """Whether a unit is a card made for questions of a kind."""
    if unit.kind != "card":
        return False
    if kind == "sanction":
        return not _SANCTIONS.isdisjoint(unit.keywords)
    return kind_of_card(unit.locator) == _PREFERRED.get(kind)


def _with_figures_first(hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits, those near the best that hold a figure first: a number was asked for."""
    if hits[0].passage.kind == "card":
        return hits
    near = [hit for hit in hits[:CARD_DEPTH] if hit.score >= FIGURE_SHARE * hits[0].score]
    counted = [hit for hit in near if held_figures(hit.focus.text)]
    taken = {hit.passage.locator for hit in counted}
    return [*counted, *(hit for hit in hits if hit.passage.locator not in taken)]


def _preferred(hits: Sequence[Hit], kind: QuestionKind) -> Hit | None:
    least = (SANCTION_SHARE if kind == "sanction" else PREFERRED_SHARE) * hits[0].score
    near = (hit for hit in hits[:CARD_DEPTH] if hit.score >= least)
    return next((hit for hit in near if is_of_kind(hit.passage, kind)), None)


def _standing_on(hits: Sequence[Hit]) -> Hit | None:
    if hits[0].passage.kind == "card":
        return hits[0]
    found = hits[0].passage.locator
    for hit in hits[1:CARD_DEPTH]:
        if any(is_same_text(found, locator) for locator in hit.passage.cited_locators):
            return hit
    return None


def _explaining(found: Passage, question: Question, index: Index, lang: Language) -> Hit | None:
    """The card that stands on the article of a found text and speaks of what was asked."""
    asked = words(question.text, lang)
    on_article = _cards_by_article(index, lang).get(_article_or_definition(found.locator), ())
    cards = [card for card in on_article if card.is_in_force(question.as_of)]
    best = max(cards, key=lambda card: _told_share(card, asked, lang), default=None)
    if best is None or _told_share(best, asked, lang) < EXPLAINED_SHARE:
        return None
    return Hit(best, best, 0.0)


def _for_consumers(
    chosen: Hit, hits: Sequence[Hit], question: Question, index: Index, lang: Language
) -> Hit:
    locator = chosen.passage.locator
    sibling = locator.removesuffix(_PROFESSIONALS) + _CONSUMERS
    if not locator.endswith(_PROFESSIONALS) or _NAMES_PROFESSIONALS.search(question.text):
        return chosen
    if lang not in index.languages(sibling):
        return chosen
    passage = index.passage(sibling, lang)
    if not passage.is_in_force(question.as_of):
        other = _at_other_times(passage, question.as_of, index, lang)
        return Hit(other, other, chosen.score) if other else chosen
    found = (hit for hit in hits if hit.passage.locator == sibling)
    return next(found, Hit(passage, passage, chosen.score))


def _at_other_times(card: Passage, day: date, index: Index, lang: Language) -> Passage | None:
    """The card of its kind on the same texts that ends where it begins, or begins where it ends."""
    on_same_texts = (
        other
        for article in map(_article_or_definition, card.cited_locators)
        for other in _cards_by_article(index, lang).get(article, ())
    )
    bounds = {day for day in (card.applies_from, card.applies_until) if day}
    return next(
        (
            other
            for other in on_same_texts
            if other.is_in_force(day)
            and kind_of_card(other.locator) == kind_of_card(card.locator)
            and bounds & {other.applies_from, other.applies_until}
        ),
        None,
    )


def _told_share(card: Passage, asked: Sequence[str], lang: Language) -> float:
    return coverage(asked, words(" ".join((card.heading, *card.questions, card.text)), lang))


@once_per_index
def _cards_by_article(index: Index, lang: Language) -> dict[str, tuple[Passage, ...]]:
    """The cards of one language by the articles they stand on; a definition is an article of its own."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in index.passages.values():
        if passage.kind == "card" and passage.lang == lang:
            for article in dict.fromkeys(map(_article_or_definition, passage.cited_locators)):
                found[article].append(passage)
    return {article: tuple(cards) for article, cards in found.items()}


def _article_or_definition(locator: str) -> str:
    return locator if locator.startswith(_DEFINITIONS) else article_of(locator)
