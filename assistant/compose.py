"""Answers without a chat model: the direct answer, its conditions, the words of the law, what to do.

This is where the pieces meet: `question_kind` says what is asked for, `plan` how much is said in
which order, `card_answer`, `named_answer`, `comparison` and `text_answer` say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Citation
from assistant.at_stake import RULE_WORDS, rules_at_stake, told_rules
from assistant.card_answer import answer_from_card, card_warnings, is_same_question
from assistant.card_choice import COUNTED, card_for
from assistant.citations import Citations
from assistant.closest_text import names_authority
from assistant.comparison import compare
from assistant.draft import Draft, put_first, shortened
from assistant.examples import decision_examples
from assistant.facet_answer import answer_facets
from assistant.named_answer import answer_named, is_judged
from assistant.plan import ANSWER_WORDS, DETAILED_WORDS, LONGEST_ANSWER, NOTE_WORDS, Room, plan_for
from assistant.question_kind import kind_of, wants_detail
from assistant.refusal import compose_refusal
from assistant.retrieve import NAMED_SCORE, Retrieved
from assistant.text_answer import (
    answer_from_own,
    answer_from_texts,
    is_own,
    quote_closest,
    with_own,
    words_beside,
)
from assistant.wording import phrase
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Hit, Language

__all__ = ["Citations", "Draft", "compose", "compose_refusal", "fitted", "is_own", "put_first"]


def compose(retrieved: Retrieved, index: Index, manifest: Manifest) -> Draft:
    """The answer: of each part of the question, of the article asked for, of the best card or text."""
    citations = Citations(index, manifest, retrieved)
    facets = getattr(retrieved, "facets", ())
    compared = compare(retrieved, citations)
    if compared:
        draft = _draft(compared, citations)
    elif facets and (sections := answer_facets(facets, citations)):
        draft = _draft(sections, citations)
    elif retrieved.named and retrieved.hits[0].score == NAMED_SCORE:
        judged = _judged(retrieved, citations)
        if not judged:
            return answer_named(retrieved, citations)
        draft = _draft(judged, citations)
    else:
        draft = _answer(retrieved, citations)
    return replace(draft, notices=(*draft.notices, *_age_notice(draft.citations, citations.lang)))


def fitted(draft: Draft, retrieved: Retrieved) -> Draft:
    """The answer within its words, what was put before it included.

    An article asked for, a part of the question and the user's own documents are never left out.
    """
    is_whole = wants_detail(retrieved.understood.question.text) or retrieved.named
    has_parts = any(line.startswith("#### ") for line in draft.text.splitlines())
    has_own = any(citation.authority == "user" for citation in draft.citations)
    if is_whole or has_parts or has_own:
        return draft
    return shortened(draft, LONGEST_ANSWER - NOTE_WORDS)


def _judged(retrieved: Retrieved, citations: Citations) -> list[str]:
    """The answer to what a named text allows, by the card that says so, else by the texts beside it.

    The named text counts no more than the next best one: what it allows stands elsewhere. [] where
    something else is asked.
    """
    understood, lang = retrieved.understood, citations.lang
    hits = [hit for hit in retrieved.hits if not is_own(hit.passage)]
    if len(hits) < 2 or not is_judged(retrieved):
        return []
    kind = kind_of(understood.question.text, lang)
    level = [replace(hits[0], score=hits[1].score), *hits[1:]]
    card = card_for(level, kind, understood.question, citations.index, lang)
    room, plan = Room(ANSWER_WORDS - NOTE_WORDS), plan_for(kind)
    if card is None:
        return answer_from_texts(level, citations, plan, room)
    return answer_from_card(card, hits, citations, plan, room)


def _answer(retrieved: Retrieved, citations: Citations) -> Draft:
    """The answer to one question, the user's own documents after the law."""
    own = [hit for hit in retrieved.hits if is_own(hit.passage)]
    hits = [hit for hit in retrieved.hits if not is_own(hit.passage)]
    if not hits:
        return answer_from_own(own, citations)
    draft = _from_card_or_texts(hits, citations)
    return with_own(draft, own, retrieved.hits[0].score, citations)


def _from_card_or_texts(hits: Sequence[Hit], citations: Citations) -> Draft:
    understood, lang = citations.retrieved.understood, citations.lang
    question = understood.question.text
    kind = kind_of(question, lang)
    plan = plan_for(kind)
    citations.counts = kind in COUNTED
    room = Room((DETAILED_WORDS if wants_detail(question) else ANSWER_WORDS) - NOTE_WORDS)
    card = card_for(hits, kind, understood.question, citations.index, lang)
    if card is None:
        return _draft(answer_from_texts(hits, citations, plan, room), citations)
    closest = None if is_same_question(card) else citations.retrieved.closest
    rules = rules_at_stake(card, hits, citations)
    kept = room.reserve(RULE_WORDS * len(rules))
    if rules:
        plan = replace(plan, quotes=1)
    reserved = room.reserve(words_beside(closest)) if closest else 0
    blocks = answer_from_card(card, hits, citations, plan, room)
    room.spend(-reserved - kept)
    if closest:
        authority = citations.manifest.source_of(closest.passage).authority
        is_asked_for = names_authority(question, authority)
        quoted = quote_closest(closest, citations, plan, None if is_asked_for else room)
        # What an authority is asked for comes before the law a card stands on.
        place = 1 if is_asked_for else len(blocks)
        blocks[place:place] = quoted
    blocks += told_rules(rules, citations, room)
    if kind == "sanction":
        blocks += decision_examples(card, hits, citations, room)
    draft = _draft(blocks, citations)
    return replace(draft, notices=card_warnings(card.passage, lang))


def _draft(blocks: Sequence[str], citations: Citations) -> Draft:
    return Draft("\n\n".join(blocks), tuple(citations.cited))


def _age_notice(cited: Sequence[Citation], lang: Language) -> tuple[str, ...]:
    """A warning of the oldest answer among those that the law may have overtaken."""
    years = [c.last_modified.year for c in cited if c.last_modified and "old" in c.flags]
    return (phrase("old_entry", lang, year=min(years)),) if years else ()
