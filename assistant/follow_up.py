"""A question that leans on the ones before it, made to stand alone.

"Et par SMS ?" after a question on e-mail asks the same of another channel: what the earlier question
said of the channel is replaced, the rest is kept. Nothing is rewritten by a model: the result is what
is searched, never what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

FOLLOW_UP_WORDS = 14
"""Words up to which a question that opens with a linking word leans on the one before."""
POINTING_WORDS = 12
"""Words up to which one that points at something it does not name does."""

# A follow-up opens with a linking word …
_LINKED = re.compile(
    r"^\s*(?:et|mais|même|meme|pareil|idem|ou|sinon|donc|alors|est-ce (?:pareil|la même|la meme)|"
    r"c'est pareil|and|or|but|so|then|what about|how about|what if|same|also|is it the same|"
    r"does (?:it|that)|do they|is that|du coup|sachant que|unless|except|sauf|hormis|à moins|non,|no,)(?:\b|(?<=,))",
    re.IGNORECASE,
)
# … or asks for a part of an answer (a delay, the exceptions, the article) without saying of what …
_PARTS = (
    r"conditions?|exceptions?|sanctions?|amendes?|fines?|penalt(?:y|ies)|preuves?|evidence|exemples?|examples?|"
    r"d[ée]lais?|dur[ée]es?|deadlines?|limites?|limits?|articles?|textes?|texts?|lois?|laws?|bases? l[ée]gales?|legal basis|"
    r"cas|cases|risques?|risks?|r[èe]gles?|rules?|[ée]tapes?|steps?|sources?|raisons?|reasons?|d[ée]tails?"
)
_ELLIPTIC = re.compile(
    r"\W*(?:(?:ok|okay|d'accord|merci|thanks?|thank you|et|and|mais|but|alors|donc|so|non|no|oui|yes)\W+)*(?:"
    r"combien(?: de temps)?(?: (?:ça|cela|on a|j'ai|ai-je|avons-nous|a-t-on))?|pourquoi(?: (?:pas|ça|cela))?|comment(?: faire)?|"
    r"(?:jusqu'à |jusqu'a )?quand|(?:le|la|les)?quel(?:le)?s?|par qui|[àa] qui|qui (?:ça|alors|donc)|"
    r"(?:[àa] |dans |sous |avec |pour |sur )?quel(?:le)?s? (?:PARTS)|"
    r"(?:c'est|ce serait|c'est dans|c'est écrit dans) quel(?:le)?s? (?:PARTS)(?: (?:ça|déjà))?|"
    r"(?:(?:donne|cite|liste|rappelle|montre)(?:z|r)?[ -](?:moi|nous) |et )?(?:les?|la|l'|des|un|une)? ?(?:PARTS)|"
    r"(?:give me|list|show me|name|what about)? ?(?:the|an?|some)? ?(?:PARTS)|"
    r"(?:for )?how long(?: (?:do|have|can|may) (?:we|i)(?: have)?)?|how much|how(?: so| come)?|why(?: not| is that)?|"
    r"(?:until )?when|by whom|to whom|which ones?|within what time|(?:on |under |with )?(?:what|which) (?:PARTS)(?: is (?:that|it))?|"
    r"(?:who|what) (?:is|are|does|decides)(?: (?:it|that|this))?(?:\W+then)?|unless what|except (?:what|when)|sauf (?:quoi|quand|si quoi)|"
    r"(?:et )?sinon|(?:and )?if not|or else"
    r")\W*".replace("PARTS", _PARTS),
    re.IGNORECASE,
)
# … or points at what it does not name.
_POINTING = re.compile(
    r"\b(?:ça|cela|ceci|celui-ci|celle-ci|ceux-ci|là-dessus|en revanche|ce dernier|cette dernière|"
    r"lui|eux|leur (?:dire|demander|écrire)|them|they|those|these|him|it|this one|he|she|her|the same|"
    r"(?:about|for|with|do|doing|like|of|after|before|without) that)\b|\bthat(?=\W*$)",
    re.IGNORECASE,
)
# "Is it allowed to …", "it is forbidden that …": this "it" stands for what follows.
_EMPTY_SUBJECT = re.compile(
    r"\b(?:is|was|would|will|isn't|does) it (?:be )?(?:\w+ )?(?:legal|lawful|illegal|allowed|ok|okay|fine|possible|necessary|mandatory|"
    r"compulsory|required|enough|forbidden|true|mean|count)\b|\bit(?: is|'s) (?:\w+ )?(?:\w+) (?:to|that|if)\b",
    re.IGNORECASE,
)
# Words of which a question says one of a kind: a follow-up that names another replaces it.
_KINDS: dict[str, str] = {
    "channel": (
        r"(?:par |by |via |un |une |des |les |an |a )?(?:"
        r"e-?mails?|mails?|courriels?|newsletters?|infolettres?|sms|mms|texto?s?|text messages?|texts?|"
        r"t[ée]l[ée]phones?|appels?(?: t[ée]l[ée]phoniques?)?|phone(?: calls?)?|calls?|"
        r"courriers?(?: postal| postaux)?|voie postale|postal mail|post|letters?|"
        r"push|notifications?(?: push)?|whatsapp|messenger|linkedin|automates?(?: d'appel)?|robocalls?)"
    ),
    "audience": (
        r"(?:aux? |à une? |à des |a des |des |les |to |mes |nos |our |my |to our )?(?:"
        r"(?:anciens? |former |past |existing |current )?(?:clients?|customers?|acheteurs?|buyers?)"
        r"(?: existants?)?|prospects?|professionnels?|entreprises?|businesses|business contacts?|b2b|b2c|"
        r"particuliers?|consumers?|consommateurs?|mineurs?|enfants?|children|minors?|teenagers?|"
        r"salari[ée]s?|employ[ée]e?s?|employees?|candidats?|candidates?|applicants?|patients?|"
        r"abonn[ée]s?|subscribers?|membres?|members?|adh[ée]rents?|donateurs?|donors?)"
    ),
    "law": r"(?:article|considérant|considerant|recital|art\.)\s*\d+(?:\(\d+\))*",
}
_PATTERNS = {
    kind: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    for kind, pattern in _KINDS.items()
}


def is_follow_up(text: str) -> bool:
    """Whether a question is too short and too linked to stand alone."""
    count = len(text.split())
    if count <= FOLLOW_UP_WORDS and _LINKED.match(text):
        return True
    if _ELLIPTIC.fullmatch(text):
        return True
    is_pointing = bool(_POINTING.search(text)) and not _EMPTY_SUBJECT.search(text)
    return count <= POINTING_WORDS and is_pointing


def standing_alone(text: str, earlier: Sequence[str]) -> str:
    """What to search for a question after the earlier ones, oldest first; the text itself if it
    leans on none. What is asked last is said twice: of the whole it weighs most."""
    leaned_on: list[str] = []
    current = text
    for before in reversed(earlier):
        if not is_follow_up(current):
            break
        leaned_on.append(before)
        current = before
    resolved = leaned_on.pop() if leaned_on else text
    for follow_up in [*reversed(leaned_on), *([text] if resolved != text else [])]:
        resolved = _joined(resolved, follow_up)
    return resolved if resolved == text else f"{text} {resolved}"


def _joined(earlier: str, follow_up: str) -> str:
    """The earlier question without what the follow-up says anew, then the follow-up."""
    kept = earlier
    for pattern in _PATTERNS.values():
        if pattern.search(follow_up):
            kept = pattern.sub(" ", kept)
    return " ".join(f"{kept} {follow_up}".split())
