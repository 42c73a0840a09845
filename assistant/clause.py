"""A stretch of a sentence: what it speaks of, and whether it denies, orders or allows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from assistant.sentences import sentences
from corpus.keywords import words
from corpus.nouns import Language

Force = Literal["duty", "choice", "freedom"]
_REMEMBERED_SENTENCES = 2_000

_NEGATION = re.compile(
    r"\b(?:not?\b(?!\s+(?:later|more|less|fewer|exceed\w*|only|least|matter)\b)|never\b|neither\b|nor\b|none\b"
    r"|cannot\b)|n['’]t\b"
    r"|\b(?:ne\b|n['’])(?![^.;]*?\b(?:que|qu['’]))|\b(?:aucune?|nul(?:le)?|jamais|non)\b"
    r"|\bpas\b(?!\s+(?:davantage|plus)\b)",
    re.IGNORECASE,
)
# "Only with consent" says what "not without consent" says: neither is held against the other.
_ONLY = re.compile(
    r"\b(?:only|solely|seulement|seule?s?|uniquement)\b|\b(?:ne\b|n['’])[^.;]*?\bqu(?:e\b|['’])",
    re.IGNORECASE,
)
_PROHIBITION = re.compile(
    r"\b(?:interdi\w+|prohib\w+|forbid\w*|forbidden|d[ée]fendue?s?|ban(?:s|ned)?|exclue?s?)\b",
    re.IGNORECASE,
)
_FREEDOM = re.compile(
    r"\bnot\s+(?:be\s+)?(?:required|obliged|mandatory|compulsory|necessary|have\s+to)|\bneed\s+not"
    r"|\bno\s+(?:obligation|need|duty)|\b(?:n['’]|ne\s+)\w+\s+pas\s+(?:tenue?s?|obligatoires?|oblig[ée]e?s?"
    r"|n[ée]cessaires?|requis\w*|besoin)|\boptional|\bfacultati\w+",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:shall|must|required?|requires|obliged|has\s+to|have\s+to|mandatory|compulsory)\b"
    r"|\b(?:doit|doivent|devra|devront|faut|tenue?s?|obligatoires?|exige\w*|impose\w*|requis\w*)\b",
    re.IGNORECASE,
)
# "24 May" is no choice.
_CHOICE = re.compile(
    r"(?<!\d\s)\bmay\b(?!\s\d)|\b(?:can|could|allowed|permitted|free\s+to)\b"
    r"|\b(?:peut|peuvent|pourra|pourront|permis\w*|autoris[ée]\w*|possible)\b"
    r"|\b(?:the\s+right|entitled)\s+to\b|\ble\s+droit\s+(?:de|d['’])",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(
    r"\b(?:sauf|hormis|except|excluding|[àa]\s+l['’]exception|other\s+than|unless|[àa]\s+moins)\b",
    re.IGNORECASE,
)
_INCLUDES = re.compile(r"\b(?:y\s+compris|incluant|including|inclusive)\b", re.IGNORECASE)
_ACTORS = {
    "controller": r"controllers?|responsables?\s+(?:du|de|des)\s+traitements?",
    "processor": r"processors?|sous-traitants?",
    "data subject": r"data\s+subjects?|personnes?\s+concern[ée]es?",
    "authority": r"supervisory\s+authorit\w+|autorit[ée]s?\s+de\s+contr[ôo]le|cnil",
    "officer": r"data\s+protection\s+officers?|d[ée]l[ée]gu[ée]e?s?\s+[àa]\s+la\s+protection\s+des\s+donn[ée]es|dpo|dpd",
    "recipient": r"recipients?|destinataires?",
    "representative": r"representatives?|repr[ée]sentants?",
    "commission": r"the\s+commission|la\s+commission",
}
_ACTOR = re.compile(
    "|".join(rf"\b(?P<a{n}>{form})\b" for n, form in enumerate(_ACTORS.values())), re.IGNORECASE
)
_ACTOR_NAMES = tuple(_ACTORS)
_CLAUSE_END = re.compile(
    r"[;:,()—–]|\b(?:unless|except|if|when|where|provided|because|but|lorsqu\w*|sauf|si|s['’]|"
    r"d[èe]s\s+lors|[àa]\s+moins|hormis|quand|mais|car)\b",
    re.IGNORECASE,
)
# Said by force, negation or actor, not by topic.
_NO_TOPIC: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        words(
            "doivent devra faut tenu obligatoire exiger imposer requis peuvent permis autorisé possible "
            "interdit facultatif aucun nul jamais non sauf hormis compris plus besoin nécessaire",
            "fr",
        )
    ),
    "en": frozenset(
        words(
            "must shall required obliged mandatory compulsory allowed permitted prohibited forbidden "
            "optional not no never none cannot except including need necessary",
            "en",
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of words and the stems of what it speaks of; `halves` of two clauses read as one."""

    text: str
    stems: frozenset[str]
    halves: tuple[Clause, ...] = ()

    @property
    def is_denied(self) -> bool | None:
        """Whether it says no; None where its halves differ, or an "only" or an exception bends it."""
        is_mixed = len({half.is_denied for half in self.halves}) > 1
        if is_mixed or _ONLY.search(self.text) or _EXCEPTS.search(self.text):
            return None
        return bool(_NEGATION.search(self.text))

    @property
    def is_prohibition(self) -> bool:
        """Whether it forbids by a word of its own: "interdit", "prohibited"."""
        return bool(_PROHIBITION.search(self.text))

    @property
    def forces(self) -> frozenset[Force]:
        """Whether it names a duty, a choice, or the freedom from a duty."""
        if _FREEDOM.search(self.text):
            return frozenset({"freedom"})
        found: tuple[tuple[Force, re.Pattern[str]], ...] = (("duty", _DUTY), ("choice", _CHOICE))
        return frozenset(force for force, form in found if form.search(self.text))

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors in order, as often as they are named."""
        found = (match.lastgroup or "a0" for match in _ACTOR.finditer(self.text))
        return tuple(_ACTOR_NAMES[int(name[1:])] for name in found)

    def likeness(self, other: Clause) -> float:
        """Share of words in common, counted on both sides, from 0 to 1."""
        return 2 * len(self.stems & other.stems) / max(1, len(self.stems) + len(other.stems))

    @property
    def exception(self) -> Literal["excepts", "includes", ""]:
        """Whether it leaves something out or takes it in."""
        excepts, includes = bool(_EXCEPTS.search(self.text)), bool(_INCLUDES.search(self.text))
        if excepts == includes:
            return ""
        return "excepts" if excepts else "includes"


def read(text: str, lang: Language) -> tuple[Clause, ...]:
    """The sentences of a text."""
    return tuple(clause_of(span.of(text), lang) for span in sentences(text))


@lru_cache(maxsize=_REMEMBERED_SENTENCES)
def clauses_in(sentence: str, lang: Language) -> tuple[Clause, ...]:
    """The clauses of a sentence, alone and two by two."""
    pieces = [clause_of(piece, lang) for piece in pieces_of(sentence)]
    pairs = (Clause(a.text + b.text, a.stems | b.stems, (a, b)) for a, b in pairwise(pieces))
    return (*pieces, *pairs)


def pieces_of(sentence: str) -> Iterator[str]:
    """Its clauses, as marks and conjunctions part them."""
    begins = [0, *(match.start() for match in _CLAUSE_END.finditer(sentence)), len(sentence)]
    for begin, end in pairwise(begins):
        if sentence[begin:end].strip(" ,;:()—–"):
            yield sentence[begin:end]


def clause_of(text: str, lang: Language) -> Clause:
    """Some words and the stems of what they speak of."""
    topic = words(_ACTOR.sub(" ", text), lang)
    return Clause(text, frozenset(s for s in topic if not s.isdigit()) - _NO_TOPIC[lang])
