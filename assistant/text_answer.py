"""Answers without a card: the words of the best texts, and of the user's own documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Citation
from assistant.card_choice import is_same_text
from assistant.citations import Citations
from assistant.cite import quote_block
from assistant.draft import Draft, word_count
from assistant.enumeration import quote_limit, whole_list
from assistant.plan import CLOSEST_WORDS, Plan, Room
from assistant.quotation import quotation
from assistant.unit_names import definite_name, titled, unended
from assistant.wording import phrase, spoken_date
from corpus.nouns import USER_SOURCE_PREFIX, Hit, Passage

QUOTES = 3
"""Texts quoted: enough to see the rule and its neighbours, short enough to read."""
SIGNATURE_WORDS = 24
"""What introduces a quote and says whose words it is takes about so many."""
OWN_QUOTES = 2
"""Passages of the user's own documents quoted after the law."""
# A further passage is quoted when its score is at least this share of the first one's.
FURTHER_SCORE = 0.4


def is_own(passage: Passage) -> bool:
    """Whether a passage is of one of the user's own documents, which the law outranks."""
    return passage.source.startswith(USER_SOURCE_PREFIX)


def answer_from_texts(
    hits: Sequence[Hit], citations: Citations, plan: Plan, room: Room
) -> list[str]:
    """The best passage introduced in a sentence, then those that come close to it."""
    lang, index = citations.lang, citations.index
    as_of = citations.retrieved.understood.question.as_of
    first, *others = (whole_list(hit, plan, index, as_of) for hit in hits)
    main = citations.add_hit(first, limit=quote_limit(first.focus, plan, index, as_of))
    blocks = [f"{_introduction(first, main, citations)} [{main.n}]", quotation(main, citations)]
    room.spend(sum(map(word_count, blocks)))
    least = FURTHER_SCORE * first.score
    close = [hit for hit in others if hit.score >= least and hit.passage.kind != "card"]
    further = [
        quotation(
            citations.add_hit(hit, limit=quote_limit(hit.focus, plan, index, as_of)), citations
        )
        for hit in close[: QUOTES - 1]
    ]
    shown = [block for block in further if room.take(word_count(block))]
    return [*blocks, phrase("also", lang), *shown] if shown else blocks


def words_beside(hit: Hit) -> int:
    """The words to keep for a text quoted beside a card."""
    return min(CLOSEST_WORDS, word_count(hit.focus.text) + SIGNATURE_WORDS)


def quote_closest(hit: Hit, citations: Citations, plan: Plan, room: Room | None) -> list[str]:
    """The text that comes closest to the question, where it fits; nothing if it is quoted already.

    Without a `room` it is quoted whatever the length.
    """
    unit = hit.passage.locator
    if any(is_same_text(unit, citation.locator) for citation in citations.cited):
        return []
    before = len(citations.cited)
    as_of = citations.retrieved.understood.question.as_of
    limit = quote_limit(hit.focus, plan, citations.index, as_of)
    citation = citations.add_hit(hit, limit=limit)
    blocks = [phrase("closest_text", citations.lang), quotation(citation, citations)]
    if room is None or room.take(sum(map(word_count, blocks))):
        return blocks
    del citations.cited[before:]
    return []


def answer_from_own(own: Sequence[Hit], citations: Citations) -> Draft:
    """The user's own words, when nothing else was found: said to be that and no more."""
    lang = citations.lang
    main = citations.add_hit(own[0])
    blocks = [f"{citations.cited[0].label} [{main.n}]", quote_block(main, lang)]
    notices = (phrase("only_your_documents", lang),)
    return Draft("\n\n".join(blocks), tuple(citations.cited), notices=notices)


def with_own(draft: Draft, own: Sequence[Hit], best: float, citations: Citations) -> Draft:
    """What the user's own documents say, after what the law says."""
    near = _unlike([hit for hit in own if hit.score >= FURTHER_SCORE * best])[:OWN_QUOTES]
    if not near:
        return draft
    lang = citations.lang
    blocks = [quote_block(citations.add_hit(hit), lang) for hit in near]
    text = "\n\n".join([draft.text, phrase("your_documents", lang), *blocks])
    return replace(draft, text=text, citations=tuple(citations.cited))


def _unlike(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those whose words another one has: two copies of a document are one."""
    return list({hit.focus.text: hit for hit in reversed(hits)}.values())[::-1]


def _introduction(hit: Hit, citation: Citation, citations: Citations) -> str:
    lang = citations.lang
    dated = ""
    if citation.last_modified:
        dated = f", {phrase('modified', lang, day=spoken_date(citation.last_modified, lang))}"
    name = definite_name(hit.passage, citations.manifest, lang)
    if citation.authority == "law":
        is_definition = citation.locator.startswith("gdpr:art-4-")
        kind = "definition" if is_definition else "law"
        label_text = name[0].upper() + name[1:] if is_definition else name
        return phrase(kind, lang, label=label_text, heading=titled(hit.passage))
    kind = "cnil" if citation.source == "cnil-faq" else "document"
    return phrase(kind, lang, label=unended(citation.label), dated=dated)
