"""When something last happened, as people say it: "two years ago", "depuis mars 2022", "en 2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_NUMBERS = {
    **{word: n for n, word in enumerate("un deux trois quatre cinq six sept huit neuf dix".split(), 1)},
    **{word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
    "une": 1, "a": 1, "an": 1, "douze": 12, "twelve": 12, "dix-huit": 18, "eighteen": 18,
    "vingt-quatre": 24,
}  # fmt: skip
_MONTHS = {
    name: n
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for n, name in enumerate(names.split(), 1)
}
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>ans?|annees?|mois|semaines?|jours?|years?|yrs?|months?|weeks?|days?)"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BEFORE = (
    r"(?:il y a|d'il y a|depuis|voila|datant de|vieux de|vieilles? de|inactifs? (?:depuis )?"
    r"|inactive (?:for )?|for|over the last|in|since|last (?:bought|ordered|contact\w*|purchase\w*))"
)
_MORE = r"(?:(?:deja|environ|presque|pres de|plus de|au moins|over|about|almost|nearly|more than|at least|the last|the past)\s+)*"
_RELATIVE = (
    re.compile(rf"\b{_N}\s*{_UNIT}\s+(?:ago|earlier|old\b(?! (?:child|kid|teen|user)))"),
    re.compile(rf"\b{_BEFORE}\s+{_MORE}{_N}\s*{_UNIT}\b"),
    re.compile(
        rf"\b(?:inactifs?|inactives?|silent|dormants?|silencieux|inactive)\s+(?:\w+\s+)?{_N}\s*{_UNIT}\b"
    ),
)
_ABSOLUTE = (
    re.compile(
        rf"\b(?:depuis|since|en|in|de|from|fin|debut|before|avant)\s+(?:le\s+\d+\s+)?{_MONTH}\s+{_YEAR}\b"
    ),
    re.compile(
        rf"\b(?:depuis|since|en|in|de|from|fin|debut|dating from|datant de|datent de|before|avant|avaient achete en|dernier(?:e)? (?:achat|commande|contact)(?: en| remontant a)?)\s+(?:l'annee\s+)?{_YEAR}\b"
    ),
)
_LAST_YEAR = re.compile(r"\b(?:l'an dernier|l'annee derniere|last year)\b")
# Durations that are no last contact: ages, terms of contracts, how long data are kept.
_NOT_A_CONTACT = re.compile(
    r"(?:contrats?|contract|conserv\w*|kept|keep|retention|garantie|warranty|age|aged|ages?"
    r"|loi|law|opened|active|existe\w*|business)\W+(?:\w+\W+){0,2}$"
)
# What happened then was no contact from the person that keeps the relation alive.
_ANOTHER_EVENT = re.compile(
    r"\b(?:desinscri\w+|desabonn\w+|unsubscri\w+|oppos\w+|object\w+|opted out|retir\w+|withdr\w+|refus\w+)"
    r"[^.;!?]{0,30}$"
)
_DAYS = {"an": 365.25, "ye": 365.25, "yr": 365.25, "mo": 30.44, "se": 7, "we": 7, "jo": 1, "da": 1}


@dataclass(frozen=True, slots=True)
class Since:
    """A day that a text names, and its words."""

    value: date
    start: int
    end: int


def read_since(folded: str, today: date) -> Iterator[Since]:
    """The days of a last contact a text without accents names, the clearest first."""
    for pattern in _RELATIVE:
        for found in pattern.finditer(folded):
            if _is_contact(folded, found.start()):
                yield Since(_ago(found, today), found.start(), found.end())
    for pattern in _ABSOLUTE:
        for found in pattern.finditer(folded):
            month = _MONTHS[found["month"]] if "month" in found.groupdict() else 1
            day = date(int(found["year"]), month, 1)
            if day <= today and _is_contact(folded, found.start()):
                yield Since(day, found.start(), found.end())
    for found in _LAST_YEAR.finditer(folded):
        if _is_contact(folded, found.start()):
            yield Since(date(today.year - 1, 1, 1), found.start(), found.end())


def _is_contact(folded: str, start: int) -> bool:
    before = folded[:start]
    return not _NOT_A_CONTACT.search(before) and not _ANOTHER_EVENT.search(before)


def _ago(found: re.Match[str], today: date) -> date:
    said = found["n"]
    count = int(said) if said.isdigit() else _NUMBERS[said]
    unit = found["unit"][:2]
    if unit in ("an", "ye", "yr", "mo"):
        months = count * (1 if unit == "mo" else 12)
        years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        return date(years, month + 1, min(today.day, 28))
    return today - timedelta(days=count * _DAYS[unit])
