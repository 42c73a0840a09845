"""Questions on a figure card: which delay, which amount, which percentage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assistant.figures import Figure, held_figures
from assistant.study.choose import choose
from assistant.study.question import Option, StudyQuestion
from assistant.study.texts import StudyTexts, shuffled
from assistant.study.wording import UNIT_NAMES, amount, study_phrase
from assistant.wording import spoken_date
from corpus.card import Card, FigureValue
from corpus.nouns import Language, Passage

# What `assistant.figures` calls the units it reads; people are counted, not measured.
_READ_UNITS = {
    "hour": "hour",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "age": "year",
    "percent": "percent",
    "eur": "amount",
}
_TYPED_UNITS = frozenset({"hour", "day", "week", "month", "year", "percent"})


def figure_questions(locator: str, texts: StudyTexts, seed: int) -> Iterator[StudyQuestion]:
    """The figure to choose among others of its unit, then the figure to be typed."""
    card, passage = texts.card(locator), texts.held(locator)
    if card is None or card.figure is None or passage is None:
        return
    if card.figure.unit not in UNIT_NAMES:
        return  # a figure that counts nothing has no others to stand beside
    right = amount(card.figure.value, card.figure.unit, texts.lang)
    stem = _stem(card, card.figure, texts.lang)
    proof = texts.proof(passage, _written_forms(card.figure, texts.lang))
    options = choose(
        Option(right, True, passage.text), _others(card, passage, texts, seed), seed=seed, salt=stem
    )
    if options is not None:
        yield StudyQuestion("figure", texts.lang, locator, stem, options, passage.text, proof)
    if card.figure.unit in _TYPED_UNITS:
        yield StudyQuestion(
            "figure",
            texts.lang,
            locator,
            f"{stem} {study_phrase('in_figures', texts.lang)}",
            (),
            passage.text,
            proof,
            figure=Figure(Decimal(card.figure.value), _READ_UNITS[card.figure.unit]),
            unit_name=UNIT_NAMES[card.figure.unit][texts.lang][1],
        )


def _stem(card: Card, figure: FigureValue, lang: Language) -> str:
    topic = figure.applies_to[0].upper() + figure.applies_to[1:]
    if card.applies_until is not None:
        day = spoken_date(card.applies_until, lang)
        topic += f" ({study_phrase('until', lang, day=day)})"
    return f"{topic}. {study_phrase(f'figure_{figure.unit}', lang)}"


def _others(card: Card, passage: Passage, texts: StudyTexts, seed: int) -> list[Option]:
    """The figures of other cards in the same unit, nearest in size first.

    A figure that this card mentions too ("6 months to 1 year") could be defended: it is left out.
    """
    assert card.figure is not None
    own = card.figure
    said = held_figures(f"{passage.heading}\n{passage.text}")
    others = []
    for _, other in shuffled(texts.cards_of("figure"), seed, card.id):
        figure = other.figure
        if figure is None or figure.unit != own.unit or figure.value == own.value:
            continue
        if Figure(Decimal(figure.value), _READ_UNITS.get(figure.unit, "")) in said:
            continue
        others.append(figure)
    others.sort(key=lambda figure: _distance(own, figure))
    return [
        Option(
            value, False, study_phrase("figure_is", texts.lang, value=value, purpose=o.applies_to)
        )
        for o in others
        for value in (amount(o.value, o.unit, texts.lang),)
    ]


def _distance(one: FigureValue, other: FigureValue) -> Decimal:
    """How many times the smaller goes into the larger."""
    values = sorted((Decimal(one.value), Decimal(other.value)))
    return values[1] / max(values[0], Decimal(1))


def _written_forms(figure: FigureValue, lang: Language) -> tuple[str, ...]:
    """How a text may write the figure: with its digits grouped or not, in words where it is small."""
    small = {
        "1": ("un mois", "one month"),
        "2": ("deux mois", "two months"),
        "3": ("trois mois", "three months"),
    }
    digits = figure.value
    grouped = f"{int(digits):,}".replace(",", " ") if digits.isdigit() else digits
    unit = UNIT_NAMES[figure.unit][lang][1]
    spelled = small.get(digits, ()) if figure.unit == "month" else ()
    return (f"{digits} {unit}", f"{digits}\u00a0{unit}", f"{grouped} EUR", *spelled)
