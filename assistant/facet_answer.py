"""A question of several parts: a short section for each, the citations shared."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.card_answer import answer_from_card
from assistant.card_choice import card_for
from assistant.citations import Citations
from assistant.draft import word_count
from assistant.plan import ANSWER_WORDS, LEAST_SECTION_WORDS, NOTE_WORDS, Plan, Room
from assistant.question_kind import kind_of
from assistant.retrieve import Retrieved
from assistant.text_answer import answer_from_texts, is_own
from assistant.wording import typeset

SECTION = Plan(before_count=1, after_count=1, quotes=1, quote_characters=320, must_quote=False)
"""What each part shows: its direct answer, one more statement, the law that carries it, a step."""


def answer_facets(facets: Sequence[Retrieved], citations: Citations) -> list[str]:
    """A heading and a short answer for each part; what a section before it answers is skipped."""
    words = max(LEAST_SECTION_WORDS, (ANSWER_WORDS - NOTE_WORDS) // max(1, len(facets)))
    blocks: list[str] = []
    answered: set[str] = set()
    for facet in facets:
        question = facet.understood.question.text
        heading = f"#### {typeset(question[:1].upper() + question[1:], citations.lang)}"
        room = Room(words - word_count(heading))
        section = _section(facet, citations.about(facet), room, answered)
        if section:
            blocks += [heading, *section]
    return blocks


def _section(facet: Retrieved, citations: Citations, room: Room, answered: set[str]) -> list[str]:
    hits = [hit for hit in facet.hits if not is_own(hit.passage)]
    if not hits:
        return []
    question, lang = facet.understood.question, citations.lang
    card = card_for(hits, kind_of(question.text, lang), question, citations.index, lang)
    leading = (card or hits[0]).passage.locator
    if leading in answered:
        return []
    answered.add(leading)
    if card is None:
        return answer_from_texts(hits[:1], citations, SECTION, room)
    return answer_from_card(card, hits, citations, SECTION, room)
