"""The clauses of a text that deny or forbid something and in which nothing of the kind was read.

Reading is a help, and what it misses it cannot show as a fact. But it knows where it heard a "not",
a "without" or a "refuse" and made nothing of it: these words are shown, so that a person looks twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.campaign.facts import OPERATIONS
from assistant.campaign.mentions import ASIDE, HINT, Mention, clauses

MOST_UNREAD = 3
"""Clauses that are shown: a text of many more is better told in other words."""
_DENIES = re.compile(
    r"\b(?:not?|never|without|neither|nor|none|nobody|\w+n't|cannot|refus\w+|declin\w+|against|unless|until"
    r"|withdr\w+|object\w+|stopp?(?:ed)?|switched|took|dropp?\w*|hid(?:e|den|ing)?|secret\w*"
    r"|pas|sans|aucune?s?|jamais|ni|rien|impossible|interdit\w*|enlev\w+|retir\w+|desactiv\w+|coup[eé]\w*"
    r"|cach\w+|oblig\w+|forc\w+|exig\w+|sauf|tant que|malgre|contre|oppos\w+|soi-disant)\b"
)
_MODEST = frozenset(
    (OPERATIONS, ASIDE, HINT, "audience", "relationship", "territory", "age", "sector")
)
"""Facts of who and what: that they are read says nothing of whether a denial was."""


def unread(folded: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Where the clauses begin and end; `mentions` is everything heard, kept or not."""
    telling = [one for one in mentions if one.fact not in _MODEST]
    for start, end in clauses(folded):
        if not _DENIES.search(folded, start, end):
            continue
        if not any(one.start < end and start < one.end for one in telling):
            yield start, end
