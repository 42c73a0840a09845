"""What a decision is made from: the facts that exist, and the facts given of one campaign.

`facts.toml` says which facts there are. `Facts` holds what somebody gave: checked, immutable, in
the order of the table. A fact that is not given is presumed (where the table says so) or unknown;
one given as "unknown" is unknown even where the table would presume.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

from corpus.errors import InvalidFact, UnknownFact
from corpus.nouns import Language

FactKind = Literal["choice", "many", "flag", "age"]
Value = str | bool
Given = str | bool | date | tuple[str, ...] | None
"""None: "I don't know". A tuple is several values, each decided on its own."""

Texts = Mapping[Language, str]
UNKNOWN = "unknown"
OPERATIONS = "operations"
_TABLE = Path(__file__).with_name("facts.toml")
_MONTHS_PER_YEAR = 12
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value a fact can have; `months` bounds a band of time, None: no bound."""

    id: Value
    said: Texts
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Presumption:
    """A value taken for granted where other facts have certain values."""

    when: Mapping[str, frozenset[Value]]
    value: Value

    def applies(self, possible: Mapping[str, frozenset[Value]]) -> bool:
        """Whether the other facts certainly have those values."""
        return all(possible[fact] <= values for fact, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: how it is asked, why, under which law, and what it can be."""

    id: str
    kind: FactKind
    question: Texts
    why: Texts
    law: str
    values: tuple[FactValue, ...]
    presumed: Value | None = None
    presumptions: tuple[Presumption, ...] = ()
    is_duty: bool = False
    changes: tuple[Value, ...] = ()

    @property
    def is_changeable(self) -> bool:
        """Whether the sender can make it otherwise, to one of `changes`."""
        return bool(self.changes)

    @property
    def domain(self) -> frozenset[Value]:
        """Every value it can have."""
        return frozenset(value.id for value in self.values)

    def said(self, value: Value, lang: Language) -> str:
        """A value in words."""
        return next(one.said[lang] for one in self.values if one.id == value)

    def on_day(self, given: Given, day: date) -> frozenset[Value]:
        """What a given value leaves possible on the day of the decision."""
        if given is None:
            return self.domain
        if isinstance(given, date):
            return frozenset({self._band(given, day)})
        return frozenset(given) if isinstance(given, tuple) else frozenset({given})

    def _band(self, since: date, day: date) -> Value:
        return next(
            band.id
            for band in self.values
            if band.months is None or day <= _months_later(since, band.months)
        )


YES_NO = (
    FactValue(True, {"fr": "Oui", "en": "Yes"}),
    FactValue(False, {"fr": "Non", "en": "No"}),
)


@dataclass(frozen=True, slots=True)
class FactTable:
    """All facts, in the order in which they are asked, and the names of groups of values."""

    facts: Mapping[str, Fact]
    groups: Mapping[str, tuple[str, ...]]
    edition: date
    order: Mapping[str, int]
    weakens: Mapping[str, tuple[str, ...]]
    """Duties that, declined, make a consent said to be valid count as doubtful."""

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __getitem__(self, fact: str) -> Fact:
        """A fact; raises `UnknownFact`."""
        if fact not in self.facts:
            near = difflib.get_close_matches(fact, self.facts, 1, 0.0)
            raise UnknownFact(fact=fact, nearest=near[0])
        return self.facts[fact]

    def expand(self, names: Iterable[Value]) -> frozenset[Value]:
        """Values in which "@name" stands for the values of a group."""
        return expand(names, self.groups)


def expand(names: Iterable[Value], groups: Mapping[str, tuple[str, ...]]) -> frozenset[Value]:
    """Values in which "@name" stands for the values of a group."""
    found: set[Value] = set()
    for name in names:
        if isinstance(name, str) and name.startswith("@"):
            found |= set(groups[name[1:]])
        else:
            found.add(name)
    return frozenset(found)


@lru_cache(maxsize=1)
def fact_table() -> FactTable:
    """The facts this program knows."""
    return read_facts(_TABLE.read_text(encoding="utf-8"))


def read_facts(text: str) -> FactTable:
    """A table of facts from its TOML."""
    raw = tomllib.loads(text)
    groups = {name: tuple(values) for name, values in raw.get("groups", {}).items()}
    facts = {row["id"]: _fact(row, groups) for row in raw["fact"]}
    order = {name: place for place, name in enumerate(facts)}
    weakens = {duty: tuple(consents) for duty, consents in raw["weakens"].items()}
    return FactTable(facts, groups, raw["edition"], order, weakens)


def _fact(row: dict[str, Any], groups: Mapping[str, tuple[str, ...]]) -> Fact:
    kind: FactKind = row["kind"]
    listed = row.get("bands" if kind == "age" else "values", ())
    values = tuple(
        FactValue(one["id"], {"fr": one["fr"], "en": one["en"]}, one.get("months"))
        for one in listed
    )
    return Fact(
        id=row["id"],
        kind=kind,
        question=row["question"],
        why=row["why"],
        law=row["law"],
        values=values or YES_NO,
        changes=_changes(row.get("changeable", False), values or YES_NO),
        presumed=row.get("presumed"),
        presumptions=tuple(_presumption(one, groups) for one in row.get("presumed_when", ())),
        is_duty=row.get("duty", False),
    )


def _changes(said: bool | list[Value], values: Sequence[FactValue]) -> tuple[Value, ...]:
    """The values a sender can bring about: all, none, or those listed."""
    every = tuple(value.id for value in values)
    return tuple(said) if isinstance(said, list) else every if said else ()


def _presumption(row: dict[str, Any], groups: Mapping[str, tuple[str, ...]]) -> Presumption:
    when = {name: expand(values, groups) for name, values in row.items() if name != "is"}
    return Presumption(when, row["is"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What was given of one campaign, in the order of the table."""

    given: Mapping[str, Given]

    @classmethod
    def from_json(cls, raw: object, *, today: date | None = None) -> Self:
        """Facts from the JSON form; raises `UnknownFact`, `InvalidFact`.

        `today` bounds dates: nothing can have happened after it.
        """
        table = fact_table()
        if not isinstance(raw, Mapping):
            raise InvalidFact(fact="facts", value=raw, known="{…}")
        checked = {name: check(table[str(name)], value, today) for name, value in raw.items()}
        return cls({fact.id: checked[fact.id] for fact in table if fact.id in checked})

    def to_json(self) -> dict[str, Any]:
        """The form `from_json` reads."""
        return {name: _to_json(value) for name, value in self.given.items()}

    def with_fact(self, name: str, value: Given) -> Facts:
        """The same campaign with one fact given or changed."""
        changed = {**self.given, name: value}
        return Facts({fact.id: changed[fact.id] for fact in fact_table() if fact.id in changed})

    def without(self, names: Iterable[str]) -> Facts:
        """The same campaign with some facts not given."""
        dropped = set(names)
        return Facts({name: value for name, value in self.given.items() if name not in dropped})


def check(fact: Fact, value: object, today: date | None = None) -> Given:
    """A value in the form facts keep it; raises `InvalidFact`."""
    if value is None or value == UNKNOWN:
        return None
    if fact.kind == "flag":
        return _one(fact, value)
    if fact.kind == "many":
        several = value if isinstance(value, (list, tuple)) else [value]
        if list(several) == [UNKNOWN]:
            return None
        return tuple(dict.fromkeys(str(_one(fact, one)) for one in several)) or None
    if fact.kind == "age" and not (isinstance(value, str) and value in fact.domain):
        return _day(fact, value, today)
    return _one(fact, value)


def _one(fact: Fact, value: object) -> Value:
    # In Python True equals 1 and a list cannot be looked up: neither is a value of a table.
    if isinstance(value, (str, bool)) and value in fact.domain:
        return value
    known = ", ".join(str(one.id).lower() for one in fact.values)
    raise InvalidFact(fact=fact.id, value=value, known=f"{known}, {UNKNOWN}")


def _day(fact: Fact, value: object, today: date | None) -> date:
    day = value if isinstance(value, date) else _read_day(value)
    if day is None or (today is not None and day > today):
        bands = ", ".join(str(band.id) for band in fact.values)
        limit = f" ≤ {today.isoformat()}" if today else ""
        raise InvalidFact(fact=fact.id, value=value, known=f"YYYY-MM-DD{limit}, {bands}, {UNKNOWN}")
    return day


def _read_day(value: object) -> date | None:
    # `fromisoformat` reads 20260131 and 2026-W05-6 too: the schema promises one form.
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _to_json(value: Given) -> Any:
    if value is None:
        return UNKNOWN
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _months_later(day: date, months: int) -> date:
    """The day so many months later; a day its month lacks is the last day of that month."""
    years, month = divmod(day.month - 1 + months, _MONTHS_PER_YEAR)
    if day.year + years > MAXYEAR:
        return date.max
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def facts_schema() -> dict[str, Any]:
    """The JSON Schema of the facts, questions in both languages."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Recital: facts of a campaign",
        "type": "object",
        "properties": {fact.id: _schema(fact) for fact in fact_table()},
        "additionalProperties": False,
    }


def _schema(fact: Fact) -> dict[str, Any]:
    described = {
        "title": fact.question["en"],
        "description": f"{fact.why['en']} / {fact.question['fr']}",
        "x-law": fact.law,
        "x-duty": fact.is_duty,
    }
    if fact.presumed is not None:
        described["default"] = [fact.presumed] if fact.kind == "many" else fact.presumed
    ids = [value.id for value in fact.values]
    meanings = {str(value.id): dict(value.said) for value in fact.values}
    match fact.kind:
        case "flag":
            return {**described, "enum": [True, False, UNKNOWN]}
        case "many":
            values = {"type": "array", "items": {"enum": ids}, "uniqueItems": True, "minItems": 1}
            return {**described, "x-values": meanings, "anyOf": [values, {"const": UNKNOWN}]}
        case "age":
            forms = [{"type": "string", "format": "date"}, {"enum": [*ids, UNKNOWN]}]
            return {**described, "x-values": meanings, "anyOf": forms}
        case _:
            return {**described, "x-values": meanings, "enum": [*ids, UNKNOWN]}
