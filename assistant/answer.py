"""What an answer is: the object every screen shows and `recital ask --json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal, Self

from corpus.nouns import Authority, Language, SourceStatus

Outcome = Literal["answered", "not_found", "out_of_scope"]
Mode = Literal["composed", "generated", "sources_only"]
QuoteStatus = Literal["exact", "repaired", "not_loaded", "not_found"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation and the answer it got."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: where it stands, whose word it is, and whether it was checked."""

    n: int
    locator: str
    source: str
    label: str
    lang: Language
    authority: Authority
    quote: str
    quote_status: QuoteStatus
    url: str
    page: int | None = None
    applies_from: date | None = None
    applies_until: date | None = None
    last_modified: date | None = None
    text_of: date | None = None
    published: date | None = None
    source_status: SourceStatus = "current"
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's form; dates as ISO strings."""
        return {
            "n": self.n,
            "locator": self.locator,
            "source": self.source,
            "label": self.label,
            "lang": self.lang,
            "authority": self.authority,
            "quote": self.quote,
            "quote_status": self.quote_status,
            "url": self.url,
            "page": self.page,
            "applies_from": _iso(self.applies_from),
            "applies_until": _iso(self.applies_until),
            "last_modified": _iso(self.last_modified),
            "text_of": _iso(self.text_of),
            "published": _iso(self.published),
            "source_status": self.source_status,
            "flags": list(self.flags),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The citation a stored answer holds; see `Answer.from_json`."""
        known = _known(cls, stored)
        known |= {name: _day(known[name]) for name in _CITATION_DAYS if name in known}
        return cls(**(known | {"flags": tuple(known.get("flags", ()))}))


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is Markdown and holds everything the reader sees, quotes included.

    `unsupported` lists the sentences no citation carries; `nearest` the locators shown when the
    question could not be answered; `notices` what the reader must be told (a chat model that
    failed, a date limit), in the reader's language.
    """

    question: str
    lang: Language
    outcome: Outcome
    mode: Mode
    text: str
    citations: tuple[Citation, ...]
    index_version: str
    as_of: date
    unsupported: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    model: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The contract of `recital ask --json`: fields may be added, never renamed."""
        return {
            "question": self.question,
            "lang": self.lang,
            "outcome": self.outcome,
            "mode": self.mode,
            "text": self.text,
            "citations": [citation.to_json() for citation in self.citations],
            "unsupported": list(self.unsupported),
            "nearest": list(self.nearest),
            "notices": list(self.notices),
            "index_version": self.index_version,
            "as_of": self.as_of.isoformat(),
            "model": self.model,
            "timings_ms": self.timings_ms,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The answer that `to_json` gave, maybe by an earlier or a later program.

        A field that was not there yet takes its default, one that is not known here is left out.
        Raises `ValueError` for what is no answer.
        """
        try:
            known = _known(cls, stored)
            known["citations"] = tuple(map(Citation.from_json, known["citations"]))
            known["as_of"] = date.fromisoformat(known["as_of"])
            for name in ("unsupported", "nearest", "notices"):
                known[name] = tuple(known.get(name, ()))
            return cls(**known)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not an answer: {error}") from error


_CITATION_DAYS = ("applies_from", "applies_until", "last_modified", "text_of", "published")


def _known(kind: type, stored: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in stored.items() if name in names}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
