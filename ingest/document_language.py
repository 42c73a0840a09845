"""Whether a document is written in French or in English, by its commonest words."""

from __future__ import annotations

import re

from corpus.nouns import Language

# The commonest words of each language that the other does not write.
_FRENCH = frozenset(
    "le la les un une des du de et est sont au aux ce cette ces qui que dans par pour avec sur vous "
    "nous il elle ils elles ne pas plus ou où être votre vos leur leurs à été".split()
)
_ENGLISH = frozenset(
    "the of to and or is are was were be been this that these those which who in by with from your "
    "our their you we they it not any shall must may has have can will at as for".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_READ_CHARACTERS = 100_000


def document_language(text: str, default: Language = "fr") -> Language:
    """The language of most of the text; `default` where nothing tells."""
    words = _WORD.findall(text[:_READ_CHARACTERS].casefold())
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if french == english:
        return default
    return "fr" if french > english else "en"
