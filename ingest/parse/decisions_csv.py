"""A table of decisions (CSV) into one entry each: the factual fields, on labelled lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.typography import clean_line

_CASE_NUMBER = re.compile(r"[A-Z]+-\d{4}-\d+|[A-Z0-9]+-?\d{3,}[A-Z]?")
_NUMBER_INSIDE = re.compile(r"\b[A-Z]{2,}-\d{4}-\d+")
# Names run together where a tag or a line break was lost: "InternationalAnonymous", "LLCGoogle".
_GLUED_NAMES = re.compile(
    r"(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Ý][a-zà-ÿ])|(?<=LLC)(?=[A-Za-z])|(?<=XXXX)(?=[A-WYZ])"
)
_GLUED_LAWS = re.compile(
    r"(?<=[\w)'\"])(?=(?:Articles?|Art\.|Loi|Directive|Décret|Decree|Order|Ordonnance|Code)\s)"
    r"|(?<=GDPR)(?=[A-Za-z])|(?<=\w)(?=loi n[o°] \d)"
)
_GLUED_LINKS = re.compile(r"(?<=\))(?=\S)")
# "250.000" and "2,250,000": a point or a comma before three digits groups them.
_GROUPING = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    case: str = Field(min_length=1)
    controller: str
    decided: date | None
    published: date | None
    fine: str
    # Derived by the table's maker from the columns beside them, at times wrongly
    # ("250.000 EUR" became 250): read, never shown.
    fine_amount: str
    fine_currency: str
    type: str
    outcome: str
    relevant_law: str
    gdpr_articles: str
    original_source: str

    @field_validator("decided", "published", mode="before")
    @classmethod
    def _no_date(cls, value: object) -> object:
        return value or None


def load(source: Source, origin: Origin, path: Path) -> list[Passage]:
    """One passage per decision; raises `SourceUnreadable`."""
    try:
        rows = _rows(path)
        names = _unit_names(rows)
    except (OSError, ValueError, csv.Error) as error:
        raise SourceUnreadable(source=source.id, reason=f"{path.name}: {error}") from error
    return [_passage(row, name, source, origin) for row, name in zip(rows, names, strict=True)]


def _rows(path: Path) -> list[_Row]:
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, strict=True))
    rows = []
    for number, values in enumerate(found, start=1):
        try:
            rows.append(_Row.model_validate(values))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise ValueError(f"row {number}, {field}: {first['msg']}") from error
    if not rows:
        raise ValueError("no decision in it")
    return rows


def _unit_names(rows: Sequence[_Row]) -> list[str]:
    """Each row's name in a locator: its case number, or the case in words with its date."""
    own = {row.case for row in rows if _CASE_NUMBER.fullmatch(row.case)}
    names = [_unit_name(row, own) for row in rows]
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise ValueError(f"cases found twice: {', '.join(repeated)}")
    return names


def _unit_name(row: _Row, own: set[str]) -> str:
    if row.case in own:
        return _slug(row.case)
    inside = _NUMBER_INSIDE.findall(row.case)
    # A number that another row bears as its own would name that decision, not this one.
    if len(inside) == 1 and inside[0] not in own:
        return _slug(inside[0])
    day = row.decided or row.published
    has_digits = bool(re.search(r"\d", row.case))
    return _slug(row.case if has_digits or day is None else f"{row.case} {day.isoformat()}")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _passage(row: _Row, name: str, source: Source, origin: Origin) -> Passage:
    parties = _separated(_GLUED_NAMES, row.controller)
    lines = {
        "Case": row.case,
        "Parties": parties,
        "Decided": row.decided.isoformat() if row.decided else "",
        "Published": row.published.isoformat() if row.published else "",
        "Fine": _fine(row.fine),
        "Procedure": row.type,
        "Outcome": row.outcome,
        "Provisions": _separated(_GLUED_LAWS, row.relevant_law),
        "Original": _separated(_GLUED_LINKS, row.original_source),
    }
    stated = {label: clean_line(value) for label, value in lines.items() if _is_stated(value)}
    return Passage(
        locator=f"{source.prefix}:{name}",
        lang=origin.lang,
        source=source.id,
        kind="entry",
        heading=", ".join(stated[label] for label in ("Case", "Parties") if label in stated),
        text="\n".join(f"{label}: {value}" for label, value in stated.items()),
        url=source.url(origin.lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
    )


def _is_stated(value: str) -> bool:
    return value.strip().lower() not in ("", "n/a")


def _separated(boundary: re.Pattern[str], text: str) -> str:
    return "; ".join(part.strip() for part in boundary.sub("\n", text).split("\n"))


def _fine(printed: str) -> str:
    """ "250.000 EUR" as "250,000 EUR", so that it cannot be taken for 250 euros."""
    whole = _GROUPING.sub("", printed)
    if printed == "None":
        return "none"
    return re.sub(r"\d{4,}", lambda found: f"{int(found[0]):,}", whole)
