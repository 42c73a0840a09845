"""Facts read out of a sentence, without a chat model: each with the words that say it.

`phrases.toml` holds how people say facts. Longer words win over shorter ones they contain ("former
customers" over "customers"); a consent belongs to the means named nearest to it. What is read is
shown for confirmation: reading is a help, not a decision.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.campaign.facts import OPERATIONS, UNKNOWN, Facts, Given, Value, fact_table
from assistant.campaign.rules import rule_book
from assistant.campaign.since import read_since

_PHRASES = Path(__file__).with_name("phrases.toml")
_GAP = r"(?:[^\w.;!?]+[\w'@%-]+){0,4}?[^\w.;!?]*"
_CONSENTS = "consent_state"
_ASIDE = "aside"
"""Words that say nothing of the campaign though they look like it: "without cookies"."""
# Means that a larger plan names only to say what for: passing a file on so that others send e-mails.
_SERVES: Mapping[str, frozenset[str]] = {
    "share_data": frozenset(("email", "sms", "post", "live_call", "automated_call", "buy_data")),
    "custom_audience": frozenset(("trackers", "email")),
    "lookalike_audience": frozenset(("trackers", "email", "custom_audience")),
    "email_pixel": frozenset(("trackers", "email", "audience_measurement")),
    "audience_measurement": frozenset(("trackers",)),
    "contextual_ads": frozenset(("trackers",)),
    "automated_decision": frozenset(("profiling",)),
    "scraping": frozenset(("email_pixel",)),
}
# Which consent a person speaks of depends on what is done with the data.
_CONSENT_OF: Mapping[str, str] = {
    **dict.fromkeys(("trackers", "email_pixel", "audience_measurement"), "tracker_consent"),
    **dict.fromkeys(
        ("custom_audience", "lookalike_audience", "share_data", "enrichment", "profiling"),
        "use_consent",
    ),
    "automated_decision": "explicit_consent",
}
_PROMOTION = re.compile(
    r"\b(?:promo\w*|offres?|offers?|soldes|discounts?|vouchers?|coupons?|remises?|reductions?"
    r"|bons? d'achat|upsell\w*|vendre|sell)\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that say a value of a fact; `value` None: that it is not known."""

    fact: str
    value: Value | date | None
    start: int
    end: int

    def covers(self, other: Mention) -> bool:
        """Whether the other's words lie inside."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, other: Mention) -> bool:
        """Whether the other's words lie inside, and are fewer."""
        return self.covers(other) and self.end - self.start > other.end - other.start


@dataclass(frozen=True, slots=True)
class Description:
    """What was read out of a text, and where."""

    text: str
    facts: Facts
    mentions: tuple[Mention, ...]


def describe(text: str, today: date) -> Description:
    """The facts a text says; nothing is presumed and nothing invented."""
    folded = fold(text)
    mentions = [*_mentions(folded), *read_since_mentions(folded, today)]
    kept = _resolved(mentions, folded)
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
    return Description(text, Facts(in_order), tuple(sorted(kept, key=lambda one: one.start)))


def fold(text: str) -> str:
    """The text in small letters without accents, each sign still at its place."""
    return "".join(map(_folded, text))


def _folded(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign).lower()
    if sign in "’‘ʼ`":
        return "'"
    if sign in "“”«»":
        return '"'
    return plain[0] if plain and not sign.isspace() else " "


def read_since_mentions(folded: str, today: date) -> Iterator[Mention]:
    """When the last contact was, where the text says it."""
    for since in read_since(folded, today):
        yield Mention("last_contact", since.value, since.start, since.end)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, Value | None, re.Pattern[str]], ...]:
    """Fact, value and how it is said, in order of precedence."""
    raw = tomllib.loads(_PHRASES.read_text(encoding="utf-8"))
    flags = raw.pop("flags")
    listed = [
        (fact, None if value == UNKNOWN else value, phrases)
        for fact, values in raw.items()
        for value, phrases in values.items()
    ]
    listed += [
        (fact, value == "true", phrases)
        for fact, values in flags.items()
        for value, phrases in values.items()
    ]
    return tuple((fact, value, _compiled(phrases)) for fact, value, phrases in listed if phrases)


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_bounded(phrase)})" for phrase in phrases))


def _bounded(phrase: str) -> str:
    return r"(?<!\w)(?:" + phrase.replace("~", _GAP) + r")(?!\w)"


def _mentions(folded: str) -> Iterator[Mention]:
    for fact, value, pattern in _patterns():
        for found in pattern.finditer(folded):
            if found.end() > found.start():
                yield Mention(fact, value, found.start(), found.end())


def _resolved(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """The mentions that stand, one value per fact that has one."""
    asides = [one for one in mentions if one.fact == _ASIDE]
    by_fact: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.fact != _ASIDE and not any(aside.covers(mention) for aside in asides):
            by_fact.setdefault(mention.fact, []).append(mention)
    means = _means(by_fact.pop(OPERATIONS, []), mentions)
    kept = list(means)
    kept += _consents(_outermost(by_fact.pop(_CONSENTS, [])), means)
    for fact, said in by_fact.items():
        outer = _outermost(said)
        kept += outer if fact_table()[fact].kind == "many" else outer[:1]
    return _relevant(_implied(kept, folded))


def _outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that lie in no longer one, in order of precedence."""
    return [one for one in mentions if not any(other.holds(one) for other in mentions)]


def _means(means: Sequence[Mention], everything: Sequence[Mention]) -> list[Mention]:
    """What the campaign does; words that only say whom or since when count if nothing else does."""
    outer = _outermost(means)
    others = [one for one in everything if one.fact != OPERATIONS]
    strong = [one for one in outer if not any(other.holds(one) for other in others)] or outer
    said = {one.value for one in strong}
    serving = frozenset[str]().union(*(_SERVES.get(str(value), frozenset()) for value in said))
    return [one for one in strong if one.value not in serving]


def _consents(states: Sequence[Mention], means: Sequence[Mention]) -> Iterator[Mention]:
    """Each consent as the fact it is about: that of the means named nearest."""
    for state in states:
        near = min(means, key=lambda one: _distance(one, state), default=None)
        fact = _CONSENT_OF.get(str(near.value), "consent") if near else "consent"
        yield replace(state, fact=fact)


def _distance(one: Mention, other: Mention) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _implied(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """One value per fact, and what one fact says of another."""
    kept: dict[tuple[str, object], Mention] = {}
    taken: set[str] = set()
    for mention in mentions:
        is_many = fact_table()[mention.fact].kind == "many"
        if not is_many and mention.fact in taken:
            continue
        taken.add(mention.fact)
        kept.setdefault((mention.fact, mention.value if is_many else None), mention)
    return list(kept.values())


def _relevant(mentions: Sequence[Mention]) -> list[Mention]:
    """Without what no rule looks at for what the campaign does."""
    means = [one.value for one in mentions if one.fact == OPERATIONS]
    if not means:
        return list(mentions)
    wanted = rule_book().facts_for(str(one) for one in means)
    return [one for one in mentions if one.fact in wanted]
