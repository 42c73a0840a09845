"""Figures a reader would act on: durations, percentages and amounts, with what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# A unit follows its number at once in a claim; a text may put "(six)", "à 36" or "full" between.
REACH_CHARACTERS = 20

_UNITS = {
    "percent": r"%|pour\s+cent\b|per\s*cent\b",
    "hour": r"heures?\b|hours?\b|h\b",
    "day": r"jours?\b|days?\b",
    "week": r"semaines?\b|weeks?\b",
    "month": r"mois\b|months?\b",
    "year": r"an(?:s|nées?)?\b|years?\b",
    "amount": r"[€$£]|euros?\b|eur\b|dollars?\b",
}
_POWERS = {"k": 3, "m": 6, "bn": 9, "mill": 6, "bill": 9}
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:[\s.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?:\s?(?P<power>mill(?:ion|iard)s?\b|billions?\b|bn\b|[mk](?=\s?[€$£]))(?:\s+d['’e])?)?",
    re.IGNORECASE,
)
_UNIT = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _UNITS.items()), re.IGNORECASE)
_CURRENCY = re.compile(r"[€$£]\s?$|\beur\s$", re.IGNORECASE)
_GAP = re.compile(r"[\s-]*")
_GROUPED = re.compile(r"\d{1,3}(?:[\s.,]\d{3})+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPELLED = {
    word: value
    for value, forms in {
        1: "un une one", 2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five",
        6: "six", 7: "sept seven", 8: "huit eight", 9: "neuf nine", 10: "dix ten",
        11: "onze eleven", 12: "douze twelve", 13: "treize thirteen", 14: "quatorze fourteen",
        15: "quinze fifteen", 16: "seize sixteen", 17: "seventeen", 18: "eighteen",
        20: "vingt twenty", 30: "trente thirty", 40: "quarante forty", 50: "cinquante fifty",
        60: "soixante sixty", 70: "seventy", 90: "ninety",
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
    found = set()
    for number in _NUMBER.finditer(text):
        gap = _GAP.match(text, number.end())
        unit = _UNIT.match(text, gap.end() if gap else number.end())
        if unit and unit.lastgroup:
            found.add(Figure(_value(number), unit.lastgroup))
        elif number["power"] or _CURRENCY.search(text, 0, number.start()):
            found.add(Figure(_value(number), "amount"))
    return found


def held_figures(text: str) -> set[Figure]:
    """The figures a text holds, in digits or in words, each number near a unit."""
    found = claimed_figures(text)
    for unit in _UNIT.finditer(text):
        before = text[max(0, unit.start() - REACH_CHARACTERS) : unit.start()]
        if unit.start() > REACH_CHARACTERS:  # the cut may fall inside a number
            before = re.sub(r"^\S+", "", before)
        found |= {Figure(value, unit.lastgroup or "") for value in _values(before)}
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
    parts = [_SPELLED.get(part, 0) for part in word.split("-") if part not in ("et", "and")]
    # "quatre-vingt" multiplies.
    return sum(parts) if all(parts) and "quatre-vingt" not in word else 0
