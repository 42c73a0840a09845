"""What a text only wonders about: "whether our name was on the form, we can't say"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.campaign.mentions import Mention, sentence_around

# Facts of which a text often says that they are not known.
_OPEN = frozenset(
    "consent_state named_in_consent similar_products related_to_profession ongoing_contract objected"
    " friend_single_message forced_consent refusal_offered_at_collection parental_consent transfer"
    " consent_after_objection measurement_exempt intrusive_profiling client_instructions"
    " collected_at_sale".split()
)
_WONDERED_BEFORE = re.compile(
    r"\b(?:whether|(?:sais|sait|savons|savent|saurais) pas (?:si|s'|ce que?|combien)|(?:savoir|ignor\w+|comprendre) (?:si|s'|ce que?)(?! (?:je|on|nous) pe?u)"
    r"|no idea (?:if|how|what|which)|not (?:sure|clear|settled|decided|known) (?:if|whether|how|what)|unclear (?:if|what)"
    r"|(?:can't|cannot|couldn't) (?:yet )?(?:say|tell) (?:if|how|what)|reste a (?:savoir|voir)|impossible de (?:savoir|dire) (?:si|s')"
    r"|est-ce qu(?:e|')|(?:did|have|had|was|were|has) (?:they|it|people|our name|anyone|somebody|the client))\b[^.;!]{0,80}$"
)
_WONDERED_AFTER = re.compile(
    r"^[^.;!?]{0,60}?(?:[,;:?.] ?)?(?:on l'ignore|aucune idee|pas d'info|mystere|je (?:ne )?sais pas|i don't know|i (?:honestly |really )?(?:do not|don't) know"
    r"|nobody knows|no idea|a verifier|(?:to|being) (?:be )?checked|demande une recherche|on cherche|on attend|(?:is|are|remains?) unclear"
    r"|n'est pas clair|a confirmer|the question is open|la question est posee|i'd have to ask|cherche encore)\b"
)
_RESERVE = re.compile(
    r"\b(?:mais|but|sauf|except|however|pourtant|cependant|although|though|toutefois|yet|en realite)\b[^.;!?]{12,}"
)
_SENTENCE = re.compile(r"[^.,;!?:()]{8,}")
_DENIES = re.compile(
    r"\b(?:not|never|no|nobody|none|\w+n't|cannot|without|refuse\w*|ne|n'\w+|pas|jamais|aucun\w*|sans|rien|personne|ni|hors)\b"
)
_NO_OFFER = re.compile(
    r"\b(?:offers?|offres?|vendre|sell|sold|commercia\w+|promo\w*|pub\w*|advert\w*|bloctel|contra\w+|signed|signe)\b"
)
_INVERTED = re.compile(r"-(?:t-)?(?:ils?|elles?)\b[^.;!?]*$")


def settled(mentions: Sequence[Mention], folded: str) -> Iterator[Mention]:
    """The mentions, those that a text only wonders about without their value."""
    for one in mentions:
        if one.fact in _OPEN and one.value is not None and _is_wondered(one, folded):
            yield replace(one, value=None)
        else:
            yield one


def _is_wondered(one: Mention, folded: str) -> bool:
    begins, ends = sentence_around(folded, one.start, one.end)
    before, after = folded[begins : one.start], folded[one.end : ends + 60]
    if _WONDERED_BEFORE.search(before) or _WONDERED_AFTER.match(after):
        return True
    return folded[ends - 1 : ends] == "?" and bool(_INVERTED.search(folded[begins : one.end]))


def without_unread_reserve(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """The mentions without consents said to be valid where a reserve follows that nobody could read.

    What comes after "but", or is denied in a sentence of its own, is what matters; not to have
    understood it is a reason to ask.
    """
    unread = [
        one.start()
        for one in (*_RESERVE.finditer(folded), *_denying(folded))
        if not any(said.start < one.end() and one.start() < said.end for said in mentions)
    ]
    last = max(unread, default=-1)
    return [one for one in mentions if one.value != "valid" or last <= one.start]


def _denying(folded: str) -> Iterator[re.Match[str]]:
    """Sentences that deny something, other than that anything is sold."""
    for sentence in _SENTENCE.finditer(folded):
        if _DENIES.search(sentence.group()) and not _NO_OFFER.search(sentence.group()):
            yield sentence
