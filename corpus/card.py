"""Our own cards: what a card of each kind must hold, read from `<kind>/<id>.<lang>.md`.

YAML front matter, checked field by field, then a body of Markdown in the sections of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from corpus.nouns import Language

CARDS_PATH = Path(__file__).parent / "cards"

CardKind = Literal["practice", "article", "term", "figure", "decision", "research"]
CARD_KINDS: tuple[CardKind, ...] = get_args(CardKind)

QUESTIONS: dict[CardKind, tuple[int, int]] = {
    "practice": (4, 8),
    "article": (3, 8),
    "term": (2, 8),
    "figure": (2, 8),
    "decision": (3, 8),
    "research": (3, 10),
}
"""How many ways of asking a card of each kind gives, at least and at most."""

SECTIONS: dict[CardKind, dict[Language, tuple[str, ...]]] = {
    "practice": {
        "fr": (
            "Ce qu'il faut faire",
            "Quand c'est permis, quand ça ne l'est pas",
            "Exceptions et voisins",
            "À garder pour le prouver",
            "Erreurs fréquentes",
        ),
        "en": (
            "What to do",
            "Allowed, not allowed",
            "Exceptions",
            "Evidence to keep",
            "Common mistakes",
        ),
    },
    "article": {
        "fr": ("Ce que dit l'article", "Ce que cela change en marketing", "Points d'attention"),
        "en": ("What the article says", "What it means for marketing", "Watch out"),
    },
    "term": {
        "fr": ("En pratique", "À ne pas confondre"),
        "en": ("In practice", "Not to be confused with"),
    },
    "figure": {
        "fr": ("Quand il s'applique", "Points d'attention"),
        "en": ("When it applies", "Watch out"),
    },
    "decision": {
        "fr": ("Les faits", "Ce qui a été jugé", "La leçon"),
        "en": ("The facts", "What was decided", "The lesson"),
    },
    "research": {
        "fr": ("Méthode", "Constats", "Chiffres", "Limites"),
        "en": ("Method", "Findings", "Figures", "Limits"),
    },
}
"""The headings of a card's body, in order."""

REVIEW_AFTER = timedelta(days=365)
REVIEW_AFTER_PENDING = timedelta(days=90)
"""How long a card may go unchecked: what is only proposed changes faster."""

CARD_REFERENCE = re.compile(r"`([a-z0-9]+(?:-[a-z0-9]+)*)`")
"""How the body of a card names another one: its id, as code."""
# The same safe language, read ten times faster where PyYAML was built with its library.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)

_Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
_LocatorText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+:[a-z0-9-]+(?:#\d+)?$")]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CardCitation(_Row):
    """A passage a card stands on, and which of its statements that passage carries."""

    locator: _LocatorText
    carries: _Line


class TermNames(_Row):
    """What a term is called in each language: the usual name first, then its other forms."""

    fr: tuple[_Line, ...] = Field(min_length=1)
    en: tuple[_Line, ...] = Field(min_length=1)


class FigureValue(_Row):
    """One number: its value as a decimal number, its unit, and what it is the number of.

    `unit` is one of hour, day, week, month, year, percent, eur, person, age, other.
    """

    value: Annotated[str, StringConstraints(pattern=r"^\d+(?:\.\d+)?$")]
    unit: Literal[
        "hour", "day", "week", "month", "year", "percent", "eur", "person", "age", "other"
    ]
    applies_to: _Line


class DecisionFacts(_Row):
    """Who decided what, when, against whom; `amount_eur` is 0 without a fine."""

    body: _Line
    number: _Line
    decided: date
    party: _Line
    amount_eur: int = Field(ge=0)
    articles: tuple[_LocatorText, ...] = Field(min_length=1)


class ResearchFacts(_Row):
    """The work a research card digests."""

    authors: tuple[_Line, ...] = Field(min_length=1)
    published: _Line
    work: _Line


class Card(_Row):
    """The front matter of a card."""

    id: _Name
    lang: Language
    kind: CardKind
    title: _Line
    audiences: tuple[Literal["marketer", "trainee", "lecturer"], ...] = Field(min_length=1)
    topics: tuple[_Line, ...] = Field(min_length=1)
    questions: tuple[_Line, ...]
    short_answer: _Line
    citations: tuple[CardCitation, ...] = Field(min_length=1)
    applies_from: date | None
    applies_until: date | None
    checked_on: date
    review_by: date | None = None
    confidence: Literal["high", "medium", "low"]
    status: Literal["in_force", "pending"] = "in_force"
    article: _LocatorText | None = None
    term: TermNames | None = None
    figure: FigureValue | None = None
    decision: DecisionFacts | None = None
    research: ResearchFacts | None = None

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        own: dict[CardKind, object] = {
            "article": self.article,
            "term": self.term,
            "figure": self.figure,
            "decision": self.decision,
            "research": self.research,
        }
        for kind, facts in own.items():
            if (facts is not None) != (kind == self.kind):
                need = "needs" if kind == self.kind else "has no use for"
                raise ValueError(f"a card of kind {self.kind} {need} the field {kind}")
        least, most = QUESTIONS[self.kind]
        if not least <= len(self.questions) <= most:
            raise ValueError(
                f"{len(self.questions)} questions: a {self.kind} card gives {least} to {most}"
            )
        return self

    @property
    def review_due(self) -> date:
        """The day on which the card must be checked again."""
        after = REVIEW_AFTER_PENDING if self.status == "pending" else REVIEW_AFTER
        return self.review_by or self.checked_on + after


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card with its body, and the file it was read from."""

    path: Path
    card: Card
    body: str

    @property
    def locator(self) -> str:
        """What other cards and answers cite it by."""
        return f"card:{self.card.id}"


def read_card(path: Path) -> CardFile:
    """A card and its body; raises `OSError`, or `ValueError` naming file and field."""
    try:
        markdown = path.read_text(encoding="utf-8")
        match = _FRONT_MATTER.match(markdown)
        card = Card.model_validate(yaml.load(match[1] if match else "", Loader=_LOADER))  # noqa: S506
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: not UTF-8 text ({error})") from error
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: front matter is not YAML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "front matter"
        raise ValueError(f"{path.name}: {field}: {first['msg']}") from error
    if path.name != f"{card.id}.{card.lang}.md":
        raise ValueError(f"{path.name}: id and lang say {card.id}.{card.lang}.md")
    return CardFile(path, card, _FRONT_MATTER.sub("", markdown, count=1).strip())


def card_paths(folder: Path = CARDS_PATH, lang: str = "*") -> Iterator[Path]:
    """The files of the cards in a folder of kinds, in order of name."""
    yield from sorted(folder.glob(f"*/*.{lang}.md")) if folder.is_dir() else ()


def section_titles(body: str) -> tuple[str, ...]:
    """The headings of a card's body, in order."""
    return tuple(_HEADING.findall(body))
