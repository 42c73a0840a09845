from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.figures import (
    Figure,
    claimed_figures,
    held_figures,
    spelled_numbers,
    stated_figures,
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("dans les 72 heures", "72", "hour"),
        ("a 72-hour limit", "72", "hour"),
        ("sous 15 jours", "15", "day"),
        ("within 3 weeks", "3", "week"),
        ("pendant 6 mois", "6", "month"),
        ("1 an après", "1", "year"),
        ("4 % du chiffre d'affaires", "4", "percent"),
        ("2,5 pour cent", "2.5", "percent"),
        ("2.5 percent", "2.5", "percent"),
        ("20 000 000 EUR", "20000000", "amount"),
        ("20\u202f000\u202f000\u00a0€", "20000000", "amount"),
        ("20,000,000 euros", "20000000", "amount"),
        ("20 millions d'euros", "20000000", "amount"),
        ("20 M€", "20000000", "amount"),
        ("€20 million", "20000000", "amount"),
        ("EUR 375", "375", "amount"),
        ("1,5 milliard d'euros", "1500000000", "amount"),
        ("$20 million", "20000000", "dollar"),
        ("300 US dollars", "300", "dollar"),
        ("£500", "500", "pound"),
        ("4 percentage points", "4", "point"),
        ("2 points de pourcentage", "2", "point"),
        ("sous 3 jours ouvrés", "3", "working day"),
        ("5 business days", "5", "working day"),
        ("2 further months", "2", "month"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    assert claimed_figures(text) == {Figure(Decimal(value), unit)}


@pytest.mark.parametrize(
    "text",
    [
        "l'article 83",
        "le 25 mai 2018",
        "Article 6(1)(f)",
        "3 anomalies",
        "les 5 hommes",
        "n° 12",
        "en 2018",
    ],
)
def test_a_number_that_counts_nothing_we_check_is_no_figure(text: str) -> None:
    assert claimed_figures(text) == set()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("pendant trois ans", Figure(Decimal(3), "year")),
        ("within one month of receipt", Figure(Decimal(1), "month")),
        ("vingt-quatre mois", Figure(Decimal(24), "month")),
        ("seventy-two hours", Figure(Decimal(72), "hour")),
        ("entre 12 et 24 mois", Figure(Decimal(12), "month")),
        ("six (6) mois", Figure(Decimal(6), "month")),
        ("eight full weeks", Figure(Decimal(8), "week")),
    ],
)
def test_a_text_may_spell_a_figure_or_keep_its_unit_for_later(text: str, figure: Figure) -> None:
    assert figure in held_figures(text)


def test_the_number_of_an_article_is_no_percentage_of_the_text() -> None:
    text = "Les manquements à l'article 25 sont punis d'une amende d'au plus 4 % des recettes."
    assert held_figures(text) == {Figure(Decimal(4), "percent")}


def test_quatre_vingts_is_not_twenty_four() -> None:
    assert Figure(Decimal(24), "day") not in held_figures("quatre-vingt jours")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("dans un délai de deux mois", "2", "month"),
        ("seventy-two hours", "72", "hour"),
        ("two further months", "2", "month"),
        ("vingt millions d'euros", "20000000", "amount"),
        ("quatre-vingt-dix jours", "90", "day"),
        ("ten per cent", "10", "percent"),
    ],
)
def test_a_sentence_may_state_a_figure_in_words(text: str, value: str, unit: str) -> None:
    assert stated_figures(text) == {Figure(Decimal(value), unit)}
    assert claimed_figures(text) == set()


def test_one_day_is_an_idiom_and_a_unit_inside_a_word_is_none() -> None:
    assert stated_figures("un jour, le crieur vint") == set()
    assert held_figures("1 registre dans la ville, 2 with him") == set()


def test_numbers_in_words_are_read_without_what_they_count() -> None:
    assert spelled_numbers("vingt-quatre crieurs et seventy bells") == {24, 70}
