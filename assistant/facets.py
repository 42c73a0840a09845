"""The sentences of a long question: what a story tells, and what it asks."""

from __future__ import annotations

import re

FEWEST_WORDS = 4
MOST_FACETS = 6
SHORT_WORDS = 6
"""A question of so few words says little by itself."""

# Words that stand for something said before.
_POINTING = re.compile(
    r"(?<![\w-])(?:lui|leur|elles?|ils?|cela|ça|ca|ceci|celui-ci|celle-ci|en|y|the[ym]|he|she|him|her|it|"
    r"this|that|those|these)\b",
    re.IGNORECASE,
)
# A verb with its pronoun behind it, and nobody named before it: "qui doit-elle désigner", not "la cliente peut-elle".
_INVERTED = re.compile(
    r"(?:(?:et|mais|alors|donc|ensuite|sinon|concrètement|qui|que|quoi|quand|où|comment|combien|pourquoi|"
    r"à|de|pour|avec|sur|sous|dans|quel(?:le)?s?|du coup|délai|temps|d'|la|le|les|l'|lui|leur|se|s'|en|y|ne|n')[\s,]*)*[^\W\d_]+-(?:t-)?(?:elles?|ils?)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:et|mais|sinon|si oui|si non|dans ce cas|and|but|if so|if not|in that case)\b",
    re.IGNORECASE,
)
# "Au premier soupçon ou après enquête ?" asks nothing by itself: it offers answers to the question before.
_OFFERS = re.compile(r"\b(?:ou|or)\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:qui|que|quoi|quand|où|comment|combien|pourquoi|quel(?:le)?s?|est-ce|faut|peut|peux|peuvent|doit|dois|"
    r"doivent|puis-je|who|what|when|where|how|why|which|whose|do|does|did|is|are|can|may|must|should|have|has|"
    r"will|would|could)\b|[^\W\d_]-(?:t-)?(?:elles?|ils?|on|je|nous|vous|tu|ce)\b|qu'",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<=[.!?;:…])\s+|\n+")


def facets(text: str) -> tuple[str, ...]:
    """The sentences of a question that has several, at most six; () for a single one.

    A sentence of fewer than four words belongs to the one before it: "Et par SMS ?".
    """
    found: list[str] = []
    for sentence in filter(None, map(str.strip, _END.split(text))):
        if found and len(_WORD.findall(sentence)) < FEWEST_WORDS:
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return tuple(found[:MOST_FACETS]) if len(found) > 1 else ()


def questions_among(sentences: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The sentences that ask something, each with what to search for it.

    One that leans on the story ("Que faut-il lui répondre ?") is searched with what was told; one that
    goes on from the question before ("Et qui doit-elle désigner ?"), with that question too.
    """
    told = " ".join(sentence for sentence in sentences if not _asks(sentence))
    asked: list[tuple[str, str]] = []
    before = ""
    for sentence in _joined(sentences):
        if _asks(sentence):
            context = (told if _leans(sentence) else "", before if _goes_on(sentence) else "")
            asked.append((sentence, " ".join(filter(None, (*context, sentence)))))
            before = sentence
    return tuple(asked)


def _joined(sentences: tuple[str, ...]) -> list[str]:
    """The sentences; answers offered to a question belong to it."""
    joined: list[str] = []
    for sentence in sentences:
        if joined and _asks(joined[-1]) and _only_offers(sentence):
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    return joined


def _only_offers(sentence: str) -> bool:
    return bool(_OFFERS.search(sentence)) and not _ASKING.search(sentence) and _asks(sentence)


def _goes_on(sentence: str) -> bool:
    """Whether a question is about what the question before it is about."""
    is_short = len(_WORD.findall(sentence)) <= SHORT_WORDS
    return bool(
        _INVERTED.match(sentence)
        or _POINTING.search(sentence)
        or (_GOES_ON.match(sentence) and is_short)
    )


def _asks(sentence: str) -> bool:
    return sentence.rstrip(" »\"'").endswith("?")


def _leans(sentence: str) -> bool:
    return (
        len(_WORD.findall(sentence)) <= SHORT_WORDS
        or bool(_POINTING.search(sentence))
        or bool(_INVERTED.match(sentence))
    )
