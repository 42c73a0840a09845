"""The frozen nouns every package speaks: `Source`, `Passage`, `Hit`, and their vocabularies.

Nothing here reads a file, a clock or a setting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

Authority = Literal["law", "court", "edpb", "cnil", "research", "other", "user", "card"]

# The order in which citations are listed when several carry the same sentence:
# the law first, then those who interpret it, then everybody else.
AUTHORITY_ORDER: tuple[Authority, ...] = (
    "law",
    "court",
    "edpb",
    "cnil",
    "research",
    "other",
    "user",
    "card",
)

UnitKind = Literal["article", "paragraph", "point", "recital", "entry", "section", "page", "card"]

# Which face of a passage a vector stands for: "text" (its words), "question-0", "question-1" … (the
# ways people ask what it answers), "keywords" (its question with its keywords).
VectorField = str


@dataclass(frozen=True, slots=True)
class Origin:
    """One place a source can be had from, tried in the manifest's order."""

    kind: Literal["mirror", "package", "repository"]
    path: str
    loader: str
    lang: Language


@dataclass(frozen=True, slots=True)
class Source:
    """One published text: who wrote it, where it lives, when it applies.

    `locator_prefix` is the part of a locator before the colon. `urls` and `titles` are keyed by
    language; a text published in one language only has one key. `text_of` is the day whose state of
    the law the text gives, where its units do not say since when they apply.
    """

    id: str
    authority: Authority
    titles: dict[str, str]
    short_titles: dict[str, str]
    urls: dict[str, str]
    languages: tuple[Language, ...]
    origins: tuple[Origin, ...]
    licence: str
    applies_from: date | None = None
    applies_until: date | None = None
    text_of: date | None = None
    note: str = ""

    def title(self, lang: str) -> str:
        """The title in `lang`, else in the language the text has."""
        return _in_language(self.titles, lang)

    def short_title(self, lang: str) -> str:
        """The usual abbreviation ("RGPD", "GDPR") in `lang`, else the one the text has."""
        return _in_language(self.short_titles, lang)

    def url(self, lang: str) -> str:
        """The official address in `lang`, else the one the text has."""
        return _in_language(self.urls, lang)


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable unit of a text, in one language.

    `text` holds the unit's own words, verbatim, without its number. `lead` holds the opening words
    of the paragraph a point belongs to ("" otherwise): shown and searched with the point, never
    quoted as part of it. `heading` names the unit's surroundings ("Lawfulness of processing") and
    is not citable. `questions` are the ways people ask what this unit answers.
    `cited_locators` are the units a card stands on, `carried[i]` what the i-th of them is cited for. An article, or a
    paragraph made of points, exists as a unit of its own (its text is its parts in order) with
    `is_searched` False where its parts are searched instead.
    """

    locator: str
    lang: Language
    source: str
    kind: UnitKind
    heading: str
    text: str
    lead: str = ""
    url: str = ""
    page: int | None = None
    applies_from: date | None = None
    applies_until: date | None = None
    last_modified: date | None = None
    questions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    cited_locators: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    is_searched: bool = True

    @property
    def id(self) -> str:
        """Unique in an index: locator, language, and the start date for versions in time."""
        since = f"@{self.applies_from.isoformat()}" if self.applies_from else ""
        return f"{self.locator}@{self.lang}{since}"

    @property
    def full_text(self) -> str:
        """Opening words and own words, as a reader should see them."""
        return f"{self.lead}\n{self.text}" if self.lead else self.text

    def is_in_force(self, day: date) -> bool:
        """Whether the unit applies on `day`; an absent bound is open."""
        begins = self.applies_from is None or self.applies_from <= day
        return begins and (self.applies_until is None or day < self.applies_until)


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit found, with the score of every ranking that found it.

    `focus` is the part of the unit that matched best (the unit itself when it has no parts): what
    an answer quotes first.
    """

    passage: Passage
    focus: Passage
    score: float
    rankings: dict[str, float] = field(default_factory=dict)


def _in_language(values: dict[str, str], lang: str) -> str:
    if lang in values:
        return values[lang]
    return next(iter(values.values()), "")
