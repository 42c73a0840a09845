"""To what people agreed: each consent as the fact its own words, or the means nearest, are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.campaign.mentions import Mention, clause_around, sentence_around

CONSENTS = "consent_state"
# Which consent a person speaks of depends on what is done with the data.
_CONSENT_OF: Mapping[str, str] = {
    **dict.fromkeys(("trackers", "email_pixel", "audience_measurement"), "tracker_consent"),
    **dict.fromkeys(
        ("custom_audience", "lookalike_audience", "share_data", "enrichment", "profiling"),
        "use_consent",
    ),
    "automated_decision": "explicit_consent",
}
# What a consent names itself, and the means without which these words mean something else.
_CONSENT_TO = (
    (
        "consent",
        frozenset[str](),
        re.compile(
            r"\b(?:e-?mail\w*|courriels?|mails?|sms|texts?|texted|textos?|newsletters?|infolettres?"
            r"|voice messages?|messages? voca\w+|appel\w*|calls?|called|phoned|telephon\w+|demarch\w+"
            r"|whatsapp|notifications?|prospection|marketing)\b"
        ),
    ),
    (
        "tracker_consent",
        frozenset(("trackers", "email_pixel", "audience_measurement", "push", "in_app")),
        re.compile(
            r"\b(?:cookies?|traceurs?|trackers?|tracking|pixels?|suivi|geoloc\w*|location)\b"
        ),
    ),
    (
        "use_consent",
        frozenset(
            ("custom_audience", "lookalike_audience", "share_data", "enrichment", "profiling")
        ),
        re.compile(
            r"\b(?:facebook|meta|google|linkedin|tiktok|instagram|partenaires?|partners?|transmission"
            r"|transmet\w*|partag\w*|shar(?:ed|ing)|pass(?:ed|ing) on|cession|croise\w*|profil\w*"
            r"|enrich\w*|combin\w*)\b"
        ),
    ),
)
_EXPLICIT = re.compile(r"\b(?:explicit|expres(?:s|se)?(?:ly|ment)?\b)")


def consents(
    states: Sequence[Mention], means: Sequence[Mention], folded: str, may_be_explicit: bool
) -> Iterator[Mention]:
    """Each consent as the fact it is about."""
    words = [folded[one.start : clause_around(folded, one.start, one.end)[1]] for one in states]
    is_explicit = may_be_explicit and any(map(_EXPLICIT.search, words))
    said = frozenset(str(one.value) for one in means)
    for state, around in zip(states, words, strict=True):
        named = _consent_named(around, state.end - state.start, said)
        if named is None and is_explicit:
            named = "explicit_consent"
        yield replace(state, fact=named or _consent_near(state, means))


def _consent_named(around: str, length: int, said: frozenset[str]) -> str | None:
    """The consent whose object stands in the words themselves or just behind them."""
    found = [
        (match.start(), fact)
        for fact, means, pattern in _CONSENT_TO
        if (not means or means & said) and (match := pattern.search(around, 0, length + 40))
    ]
    return min(found)[1] if found else None


def _consent_near(state: Mention, means: Sequence[Mention]) -> str:
    near = min(means, key=state.distance, default=None)
    return _CONSENT_OF.get(str(near.value), "consent") if near else "consent"
