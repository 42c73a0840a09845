"""What a sentence denies and nobody heard is shown, not lost."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.campaign.describe import describe

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "On envoie un SMS à nos clients. Le meunier n'est pas au courant de la lune.",
            "Le meunier n'est pas au courant de la lune",
        ),
        (
            "We text our customers; the windmill never turns in the dark.",
            "the windmill never turns in the dark",
        ),
    ],
)
def test_a_denial_of_which_nothing_was_made_is_told_word_for_word(text: str, left: str) -> None:
    assert describe(text, TODAY).unread == (left,)


@pytest.mark.parametrize(
    "text",
    [
        "On veut envoyer un SMS à nos clients, sans leur accord.",
        "We text our customers, who never consented.",
        "We text our customers a promotion.",
        "Newsletter à nos clients, qui ont accepté. Le registre, on n'en tiendra pas.",
        "",
    ],
)
def test_a_denial_that_was_read_and_a_text_without_any_leave_nothing(text: str) -> None:
    assert describe(text, TODAY).unread == ()


def test_each_clause_left_is_a_part_of_the_text() -> None:
    text = "Rien n'est sûr : on appelle, mais jamais la nuit ! Et sans lune ; ni vent."
    assert all(left in text and left == left.strip() for left in describe(text, TODAY).unread)
