"""What else a story touches: the rules of further cards, in a sentence or two each.

Somebody who tells a story rarely asks about one rule alone: a stolen file is to be notified, and the
people in it told. The card that answers best says its rule in full; this says the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.card_choice import kind_of_card
from assistant.citations import Citations
from assistant.cited_card import CitedCard, cite_card
from assistant.draft import word_count
from assistant.expansion import article_of_unit, is_card
from assistant.plan import Plan, Room
from assistant.retrieve import STORY_SENTENCES
from assistant.unit_names import unended
from assistant.verify import unsupported_sentences
from assistant.wording import phrase, typeset
from corpus.nouns import Hit

RULES = 3
"""Further rules that an answer to a story names at most."""
RULE_WORDS = 55
"""Words of each of them at most, and set aside for it."""
RULE_SHARE = 0.6
"""A card's rule is at stake when it scores this share of the best hit."""
NEW_SHARE = 0.5
"""It says something else when more than this share of what it stands on is new to the answer."""
_TELLS_NO_RULE = frozenset({"decision", "research"})
_PLAN = Plan(quotes=0)


def rules_at_stake(answering: Hit, hits: Sequence[Hit], citations: Citations) -> tuple[Hit, ...]:
    """The further cards whose rule a story touches; none for a plain question."""
    sentences = citations.retrieved.understood.facets
    if len(sentences) < STORY_SENTENCES:
        return ()
    return tuple(islice(_others(answering, hits), RULES))


def told_rules(rules: Sequence[Hit], citations: Citations, room: Room) -> list[str]:
    """A heading and a line for each rule; nothing where none can be told."""
    lines = [line for hit in rules for line in _line(hit, citations, room)]
    return [phrase("at_stake", citations.lang), "\n".join(lines)] if lines else []


def _others(answering: Hit, hits: Sequence[Hit]) -> Iterator[Hit]:
    """The cards among the hits that state a rule on articles no card before them stands on."""
    least = RULE_SHARE * hits[0].score
    told = _articles(answering)
    for hit in hits:
        passage = hit.passage
        if passage.kind != "card" or passage.locator == answering.passage.locator:
            continue
        stands_on = _articles(hit)
        is_new = len(stands_on - told) > NEW_SHARE * len(stands_on)
        if hit.score >= least and is_new and kind_of_card(passage.locator) not in _TELLS_NO_RULE:
            yield hit
            told |= stands_on


def _articles(hit: Hit) -> set[str]:
    return {article_of_unit(one) for one in hit.passage.cited_locators if not is_card(one)}


def _line(hit: Hit, citations: Citations, room: Room) -> list[str]:
    """The card's title and its short answer; nothing, and nothing cited, where it does not fit."""
    before = list(citations.cited)
    card, _ = cite_card(hit.passage, (), citations, _PLAN)
    line = f"- *{_title(card)}*{' :' if citations.lang == 'fr' else ':'} {card.told(RULE_WORDS)}"
    as_of = citations.retrieved.understood.question.as_of
    is_doubted = unsupported_sentences(line, citations.cited, citations.index, as_of)
    if not is_doubted and room.take(word_count(line)):
        return [typeset(line, citations.lang)]
    citations.cited[:] = before
    return []


def _title(card: CitedCard) -> str:
    """The card's title; a figure or an article in it is the card's."""
    title = unended(card.card.heading)
    return f"{title} [{card.own.n}]" if any(map(str.isdigit, title)) else title
