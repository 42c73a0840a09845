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
_DENIED = (False, None, "none", "doubtful", "withdrawn")


def unread(folded: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Where the clauses begin and end; `mentions` is everything heard, kept or not."""
    telling = [one for one in mentions if one.fact not in _MODEST]
    parts = list(clauses(folded))
    denials = [bool(_DENIES.search(folded, start, end)) for start, end in parts]
    for place, (start, end) in enumerate(parts):
        if not denials[place] or any(_lies_in(one, start, end) for one in telling):
            continue
        # "The register? We keep none": the denial of what stands in the clause before or after.
        beside = [near for near in (place - 1, place + 1) if 0 <= near < len(parts)]
        plain = [parts[near] for near in beside if not denials[near]]
        if not any(
            one.value in _DENIED and _lies_in(one, *near) for one in telling for near in plain
        ):
            yield start, end


def _lies_in(mention: Mention, start: int, end: int) -> bool:
    return mention.start < end and start < mention.end
