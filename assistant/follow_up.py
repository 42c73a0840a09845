"""A question that leans on the ones before it, made to stand alone.

"Et par SMS ?" after a question on e-mail asks the same of another channel: what the earlier question
said of the channel is replaced, the rest is kept. Nothing is rewritten by a model: the result is what
is searched, never what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

FOLLOW_UP_WORDS = 9

# A follow-up opens with a linking word …
_LINKED = re.compile(
    r"^\s*(?:et|mais|même|meme|pareil|idem|ou|sinon|donc|alors|est-ce (?:pareil|la même|la meme)|"
    r"c'est pareil|and|or|but|so|then|what about|how about|what if|same|also|is it the same|"
    r"does (?:it|that)|do they|is that)\b",
    re.IGNORECASE,
)
# … or is nothing but a question word: "combien de temps ?", "why?".
_ELLIPTIC = re.compile(
    r"\W*(?:combien(?: de temps)?|pourquoi(?: pas)?|comment(?: faire)?|(?:jusqu'à |jusqu'a )?quand|"
    r"le(?:s)?quel(?:le)?s?|par qui|[àa] qui|(?:dans |sous )?quel d[ée]lai|quelle dur[ée]e|"
    r"avec quelles? (?:sanctions?|preuves?|exceptions?)|quelles? (?:sanctions?|preuves?|exceptions?)|"
    r"(?:for )?how long|how much|how(?: so)?|why(?: not)?|(?:until )?when|by whom|to whom|which ones?|"
    r"within what time|what (?:fines?|sanctions?|exceptions?|evidence))\W*",
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
    is_linked = len(text.split()) <= FOLLOW_UP_WORDS and bool(_LINKED.match(text))
    return is_linked or bool(_ELLIPTIC.fullmatch(text))


def standing_alone(text: str, earlier: Sequence[str]) -> str:
    """What to search for a question after the earlier ones, oldest first; the text itself if it
    leans on none."""
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
    return resolved


def _joined(earlier: str, follow_up: str) -> str:
    """The earlier question without what the follow-up says anew, then the follow-up."""
    kept = earlier
    for pattern in _PATTERNS.values():
        if pattern.search(follow_up):
            kept = pattern.sub(" ", kept)
    return " ".join(f"{kept} {follow_up}".split())
