"""The answer to "what does Article N say?": our summary of it, then its words."""

from __future__ import annotations

import re

from assistant.card_choice import article_card
from assistant.citations import Citations
from assistant.cite import quote_block
from assistant.cited_card import CitedCard
from assistant.draft import Draft
from assistant.question_kind import wants_detail
from assistant.retrieve import NAMED_SCORE, Retrieved
from assistant.unit_names import definite_name, titled
from assistant.wording import phrase
from corpus.index import Index
from corpus.keywords import words
from corpus.nouns import Hit, Language, Passage

ARTICLE_QUOTES = 4
"""Paragraphs of one article that are quoted at most."""
ARTICLE_CHARACTERS = 1_200
"""Characters of law under the summary: the whole answer stays within 350 words."""
ARTICLE_CHARACTERS_IN_DETAIL = 6_000
BARE_WORDS = 6
"""Content words up to which a question only names the unit."""
LEAST_CHARACTERS = 250
"""A paragraph is quoted at this length or not at all."""


_JUDGED = re.compile(
    r"\b(?:suffi\w+|perme(?:t|ttent|ttrait)|autoris\w+|fond(?:e|er|ement)|justifi\w+|invoqu\w+|s'appuyer|impose[- ]t|oblige[- ]t"
    r"|enough|suffic\w+|allows?|permits?|justif\w+|rely|relying|entitles?)\b",
    re.IGNORECASE,
)
_JUDGED_WORDS = 4
"""Content words from which such a question is about a case, not about the text."""


def is_judged(retrieved: Retrieved) -> bool:
    """Whether a question asks what a named text allows or suffices for, rather than what it says."""
    understood = retrieved.understood
    text = understood.question.text
    is_long = len(words(understood.search_text, understood.lang)) >= _JUDGED_WORDS
    return len(retrieved.named) == 1 and is_long and _JUDGED.search(text) is not None


def answer_named(retrieved: Retrieved, citations: Citations) -> Draft:
    """The units the person named, in their own order and words."""
    named = [hit for hit in retrieved.hits if hit.score == NAMED_SCORE]
    whole = wants_detail(retrieved.understood.question.text)
    characters = ARTICLE_CHARACTERS_IN_DETAIL if whole else ARTICLE_CHARACTERS
    blocks = []
    for hit in named:
        blocks += _explanation(hit.passage, citations)
        blocks += _words_of(hit, citations, max(LEAST_CHARACTERS, characters // len(named)))
    return Draft("\n\n".join(blocks), tuple(citations.cited))


def _explanation(unit: Passage, citations: Citations) -> list[str]:
    card = article_card(unit.locator, citations.index, citations.lang)
    if card is None:
        return []
    own = citations.add(card, card, ())
    return [CitedCard(card, own, (), citations).direct()]


def _words_of(hit: Hit, citations: Citations, characters: int) -> list[str]:
    lang, unit = citations.lang, hit.passage
    parts = _readable_parts(unit, citations.index, lang, citations.retrieved)
    shown = min(len(parts), ARTICLE_QUOTES, max(1, characters // LEAST_CHARACTERS))
    asked = words(citations.retrieved.understood.search_text, lang)
    # A bare reference asks for the text itself; a question about a long unit asks for a part of it.
    wanted = asked if len(parts) == 1 and len(asked) > BARE_WORDS else ()
    added = []
    left = characters
    for place, part in enumerate(parts[:shown]):
        limit = max(LEAST_CHARACTERS, left // (shown - place))
        added.append(citations.add(part, part, wanted, limit=limit))
        left -= len(added[-1].quote)
    blocks = [f"{_lead(unit, citations)} {' '.join(f'[{c.n}]' for c in added)}"]
    blocks += [quote_block(citation, lang) for citation in added]
    is_cut = len(parts) > shown or any(
        len(c.quote) < len(p.text) for c, p in zip(added, parts, strict=False)
    )
    return [*blocks, f"*{phrase('rest', lang)}*"] if is_cut else blocks


def _lead(unit: Passage, citations: Citations) -> str:
    name = definite_name(unit, citations.manifest, citations.lang)
    is_law = citations.manifest.source(unit.source).authority == "law"
    heading = "" if unit.heading in name else titled(unit)
    kind = "article" if is_law else "named_document"
    return phrase(kind, citations.lang, label=name, heading=heading)


def _readable_parts(
    unit: Passage, index: Index, lang: Language, retrieved: Retrieved
) -> list[Passage]:
    """The paragraphs of an article, or the unit itself when it has none."""
    as_of = retrieved.understood.question.as_of
    inside = [index.passage(locator, lang, as_of) for locator in index.inside(unit.locator, as_of)]
    numbered = [p for p in inside if "#" not in p.locator and p.kind in ("paragraph", "point")]
    return numbered if unit.kind == "article" and numbered else [unit]
