"""To what people agreed: each consent as the fact its own words, or the means nearest, are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.campaign.mentions import Mention, clause_around

CONSENTS = "consent_state"
_JUST_BEHIND = 12
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
# The means a consent names: agreeing to a newsletter is not agreeing to calls.
_NAMED_CHANNELS = (
    (frozenset(("email",)), re.compile(r"\b(?:e-?mails?|newsletters?|courriels?|infolettres?|mails?)\b")),
    (frozenset(("sms",)), re.compile(r"\b(?:sms|texts?|textos?)\b")),
    (
        frozenset(("live_call", "automated_call")),
        re.compile(r"\b(?:appels?|appele[es]*|calls?|called|phoned|telephon\w+|demarch\w+|messages? voca\w+|voicemail\w*|voice messages?)\b"),
    ),
    (frozenset(("push",)), re.compile(r"\b(?:notifications?|push)\b")),
)  # fmt: skip
_CHANNELS = frozenset[str]().union(*(channels for channels, _ in _NAMED_CHANNELS))
_DENIED = re.compile(
    r"\b(?:sans|without|never|not|\w+n't|jamais|ni|neither|nor|nobody|no one|none|personne n'|aucun n')\s*(?:(?:ever|even|avoir|leur|all|really|encore|yet|the|of|them|had|has|have)\s+){0,3}$"
)
_USES = frozenset(fact for fact, consent in _CONSENT_OF.items() if consent == "use_consent")
_ONLY = re.compile(r"\b(?:only|seulement|uniquement)\b")
_EXPLICIT = re.compile(r"\b(?:explicit|expres(?:s|se)?(?:ly|ment)?\b)")


def as_denied(state: Mention, folded: str) -> Mention:
    """A consent said to be valid as none where it is denied: "without ticking the box"."""
    if state.value == "valid" and _DENIED.search(folded[max(0, state.start - 60) : state.start]):
        return replace(state, value="none")
    return state


def consents(
    states: Sequence[Mention], means: Sequence[Mention], folded: str, may_be_explicit: bool
) -> Iterator[Mention]:
    """Each consent as the fact it is about."""
    words = [folded[one.start : clause_around(folded, one.start, one.end)[1]] for one in states]
    is_explicit = may_be_explicit and any(map(_EXPLICIT.search, words))
    said = frozenset(str(one.value) for one in means)
    for state, around in zip(states, words, strict=True):
        length = state.end - state.start
        named = _consent_named(around, length, said)
        if (may_be_explicit and _EXPLICIT.search(around, 0, length + _JUST_BEHIND)) or (
            named is None and is_explicit
        ):
            named = "explicit_consent"
        fact = named or _consent_near(state, means)
        is_other = state.value == "valid" and fact == "consent" and _is_to_another(around, said)
        yield replace(state, fact=fact, value="doubtful" if is_other else state.value)
        if state.value == "valid" and fact == "consent" and _ONLY.search(around) and said <= _USES:
            yield replace(state, fact="use_consent", value="none")


def _is_to_another(around: str, means: frozenset[str]) -> bool:
    """Whether people agreed to other messages than those that are sent."""
    named = [channels for channels, pattern in _NAMED_CHANNELS if pattern.search(around)]
    sent = means & _CHANNELS
    return bool(named and sent) and sent == means and not any(sent & one for one in named)


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
