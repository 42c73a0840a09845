from __future__ import annotations

from datetime import date

import pytest

from assistant.dates import Day, claimed_dates, day_of, held_dates, without_dates


@pytest.mark.parametrize(
    "text",
    [
        "le 11 août 2026", "11 aout 2026", "on August 11, 2026", "the 11th of August 2026",
        "11 August 2026", "2026-08-11",
    ],
)  # fmt: skip
def test_one_day_is_read_alike_however_it_is_written(text: str) -> None:
    assert claimed_dates(text) == (frozenset({Day(2026, 8, 11)}),)


def test_a_day_in_figures_has_two_readings_where_the_order_is_open() -> None:
    [readings] = claimed_dates("11/08/2026")
    assert readings == {Day(2026, 8, 11), Day(2026, 11, 8)}
    assert claimed_dates("25/05/2018") == (frozenset({Day(2018, 5, 25)}),)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("depuis le 1er mars", Day(0, 3, 1)),
        ("since May 2018", Day(2018, 5)),
        ("en 2018", Day(2018)),
        ("le 1er janvier 2020", Day(2020, 1, 1)),
    ],
)
def test_a_date_may_be_told_in_part(text: str, day: Day) -> None:
    assert held_dates(text) == {day}


@pytest.mark.parametrize(
    "text",
    ["règlement 2016/679", "délibération 2020-091", "lignes directrices 1/2024", "2000 euros",
     "you may 5 times a day", "article 2018-1", "l'arrêt C-311/18"],
)  # fmt: skip
def test_the_number_of_a_text_and_an_amount_are_no_dates(text: str) -> None:
    assert claimed_dates(text) == ()


def test_a_fuller_date_tells_the_parts_of_it_and_nothing_else() -> None:
    told = day_of(date(2026, 8, 11))
    assert Day(2026).is_told_by(told) and Day(2026, 8).is_told_by(told)
    assert not Day(2025).is_told_by(told) and not Day(2026, 8, 12).is_told_by(told)
    assert not told.is_told_by(Day(2026, 8))


def test_blanking_dates_leaves_every_other_character_in_its_place() -> None:
    text = "Depuis le 11 août 2026, 40 crieurs."
    blanked = without_dates(text)
    assert len(blanked) == len(text) and "2026" not in blanked and blanked.endswith("40 crieurs.")
