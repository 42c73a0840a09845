"""Questions that ask what a term means, and the definition of the law that answers them."""

from __future__ import annotations

import re

from corpus.index import Index
from corpus.keywords import words
from corpus.nouns import Language

_ASKED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"^\s*(?:c'?est quoi|c koi|qu'?est[- ]ce qu(?:e|'|’)(?: c'est que)?|que veut dire|que signifie|"
        r"d[ée]fini(?:s|r|ssez|tion)\s*(?:d[eu]s?|d'|d’)?|comment d[ée]finir)\s*(?P<term>.+)$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"^\s*(?:what(?:'s| is| are)|define|definition of|meaning of|what does)\s+(?P<term>.+)$",
        re.IGNORECASE,
    ),
}
# What surrounds the term without belonging to it.
_AROUND = re.compile(
    r"\b(?:au sens (?:du|de l[ae']?).*|selon le.*|dans le rgpd|du rgpd|under the gdpr|in the gdpr|"
    r"exactly|exactement|mean|d[ée]j[àa])\b|[?!.…]",
    re.IGNORECASE,
)
_DEFINED = re.compile(r"^[‘“«\"']\s*([^’”»\"]+?)\s*[’”»\"]")
_DEFINITIONS = "gdpr:art-4"


def find_definition(question: str, lang: Language, index: Index) -> str | None:
    """The locator of the GDPR definition a question asks for ("what is a processor?"), or None."""
    match = _ASKED[lang].match(question)
    if match is None:
        return None
    asked = words(_AROUND.sub(" ", match["term"]), lang)
    for locator in index.inside(_DEFINITIONS) if asked else ():
        if lang not in index.languages(locator):
            continue
        defined = _DEFINED.match(index.passage(locator, lang).text)
        if defined and words(defined[1], lang) == asked:
            return locator
    return None
