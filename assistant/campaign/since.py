"""When something last happened, as people say it: "two years ago", "depuis mars 2022", "en 2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_NUMBERS = {
    **{word: n for n, word in enumerate("un deux trois quatre cinq six sept huit neuf dix".split(), 1)},
    **{word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
    "une": 1, "a": 1, "an": 1, "a couple of": 2, "douze": 12, "twelve": 12, "quinze": 15, "fifteen": 15,
    "dix-huit": 18, "eighteen": 18, "vingt": 20, "twenty": 20, "vingt-quatre": 24, "twenty-four": 24,
    "trente": 30, "thirty": 30, "trente-six": 36, "thirty-six": 36,
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
_SPAN = rf"{_N}(?P<half>[.,]5| and a half)?[\s-]*{_UNIT}\b(?P<half_after> et demie?| and a half)?"
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_OVER = r"(?:plus (?:de |d')|more than |over |au moins |at least |au-dela de |beyond )"
_UNDER = r"(?:moins (?:de |d')|less than |under |within |dans les |within the last |in the last )"
_BOUND = rf"(?:(?P<over>{_OVER})|(?P<under>{_UNDER}))?"
_ABOUT = (
    r"(?:(?:deja|environ|presque|pres de|about|almost|nearly|some|the last|the past|les)\s+){0,2}"
)
# Words after which a time says when something happened, whatever it was.
_HAPPENED = (
    r"(?:il y a|voila|datant de|dat(?:e|ent|es|ing) (?:back )?(?:de|from|d')?|vieux de|vieilles? de|remont\w+ a"
    r"|inacti\w+|dormant\w*|silen\w+|endormis?|muets?|perdus?|lapsed|idle)"
)
# Words after which a time says how long something lasts: what lasts decides.
_LASTED = r"(?:depuis|pendant|for|in|since|over|dans)"
_RELATIVE = (
    (True, re.compile(rf"\b{_BOUND}{_SPAN}\s+(?:ago|earlier|back\b)")),
    (True, re.compile(rf"\b{_HAPPENED}\s+(?:depuis |for |since |de )?{_BOUND}{_ABOUT}{_SPAN}")),
    (True, re.compile(rf"\b{_BOUND}{_SPAN}(?=,? (?:(?:sans|without)(?: \w+)? (?:achat|commande|contact|nouvelle|order|purchase|buying|activit|clic|click)|d'(?:inactivite|absence)|de silence|of (?:inactivity|silence)))")),
    (False, re.compile(rf"\b{_LASTED}\s+{_BOUND}{_ABOUT}{_SPAN}")),
    (False, re.compile(rf"\b(?P<over>{_OVER})(?P<under>(?!))?{_SPAN}")),
    (True, re.compile(rf"\b{_N}(?P<over>(?!))?(?P<under>(?!))?(?P<half>(?!))?[\s-]*(?P<unit>year|month)s?[- ]old(?P<half_after>(?!))? (?=contacts?|leads?|list|file|customers?|prospects?|data|e-?mails?|addresses)")),
)  # fmt: skip
_DAY = r"(?:le )?(?:\d{1,2}(?:er|st|nd|rd|th)?\s+)?"
_MONTH_AND_YEAR = re.compile(rf"\b{_DAY}{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?,?)?(?: of)? {_YEAR}")
_FIGURES = re.compile(
    rf"\b\d{{1,2}}/(?P<month>0?[1-9]|1[0-2])/{_YEAR}|\b(?P<month_2>0?[1-9]|1[0-2])/(?P<year_2>20\d\d)\b"
)
_BARE_YEAR = re.compile(
    rf"(?:\b(?:depuis|since|en|in|de|from|fin|debut|late|early|annee|year|a|to|of|dating|avant|before|spring|summer|autumn|winter|ete|printemps|automne|hiver)\s+|: )(?:l'annee\s+)?{_YEAR}"
)
_LAST = re.compile(
    r"\b(?:(?P<year>l'an(?:nee)? (?:dernier|derniere|passee?)|last year)"
    r"|(?P<month>le mois (?:dernier|passe)|last month)"
    r"|(?P<week>la semaine (?:derniere|passee)|last week|hier|yesterday))\b"
)
# What shows that the time is that of a contact: something bought, asked or clicked, or its absence.
_CONTACT = re.compile(
    r"\b(?:achet\w+|achats?|command\w+|don(?:s|ne|nes|ner)?|donat\w+|clique?\w*|contact\w*|visit\w+|rencontr\w+"
    r"|salon|foire|actifs?|actives?|inacti\w+|dormant\w*|silen\w+|dernier\w*|derniere\w*|last|lastly|latest|bought|buy"
    r"|order\w*|purchas\w*|click\w*|gave|given|donors?|met|fair|show|active|seen|heard|log(?:in|ged)|connexion|connect\w+"
    r"|livre\w*|deliver\w+|recent\w*|devis|quote|demande\w*|clients?|customers?|buyers?|leads?|prospects?|parti\w*"
    r"|left|quitt\w+|resili\w+|cancel\w+|ouvert|opened|nouvelles|visitors?|stay\w*|sejour\w*|reserv\w+|booked"
    r"|bookings?|inscri\w+|registered|signed|subscribed|downloaded|telecharg\w+|collecte\w*|collected)\b"
)
_ABSENCE = re.compile(
    r"\b(?:pas|rien|jamais|plus|sans|aucune?s?|not?|never|nothing|without|haven't|hasn't|didn't|don't|inacti\w+"
    r"|dormant\w*|silen\w+|dernier\w*|derniere\w*|last|stopped|muets?|endormi\w*)\b"
)
# Times that are no last contact: ages, terms of contracts, how long data are kept, laws.
_NOT_A_CONTACT = re.compile(
    r"\b(?:contrats?|contract|conserv\w*|kept|keep\w*|retention|garanti\w*|warranty|age|aged|ages?|gard\w*"
    r"|loi|law|opened in|existe\w*|business|stor(?:e|ed|ing)|engagement|prochain\w*|next|purg\w*|suppri\w*|delet\w*"
    r"|bloctel|dpia|aipd|anciennete|enfants?|children|kids|credits?|loans?|prets?|budget|plan)\W+(?:[\w']+\W+){0,3}$"
)
# What happened then was no contact that keeps the relation alive, or is not said of the people.
_ANOTHER_EVENT = re.compile(
    r"\b(?:desinscri\w+|desabonn\w+|unsubscri\w+|oppos\w+|object\w+|opted out|retir\w+|withdr\w+|refus\w+|took back"
    r"|consent\w*|accord|revo\w+|stop)\b[^.;!?,]{0,30}$"
)
# "Customers for ten years": how long they have been, not when they last were.
_STANDING = re.compile(
    r"\b(?:clients?|clientes?|customers?|abonne\w*|members?|membres?|fideles?|subscribers?|patients?|existons|sommes|are|nous)"
    r"\s+$"
)
# "In June 2026 we called them": when the campaign ran.
_WE_DID = re.compile(
    r"^[^.;!?]{0,30}?\b(?:on|nous|we|nos|notre|our|appels?|calls?|campagne|campaign)\b[^.;!?]{0,30}?"
    r"(?:appel\w*|envoy\w+|ecri\w+|call\w*|sent|e-?mail\w*|mailed|texted|telephon\w+|demarch\w+|phoned|rang|lanc\w+)\b"
)
_BAND_MONTHS = 36
_OPENING = 4
_DAYS = {"se": 7, "we": 7, "jo": 1, "da": 1}


@dataclass(frozen=True, slots=True)
class Since:
    """A day that a text names, or the band a bound like "over three years" falls into."""

    value: date | str
    start: int
    end: int


def read_since(folded: str, today: date) -> Iterator[Since]:
    """The days of a last contact a text without accents names, the clearest first."""
    for is_event, pattern in _RELATIVE:
        for found in pattern.finditer(folded):
            if _is_contact(folded, found, is_event):
                yield Since(_ago(found, today), found.start(), found.end())
    for day, found in _days(folded):
        if (
            day <= today
            and _is_contact(folded, found, is_event=True)
            and _near(_CONTACT, folded, found)
        ):
            yield Since(day, found.start(), found.end())
    for found in _LAST.finditer(folded):
        if _is_contact(folded, found, is_event=True):
            months = 12 if found["year"] else 1 if found["month"] else 0
            yield Since(_months_before(today, months), found.start(), found.end())


def _days(folded: str) -> Iterator[tuple[date, re.Match[str]]]:
    """The months and years named, each as its first day."""
    for found in _MONTH_AND_YEAR.finditer(folded):
        yield date(int(found["year"]), _MONTHS[found["month"]], 1), found
    for found in _FIGURES.finditer(folded):
        month = found["month"] or found["month_2"]
        yield date(int(found["year"] or found["year_2"]), int(month), 1), found
    for found in _BARE_YEAR.finditer(folded):
        yield date(int(found["year"]), 1, 1), found


def _is_contact(folded: str, found: re.Match[str], is_event: bool) -> bool:
    """Whether this time is that of a last contact; what only lasts needs an absence beside it."""
    before = folded[max(0, found.start() - 90) : found.start()]
    if len(_clause_before(before).strip()) < _OPENING and _WE_DID.search(folded[found.end() :]):
        return False
    if _NOT_A_CONTACT.search(before) or _ANOTHER_EVENT.search(before):
        return False
    if is_event:
        return True
    return not _STANDING.search(before) and bool(_ABSENCE.search(_clause_before(before)))


def _clause_before(before: str) -> str:
    return re.split(r"[.;!?]", before)[-1]


def _near(pattern: re.Pattern[str], folded: str, found: re.Match[str]) -> bool:
    before = _clause_before(folded[max(0, found.start() - 90) : found.start()])
    after = re.split(r"[.;:!?]", folded[found.end() : found.end() + 40])[0]
    return bool(pattern.search(before) or pattern.search(after))


def _ago(found: re.Match[str], today: date) -> date | str:
    """The day this long ago, or the band where only a bound is said that settles it."""
    said = found["n"]
    count = float(int(said) if said.isdigit() else _NUMBERS[said])
    count += 0.5 if found["half"] or found["half_after"] else 0
    unit = found["unit"][:2]
    months = round(count * (1 if unit == "mo" else 12)) if unit in ("an", "ye", "yr", "mo") else 0
    if found["over"] and months >= _BAND_MONTHS:
        return "over_3_years"
    if found["under"] and months <= _BAND_MONTHS:
        return "up_to_3_years"
    if unit in _DAYS:
        return today - timedelta(days=round(count * _DAYS[unit]))
    return _months_before(today, months)


def _months_before(today: date, months: int) -> date:
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, min(today.day, 28))
