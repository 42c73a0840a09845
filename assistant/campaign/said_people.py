"""Who the people are and how they stand to the sender, where the words say it only together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.campaign.mentions import Mention, outermost

# A list of people nobody dealt with: bought, scraped, copied or named by a friend.
_STRANGERS = frozenset(("bought", "scraped", "public_source", "friend"))
_GATHERING = frozenset(("buy_data", "scraping", "referral"))
_ORGANISATIONS = re.compile(
    r"(?:entreprises?|companies|businesses|firms?|pmes?|tpe|smes?|b-?(?:to|2)-?b|professionnel\w*|business clients?"
    r"|business customers?|cabinets? \w+|retailers)$"
)
_AT_WORK = re.compile(r"(?:(?:their|at|named) )*(?:work|adresses? pro)")
_SUBSCRIBERS = re.compile(r"(?:abonne\w*|subscribers?|members?|membres?|adherents?)$")
_NEWSLETTER = re.compile(
    r"\b(?:newsletters?|infolettres?|lettres?|bulletins?|pixels?|ouvertures?|ciblage|targeting)\b"
)
_PAID = re.compile(
    r"\b(?:abonnements?|forfaits?|contrats?|contracts?|subscriptions?|plans?|lignes?|box|fibre|broadband|payants?|paid"
    r"|cotis\w+)\b"
)


# What we bought makes nobody our customer.
_OURS = re.compile(
    r"\b(?:on|nous|we|i|j')\s*(?:(?:ai|a|avons|have|'ve|had) )?(?:achete|bought|purchased)$"
)


def audience(said: Sequence[Mention], hints: Sequence[Mention], folded: str) -> list[Mention]:
    """Who is addressed: the mailbox of an organisation is nobody's; visitors are consumers."""
    outer = outermost(said)
    if any(one.value == "generic_addresses" for one in outer):
        outer = [
            one
            for one in outer
            if one.value != "professionals" or not _ORGANISATIONS.match(folded[one.start : one.end])
        ]
    if any(one.value == "employees" for one in outer):
        outer = [one for one in outer if not _AT_WORK.match(folded[one.start : one.end])]
    if outer:
        return outer
    return [replace(one, fact="audience") for one in hints if one.value == "consumers"][:1]


def relationship(
    said: Sequence[Mention], origin: Sequence[Mention], means: Sequence[Mention], folded: str
) -> list[Mention]:
    """How they stand to the sender; people of a list to be bought or gathered are strangers."""
    people = [one for one in said if not _OURS.search(folded, 0, _verb_end(one, folded))]
    outer = [_as_subscriber(one, folded) for one in outermost(people)]
    if any(one.value == "former_customer" for one in outer):
        outer = [one for one in outer if one.value != "customer"]
    strangers = [one for one in origin if one.value in _STRANGERS]
    if not outer and strangers and any(one.value in _GATHERING for one in means):
        return [replace(strangers[0], fact="relationship", value="prospect")]
    return outer


def _verb_end(one: Mention, folded: str) -> int:
    """Where the first words of a mention that buy something end; its own start if none do."""
    found = re.search(r"achete\b|bought|purchased", folded[one.start : one.end])
    return one.start + found.end() if found else one.start


def _as_subscriber(one: Mention, folded: str) -> Mention:
    """Who takes a free newsletter bought nothing."""
    is_subscriber = one.value == "customer" and _SUBSCRIBERS.match(folded[one.start : one.end])
    if is_subscriber and _NEWSLETTER.search(folded) and not _PAID.search(folded):
        return replace(one, value="registered")
    return one
