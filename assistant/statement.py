"""Whether a sentence states anything that the passages it cites do not hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.bounds import bounds
from assistant.dates import Day, claimed_dates, without_dates
from assistant.decisions import named_numbers, without_numbers
from assistant.evidence import (
    articles_of,
    bounds_of,
    days_of,
    decisions_of,
    figures_of,
    numbers_in,
    numbers_of,
    reading_of,
    stems_of,
)
from assistant.figures import Figure, placed_figures, stated_figures
from assistant.legal_words import named_laws
from assistant.polarity import contradictions
from assistant.references import Named, name_references
from corpus.keywords import words
from corpus.locator import article_of
from corpus.nouns import Language, Passage

Fault = Literal[
    "marker", "figure", "bound", "date", "number", "decision", "article", "topic",
    "negation", "modality", "exception", "actor",
]  # fmt: skip
"""Why a sentence is not supported."""

FIRST_COUNT = 10
"""Smaller bare numbers count what a sentence itself lists ("3 conditions")."""
LEAST_TOPIC_SHARE = 0.1
"""Share of its words that the passages must hold. On 22 November 2026, 44 % of the sentences of our
cards fell below it beside the passage of another text, 3.5 % beside their own, nearly all of them
examples that the law does not give."""
LEAST_TOPIC_STEMS = 5
LONG_TOPIC_STEMS, LONG_TOPIC_SHARED = 8, 2
# The days the laws were adopted on belong to their names.
_LAW_DAYS = {"gdpr": Day(2016, 4, 27), "eprivacy": Day(2002, 7, 12), "lil": Day(1978, 1, 6)}
_OWN_LAWS = frozenset({"gdpr", "eprivacy", "lil", "cpce", "conso"})
# Without one of these a sentence names no article, date or decision.
_NUMBERED = re.compile(r"\d|\bpremier\b", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a sentence may stand on: its citations' passages and the facts printed beside them.

    `own` are the passages in the language of the sentence, all of them where `is_readable`; `labels`
    name the citations, `days` are the dates from and until which they apply; `exists` tells whether
    a locator may be one.
    """

    units: tuple[Passage, ...]
    own: tuple[Passage, ...]
    is_readable: bool
    locators: tuple[str, ...]
    labels: str
    days: frozenset[Day]
    exists: Callable[[str], bool]


def states_something(sentence: str) -> bool:
    """Whether a sentence states a figure, a date, an article or a decision."""
    if stated_figures(sentence):
        return True
    if not _NUMBERED.search(sentence):
        return False
    named = name_references(sentence)
    is_named = named.locators or named.elsewhere or named_numbers(sentence)
    return bool(is_named or claimed_dates(sentence))


def faults_in(sentence: str, lang: Language, ground: Ground) -> frozenset[Fault]:
    """What a sentence, without its markers, states that its ground does not hold."""
    plain = " ".join(_EMPHASIS.sub("", sentence).split())
    if any(plain in unit.text for unit in ground.units):  # its own words, as of our cards
        return frozenset()
    faults = {*_figure_faults(plain, ground), *_numbered_faults(plain, ground)}
    faults |= contradictions(plain, lang, (reading_of(unit) for unit in ground.own))
    if not _topic_holds(plain, lang, ground):
        faults.add("topic")
    return frozenset(faults)


def _figure_faults(sentence: str, ground: Ground) -> Iterator[Fault]:
    stated = stated_figures(sentence)
    if not stated:
        return
    if not stated <= frozenset[Figure]().union(*map(figures_of, ground.units)):
        yield "figure"
    named = {bound for unit in ground.units for bound in bounds_of(unit)}
    for figure, bound in bounds(sentence):
        held = {its for other, its in named if other == figure}
        if bound and held and bound not in held and None not in held:
            yield "bound"


def _numbered_faults(sentence: str, ground: Ground) -> Iterator[Fault]:
    """Articles, dates, decisions and other numbers that the ground does not hold."""
    if not _NUMBERED.search(sentence):
        return
    named, laws = name_references(sentence), named_laws(sentence)
    bare = sentence
    for law, start, end in laws:
        if law in _OWN_LAWS:
            bare = bare[:start] + " " * (end - start) + bare[end:]
    if not _articles_hold(named, ground):
        yield "article"
    if not _dates_hold(bare, {law for law, _, _ in laws}, ground):
        yield "date"
    decisions = named_numbers(bare)
    if decisions and not decisions <= named_numbers(ground.labels).union(
        *map(decisions_of, ground.units)
    ):
        yield "decision"
    if not _numbers_hold(bare, named, ground):
        yield "number"


def _articles_hold(named: Named, ground: Ground) -> bool:
    """An article must exist and a citation be of it, or name it; one of another law be named."""
    if named.elsewhere and not frozenset(named.elsewhere) <= _numbers(ground):
        return False
    if not named.locators:
        return True
    known = frozenset(map(article_of, ground.locators)).union(*map(articles_of, ground.units))
    # "Article 82", without a law, is that of the law cited.
    numbers = {locator.partition(":")[2] for locator in known}
    return all(
        (article_of(name) in known and ground.exists(name))
        or (name in named.unnamed and name.partition(":")[2] in numbers)
        for name in named.locators
    )


def _dates_hold(bare: str, laws: set[str], ground: Ground) -> bool:
    claimed = claimed_dates(bare)
    if not claimed:
        return True
    days = ground.days.union(*map(days_of, ground.units))
    days |= {day for law, day in _LAW_DAYS.items() if law in laws}
    years = _numbers(ground)
    return all(
        any(
            (not day.month and str(day.year) in years) or any(map(day.is_told_by, days))
            for day in readings
        )
        for readings in claimed
    )


def _numbers_hold(bare: str, named: Named, ground: Ground) -> bool:
    left = without_numbers(without_dates(bare))
    for _, (start, end) in placed_figures(left):
        left = left[:start] + " " * (end - start) + left[end:]
    counted = {number for number in numbers_of(left) - named.digits if number.isdigit()}
    large = {number for number in counted if int(number) >= FIRST_COUNT}
    return not large or large <= _numbers(ground)


def _numbers(ground: Ground) -> frozenset[str]:
    return numbers_of(ground.labels).union(*map(numbers_in, ground.units))


def _topic_holds(sentence: str, lang: Language, ground: Ground) -> bool:
    """Whether the passages speak of what the sentence speaks of, where both are of one language."""
    said = {stem for stem in words(sentence, lang) if not stem.isdigit()}
    if not ground.is_readable or len(said) < LEAST_TOPIC_STEMS:
        return True
    held = frozenset(words(ground.labels, lang)).union(*map(stems_of, ground.own))
    least = max(
        LEAST_TOPIC_SHARE * len(said), LONG_TOPIC_SHARED if len(said) >= LONG_TOPIC_STEMS else 0
    )
    return len(said & held) >= least
