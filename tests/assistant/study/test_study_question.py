from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from study_shelf import article, shelf

from assistant.figures import Figure
from assistant.study.question import Option, StudyQuestion, flaws

UNIT = article(33, "The harbour bell rings within 72 hours of a wreck, whoever saw it first.")
SOUND = StudyQuestion(
    kind="figure",
    lang="en",
    locator="gdpr:art-33",
    stem="Ringing the bell after a wreck. How many hours?",
    options=(
        Option("24 hours", False, "That is for the lantern."),
        Option("72 hours", True, "Right."),
        Option("48 hours", False, "That is for the rope."),
    ),
    explanation="72 hours.",
    citation=shelf([UNIT]).quote(UNIT),
)
TYPED = replace(SOUND, options=(), figure=Figure(Decimal(72), "hour"), unit_name="hours")


def with_options(*texts: str, right: int = 0) -> StudyQuestion:
    options = tuple(Option(text, at == right, "told") for at, text in enumerate(texts))
    return replace(SOUND, options=options)


def test_a_sound_question_has_no_flaw() -> None:
    assert flaws(SOUND) == ()
    assert flaws(TYPED) == ()


@pytest.mark.parametrize(
    ("question", "flaw"),
    [
        (with_options("a lamp", "a rope", "a bell", right=9), "not exactly one right option"),
        (
            replace(SOUND, options=(*SOUND.options, Option("96 hours", True, "told"))),
            "not exactly one right option",
        ),
        (with_options("a lamp", "A lamp.", "a bell"), "an empty option, or two alike"),
        (with_options("a lamp", "…", "a bell"), "an empty option, or two alike"),
        (with_options("a lamp", "a bell"), "2 options"),
        (with_options("a", "b", "c", "d", "e"), "5 options"),
        (with_options("a lamp", "a rope", "x" * 80), "options of unlike length"),
        (with_options("a wreck", "a rope", "a bell"), "the question holds its answer"),
        (replace(SOUND, stem=" "), "no stem"),
        (replace(SOUND, options=()), "neither options nor a short answer"),
        (replace(SOUND, citation=replace(SOUND.citation, quote="")), "no quote"),
        (
            replace(SOUND, citation=replace(SOUND.citation, quote_status="not_found")),
            "the quote is not_found",
        ),
        (
            replace(SOUND, options=(replace(SOUND.options[0], feedback=""), *SOUND.options[1:])),
            "an option without feedback",
        ),
    ],
)
def test_each_flaw_is_named(question: StudyQuestion, flaw: str) -> None:
    assert flaw in flaws(question)


def test_an_answer_hidden_in_a_longer_word_is_not_given_away() -> None:
    question = replace(with_options("bell", "rope", "lamp"), stem="What do the bellringers pull?")
    assert flaws(question) == ()


@pytest.mark.parametrize("typed", ["72", " 72 ", "72 hours", "72 heures", "72h", "about 72,0"])
def test_a_short_answer_may_be_typed_with_or_without_its_unit(typed: str) -> None:
    assert TYPED.is_right_answer(typed)


@pytest.mark.parametrize("typed", ["", "48", "72 days", "between 48 and 72", "seventy", "3 days"])
def test_another_figure_another_unit_or_two_figures_are_wrong(typed: str) -> None:
    assert not TYPED.is_right_answer(typed)
    assert not SOUND.is_right_answer("72")
