"""Locators: the law's own numbering as an id, `source:unit#part`, and how a reader sees it.

gdpr:art-6-1-f   eprivacy:art-13-2   lil:art-20-1   cpce:art-l34-5   gdpr:rec-47
cnil-faq:61   cnil-dpo-guide:p12   cnil-dev-guide:sheet-12-3   edpb-2024-1:par-42
card:email-b2c   gdpr:art-70-1#2
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.errors import UnknownLocator
from corpus.nouns import Source

# French texts number an article "20-1" or "L34-5": there the hyphen belongs to the number, where
# a European regulation would mean article 20, paragraph 1.
HYPHENATED_ARTICLE_SOURCES = frozenset({"lil", "cpce", "conso"})

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LOCATOR = re.compile(rf"({_SLUG}):({_SLUG})(?:#({_SLUG}))?")
_HYPHENS = re.compile(r"[\u2010-\u2013\u2212]")
_SPACED_MARK = re.compile(r"\s*([:#-])\s*")
_CODE_ARTICLE = re.compile(r"[lrd][0-9]+")
_PAGE_UNIT = re.compile(r"p[0-9]+")
WHOLE_TEXT = "text"
"""The unit of a text that is cited as a whole: `cnil-2026-042:text`."""

_REMEMBERED_LOCATORS = 32_768
"""Locators whose surroundings are remembered: some 10,000 are loaded."""

# Units that nest, with the words that name their levels (French, English).
_UNIT_WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "art": (("article",), ("Article",)),
    "rec": (("considérant",), ("recital",)),
    "sheet": (("fiche", "section"), ("sheet", "section")),
    "sec": (("section",), ("section",)),
    "par": (("paragraphe",), ("paragraph",)),
}


@dataclass(frozen=True, slots=True)
class Locator:
    """One unit of one source; `part` names a piece of a long unit ("2", "body") or is empty."""

    source: str
    unit: str
    part: str = ""

    @classmethod
    def parse(cls, text: str) -> Locator:
        """Read a locator whatever its case and spacing; raises `UnknownLocator` on anything else."""
        typed = _SPACED_MARK.sub(r"\1", _HYPHENS.sub("-", text.strip().lower()))
        match = _LOCATOR.fullmatch("-".join(typed.split()))
        if match is None:
            raise UnknownLocator(locator=text)
        return cls(match[1], match[2], match[3] or "")

    def __str__(self) -> str:
        whole = f"{self.source}:{self.unit}"
        return f"{whole}#{self.part}" if self.part else whole


@lru_cache(maxsize=_REMEMBERED_LOCATORS)
def ancestors(locator: str) -> tuple[str, ...]:
    """The units around this one, nearest first: paragraph then article, or the unit of a part.

    Raises `UnknownLocator`.
    """
    found = Locator.parse(locator)
    segments = found.unit.split("-")
    shortest = _stem_length(found)
    lengths = range(len(segments) - (0 if found.part else 1), shortest - 1, -1)
    return tuple(str(Locator(found.source, "-".join(segments[:length]))) for length in lengths)


def article_of(locator: str) -> str:
    """The whole article a unit stands in, or the locator itself when it is in no article.

    Raises `UnknownLocator`.
    """
    found = Locator.parse(locator)
    if not found.unit.startswith("art-"):
        return str(found)
    return str(Locator(found.source, "-".join(found.unit.split("-")[: _stem_length(found)])))


def label(
    locator: str, source: Source, lang: str, page: int | None = None, heading: str = ""
) -> str:
    """How a reader cites the unit: "RGPD, article 21(2)", "CNIL guide for DPOs, page 12".

    `heading` names a card, or a unit that has no number; `page` is added where the unit does not
    already say it. Raises `UnknownLocator`.
    """
    found = Locator.parse(locator)
    is_french = lang == "fr"
    name = source.short_title(lang)
    if source.authority == "card":
        colon = " : " if is_french else ": "
        text = f"{name}{colon}{heading or found.unit}"
    elif found.unit == WHOLE_TEXT:
        text = name
    elif found.unit.isdigit():
        text = f"{name} n° {found.unit}" if is_french else f"{name} no. {found.unit}"
    else:
        text = f"{name}, {_unit_label(found, is_french=is_french, heading=heading)}"
    if page is not None and not _PAGE_UNIT.fullmatch(found.unit):
        text += f", page {page}"
    if found.part.isdigit():
        text += f", {'partie' if is_french else 'part'} {found.part}"
    return text


def _stem_length(locator: Locator) -> int:
    """How many segments name the outermost citable unit: `art-6`, `art-l34-5`, `sheet-12`."""
    segments = locator.unit.split("-")
    if segments[0] not in _UNIT_WORDS or len(segments) < 2:
        return len(segments)
    length = 2
    is_hyphenated = locator.source in HYPHENATED_ARTICLE_SOURCES
    if segments[0] == "art" and (is_hyphenated or _CODE_ARTICLE.fullmatch(segments[1])):
        while length < len(segments) and segments[length].isdigit():
            length += 1
    return length


def _unit_label(locator: Locator, *, is_french: bool, heading: str) -> str:
    if _PAGE_UNIT.fullmatch(locator.unit):
        return f"page {locator.unit[1:]}"
    kind, *segments = locator.unit.split("-")
    if kind not in _UNIT_WORDS or not segments:
        return heading or locator.unit
    if kind == "sec" and heading and not segments[0].isdigit():
        return heading  # a section known by its title: "sec-dispositif"
    words = _UNIT_WORDS[kind][0 if is_french else 1]
    if kind == "art":
        length = _stem_length(locator) - 1
        number = "-".join(segments[:length])
        shown = number.upper() if _CODE_ARTICLE.match(number) else number
        return f"{words[0]} {shown}" + "".join(f"({step})" for step in segments[length:])
    if len(words) > 1 and len(segments) > 1:
        return f"{words[0]} {segments[0]}, {words[1]} {'.'.join(segments[1:])}"
    return f"{words[0]} {'.'.join(segments)}"
