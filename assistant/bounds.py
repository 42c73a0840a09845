"""Whether a figure is said to be a ceiling ("at most") or a floor ("at least")."""

from __future__ import annotations

import re
from typing import Literal

from assistant.figures import Figure, placed_figures

Bound = Literal["ceiling", "floor"]
REACH_CHARACTERS = 28
"""How far before a figure its bound is named: "in the case of an undertaking, up to 4 %"."""

_CEILING_BEFORE = (
    r"pas\s+plus\s+d[e']|pas\s+(?:exc[ée]der|d[ée]passer)|(?:not|never|cannot)\s+(?:to\s+)?exceed\w*|"
    r"n(?:e\s+|['’])(?:exc[éèe]d|d[ée]pass)\w*(?:\s+pas)?|n(?:e\s+|['’])[^.;,]{0,20}sup[ée]rieure?s?\s+[àa]|(?:no|not)\s+(?:more|later|longer)\s+than|"
    r"jusqu['’](?:[àa]|au)|au\s+(?:plus|maximum)|au\s+plus\s+tard|at\s+(?:most|the\s+latest)|"
    r"up\s+to|maxim\w+(?:\s+(?:of|de))?|moins\s+d[e']|(?:less|fewer)\s+than|under|below|"
    r"inf[ée]rieure?s?\s+[àa]|within|sous|dans\s+(?:les|un\s+d[ée]lai\s+d[e'’])|plafonn\w+\s+[àa]|capped\s+at"
)
_FLOOR_BEFORE = (
    r"n(?:e\s+|['’])[^.;,]{0,20}inf[ée]rieure?s?\s+[àa]|pas\s+moins\s+d[e']|(?:no|not)\s+(?:less|fewer|earlier)\s+than|(?:d['’]\s?)?au\s+moins|at\s+(?:the\s+)?least|"
    r"(?:d['’]\s?)?au\s+minimum|minim\w+(?:\s+(?:of|de))?|plus\s+d[e']|more\s+than|over|above|"
    r"exc[ée]dant|d[ée]passant|exceed\w*|sup[ée]rieure?s?\s+[àa]"
)
_CEILING_AFTER = (
    r"(?:au\s+plus|au\s+maximum|maximum|at\s+most|at\s+the\s+latest|or\s+less|ou\s+moins)"
)
_FLOOR_AFTER = (
    r"(?:au\s+moins|au\s+minimum|minimum|at\s+(?:the\s+)?least|or\s+more|ou\s+plus|et\s+plus)"
)
# The longest form that begins first wins: "pas plus de" before "plus de".
_BEFORE = re.compile(
    rf"\b(?:(?P<ceiling>{_CEILING_BEFORE})|(?P<floor>{_FLOOR_BEFORE}))(?!\w)", re.IGNORECASE
)
_AFTER = re.compile(
    rf"[\s,(]*(?:(?P<ceiling>{_CEILING_AFTER})|(?P<floor>{_FLOOR_AFTER}))\b", re.IGNORECASE
)
# "At least every four years" is a ceiling of the time between: neither is claimed.
_EVERY = re.compile(r"\b(?:tous|toutes|every|each|chaque|une\s+fois|once)\b", re.IGNORECASE)
_APART = re.compile(r"[.;:()]|,(?!\s*\d)")


def bounds(text: str) -> frozenset[tuple[Figure, Bound | None]]:
    """Each figure of a text with the bound named beside it, None where there is none."""
    return frozenset(
        (figure, _bound(text, start, end)) for figure, (start, end) in placed_figures(text)
    )


def _bound(text: str, start: int, end: int) -> Bound | None:
    after = _AFTER.match(text, end)
    if after:
        return "ceiling" if after.lastgroup == "ceiling" else "floor"
    before = _APART.split(text[max(0, start - REACH_CHARACTERS) : start])[-1]
    named = list(_BEFORE.finditer(before))
    if not named or _EVERY.search(before):
        return None
    return "ceiling" if named[-1].lastgroup == "ceiling" else "floor"
