"""Who the people are and how they stand to the sender."""

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
    ("text", "link"),
    [
        ("We e-mail the subscribers of our newsletter.", ("registered",)),
        ("On écrit par e-mail à nos clients.", ("customer",)),
        ("On appelle d'anciens clients.", ("former_customer",)),
    ],
)
def test_how_people_stand_to_the_sender_is_read(text: str, link: tuple[str, ...]) -> None:
    assert read(text, "relationship") == link


def test_a_list_that_was_bought_makes_nobody_a_customer() -> None:
    text = "On a acheté une base de particuliers et on leur envoie un e-mail."
    assert read(text, "data_origin") == "bought"
    assert not is_read(text, "relationship") or read(text, "relationship") == ("prospect",)


def test_our_own_sellers_are_not_who_is_addressed() -> None:
    assert not is_read("Nos commerciaux envoient un SMS à la liste.", "audience")
