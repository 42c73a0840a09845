"""Whether a sentence says the contrary of the text it follows: a "not", a "may" for a "must".

Compared only where a sentence follows the words of a text closely. A free paraphrase is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.clause import Clause, clause_of, clauses_in, pieces_of
from corpus.nouns import Language

Fault = Literal["negation", "modality", "exception", "actor"]

LEAST_STEMS = 3
CLOSE_SHARE = 0.75
"""Share of the words of a clause that a clause of the text must hold to be about the same.

Chosen, with the next one, on 2,084 sentences of our cards beside the texts they cite: looser values
(0.6, 0.4) flagged 2 % of them, these 0.2 %.
"""
LEAST_LIKENESS = 0.5
"""Shared words, counted on both sides: a long clause that holds a short one speaks of more."""
NEAR_TIE = 0.05
OTHER_ACTOR_LIKENESS = 0.7
VERBATIM_LIKENESS = 0.9
"""From here on a sentence repeats the text: its actors must be the text's, in their order."""

_BY = re.compile(r"\b(?:by|par|from|de\s+la\s+part)\b", re.IGNORECASE)


def contradictions(
    claim: str, lang: Language, texts: Iterable[Sequence[Clause]]
) -> frozenset[Fault]:
    """What a sentence turns into its contrary in the places of the texts that are closest to it."""
    held = [sentence for text in texts for sentence in text]
    faults: set[Fault] = set()
    for piece in pieces_of(claim):
        clause = clause_of(piece, lang)
        around = [sentence for sentence in held if _holds_most(clause, sentence)]
        close = _closest(clause, [part for s in around for part in clauses_in(s.text, lang)])
        if close and all(_is_denial_of(clause, other) for other in close):
            faults.add("negation")
        elif close and all(_has_other_force(clause, other) for other in close):
            faults.add("modality")
    whole = clause_of(claim, lang)
    close = _closest(whole, held)
    if close and all(_is_turned(whole, other) for other in close):
        faults.add("exception")
    if close and all(_is_other_actor(whole, other) for other in close):
        faults.add("actor")
    return frozenset(faults)


def _closest(claim: Clause, held: Iterable[Clause]) -> list[Clause]:
    """The stretches that share most words with the claim, if that is nearly all of its words."""
    scored = [(claim.likeness(clause), clause) for clause in held if _holds_most(claim, clause)]
    best = max((score for score, _ in scored), default=0.0)
    return [clause for score, clause in scored if score >= max(best - NEAR_TIE, LEAST_LIKENESS)]


def _holds_most(claim: Clause, held: Clause) -> bool:
    shared = len(claim.stems & held.stems)
    return len(claim.stems) >= LEAST_STEMS and shared >= CLOSE_SHARE * len(claim.stems)


def _is_denial_of(said: Clause, held: Clause) -> bool:
    if said.is_prohibition != held.is_prohibition or None in (said.is_denied, held.is_denied):
        return False
    return said.is_denied != held.is_denied


def _has_other_force(said: Clause, held: Clause) -> bool:
    """Whether one names a duty and the other a choice, of the same actor if they name one."""
    is_other_actor = said.actors and held.actors and not set(said.actors) & set(held.actors)
    both = said.forces and held.forces
    return bool(both) and not said.forces & held.forces and not is_other_actor


def _is_turned(said: Clause, held: Clause) -> bool:
    return bool(said.exception and held.exception) and said.exception != held.exception


def _is_other_actor(said: Clause, held: Clause) -> bool:
    """Whether the first actor is none of the text's, or actors have changed places."""
    ours, theirs = said.actors, held.actors
    if not ours or not theirs:
        return False
    likeness = said.likeness(held)
    if ours[0] not in theirs:
        return likeness >= OTHER_ACTOR_LIKENESS
    # "The controller is told by the processor" turns the order and nothing else.
    if bool(_BY.search(said.text)) != bool(_BY.search(held.text)):
        return False
    first, second = tuple(dict.fromkeys(ours)), tuple(dict.fromkeys(theirs))
    is_turned = len(first) > 1 and set(first) == set(second) and first != second
    return is_turned or (likeness >= VERBATIM_LIKENESS and ours != theirs)
