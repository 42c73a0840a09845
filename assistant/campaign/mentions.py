"""Words of a text that say something: mentions, clauses, and the phrases that are looked for.

`phrases.toml` holds how people say facts, in French and English together. Two of its tables are no
facts: what its "aside" covers says nothing, and a "hint" counts where nothing plainer is said.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.campaign.facts import UNKNOWN, Value

ASIDE = "aside"
"""Words that say nothing of the campaign though they look like it: "without cookies"."""
HINT = "hint"
"""Words that hint at a value, for want of any that say it: "visitors" are people."""
_PHRASES = Path(__file__).with_name("phrases.toml")
_GAP = r"(?:[^\w.;!?]+[\w'@%-]+){0,4}?[^\w.;!?]*\b"
_BREAK = re.compile(r"[.;:!?]|, (?=and|et|we|on|nous|ils|they|il)\b|\b(?:mais|but|puis|then)\b")
_STOP = re.compile(r"[.;!?]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that say a value of a fact; `value` None: that it is not known."""

    fact: str
    value: Value | date | None
    start: int
    end: int

    def covers(self, other: Mention) -> bool:
        """Whether the other's words lie inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Mention) -> bool:
        """Whether the two share words."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Mention) -> bool:
        """Whether the other's words lie inside, and are fewer."""
        return self.covers(other) and self.end - self.start > other.end - other.start

    def distance(self, other: Mention) -> int:
        """How many signs lie between the two."""
        return max(self.start - other.end, other.start - self.end, 0)


@dataclass(frozen=True, slots=True)
class Phrases:
    """How facts are said: by words with a value, by the name of a duty, by words a refusal is about."""

    said: tuple[tuple[str, Value | None, re.Pattern[str]], ...]
    duties: tuple[tuple[str, re.Pattern[str]], ...]
    topics: tuple[tuple[str, re.Pattern[str]], ...]


def fold(text: str) -> str:
    """The text in small letters without accents, each sign still at its place."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign).lower()
    if sign in "’‘ʼ`":
        return "'"
    if sign in "“”«»":
        return '"'
    return plain[0] if plain and not sign.isspace() else " "


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Fact, value and how it is said, in order of precedence."""
    raw = tomllib.loads(_PHRASES.read_text(encoding="utf-8"))
    flags, duties, topics = raw.pop("flags"), raw.pop("duties"), raw.pop("topics")
    listed = [
        (fact, None if value == UNKNOWN else value, said)
        for fact, values in raw.items()
        for value, said in values.items()
    ]
    listed += [
        (fact, value == "true", said)
        for fact, values in flags.items()
        for value, said in values.items()
    ]
    return Phrases(
        tuple((fact, value, _compiled(said)) for fact, value, said in listed if said),
        tuple((fact, _compiled(names)) for fact, names in duties.items()),
        tuple((fact, _compiled(names)) for fact, names in topics.items()),
    )


def _compiled(said: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all phrases, tried where a word begins: the engine skips by first letters."""
    return re.compile(rf"\b(?:{'|'.join(map(_spelled, said))})(?!\w)")


def _spelled(phrase: str) -> str:
    return phrase.removeprefix(r"\b").replace("~", _GAP)


def said_in(folded: str) -> Iterator[Mention]:
    """Every phrase a text contains, in order of precedence."""
    for fact, value, pattern in phrases().said:
        for found in pattern.finditer(folded):
            if found.end() > found.start():
                yield Mention(fact, value, found.start(), found.end())


def clause_around(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around these words begins and ends."""
    begins = max((found.end() for found in _BREAK.finditer(folded, 0, start)), default=0)
    after = _BREAK.search(folded, end)
    return begins, after.start() if after else len(folded)


def clauses(folded: str) -> Iterator[tuple[int, int]]:
    """Where each clause begins and ends, without the spaces around it."""
    begins = 0
    for end in (*(found.start() for found in _BREAK.finditer(folded)), len(folded)):
        words = folded[begins:end]
        inside = words.strip(" .;:!?,")
        if inside:
            start = begins + words.index(inside)
            yield start, start + len(inside)
        begins = end


def sentence_around(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around these words begins and ends, with the sign that ends it."""
    begins = max((found.end() for found in _STOP.finditer(folded, 0, start)), default=0)
    after = _STOP.search(folded, end)
    return begins, after.end() if after else len(folded)


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that lie in no longer one, in order of precedence."""
    return [one for one in mentions if not any(other.holds(one) for other in mentions)]
