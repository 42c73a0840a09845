from __future__ import annotations

import pytest

from assistant.decisions import named_numbers, without_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("la délibération SAN-2020-018", "san-2020-18"),
        ("SAN 2020‑18", "san-2020-18"),
        ("cnil-san-2020-018:par-4", "san-2020-18"),
        ("mise en demeure MED-2018-042", "med-2018-42"),
        ("délibération n° 2020-091 du 17 septembre 2020", "2020-91"),
        ("cnil-2020-091:par-30", "2020-91"),
        ("arrêt C-673/17 (Planet49)", "c-673/17"),
        ("affaire C‑673/17", "c-673/17"),
        ("ECLI:EU:C:2019:801", "ecli-eu:c:2019:801"),
        ("EDPB Guidelines 01/2024", "1/2024"),
        ("WP 251", "working-party-251"),
        ("CE, 19 juin 2020, n° 430810", "court-430810"),
        ("la décision du Conseil d'État n° 999999", "court-999999"),
        ("Cass. crim., n° 19-12.345", "19-12.345"),
        ("Regulation (EU) 2016/679", "2016/679"),
        ("la loi n° 2025-594", "2025-594"),
    ],
)
def test_a_number_is_read_in_one_form(text: str, number: str) -> None:
    assert named_numbers(text) == {number}


@pytest.mark.parametrize(
    "text",
    [
        "entre 2018-2020",
        "2026-08-11",
        "2026-08",
        "article 226-16",
        "article L34-5",
        "24/7",
        "les 20 000 EUR",
    ],
)
def test_years_days_and_articles_are_no_decisions(text: str) -> None:
    assert named_numbers(text) == frozenset()


def test_blanking_numbers_leaves_every_other_character_in_its_place() -> None:
    text = "La délibération SAN-2020-018 vise 300 crieurs."
    assert without_numbers(text) == text.replace("SAN-2020-018", " " * 12)
