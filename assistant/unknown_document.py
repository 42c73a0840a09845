"""Documents a question names by number that no text here bears or cites: "SAN-2026-913".

The nearest card would answer such a question with something else, as if it were that document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.decisions import named_numbers
from assistant.per_index import once_per_index
from corpus.index import Index
from corpus.manifest import Manifest

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# A number is that of a document where a word says so, or its form does.
_NOUN = (
    r"d[ée]lib[ée]rations?|deliberations?|recomm?[ae]ndations?|d[ée]cisions?|sanctions?|lois?|law|act"
    r"|d[ée]crets?|decrees?|ordonnances?|arr[êe]t[ée]?s?|r[ée]f[ée]rentiels?|avis|opinions?"
    r"|lignes directrices|guidelines?|r[èe]glements?|regulations?|directives?"
)
_NUMBER = r"(?:(?:19|20)\d\d\s?[-/]\s?\d{1,4}|\d{1,3}\s?/\s?(?:19|20)\d\d)(?![\d/-])"
_NAMED = re.compile(rf"\b(?:{_NOUN})\b[^\d?!;]{{0,24}}?({_NUMBER})", re.IGNORECASE)
_CODED = re.compile(
    r"\b((?:san|medp?)\s?-?\s?(?:19|20)\d\d\s?-\s?\d{1,4}|c\s?-\s?\d{1,4}\s?/\s?\d{2})(?!\d)",
    re.IGNORECASE,
)


def unknown_documents(question: str, index: Index, manifest: Manifest | None) -> tuple[str, ...]:
    """The numbers as typed, codes first, of documents that no text of the index bears or cites."""
    typed = _DASHES.sub("-", question)
    named: dict[frozenset[int], str] = {}
    for form in (_CODED, _NAMED):
        for match in form.finditer(typed):
            if not _is_month(match[1]):
                named.setdefault(_parts(match[1]), " ".join(match[1].split()))
    titles = _all_parts(" ; ".join(_titles(manifest))) if named and manifest else frozenset()
    unknown = {parts: number for parts, number in named.items() if parts not in titles}
    return tuple(number for parts, number in unknown.items() if not _is_cited(index, parts))


def _titles(manifest: Manifest) -> Iterator[str]:
    for source in manifest.sources.values():
        yield from source.titles.values()


@once_per_index
def _is_cited(index: Index, parts: frozenset[int]) -> bool:
    """Whether any text names a document of these numbers, whatever its kind."""
    longest, shortest = str(max(parts)), str(min(parts))
    for passage in index.passages.values():
        told = f"{passage.locator} {passage.heading} {passage.full_text}"
        if longest in told and shortest in told:
            held = f"{told} {' '.join(passage.questions)} {' '.join(passage.cited_locators)}"
            if parts in _all_parts(held):
                return True
    return False


def _all_parts(text: str) -> frozenset[frozenset[int]]:
    return frozenset(_parts(number) for number in named_numbers(text))


def _parts(number: str) -> frozenset[int]:
    """Year and number, in whichever order and with whatever before them: {2019, 1} of SAN-2019-001."""
    return frozenset(map(int, re.findall(r"\d+", number)))


def _is_month(number: str) -> bool:
    """Whether a year is followed by a month ("2026-08") or another year ("2019-2021")."""
    year_first = re.fullmatch(r"((?:19|20)\d\d)\s?-\s?(\d+)", number)
    return year_first is not None and len(year_first[2]) in (2, 4)
