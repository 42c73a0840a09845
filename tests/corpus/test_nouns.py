from __future__ import annotations

from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from corpus.nouns import AUTHORITY_ORDER, Passage


def passage(**changes: object) -> Passage:
    values: dict[str, object] = {
        "locator": "gdpr:art-1",
        "lang": "fr",
        "source": "gdpr",
        "kind": "article",
        "heading": "",
        "text": "mots",
    }
    return Passage(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begins", "ends", "is_in_force"),
    [
        (None, None, True),
        (date(2026, 8, 11), None, True),
        (date(2026, 8, 12), None, False),
        (None, date(2026, 8, 12), True),
        (None, date(2026, 8, 11), False),
        (date(2020, 1, 1), date(2026, 8, 11), False),
    ],
)
def test_a_unit_applies_from_its_first_day_until_the_day_before_its_end(
    begins: date | None, ends: date | None, is_in_force: bool
) -> None:
    unit = passage(applies_from=begins, applies_until=ends)
    assert unit.is_in_force(date(2026, 8, 11)) is is_in_force


def test_an_id_tells_languages_and_versions_in_time_apart() -> None:
    ids = {
        passage().id,
        passage(lang="en").id,
        passage(applies_from=date(2026, 8, 11)).id,
        passage(applies_from=date(2026, 8, 12)).id,
    }
    assert len(ids) == 4


def test_a_point_is_read_after_the_opening_words_of_its_paragraph(
    small_passages: Sequence[Passage],
) -> None:
    [point] = [unit for unit in small_passages if unit.kind == "point"]
    assert point.full_text == "The keeper:\ncounts the ships;"
    assert point.text == "counts the ships;"


def test_a_passage_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        passage().text = "autres mots"  # type: ignore[misc]


def test_the_law_is_cited_first_and_our_cards_last() -> None:
    assert AUTHORITY_ORDER[0] == "law"
    assert AUTHORITY_ORDER[-1] == "card"
