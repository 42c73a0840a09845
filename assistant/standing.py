"""How far a text may be relied upon, as a number of z-scores taken off its rank.

Nearness alone would put a draft, a superseded guideline or an answer older than the GDPR above the
law that replaced it. The prior is small: it decides between texts that lie about as near.
"""

from __future__ import annotations

from datetime import date

from corpus.nouns import Passage, Source, SourceStatus

GDPR_APPLIES = date(2018, 5, 25)
# Chosen on evals/cases/development.jsonl and the CNIL development queries; see evals/cases/README.md.
STATUS_PENALTIES: dict[SourceStatus, float] = {
    "current": 0.0,
    "historical": 0.5,
    "consultation": 0.2,
    "superseded": 0.5,
    "not_verbatim": 0.3,
    "partial": 0.0,
    "altered": 0.1,
    "metadata": 0.5,
    "unofficial": 0.6,
}
OLD_ENTRY_PENALTY = 0.4
"""An answer last changed before the GDPR applied describes formalities that are gone."""
OWN_DOCUMENT_PENALTY = 0.3
"""The user's own documents are outranked by the law."""


def penalty(passage: Passage, source: Source) -> float:
    """What a unit loses against one of equal nearness that stands unreservedly, in z-scores."""
    lost = STATUS_PENALTIES[source.status]
    if passage.last_modified is not None and passage.last_modified < GDPR_APPLIES:
        lost += OLD_ENTRY_PENALTY
    if source.authority == "user":
        lost += OWN_DOCUMENT_PENALTY
    return lost
