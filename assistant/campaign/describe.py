"""Facts read out of a sentence, without a chat model: each with the words that say it.

`phrases.toml` holds how people say facts. Longer words win over shorter ones they contain ("former
customers" over "customers"), except for consents, where the weaker one wins ("box" and "pre-ticked
box"). Which means are meant, what a consent is to, whether a duty is done and who the people are is
told by the words around, each in its own module. What is read is shown for confirmation: reading is
a help, not a decision.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.campaign.facts import OPERATIONS, Facts, Given, fact_table
from assistant.campaign.mentions import (
    ASIDE,
    HINT,
    Mention,
    fold,
    outermost,
    said_in,
)
from assistant.campaign.rules import rule_book
from assistant.campaign.said_consents import CONSENTS, as_denied, consents
from assistant.campaign.said_doubts import settled, without_unread_reserve
from assistant.campaign.said_duties import duties, is_wholesale
from assistant.campaign.said_means import campaign_means, hinted_means
from assistant.campaign.said_people import audience, relationship
from assistant.campaign.said_products import related_to_profession, similar_products
from assistant.campaign.said_together import said_together
from assistant.campaign.since import read_since
from assistant.campaign.unread import unread

__all__ = ["Description", "Mention", "describe", "fold"]

# Words of a fact that say nothing of it where they are part of what another fact says: the
# unsubscribe link says nothing of who unsubscribed.
_YIELDS: Mapping[str, frozenset[str]] = {
    "objected": frozenset(("refusal_in_each_message", "objections_removed", "national_rule")),
    "informed": frozenset(("sender_identified", "source_told")),
    CONSENTS: frozenset(("consent_after_objection", "parental_consent", "national_rule")),
    "last_contact": frozenset(("retention_set",)),
    "territory": frozenset(("sender_place", "transfer")),
    "consent_proof": frozenset(("objections_removed",)),
}
# Read only where the campaign does this; the same words otherwise say something else.
_ONLY_WITH: Mapping[str, frozenset[str]] = {
    "shared_channel": frozenset(("share_data",)),
    "pixel_purpose": frozenset(("email_pixel",)),
    "measurement_exempt": frozenset(("audience_measurement", "trackers")),
    **dict.fromkeys(
        ("solely_automated", "significant_effect", "contract_necessity", "human_review"),
        frozenset(("automated_decision",)),
    ),
}
_NO_PROMOTION = re.compile(r"\b(?:no|not|sans|aucun\w*|without|hors|zero|pas|never)\b")
_NOT_PROMOTED = re.compile(
    r"\b(?:no|not|sans|aucun\w*|without(?: any)?|pas de|ni|zero)\s(?:\w+ )?$"
)
_WEAKEST_FIRST = (None, "withdrawn", "doubtful", "none", "valid")
# Shown whatever the campaign does: who the people are and how they stand to the sender.
_ALWAYS = frozenset(
    "relationship audience age data_origin objected sector informed retention_set recorded role"
    " forced_consent consent sender_identified refusal_in_each_message last_contact".split()
)


@dataclass(frozen=True, slots=True)
class Description:
    """What was read out of a text, and where."""

    text: str
    facts: Facts
    mentions: tuple[Mention, ...]
    unread: tuple[str, ...] = ()
    """Words that deny or forbid something and of which nothing was made."""


def describe(text: str, today: date) -> Description:
    """The facts a text says; nothing is presumed and nothing invented."""
    folded = fold(text)
    heard = [*said_in(folded), *_last_contacts(folded, today), *duties(folded)]
    kept = _resolved(list(settled(heard, folded)), folded)
    given: dict[str, Given] = {}
    for mention in kept:
        value = mention.value
        if fact_table()[mention.fact].kind == "many":
            before = given.get(mention.fact)
            several = before if isinstance(before, tuple) else ()
            given[mention.fact] = (*several, *([str(value)] if value not in several else []))
        else:
            given.setdefault(mention.fact, value)
    in_order = {fact.id: given[fact.id] for fact in fact_table() if fact.id in given}
    in_turn = tuple(sorted(kept, key=lambda one: one.start))
    left = tuple(text[start:end] for start, end in unread(folded, heard))
    return Description(text, Facts(in_order), in_turn, left)


def _last_contacts(folded: str, today: date) -> Iterator[Mention]:
    """When the last contact was, where the text says it."""
    for since in read_since(folded, today):
        yield Mention("last_contact", since.value, since.start, since.end)


def _resolved(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """The mentions that stand, one value per fact that has one."""
    by_fact: dict[str, list[Mention]] = {}
    for mention in _standing(mentions):
        by_fact.setdefault(mention.fact, []).append(mention)
    hints = by_fact.pop(HINT, [])
    means = by_fact.pop(OPERATIONS, [])
    named = {one.value for one in means}
    means += [one for one in said_together(folded) if one.value not in named]
    others = [one for fact, said in by_fact.items() if fact != OPERATIONS for one in said]
    means = campaign_means(means, others, folded)
    means = means or list(hinted_means(hints, folded))[:1]
    states = [as_denied(one, folded) for one in _weakest(by_fact.pop(CONSENTS, []))]
    states.sort(key=lambda one: _WEAKEST_FIRST.index(one.value))
    kept = [*means, *consents(states, means, folded, _needs_explicit(by_fact, means))]
    _read_together(by_fact, means, hints, folded)
    for fact, said in by_fact.items():
        outer = outermost(said)
        if fact_table()[fact].kind == "flag":  # what is denied or open wins over what is said
            outer = sorted(outer, key=lambda one: one.value is True)
        kept += outer if fact_table()[fact].kind == "many" else outer[:1]
    return without_unread_reserve(_relevant(_one_each(kept), folded), folded)


def _read_together(
    by_fact: dict[str, list[Mention]],
    means: Sequence[Mention],
    hints: Sequence[Mention],
    folded: str,
) -> None:
    """Facts that several words say only together, put in the place of what each says alone."""
    origin = outermost(by_fact.get("data_origin", []))
    people = audience(by_fact.get("audience", []), hints, folded)
    by_fact["audience"] = people
    by_fact["relationship"] = relationship(by_fact.get("relationship", []), origin, means, folded)
    by_fact["purpose"] = _purpose(by_fact.get("purpose", []), hints, folded)
    by_fact.setdefault("similar_products", []).extend(similar_products(folded))
    by_fact.setdefault("related_to_profession", []).extend(related_to_profession(people, folded))
    if not any(one.value is True for one in by_fact.get("objected", ())):
        by_fact.pop("consent_after_objection", None)
    done = {one.value for one in means}
    if "referral" not in done and not any(one.value == "friend" for one in origin):
        by_fact.pop("friend_single_message", None)
    is_provider = any(one.value in ("processor", "joint") for one in by_fact.get("role", ()))
    if not is_provider and not any(one.value == "client_file" for one in origin):
        by_fact.pop("client_instructions", None)


def _purpose(said: Sequence[Mention], hints: Sequence[Mention], folded: str) -> list[Mention]:
    """What the message is for: one promotion in a service message makes it marketing.

    Words of both are no reason to take a message for service, unless it is said to promote nothing.
    """
    promotes = [one for one in hints if one.value == "promotion" and _is_affirmed(one, folded)]
    if promotes and said and not any(one.value == "political" for one in said):
        return [replace(promotes[0], fact="purpose", value="marketing")]
    serves = [one for one in said if one.value == "service"]
    sells = [one for one in said if one.value == "marketing" and _is_affirmed(one, folded)]
    denied = any(_NO_PROMOTION.search(folded, one.start, one.end) for one in serves)
    if serves and sells and not denied:
        return [one for one in said if one.value not in ("service", "marketing")]
    return list(said)


def _is_affirmed(one: Mention, folded: str) -> bool:
    return not _NOT_PROMOTED.search(folded[max(0, one.start - 40) : one.start])


def _standing(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions that are no part of words that mean something else, fact by fact."""
    asides: dict[object, list[Mention]] = {}
    by_fact: dict[str, list[Mention]] = {}
    for one in mentions:
        if one.fact == ASIDE:
            asides.setdefault(one.value, []).append(one)
        else:
            by_fact.setdefault(one.fact, []).append(one)
    for fact, said in by_fact.items():
        stronger = [one for other in _YIELDS.get(fact, ()) for one in by_fact.get(other, ())]
        covering = asides.get("said", []) if fact != HINT else []
        for mention in said:
            if any(one.covers(mention) for one in covering):
                continue
            if any(one.meets(mention) for one in asides.get(fact, ())):
                continue
            if mention.value is False or not any(one.meets(mention) for one in stronger):
                yield mention


def _weakest(states: Sequence[Mention]) -> list[Mention]:
    """Consents without those that meet one listed before: a pre-ticked box is no ticked box."""
    kept: list[Mention] = []
    for state in states:
        if not any(one.value != state.value and one.meets(state) for one in kept):
            kept.append(state)
    return kept


def _needs_explicit(by_fact: Mapping[str, Sequence[Mention]], means: Sequence[Mention]) -> bool:
    """Whether an explicit consent would be one to sensitive data, politics or a machine's decision."""
    sensitive = any(one.value != "none" for one in by_fact.get("special_categories", ()))
    political = any(one.value == "political" for one in by_fact.get("purpose", ()))
    return sensitive or political or any(one.value == "automated_decision" for one in means)


def _one_each(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention per value, and one value per fact that has one: the first."""
    kept: dict[tuple[str, object], Mention] = {}
    for mention in mentions:
        is_many = fact_table()[mention.fact].kind == "many"
        kept.setdefault((mention.fact, mention.value if is_many else None), mention)
    return list(kept.values())


def _relevant(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """Without what no rule looks at for what the campaign does, unless it was said of all duties."""
    means = {str(one.value) for one in mentions if one.fact == OPERATIONS}
    wanted = rule_book().facts_for(means) | _ALWAYS if means else frozenset(fact_table().facts)
    return [
        one
        for one in mentions
        if is_wholesale(one, folded) or (one.fact in wanted and _belongs(one, means))
    ]


def _belongs(mention: Mention, means: Collection[str]) -> bool:
    """Whether these words say this of a campaign that does that."""
    needed = _ONLY_WITH.get(mention.fact)
    return needed is None or not needed.isdisjoint(means)
