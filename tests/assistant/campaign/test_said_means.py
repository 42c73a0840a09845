"""What a campaign does, out of every means its description names."""

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
    ("text", "means"),
    [
        ("On transmet les adresses à un partenaire pour ses e-mails.", {"share_data"}),
        ("Message LinkedIn à des DRH.", {"social_message"}),
        ("Nos téléconseillers ont appelé des particuliers.", {"live_call"}),
        ("Sponsored banner picked by the page topic.", {"contextual_ads"}),
        ("Newsletter à nos clients.", {"email"}),
        ("Our robot calls past donors.", {"automated_call"}),
        ("On envoie un SMS et on appelle des prospects.", {"sms", "live_call"}),
    ],
)
def test_the_means_that_are_meant_are_read(text: str, means: set[str]) -> None:
    found = read(text, "operations")
    assert isinstance(found, tuple) and set(found) == means


def test_a_promotion_in_a_service_message_makes_it_marketing() -> None:
    text = "On envoie un SMS pour prévenir que le colis est prêt, avec un code promo."
    assert read(text, "purpose") == "marketing"
    assert read("SMS pour prévenir que le colis est prêt.", "purpose") == "service"
