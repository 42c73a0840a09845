"""The text that speaks of the very case asked about, where a card answers a wider question.

A card sums up a rule; the paragraph of a guideline on one case is nearer to that case than the card
is. Nearness is that of the text's own words, after the map learnt for this field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.expansion import is_card
from assistant.matching import Found
from assistant.standing import penalty
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Authority

CLOSEST_TEXTS = 3
"""Texts looked at, the nearest ones."""
# Chosen on the development cases: half of the texts these let through are gold or right to cite.
LEAST_SIMILARITY = 0.35
"""Nearness (after the map, -1 to 1) below which a text is not about the question."""
BEHIND_CARD = 0.15
"""How far a text may lie behind the nearest card: its words are longer than a card's questions."""
BEHIND_CARD_WHEN_NAMED = 0.4
"""The same for a text of the authority the person named."""
STANDING_WEIGHT = 0.1
"""What a z-score of a text's standing counts in nearness."""
_NAMED: dict[Authority, re.Pattern[str]] = {
    "edpb": re.compile(
        r"\b(?:cepd|edpb|g ?29|wp ?29|wp ?2\d\d|article 29 working party|comit[ée] europ[ée]en"
        r"|european (?:data protection )?board|lignes directrices|guidelines?)\b",
        re.IGNORECASE,
    ),
    "cnil": re.compile(r"\bcnil\b", re.IGNORECASE),
}


def names_authority(question: str, authority: Authority) -> bool:
    """Whether a question asks what this authority says."""
    named = _NAMED.get(authority)
    return named is not None and named.search(question) is not None


def closest_text(
    texts: Sequence[tuple[str, float]], found: Found, index: Index, manifest: Manifest
) -> tuple[str, float] | None:
    """The best of `texts` (unit, nearness; best first) to quote beside a card; None if none is near."""
    question = found.understood.question
    nearest_card = max(
        (meaning.similarity for unit, meaning in found.meanings.items() if is_card(unit)),
        default=-1.0,
    )
    weighed = []
    for unit, similarity in texts:
        passage = index.passage(unit, found.understood.lang, question.as_of)
        source = manifest.source_of(passage)
        nearness = similarity - STANDING_WEIGHT * penalty(passage, source)
        is_named = names_authority(question.text, source.authority)
        behind = BEHIND_CARD_WHEN_NAMED if is_named else BEHIND_CARD
        if nearness >= LEAST_SIMILARITY and nearness >= nearest_card - behind:
            weighed.append((is_named, nearness, unit))
    if not weighed:
        return None
    _, nearness, unit = max(weighed)
    return unit, nearness
