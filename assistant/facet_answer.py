"""A question of several parts: a short section for each, the citations shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.card_answer import answer_from_card
from assistant.card_choice import card_for
from assistant.citations import Citations
from assistant.draft import word_count
from assistant.plan import ANSWER_WORDS, LEAST_SECTION_WORDS, NOTE_WORDS, Plan, Room
from assistant.question_kind import kind_of
from assistant.retrieve import Retrieved
from assistant.text_answer import answer_from_texts, is_own
from assistant.wording import typeset
from corpus.nouns import Hit

SECTION = Plan(before_count=1, after_count=1, quotes=1, quote_characters=320, must_quote=False)
"""What each part shows: its direct answer, one more statement, the law that carries it, a step."""


def answer_facets(facets: Sequence[Retrieved], citations: Citations) -> list[str]:
    """A heading and a short answer for each part; parts that one thing answers stand over it together.

    [] where one thing answers them all: they are one question, which deserves a whole answer.
    """
    parts: dict[str, list[tuple[Retrieved, _Answering]]] = {}
    for facet in facets:
        answering = _answering(facet, citations)
        if answering is not None:
            parts.setdefault(answering.locator, []).append((facet, answering))
    if len(parts) < FEWEST_SECTIONS:
        return []
    words = max(LEAST_SECTION_WORDS, (ANSWER_WORDS - NOTE_WORDS) // len(facets))
    blocks: list[str] = []
    for alike in parts.values():
        facet, answering = alike[0]
        question = " ".join(_typeset(one, citations) for one, _ in alike)
        room = Room(words * len(alike) - word_count(question))
        section = _section(answering, citations.about(facet), room)
        blocks += [f"#### {question}", *section] if section else []
    return blocks


def _typeset(facet: Retrieved, citations: Citations) -> str:
    question = facet.understood.question.text
    return typeset(question[:1].upper() + question[1:], citations.lang)


FEWEST_SECTIONS = 2


@dataclass(frozen=True, slots=True)
class _Answering:
    """What answers a part: a card, or the best of the hits."""

    hits: list[Hit]
    card: Hit | None

    @property
    def locator(self) -> str:
        return (self.card or self.hits[0]).passage.locator


def _answering(facet: Retrieved, citations: Citations) -> _Answering | None:
    hits = [hit for hit in facet.hits if not is_own(hit.passage)]
    if not hits:
        return None
    question, lang = facet.understood.question, citations.lang
    kind = kind_of(question.text, lang)
    return _Answering(hits, card_for(hits, kind, question, citations.index, lang))


def _section(answering: _Answering, citations: Citations, room: Room) -> list[str]:
    if answering.card is None:
        return answer_from_texts(answering.hits[:1], citations, SECTION, room)
    return answer_from_card(answering.card, answering.hits, citations, SECTION, room)
