"""A consent is to what its own words name, or to the means named nearest."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.campaign.describe import describe
from assistant.campaign.facts import Given


def read(text: str, fact: str) -> Given:
    given = describe(text, date(2026, 11, 23)).facts.given
    assert fact in given, f"{fact} not read in {text!r}"
    return given[fact]


@pytest.mark.parametrize(
    ("text", "fact", "state"),
    [
        (
            "On transmet les adresses à un partenaire ; ils ont accepté nos e-mails mais pas la transmission.",
            "use_consent",
            "none",
        ),
        (
            "We upload our customer list to a platform; people agreed to e-mails, never to this.",
            "use_consent",
            "none",
        ),
        ("Les abonnés ont coupé les notifications ; on en renvoie une.", "consent", "withdrawn"),
        ("Opt-in soi-disant recueilli par le courtier, on envoie un SMS.", "consent", "doubtful"),
        ("On envoie un SMS à nos clients, sans leur accord.", "consent", "none"),
        ("We text customers who ticked the box.", "consent", "valid"),
        ("Ad cookies on our site, accepted by a click.", "tracker_consent", "valid"),
    ],
)
def test_what_people_agreed_to_and_did_not_is_told_apart(text: str, fact: str, state: str) -> None:
    assert read(text, fact) == state


@pytest.mark.parametrize(
    "text",
    [
        "Les particuliers devaient accepter nos e-mails pour jouer. On leur écrit par e-mail.",
        "Our contest entry button stays grey until people accept our e-mails.",
    ],
)
def test_a_consent_that_was_the_price_of_something_is_forced(text: str) -> None:
    assert read(text, "forced_consent") is True
