"""Decisions as examples: what others were sanctioned for, where a sanction is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.card_choice import kind_of_card
from assistant.citations import Citations
from assistant.draft import word_count
from assistant.plan import Room
from assistant.sentences import sentences
from assistant.verify import unsupported_sentences
from assistant.wording import phrase, typeset
from corpus.nouns import Hit

EXAMPLES = 2
EXAMPLE_SHARE = 0.5
"""A decision is an example when it scores this share of the best hit."""


def decision_examples(
    answering: Hit, hits: Sequence[Hit], citations: Citations, room: Room
) -> list[str]:
    """A heading and a sentence for each of the nearest decisions; nothing where none is near."""
    least = EXAMPLE_SHARE * hits[0].score
    lines: list[str] = []
    for hit in hits:
        passage = hit.passage
        is_decision = passage.kind == "card" and kind_of_card(passage.locator) == "decision"
        if not is_decision or passage.locator == answering.passage.locator or hit.score < least:
            continue
        told = sentences(passage.text)[0].of(passage.text)
        if len(lines) < EXAMPLES and room.take(word_count(told)):
            lines += _line(hit, told, citations)
    return [phrase("sanctioned", citations.lang), "\n".join(lines)] if lines else []


def _line(hit: Hit, told: str, citations: Citations) -> list[str]:
    """The sentence with its marker; nothing if the verifier would doubt it."""
    known = citations.find(hit.passage.locator)
    cited = known or citations.add(hit.passage, hit.passage, ())
    line = f"- {typeset(told, citations.lang)} [{cited.n}]"
    as_of = citations.retrieved.understood.question.as_of
    if not unsupported_sentences(line, citations.cited, citations.index, as_of):
        return [line]
    if known is None:
        citations.cited.remove(cited)
    return []
