"""Whether a duty is done is told by the words around its name, or of all duties at once."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.campaign.describe import describe
from assistant.campaign.facts import Given


def read(text: str, fact: str) -> Given:
    given = describe(text, date(2026, 11, 23)).facts.given
    assert fact in given, f"{fact} not read in {text!r}"
    return given[fact]


def is_read(text: str, fact: str) -> bool:
    return fact in describe(text, date(2026, 11, 23)).facts.given


@pytest.mark.parametrize(
    ("text", "duty", "is_done"),
    [
        (
            "E-mail à nos clients, qui ont accepté. L'analyse d'impact est faite.",
            "impact_assessment",
            True,
        ),
        (
            "Newsletter à des clients consentants. Le registre, on n'en tiendra pas.",
            "recorded",
            False,
        ),
        (
            "E-mails to customers who agreed. We won't sign a contract with the provider.",
            "processor_contract",
            False,
        ),
        ("E-mails to consenting customers, no balancing test.", "balancing_test", False),
    ],
)
def test_a_duty_is_done_or_declined_by_the_words_around_it(
    text: str, duty: str, is_done: bool
) -> None:
    assert read(text, duty) is is_done


def test_a_duty_that_is_only_asked_about_is_neither() -> None:
    assert not is_read("Faut-il une analyse d'impact pour noter nos clients ?", "impact_assessment")


@pytest.mark.parametrize(
    "text",
    [
        "E-mails to consenting customers; every other duty is done.",
        "E-mail à des clients consentants ; toutes les autres obligations sont remplies.",
    ],
)
def test_duties_said_done_all_at_once_are_each_done(text: str) -> None:
    given = describe(text, date(2026, 11, 23)).facts.given
    for duty in ("recorded", "retention_set", "sender_identified", "objections_removed"):
        assert given.get(duty) is True, duty


def test_a_duty_declined_beside_all_others_stays_declined() -> None:
    text = "E-mails to consenting customers; no unsubscribe link. Every other duty is done."
    assert read(text, "refusal_in_each_message") is False and read(text, "recorded") is True
