"""The sentences of a long question: what a story tells, and what it asks."""

from __future__ import annotations

import re

FEWEST_WORDS = 4
MOST_FACETS = 6
SHORT_WORDS = 6
"""A question of so few words says little by itself."""

STORY_WORDS = 8
"""Where so much is told, the questions of one sentence are answered one by one."""

# Words that stand for something said before.
_POINTING = re.compile(
    r"(?<![\w-])(?:lui|leur|elles?|ils?|cela|ça|ca|ceci|celui-ci|celle-ci|en|y|the[ym]|he|she|him|her|it|"
    r"this|that|those|these)\b",
    re.IGNORECASE,
)
# A verb with its pronoun behind it, and nobody named before it: "qui doit-elle désigner", not "la cliente peut-elle".
_INVERTED = re.compile(
    r"(?:(?:et|mais|alors|donc|ensuite|sinon|concrètement|qui|que|quoi|quand|où|comment|combien|pourquoi|à|de|"
    r"pour|avec|sur|sous|dans|quel(?:le)?s?|du coup|délai|temps|la|le|les|lui|leur|se|en|y|ne)[\s,]+|[dlsn]['’])*"
    r"[^\W\d_]+-(?:t-)?(?:elles?|ils?)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:et|mais|sinon|si oui|si non|dans ce cas|and|but|if so|if not|in that case)\b",
    re.IGNORECASE,
)
_FRENCH_WORDS = "qui|que|quoi|quand|où|comment|combien|pourquoi|quel(?:le)?s?|est-ce|puis-je"
_ENGLISH_WORDS = (
    "who|whose|what|when|where|how|why|which|is|are|do|does|did|can|could|may|must|should|would|will|"
    "has|have"
)
_TURNED = r"[^\W\d_]+-(?:t-)?(?:elles?|ils?|on|je|nous|vous|tu|ce)"
# Where a question may begin; "qui" and "which" after a comma more often tell than ask.
_BEGINS = (
    r"(?:(?:à|de|pour|avec|sur|sous|dans|until|for|to|in|on|by|under) )?"
    rf"(?:{_FRENCH_WORDS}|{_ENGLISH_WORDS}|faut-il|{_TURNED})\b"
)
_OPENS = re.compile(
    rf"(?:\W*\d\W+)?(?:(?:et|mais|donc|alors|and|but|so),? )?(?:concrètement,? )?(?:{_BEGINS}|qu['’])",
    re.IGNORECASE,
)
_NEXT_QUESTION = re.compile(rf",\s+(?=(?:(?:et|ou|and|or) )?(?:{_BEGINS}|qu['’]))", re.IGNORECASE)
# "Au premier soupçon ou après enquête ?" asks nothing by itself: it offers answers to the question before.
_OFFERS = re.compile(r"\b(?:ou|or)\b", re.IGNORECASE)
_ASKING = re.compile(
    rf"\b(?:{_FRENCH_WORDS}|{_ENGLISH_WORDS}|faut|peut|peux|peuvent|doit|dois|doivent|{_TURNED})\b|qu['’]",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_CLOSING = " »\"'"
_END = re.compile(r"(?<=[.!?;:…])\s+|\n+")


def facets(text: str) -> tuple[str, ...]:
    """The sentences of a question that has several, at most six; () for a single one.

    A sentence of fewer than four words belongs to the one before it: "Et par SMS ?".
    """
    found: list[str] = []
    for sentence in filter(None, map(str.strip, _END.split(text))):
        if found and _word_count(sentence) < FEWEST_WORDS:
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
    cut = _clauses if _word_count(told) >= STORY_WORDS else _whole
    for sentence in (clause for one in _joined(sentences) for clause in cut(one)):
        if _asks(sentence):
            context = (told if _leans(sentence) else "", before if _goes_on(sentence) else "")
            asked.append((sentence, _in_context(sentence, " ".join(filter(None, context)))))
            before = sentence
    return tuple(asked)


def _in_context(sentence: str, context: str) -> str:
    """What to search for a question; it is said twice where a long context would drown it."""
    return f"{context} {sentence} {sentence}" if context else sentence


def _whole(sentence: str) -> list[str]:
    return [sentence]


def _clauses(sentence: str) -> list[str]:
    """The questions one sentence asks one after the other: "What do we keep, and until when is that?"."""
    if not _asks(sentence) or not _OPENS.match(sentence):
        return [sentence]
    clauses: list[str] = []
    for part in _NEXT_QUESTION.split(sentence):
        if clauses and min(map(_word_count, (clauses[-1], part))) < FEWEST_WORDS:
            clauses[-1] = f"{clauses[-1]}, {part}"
        else:
            clauses.append(part)
    mark = " ?" if sentence.rstrip(_CLOSING).endswith((" ?", "\u00a0?", "\u202f?")) else "?"
    return [one if _asks(one) else f"{one}{mark}" for one in clauses]


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
    return _points(sentence) or bool(_is_short(sentence) and _GOES_ON.match(sentence))


def _asks(sentence: str) -> bool:
    return sentence.rstrip(_CLOSING).endswith("?")


def _leans(sentence: str) -> bool:
    """Whether a question says too little by itself to be searched."""
    return _is_short(sentence) or _points(sentence)


def _points(sentence: str) -> bool:
    return bool(_POINTING.search(sentence) or _INVERTED.match(sentence))


def _is_short(sentence: str) -> bool:
    return _word_count(sentence) <= SHORT_WORDS


def _word_count(text: str) -> int:
    return len(_WORD.findall(text))
