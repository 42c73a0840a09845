"""When the last contact was, as people say it, in French and English."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.campaign.describe import fold
from assistant.campaign.since import read_since

TODAY = date(2026, 11, 23)


def first(text: str) -> date | str | None:
    return next((since.value for since in read_since(fold(text), TODAY)), None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("sms à des clients inactifs 2 ans", date(2024, 11, 23)),
        ("clients inactifs depuis 18 mois", date(2025, 5, 23)),
        ("customers from two years ago", date(2024, 11, 23)),
        ("we last heard from them three and a half years ago", date(2023, 5, 23)),
        ("dernière commande il y a trois ans et demi", date(2023, 5, 23)),
        ("ils n'ont rien commandé depuis mars 2022", date(2022, 3, 1)),
        ("people whose last order was in 2019", date(2019, 1, 1)),
        ("Dernier don : novembre 2020", date(2020, 11, 1)),
        ("dernière commande le 12/05/2023", date(2023, 5, 1)),
        ("clients livrés le mois dernier", date(2026, 10, 23)),
        ("former clients who left us last year", date(2025, 11, 23)),
        ("no purchase in the last 18 months", date(2025, 5, 23)),
        ("4-year-old leads", date(2022, 11, 23)),
    ],
)
def test_a_last_contact_is_the_day_the_words_say(text: str, day: date) -> None:
    assert first(text) == day


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("dernier login il y a plus de trois ans", "over_3_years"),
        ("nothing bought for over four years", "over_3_years"),
        ("plus de 5 ans sans commande", "over_3_years"),
        ("they asked for a quote less than a year ago", "up_to_3_years"),
        ("ils ont acheté il y a moins de 3 ans", "up_to_3_years"),
    ],
)
def test_a_bound_that_settles_the_band_is_the_band(text: str, band: str) -> None:
    assert first(text) == band


@pytest.mark.parametrize(
    "text",
    [
        "un jeu pour les enfants de 12 ans",
        "des clients de plus de 60 ans",
        "a two-year contract for 2 years",
        "données conservées 3 ans",
        "we keep the data for 3 years",
        "people who unsubscribed 2 years ago",
        "désinscrits en 2022",
        "ils ont retiré leur consentement en janvier 2025",
        "clients depuis 10 ans",
        "customers for ten years",
        "la loi de 2019",
    ],
)
def test_another_duration_or_event_is_no_last_contact(text: str) -> None:
    assert first(text) is None


def test_a_day_to_come_is_no_last_contact() -> None:
    assert first("dernier contact en mars 2031") is None


@given(st.text(alphabet=st.sampled_from("0123456789 /.,'-anyersmoithdpuilg"), max_size=80))
def test_no_text_of_figures_and_units_breaks_the_reading(text: str) -> None:
    for since in read_since(fold(text), TODAY):
        assert 0 <= since.start < since.end <= len(text)
