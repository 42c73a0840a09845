"""What is offered: to whose trade, and whether like what was bought."""

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
    "text",
    [
        "E-mail à des comptables pour notre logiciel de paie.",
        "Cold e-mail to accountants about our accounting software.",
    ],
)
def test_an_offer_for_the_trade_of_the_people_concerns_their_job(text: str) -> None:
    assert read(text, "related_to_profession") is True


def test_an_offer_of_something_else_is_not_taken_for_similar() -> None:
    text = "They bought boots from us; we e-mail them our partner's insurance."
    assert not is_read(text, "similar_products") or read(text, "similar_products") is False
