"""Facts read out of a sentence, without a chat model: each with the words that say it.

`phrases.toml` holds how people say facts. Longer words win over shorter ones they contain ("former
customers" over "customers"), except for consents, where the weaker one wins ("box" and "pre-ticked
box"). A consent is to what its own words name, or to the means named nearest. A duty is done or not
by the words around it ("DPIA", "no DPIA", "do we need a DPIA?"). What is read is shown for
confirmation: reading is a help, not a decision.
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
_GAP = r"(?:[^\w.;!?]+[\w'@%-]+){0,4}?[^\w.;!?]*\b"
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
# Words of a fact that say nothing of it where they are part of what another fact says: the
# unsubscribe link says nothing of who unsubscribed.
_YIELDS: Mapping[str, frozenset[str]] = {
    "objected": frozenset(("refusal_in_each_message", "objections_removed", "national_rule")),
    "informed": frozenset(("sender_identified", "source_told")),
    _CONSENTS: frozenset(("consent_after_objection", "parental_consent", "national_rule")),
    "last_contact": frozenset(("retention_set",)),
    "territory": frozenset(("sender_place", "transfer")),
    "consent_proof": frozenset(("objections_removed",)),
}
# Read only where the campaign does this; the same words otherwise say something else.
_ONLY_WITH: Mapping[str, frozenset[str]] = {
    "shared_channel": frozenset(("share_data",)),
    "pixel_purpose": frozenset(("email_pixel",)),
    "measurement_exempt": frozenset(("audience_measurement", "trackers")),
    "friend_single_message": frozenset(("referral",)),
    **dict.fromkeys(
        ("solely_automated", "significant_effect", "contract_necessity", "human_review"),
        frozenset(("automated_decision",)),
    ),
}
# Shown whatever the campaign does: who the people are and how they stand to the sender.
_ALWAYS = frozenset(
    "relationship audience age data_origin objected sector informed retention_set recorded role"
    " forced_consent consent sender_identified refusal_in_each_message last_contact".split()
)
_BREAK = re.compile(r"[.;:!?]|, (?=and|et|we|on|nous|ils|they|il)\b|\b(?:mais|but|puis|then)\b")
_ASKED = re.compile(
    r"\b(?:faut-il|faut|doit-on|devons|devrions|necessaires?|obligatoires?|besoin|need(?:ed)?|required?"
    r"|must|should|mandatory|do we|does|est-ce|quand|when|if|si|dois|doit)\b"
)
_NEGATED = re.compile(
    r"\b(?:not?|never|without|neither|nor|none|nobody|skip\w*|lacks?|lacking|missing|isn't|aren't"
    r"|hasn't|haven't|hadn't|wasn't|weren't|don't|doesn't|didn't|won't|cannot|can't|couldn't|forgot\w*"
    r"|pas|sans|aucune?s?|jamais|ni|manque\w*|absence|oublie\w*|ignor\w+|omi[st]\w*|rien|still to)\b"
)
_DONE = re.compile(
    r"\b(?:fai(?:t|te|ts|tes)|realise\w*|mene\w*|signe[des]*|redige\w*|ecrit\w*|documente\w*|done"
    r"|signed|written|completed|carried|run|place|exist\w*|avec|with|avons|ont|a|have|has|had|we"
    r"|got|tenue?|keep|kept|held|hold|joint\w*|appointed|named|nomme\w*|designe\w*|fixe\w*|set|defini\w*|garde\w*"
    r"|appliqu\w+|applied|apply|conserv\w+|stored?|is|are|est|sont|passe\w*|verifi\w+|check\w*"
    r"|confront\w+|screened|cleaned|scrubbed|against|after|apres|respect\w*|log\w*|inscrit\w*"
    r"|figur\w*|can|peu(?:t|vent)|includ\w*|compris|shown?|bound|lie|archiv\w+|ok|dispos\w+)\b"
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

    def meets(self, other: Mention) -> bool:
        """Whether the two share words."""
        return self.start < other.end and other.start < self.end

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
    kept = _resolved([*mentions, *_duties(folded)], folded)
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


@dataclass(frozen=True, slots=True)
class _Phrases:
    """How facts are said: by words with a value, and by the name of a duty."""

    said: tuple[tuple[str, Value | None, re.Pattern[str]], ...]
    duties: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _patterns() -> _Phrases:
    """Fact, value and how it is said, in order of precedence."""
    raw = tomllib.loads(_PHRASES.read_text(encoding="utf-8"))
    flags, duties = raw.pop("flags"), raw.pop("duties")
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
    return _Phrases(
        tuple((fact, value, _compiled(phrases)) for fact, value, phrases in listed if phrases),
        tuple((fact, _compiled(names)) for fact, names in duties.items()),
    )


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all phrases, tried where a word begins: the engine skips by first letters."""
    return re.compile(rf"\b(?:{'|'.join(map(_spelled, phrases))})(?!\w)")


def _spelled(phrase: str) -> str:
    return phrase.removeprefix(r"\b").replace("~", _GAP)


def _mentions(folded: str) -> Iterator[Mention]:
    for fact, value, pattern in _patterns().said:
        for found in pattern.finditer(folded):
            if found.end() > found.start():
                yield Mention(fact, value, found.start(), found.end())


def _duties(folded: str) -> Iterator[Mention]:
    """What the sender does or leaves undone: a duty's name and the words of its clause around it."""
    for fact, pattern in _patterns().duties:
        for found in pattern.finditer(folded):
            clause = _clause(folded, found.start(), found.end())
            before, after = folded[clause[0] : found.start()], folded[found.end() : clause[1]]
            done = _is_done(before, after)
            if done is not None:
                yield Mention(fact, done, found.start(), found.end())


def _is_done(before: str, after: str) -> bool | None:
    near = " ".join(before.split(",")[-1].split()[-6:]), " ".join(after.split(",")[0].split()[:6])
    if any(map(_ASKED.search, near)):
        return None
    if any(map(_NEGATED.search, near)):
        return False
    return True if any(map(_DONE.search, near)) else None


def _clause(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around these words begins and ends."""
    begins = max((found.end() for found in _BREAK.finditer(folded, 0, start)), default=0)
    after = _BREAK.search(folded, end)
    return begins, after.start() if after else len(folded)


def _resolved(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """The mentions that stand, one value per fact that has one."""
    by_fact: dict[str, list[Mention]] = {}
    for mention in _standing(mentions):
        by_fact.setdefault(mention.fact, []).append(mention)
    everything = [one for said in by_fact.values() for one in said]
    means = _means(by_fact.pop(OPERATIONS, []), everything)
    kept = list(means)
    states = _weakest(by_fact.pop(_CONSENTS, []))
    kept += _consents(states, means, folded, _needs_explicit(by_fact, means))
    for fact, said in by_fact.items():
        if fact_table()[fact].kind == "flag":  # "no contract running" holds "contract running"
            kept += _first_said(sorted(said, key=lambda one: one.value is not False))[:1]
            continue
        outer = _outermost(said)
        kept += outer if fact_table()[fact].kind == "many" else outer[:1]
    return _relevant(_one_each(kept))


def _standing(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions that are no part of words that mean something else."""
    asides = [one for one in mentions if one.fact == _ASIDE]
    for mention in mentions:
        yields = _YIELDS.get(mention.fact, frozenset())
        if mention.fact == _ASIDE or any(_sets_aside(aside, mention) for aside in asides):
            continue
        denied = mention.value is False
        if denied or not any(one.fact in yields and one.meets(mention) for one in mentions):
            yield mention


def _sets_aside(aside: Mention, mention: Mention) -> bool:
    """Whether words are covered by what says nothing, or meet what says nothing of their fact."""
    if aside.value == "said":
        return aside.covers(mention)
    return aside.value == mention.fact and aside.meets(mention)


def _weakest(states: Sequence[Mention]) -> list[Mention]:
    """Consents without those that meet one listed before: a pre-ticked box is no ticked box."""
    kept: list[Mention] = []
    for state in states:
        if not any(one.value != state.value and one.meets(state) for one in kept):
            kept.append(state)
    return kept


def _needs_explicit(by_fact: Mapping[str, Sequence[Mention]], means: Sequence[Mention]) -> bool:
    """Whether an explicit consent would be one to sensitive data or an automated decision."""
    sensitive = any(one.value != "none" for one in by_fact.get("special_categories", ()))
    return sensitive or any(one.value == "automated_decision" for one in means)


def _outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that lie in no longer one, in order of precedence."""
    return [one for one in mentions if not any(other.holds(one) for other in mentions)]


def _first_said(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that overlap with none that takes precedence: "pre-ticked" over "ticked"."""
    kept: list[Mention] = []
    for one in mentions:  # in the order of the table
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return kept


def _means(means: Sequence[Mention], everything: Sequence[Mention]) -> list[Mention]:
    """What the campaign does; words that only say whom or since when count if nothing else does."""
    outer = _outermost(means)
    others = [one for one in everything if one.fact != OPERATIONS]
    strong = [one for one in outer if not any(other.holds(one) for other in others)] or outer
    said = {one.value for one in strong}
    serving = frozenset[str]().union(*(_SERVES.get(str(value), frozenset()) for value in said))
    return [one for one in strong if one.value not in serving]


def _consents(
    states: Sequence[Mention], means: Sequence[Mention], folded: str, may_be_explicit: bool
) -> Iterator[Mention]:
    """Each consent as the fact it is about."""
    words = [folded[state.start : _clause(folded, state.start, state.end)[1]] for state in states]
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
    near = min(means, key=lambda one: _distance(one, state), default=None)
    return _CONSENT_OF.get(str(near.value), "consent") if near else "consent"


def _distance(one: Mention, other: Mention) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _one_each(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention per value, and one value per fact that has one: the first."""
    kept: dict[tuple[str, object], Mention] = {}
    for mention in mentions:
        is_many = fact_table()[mention.fact].kind == "many"
        kept.setdefault((mention.fact, mention.value if is_many else None), mention)
    return list(kept.values())


def _with_mail(mentions: list[Mention], folded: str) -> list[Mention]:
    """Who writes to an address like contact@, and says no other means, sends an e-mail."""
    if any(one.fact == OPERATIONS for one in mentions):
        return mentions
    found = re.search(r"[\w.]+@(?=\W|$)", folded)
    return [*mentions, Mention(OPERATIONS, "email", *found.span())] if found else mentions


def _relevant(mentions: Sequence[Mention]) -> list[Mention]:
    """Without what no rule looks at for what the campaign does."""
    means = {str(one.value) for one in mentions if one.fact == OPERATIONS}
    read = [one for one in mentions if means & _ONLY_WITH.get(one.fact, means) or not means]
    if not means:
        return [one for one in read if one.fact not in _ONLY_WITH]
    wanted = rule_book().facts_for(means) | _ALWAYS
    return [one for one in read if one.fact in wanted]
