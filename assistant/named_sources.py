"""Texts a person names by number: "délibération 2020-091", "SAN-2019-001", "guidelines 1/2024"."""

from __future__ import annotations

import re

from corpus.manifest import Manifest
from corpus.nouns import Source

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# A year and a number: CNIL deliberations ("2020-091", "SAN-2019-001"), French laws ("2025-594").
_YEAR_FIRST = re.compile(r"(?<![\w-])(?:san[\s-]?)?((?:19|20)\d\d)\s?-\s?(\d{1,4})(?!\d)")
# A number and a year: guidelines of the EDPB ("1/2024", "07/2020").
_YEAR_LAST = re.compile(r"(?<![\d/])(\d{1,3})\s?/\s?((?:19|20)\d\d)(?![\d/])")
_WORKING_PARTY = re.compile(r"\bwp\s?(\d{2,3})\b")

_DECISION = re.compile(r"\b(san|med|medp)\s?-?\s?((?:19|20)\d\d)\s?-\s?(\d{1,3})(?!\d)")

Number = tuple[str, int]


def named_sources(text: str, manifest: Manifest) -> tuple[str, ...]:
    """The ids of the sources whose number the text gives, in the manifest's order."""
    asked = _numbers(text)
    if not asked:
        return ()
    return tuple(source.id for source in manifest.sources.values() if _numbers_of(source) & asked)


def named_decisions(text: str) -> tuple[str, ...]:
    """The decisions of the CNIL whose number the text gives, as units: "san-2021-003"."""
    typed = _DASHES.sub("-", text.lower())
    return tuple(f"{match[1]}-{match[2]}-{int(match[3]):03}" for match in _DECISION.finditer(typed))


def _numbers_of(source: Source) -> set[Number]:
    """The numbers a source bears in its title, never those of a law it applies."""
    if source.authority not in ("cnil", "edpb", "court"):
        return set()
    return _numbers(next(iter(source.titles.values()), ""))


def _numbers(text: str) -> set[Number]:
    typed = _DASHES.sub("-", text.lower())
    found = {(match[1], int(match[2])) for match in _YEAR_FIRST.finditer(typed)}
    found |= {(match[2], int(match[1])) for match in _YEAR_LAST.finditer(typed)}
    return found | {("wp", int(match[1])) for match in _WORKING_PARTY.finditer(typed)}
