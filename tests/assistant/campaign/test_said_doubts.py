"""What a text only wonders about is not known: asked later, not taken."""

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
    ("text", "fact"),
    [
        ("We cannot tell whether consumers agreed. We text them.", "consent"),
        (
            "Whether our name was on the form of the broker, we can't say. We e-mail the list.",
            "named_in_consent",
        ),
    ],
)
def test_what_nobody_knows_is_said_to_be_unknown(text: str, fact: str) -> None:
    assert read(text, fact) is None
