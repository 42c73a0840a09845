"""Figures a reader would act on: durations, percentages and amounts, with what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# A unit follows its number at once in a claim; a text may put "(six)", "à 36" or "full" between.
REACH_CHARACTERS = 20

_UNITS = {
    # "points de base", "percentage points": no percentages.
    "point": r"points?\s+de\s+(?:pourcentage|base)|(?:percentage|basis)\s+points?\b",
    "percent": r"%|pour\s+cent\b|per\s*cent\b",
    "minute": r"minutes?\b",
    "hour": r"heures?\b|hours?\b|h\b",
    "working day": r"jours?\s+(?:ouvr[ée]s?|ouvrables?)\b|(?:working|business)\s+days?\b",
    "day": r"jours?\b|days?\b",
    "week": r"semaines?\b|weeks?\b",
    "month": r"mois\b|months?\b",
    "year": r"an(?:s|nées?)?\b|years?\b",
    "amount": r"€|euros?\b|eur\b",
    "dollar": r"\$|(?:us\s)?dollars?\b|usd\b",
    "pound": r"£|pounds?\s+sterling\b|livres?\s+sterling\b|gbp\b",
}
_POWERS = {"k": 3, "m": 6, "bn": 9, "mill": 6, "bill": 9}
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:[\s.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?:\s?(?P<power>mill(?:ion|iard)s?\b|billions?\b|bn\b|[mk](?=\s?[€$£]))(?:\s+d['’e])?)?",
    re.IGNORECASE,
)
_UNIT_FORMS = "|".join(f"(?P<{name.replace(' ', '_')}>{form})" for name, form in _UNITS.items())
# No unit begins inside a word: "dans" holds no "ans".
_UNIT = re.compile(rf"(?<![^\W\d_])(?:{_UNIT_FORMS})", re.IGNORECASE)
_CURRENCY = re.compile(
    r"(?:(?P<amount>€|\beur)|(?P<dollar>\$|\busd)|(?P<pound>£|\bgbp))\s?$", re.IGNORECASE
)
_GAP = re.compile(
    r"[\s-]*(?:(?:further|additional|more|full|consecutive|calendar|whole|autres|derni[èe]re?s)\s+)?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:[\s.,]\d{3})+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPELLED_POWER = re.compile(
    r"\s+(?P<power>milli(?:on|ard)s?|billions?)\b(?:\s+d['’e])?", re.IGNORECASE
)
# "one day", "un jour" mean no figure; "one hour" and "un mois" do.
_OTHER_CURRENCIES = frozenset({"dollar", "pound"})
_IDIOMS = frozenset({(1, "day"), (1, "point"), (1, "minute")})
_SPELLED = {
    word: value
    for value, forms in {
        1: "un une one", 2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five",
        6: "six", 7: "sept seven", 8: "huit eight", 9: "neuf nine", 10: "dix ten",
        11: "onze eleven", 12: "douze twelve", 13: "treize thirteen", 14: "quatorze fourteen",
        15: "quinze fifteen", 16: "seize sixteen", 17: "seventeen", 18: "eighteen",
        20: "vingt twenty", 30: "trente thirty", 40: "quarante forty", 50: "cinquante fifty",
        60: "soixante sixty", 70: "seventy", 80: "quatrevingt eighty", 90: "ninety",
        100: "cent",
    }.items()
    for word in forms.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts ("percent", "hour" … "amount")."""

    value: Decimal
    unit: str


def claimed_figures(text: str) -> set[Figure]:
    """The figures a sentence states in digits, each with its unit next to it."""
    return {figure for figure, _ in _in_digits(text)}


def stated_figures(text: str) -> set[Figure]:
    """The figures a sentence states in digits or in words ("two months")."""
    return {figure for figure, _ in placed_figures(text)}


def placed_figures(text: str) -> Iterator[tuple[Figure, tuple[int, int]]]:
    """The figures a text states in digits or in words, and where each stands."""
    yield from _in_digits(text)
    yield from _in_words(text)


def _in_digits(text: str) -> Iterator[tuple[Figure, tuple[int, int]]]:
    for number in _NUMBER.finditer(text):
        unit, end = _unit_at(text, number.end())
        before = _CURRENCY.search(text, 0, number.start())
        if not unit and before:
            unit = before.lastgroup or ""
        if unit or number["power"]:
            yield Figure(_value(number), unit or "amount"), (number.start(), end)


def _in_words(text: str) -> Iterator[tuple[Figure, tuple[int, int]]]:
    for word in _WORD.finditer(text):
        value = _spelled(word[0].lower())
        if not value:
            continue
        power = _SPELLED_POWER.match(text, word.end())
        unit, end = _unit_at(text, power.end() if power else word.end())
        if unit and (value, unit) not in _IDIOMS:
            exponent = _power(power["power"].lower()) if power else 0
            yield Figure(Decimal(value) * Decimal(10) ** exponent, unit), (word.start(), end)


def _unit_at(text: str, at: int) -> tuple[str, int]:
    """The unit that follows a number, and where it ends; "" for none."""
    gap = _GAP.match(text, at)
    unit = _UNIT.match(text, gap.end() if gap else at)
    return (_name(unit), unit.end()) if unit else ("", at)


def _named_currencies(text: str) -> set[str]:
    return {_name(unit) for unit in _UNIT.finditer(text)} & _OTHER_CURRENCIES


def _name(unit: re.Match[str]) -> str:
    return (unit.lastgroup or "").replace("_", " ")


def held_figures(text: str) -> set[Figure]:
    """The figures a text holds, in digits or in words, each number near a unit."""
    found = stated_figures(text)
    # "26 million dollars (25 million at first)": the currency is named once.
    bare = {figure.value for figure in found if figure.unit == "amount"}
    found |= {Figure(value, unit) for value in bare for unit in _named_currencies(text)}
    for unit in _UNIT.finditer(text):
        before = text[max(0, unit.start() - REACH_CHARACTERS) : unit.start()]
        if unit.start() > REACH_CHARACTERS:  # the cut may fall inside a number
            before = re.sub(r"^\S+", "", before)
        found |= {Figure(value, _name(unit)) for value in _values(before)}
    return found


def _values(text: str) -> set[Decimal]:
    digits = {_value(number) for number in _NUMBER.finditer(text)}
    spelled = map(_spelled, _WORD.findall(text.lower()))
    return digits | {Decimal(value) for value in spelled if value}


def _value(number: re.Match[str]) -> Decimal:
    digits = number["digits"]
    is_grouped = _GROUPED.fullmatch(digits)
    plain = re.sub(r"[\s.,]", "", digits) if is_grouped else digits.replace(",", ".")
    return Decimal(plain) * Decimal(10) ** _power((number["power"] or "").lower())


def _power(word: str) -> int:
    if word.startswith("milliard"):
        return 9
    return next((power for form, power in _POWERS.items() if word and word.startswith(form)), 0)


def _spelled(word: str) -> int:
    """The value of "vingt-quatre", "seventy-two"; 0 for any other word."""
    joined = re.sub("quatre-vingts?", "quatrevingt", word)  # four times twenty
    parts = [_SPELLED.get(part, 0) for part in joined.split("-") if part not in ("et", "and")]
    return sum(parts) if all(parts) else 0


def spelled_numbers(text: str) -> frozenset[int]:
    """The numbers a text writes in words."""
    return frozenset(value for word in _WORD.findall(text.lower()) if (value := _spelled(word)))
