"""What to say first to a question that takes for granted what is not so.

Two ways to notice: a table of frequent misconceptions (`corpus/premises.toml`), whose wordings are
faces of our cards in the index; and a figure asserted that the answering card gives otherwise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import corpus
from assistant.figures import Figure, claimed_figures, held_figures
from assistant.per_index import once_per_index
from assistant.retrieve import Retrieved
from assistant.word_list import pattern, plain
from assistant.wording import phrase
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import LANGUAGES, Hit, Language, Passage
from corpus.vectors import QUESTION

TABLE = Path(corpus.__file__).parent / "premises.toml"

PREMISE_COSINE = 0.89
"""Nearness of a question to a wording of the table from which the premise is recognised, its words
being there; chosen on the development part of `evals/cases/limits.jsonl`."""
FIGURE_COSINE = 0.89
"""Nearness of a question to a figure card from which both are about the same figure."""
FIGURE_DEPTH = 3
"""Hits among which a figure card is looked for."""

# A figure is asserted, not asked for nor told of the case at hand ("a customer left 6 years ago").
_ASSERTS = re.compile(
    r"\b(?:c est bien|est ce bien|n est ce pas|non$|hein|d accord|puisque|comme|pas plus$|vu que|etant donne|sachant"
    r"|on a bien|confirm\w*|selon|d apres|il parait|doit|right$|correct$|isn t it|doesn t it|don t we|since|as the"
    r"|given that|according to|says|said|i heard|must|so|no rush)\b"
)


@dataclass(frozen=True, slots=True)
class Premise:
    """A misconception: the words it comes in, what is right, and the units that carry it.

    `marks` must each be found in a question and none of `absent`; with `units`, the question must
    name a figure of one of them, and none of `right`.
    """

    id: str
    card: str
    locators: tuple[str, ...]
    marks: tuple[re.Pattern[str], ...]
    absent: re.Pattern[str]
    said: Mapping[Language, tuple[str, ...]]
    right: Mapping[Language, str]
    units: frozenset[str] = frozenset()
    values: frozenset[Decimal] = frozenset()
    applies_from: date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One sentence that puts a question right, and the units it stands on, the card last."""

    text: str
    locators: tuple[str, ...]


@lru_cache(maxsize=1)
def premises(path: Path = TABLE) -> tuple[Premise, ...]:
    """The table; raises `ValueError` or `KeyError` for a malformed file."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["premise"]
    return tuple(_premise(row) for row in rows)


def correction(retrieved: Retrieved, index: Index, manifest: Manifest) -> Correction | None:
    """What to say first, or None where the question takes nothing wrong for granted."""
    return _misconception(retrieved, index) or _wrong_figure(retrieved, index, manifest)


def is_meant(premise: Premise, question: str, as_of: date) -> bool:
    """Whether the words of a question allow that it holds this misconception, on that day."""
    text = plain(question)
    if premise.applies_from is not None and as_of < premise.applies_from:
        return False
    if premise.absent.search(text) or not all(mark.search(text) for mark in premise.marks):
        return False
    named = {figure.value for figure in held_figures(question) if figure.unit in premise.units}
    return not premise.units or bool(named and not named & premise.values)


def _premise(row: Mapping[str, object]) -> Premise:
    table: Mapping[str, object] = row
    groups: list[list[str]] = table["marks"]  # type: ignore[assignment]
    wanted = [[form for form in group if not form.startswith("!")] for group in groups]
    unwanted = [form[1:] for group in groups for form in group if form.startswith("!")]
    figures: Mapping[str, list[str]] = table.get("figures", {})  # type: ignore[assignment]
    said: Mapping[Language, list[str]] = table["said"]  # type: ignore[assignment]
    locators: list[str] = table["locators"]  # type: ignore[assignment]
    right: Mapping[Language, str] = table["right"]  # type: ignore[assignment]
    since = table.get("applies_from")
    return Premise(
        id=str(table["id"]),
        card=f"card:{table['card']}",
        locators=tuple(locators),
        marks=tuple(pattern(group) for group in wanted if group),
        absent=pattern(unwanted),
        said={lang: tuple(said[lang]) for lang in LANGUAGES},
        right={lang: right[lang] for lang in LANGUAGES},
        units=frozenset(figures.get("units", ())),
        values=frozenset(Decimal(value) for value in figures.get("right", ())),
        applies_from=since if isinstance(since, date) else None,
    )


def _misconception(retrieved: Retrieved, index: Index) -> Correction | None:
    asked = retrieved.understood.question
    meant = [p for p in premises() if is_meant(p, asked.text, asked.as_of)]
    nearness = {premise.id: _nearness(premise, retrieved, index) for premise in meant}
    best = max(meant, key=lambda premise: nearness[premise.id], default=None)
    if best is None or nearness[best.id] < PREMISE_COSINE:
        return None
    lang = retrieved.understood.lang
    said = best.right[lang]
    if best.units and _ASSERTS.search(plain(asked.text)):
        said = phrase("wrong_figure", lang, right=_continued(said))
    return Correction(said, (*best.locators, best.card))


def _nearness(premise: Premise, retrieved: Retrieved, index: Index) -> float:
    """The best cosine of a question with the premise's wordings, as the index holds them."""
    wordings = {wording for said in premise.said.values() for wording in said}
    faces = (
        (passage.id, f"{QUESTION}{number}")
        for lang in index.languages(premise.card)
        for passage in (index.passage(premise.card, lang),)
        for number, question in enumerate(passage.questions)
        if question in wordings
    )
    rows = [row for row in map(_rows(index).get, faces) if row is not None]
    if not rows:
        return -1.0
    return float((index.exact.matrix[rows] @ retrieved.vector).max())


@once_per_index
def _rows(index: Index) -> dict[tuple[str, str], int]:
    """Where each face stands among the vectors of an index version."""
    return {key: row for row, key in enumerate(index.exact.keys)}


def _wrong_figure(retrieved: Retrieved, index: Index, manifest: Manifest) -> Correction | None:
    """The right figure, where a figure card near the top gives another than the one asserted."""
    question, lang = retrieved.understood.question.text, retrieved.understood.lang
    if not _ASSERTS.search(plain(question)):
        return None
    claimed = claimed_figures(question)
    for hit in _figure_cards(retrieved.hits[:FIGURE_DEPTH]):
        card = hit.passage
        right = _single_figure(card, {figure.unit for figure in claimed})
        if right is None or right in claimed or held_figures(card.text) & claimed:
            continue
        spoken = _spoken(card.text, right)
        carrying = [unit for unit in card.cited_locators if _holds(unit, right, lang, index)]
        if spoken and carrying:
            said = phrase("wrong_figure", lang, right=phrase("it_is", lang, figure=spoken))
            return Correction(said, (carrying[0], card.locator))
    return None


def _figure_cards(hits: Iterable[Hit]) -> list[Hit]:
    return [
        hit
        for hit in hits
        if hit.passage.locator.startswith("card:figure-")
        and hit.rankings.get("meaning", 0.0) >= FIGURE_COSINE
    ]


def _single_figure(card: Passage, units: set[str]) -> Figure | None:
    """The card's figure of one of these units, if it gives just one."""
    found = [figure for figure in claimed_figures(card.text) if figure.unit in units]
    return found[0] if len(found) == 1 else None


def _spoken(text: str, figure: Figure) -> str:
    """The figure as the text writes it: "72 hours"."""
    for match in re.finditer(r"\d[\d\s.,]*(?:[€%]|[^\W\d]+)", text):
        if figure in claimed_figures(match[0]):
            return match[0].strip()
    return ""


def _holds(locator: str, figure: Figure, lang: Language, index: Index) -> bool:
    return index.has(locator) and figure in held_figures(index.passage(locator, lang).full_text)


def _continued(sentence: str) -> str:
    """A sentence after a colon: its first letter small, unless the word is a name or an acronym."""
    return sentence if sentence[1:2].isupper() else sentence[0].lower() + sentence[1:]
