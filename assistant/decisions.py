"""The numbers of decisions, guidelines and laws a text names, each in one form."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_NUMBER_SIGN = r"(?:n\s?[o°º]s?\.?|nos?\.?|num(?:é|e)ro|number|req(?:uête)?\.?)"
_COURT = (
    r"conseil\s+d['’]\s?[ée]tat|\bce\b|cour\s+de\s+cassation|\bcass\b\.?|"
    r"cour\s+d['’]\s?appel|cour\s+administrative\s+d['’]\s?appel|tribunal|conseil\s+constitutionnel"
)
# What each kind of number looks like; the groups are its parts, in order.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        ("sanction", r"\b(san|medp?|lp)\s?-?\s?((?:19|20)\d\d)\s?-\s?0*(\d{1,4})(?!\d)"),
        ("ecli", r"\becli:([a-z]{2}:[a-z]+:\d{4}:[\w.]+\w)"),
        ("curia", r"(?<![\w-])([ct])\s?-\s?0*(\d{1,4})\s?/\s?(\d{2})(?!\d)"),
        ("working-party", r"\bwp\s?-?\s?(\d{2,3})(?!\d)"),
        # "délibération n° 2020-091", "loi n° 2025-594", "décret 2019-536"
        ("year-first", r"(?<![\w/])(?<!\d-)((?:19|20)\d\d)\s?-\s?0*(\d{1,4})(?![\d/]|-\d)"),
        # "Regulation (EU) 2016/679", "directive 2002/58/CE"
        ("act", r"(?<![\w/-])((?:19|20)\d\d)\s?/\s?0*(\d{1,4})(?![\d/])"),
        # "lignes directrices 07/2020", "Opinion 8/2024"
        ("year-last", r"(?<![\w/-])0*(\d{1,3})\s?/\s?((?:19|20)\d\d)(?![\d/])"),
        ("old-law", r"(?<![\w/-])(\d{2})-(\d{2,4})(?![\d/-])(?=\s+(?:du|of)\s+\d)"),
        ("appeal", r"(?<![\w/.-])(\d{2})\s?-\s?(\d{2}\.\d{3})(?!\d)"),
        ("court", rf"(?:{_COURT})[^.;()\[\]]{{0,60}}?\b{_NUMBER_SIGN}\s?(\d{{5,7}})(?!\d)"),
        ("court", rf"\b{_NUMBER_SIGN}\s?(\d{{5,7}})(?=[^.;()\[\]]{{0,40}}(?:{_COURT}))"),
        ("court", r"\bd[ée]cision\s+n\s?[°ºo]\.?\s?(\d{5,7})(?!\d)"),
    )
)
_YEAR_RANGE = re.compile(r"(?:19|20)\d\d")


def named_numbers(text: str) -> frozenset[str]:
    """The numbers a text names: "san-2021-3", "c-311/18", "2020-91", "2016/679", "court-433311"."""
    typed = _DASHES.sub("-", text.lower())
    return frozenset(number for number, _ in _read(typed))


def without_numbers(text: str) -> str:
    """The text with the numbers of decisions blanked out."""
    typed = _DASHES.sub("-", text)
    for _, (start, end) in sorted(_read(typed.lower()), key=lambda found: found[1]):
        typed = typed[:start] + " " * (end - start) + typed[end:]
    return typed


def _read(typed: str) -> Iterator[tuple[str, tuple[int, int]]]:
    taken: list[tuple[int, int]] = []
    for kind, form in _FORMS:
        for match in form.finditer(typed):
            start, end = match.start(1), match.end(match.lastindex or 0)
            is_new = all(end <= begin or start >= stop for begin, stop in taken)
            if is_new and not _is_years(kind, match):
                taken.append((start, end))
                yield _written(kind, match), (start, end)


def _is_years(kind: str, match: re.Match[str]) -> bool:
    """Whether two years are joined ("2018-2020"), or a year and a month ("2026-08")."""
    if kind == "year-first":
        is_month = len(match[0].partition("-")[2].strip()) == 2
        return is_month or _YEAR_RANGE.fullmatch(match[2]) is not None
    return False


def _written(kind: str, match: re.Match[str]) -> str:
    parts = match.groups()
    if kind in ("sanction", "year-first", "old-law", "appeal"):
        return "-".join(parts)
    if kind == "curia":
        return f"{parts[0]}-{parts[1]}/{parts[2]}"
    if kind in ("act", "year-last"):
        return "/".join(parts)
    return f"{kind}-{parts[0]}"
