"""The frozen nouns every package speaks: `Source`, `Passage`, `Hit`, and their vocabularies.

Nothing here reads a file, a clock or a setting.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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

# How far a text may be relied upon, beyond whose word it is. "current": the text in force or the
# edition that stands. "historical": law or guidance that no longer applies. "consultation": a draft
# put out for comments. "superseded": a later version exists. "not_verbatim": a transcription that
# is not word for word. "partial": passages are missing. "altered": pages were removed by whoever
# kept the copy. "metadata": facts about documents, not their words. "unofficial": author unknown.
SourceStatus = Literal[
    "current",
    "historical",
    "consultation",
    "superseded",
    "not_verbatim",
    "partial",
    "altered",
    "metadata",
    "unofficial",
]

CARD_SOURCE = "card"
"""The source our cards are cited by."""
USER_SOURCE_PREFIX = "user-"
"""The ids of the user's own documents begin with this; no source of the manifest does."""

# Which face of a passage a vector stands for: "text" (its words), "question-0", "question-1" … (the
# ways people ask what it answers), "keywords" (its question with its keywords).
VectorField = str


OriginKind = Literal["mirror", "web", "package", "repository", "user"]


@dataclass(frozen=True, slots=True)
class Origin:
    """One place a source can be had from, tried in the manifest's order.

    `path` is relative to the mirror folder, to the installed packages or to the repository; for
    "web" it is the name under which the download is kept, `url` the address it comes from,
    `media_type` the content type asked for and expected, `members` the pattern (fnmatch) of the
    files to take out of a downloaded archive ("" for a single document). `status`, `notes` and
    `text_of` say of this copy what does not hold of the source's others; None or empty: the source's.
    """

    kind: OriginKind
    path: str
    loader: str
    lang: Language
    url: str = ""
    media_type: str = ""
    members: str = ""
    status: SourceStatus | None = None
    notes: dict[str, str] = field(default_factory=dict)
    text_of: date | None = None


@dataclass(frozen=True, slots=True)
class UnitDates:
    """From when until when some units of a source apply, where this differs from the source.

    `units` are unit names without the source ("art-l223-1") and cover what is inside them; `by`
    names the text that changed them.
    """

    units: tuple[str, ...]
    applies_from: date | None = None
    applies_until: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A further copy of a source: compared with it, never quoted. `path` is in the mirror."""

    path: str
    lang: Language
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One published text: who wrote it, where it lives, when it applies.

    `prefix` is the part of a locator before the colon: usually the id; two sources that are versions
    in time of one text share it. `urls`, `titles` and `notes` are keyed by language; a text
    published in one language only has one key. `text_of` is the day whose state of the law the text
    gives, where its units do not say since when they apply. `replaced_by` names what took its
    place: the id of a source, or a title.
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
    published: date | None = None
    status: SourceStatus = "current"
    locator_prefix: str = ""
    replaced_by: str = ""
    unit_dates: tuple[UnitDates, ...] = ()
    copies: tuple[Copy, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What its locators begin with, before the colon."""
        return self.locator_prefix or self.id

    def as_supplied(self, kind: str, lang: str, path: str = "") -> Source:
        """The source as the copy it was read from leaves it: its status, its notes, its day.

        `path` is that copy on this machine; it tells two origins of one kind and language apart.
        """
        of_kind = [o for o in self.origins if (o.kind, o.lang) == (kind, lang)]
        named = [origin for origin in of_kind if f"/{path}".endswith(f"/{origin.path}")]
        for origin in (named or of_kind)[:1]:
            return replace(
                self,
                status=origin.status or self.status,
                notes=origin.notes or self.notes,
                text_of=origin.text_of or self.text_of,
            )
        return self

    def note(self, lang: str) -> str:
        """What a reader should know of this text, in `lang` if it is written in it."""
        return _in_language(self.notes, lang)

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
class PageSpan:
    """Where a passage's words stand in a paged document.

    `start` and `end` are character offsets into the text of page `page` (from 1) as pypdf extracts
    it, before any cleaning: `page_text[start:end]` holds the words, with the document's own line
    breaks and hyphens.
    """

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable unit of a text, in one language.

    `text` holds the unit's own words, verbatim, without its number. `lead` holds the opening words
    of the paragraph a point belongs to ("" otherwise): shown and searched with the point, never
    quoted as part of it. `heading` names the unit's surroundings ("Lawfulness of processing") and
    is not citable. `questions` are the ways people ask what this unit answers.
    `cited_locators` are the units a card stands on, `carried[i]` what the i-th of them is cited for. An article, or a
    paragraph made of points, exists as a unit of its own (its text is its parts in order) with
    `is_searched` False where its parts are searched instead. `spans` locate the words on the pages
    of a PDF. `flags` name what a reader must be warned of: "instructions" (the text speaks to a
    machine), "hidden" (words that a reader of the document cannot see were left out), "pending" (a
    card on a law that is only proposed), "unchecked" (a card that could not be fully checked).
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
    spans: tuple[PageSpan, ...] = ()
    flags: tuple[str, ...] = ()

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


def user_source(source_id: str, title: str, lang: Language) -> Source:
    """One of the user's own documents as a source: labelled so, outranked by every other."""
    titles: dict[str, str] = {lang: title}
    return Source(source_id, "user", titles, titles, {}, (lang,), (), "")


def _in_language(values: dict[str, str], lang: str) -> str:
    if lang in values:
        return values[lang]
    return next(iter(values.values()), "")
