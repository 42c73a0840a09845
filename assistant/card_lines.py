"""Which statements of a card's body an answer shows: those that speak of what was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.card_body import Role, Statement
from assistant.figures import claimed_figures
from corpus.keywords import coverage, words
from corpus.nouns import Language

REPEATED_SHARE = 0.7
"""A statement that shares this many of its words with what was said repeats it."""
FIGURE_WEIGHT = 0.5
"""A statement with a figure tells more than one without, other things equal."""
PREFIX_LETTERS = 6
"""Stems that begin alike are of one family ("profil", "profilag")."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A statement with its words, and how well it answers the question."""

    place: int
    statement: Statement
    stems: frozenset[str]
    score: float


def weigh(
    statements: Iterable[Statement], asked: Iterable[str], lang: Language
) -> tuple[Weighed, ...]:
    """Each statement with the weight of the question's words it holds: rare words weigh more."""
    read = [(s, frozenset(words(s.text, lang))) for s in statements]
    spread = Counter(stem for _, stems in read for stem in stems)
    wanted = _families(frozenset(asked), spread)
    return tuple(
        Weighed(place, s, stems, _score(s, stems, wanted, spread))
        for place, (s, stems) in enumerate(read)
    )


def choose(
    weighed: Sequence[Weighed],
    roles: Sequence[Role],
    count: int,
    said: set[str],
    fits: Callable[[Statement], bool],
) -> list[Statement]:
    """At most `count` statements of these sections that `fits` accepts, the best, in the card's order.

    None repeats what was `said` (stems), which grows with what is chosen.
    """
    order = {role: place for place, role in enumerate(roles)}
    of_roles = [w for w in weighed if w.statement.role in order]
    chosen: list[Weighed] = []
    for candidate in sorted(of_roles, key=lambda w: (-w.score, order[w.statement.role])):
        if len(chosen) == count:
            break
        is_new = coverage(list(candidate.stems), list(said)) < REPEATED_SHARE
        if is_new and fits(candidate.statement):
            chosen.append(candidate)
            said |= candidate.stems
    return [w.statement for w in sorted(chosen, key=lambda w: w.place)]


def _score(
    statement: Statement, stems: frozenset[str], wanted: frozenset[str], spread: Counter[str]
) -> float:
    shared = sum(1 / spread[stem] for stem in stems & wanted)
    has_figure = bool(shared and claimed_figures(statement.text))
    return shared + FIGURE_WEIGHT * has_figure


def _families(asked: frozenset[str], held: Iterable[str]) -> frozenset[str]:
    """The stems held that are asked for, or begin like one that is."""
    beginnings = {stem[:PREFIX_LETTERS] for stem in asked if len(stem) >= PREFIX_LETTERS}
    return frozenset(s for s in held if s in asked or s[:PREFIX_LETTERS] in beginnings)
