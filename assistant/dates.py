"""Dates of a text in French and English, whole or in part, whatever way they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTH_NAMES = {
    month: names.split()
    for month, names in enumerate(
        (
            "janvier january janv jan", "février fevrier february févr fevr feb", "mars march mar",
            "avril april avr apr", "mai may", "juin june jun", "juillet july juil jul",
            "août aout august aug", "septembre september sept sep", "octobre october oct",
            "novembre november nov", "décembre decembre december déc dec",
        ),
        start=1,
    )
}  # fmt: skip
_MONTH_OF = {name: month for month, names in _MONTH_NAMES.items() for name in names}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:er|st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
# Numbers joined to the year are those of a law or a decision: "2016/679", "2020-091", "1/2024".
_ALONE = r"(?<![\w/.,-])"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<number>0[1-9]|1[0-2])-(?P<day>[0-2]\d|3[01])(?![\w-])",
        r"(?<![\w/.-])(?P<day>[0-3]?\d)(?P<mark>[/.])(?P<number>[0-3]?\d)(?P=mark)(?P<year>(?:19|20)\d\d)(?![\w/])",
        rf"{_ALONE}{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH}\s+{_DAY}(?![\w%])(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH}\s+{_YEAR}",
        rf"{_ALONE}{_YEAR}(?![\w/]|[-‑–]\d|[.,]\d|\s?(?:%|€|eur|million|milliard|billion))",
    )
)
_MODAL_OR_VERB = frozenset({"may", "march", "mar"})


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told: 0 where the year, the month or the day is not."""

    year: int
    month: int = 0
    day: int = 0

    def is_told_by(self, other: Day) -> bool:
        """Whether a fuller date says at least this."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine in (0, its) for mine, its in pairs)


def day_of(day: date) -> Day:
    """A calendar day."""
    return Day(day.year, day.month, day.day)


def claimed_dates(text: str) -> tuple[frozenset[Day], ...]:
    """The dates a text tells, in order; each as the readings it may have ("08/11/2026" has two)."""
    return tuple(readings for readings, _ in _read(text))


def held_dates(text: str) -> frozenset[Day]:
    """Every reading of every date of a text."""
    return frozenset(day for readings, _ in _read(text) for day in readings)


def without_dates(text: str) -> str:
    """The text with its dates blanked out."""
    for _, (start, end) in _read(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _read(text: str) -> Iterator[tuple[frozenset[Day], tuple[int, int]]]:
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            is_new = all(match.end() <= start or match.start() >= end for start, end in taken)
            readings = _readings(match)
            if is_new and readings:
                taken.append(match.span())
                yield readings, match.span()


def _readings(match: re.Match[str]) -> frozenset[Day]:
    parts = match.groupdict()
    year, day = int(parts.get("year") or 0), int(parts.get("day") or 0)
    if number := parts.get("number"):
        orders = {(int(number), day)} | ({(day, int(number))} if parts.get("mark") else set())
        return frozenset(Day(year, m, d) for m, d in orders if 1 <= m <= 12 and 1 <= d <= 31)
    name = parts.get("month") or ""
    # "may 5 clients": without a year, only a capital tells the month from the verb.
    if name.lower() in _MODAL_OR_VERB and not year and name.islower():
        return frozenset()
    return frozenset({Day(year, _MONTH_OF.get(name.lower(), 0), day)})
