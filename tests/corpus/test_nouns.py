from __future__ import annotations

from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from corpus.nouns import AUTHORITY_ORDER, Origin, Passage, Source


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


CAREFUL = Origin(
    "mirror", "law/tides.md", "code_markdown", "fr",
    status="partial", notes={"fr": "Copie partielle."}, text_of=date(2026, 3, 31),
)  # fmt: skip
PLAIN = Origin("web", "tides.html", "code_markdown", "fr")
TIDES = Source(
    "tides", "law", {}, {}, {}, ("fr",), (CAREFUL, PLAIN), "ours", notes={"fr": "La loi des marées."}
)  # fmt: skip


def test_a_copy_says_of_itself_what_does_not_hold_of_the_others() -> None:
    careful = TIDES.as_supplied("mirror", "fr", "/home/me/mirror/law/tides.md")
    assert (careful.status, careful.note("fr")) == ("partial", "Copie partielle.")
    assert careful.text_of == date(2026, 3, 31)
    assert TIDES.as_supplied("web", "fr", "/home/me/data/texts/tides/fr/tides.html") == TIDES


def test_an_origin_may_be_freer_of_reservations_than_its_source() -> None:
    draft = replace(TIDES, status="consultation", origins=(replace(PLAIN, status="current"),))
    assert draft.as_supplied("web", "fr").status == "current"
    assert draft.as_supplied("web", "fr").notes == TIDES.notes


def test_two_origins_of_one_kind_are_told_apart_by_their_paths() -> None:
    whole = replace(CAREFUL, path="tides.md", status=None)
    source = replace(TIDES, origins=(whole, CAREFUL))
    assert source.as_supplied("mirror", "fr", "/mirror/law/tides.md").status == "current"
    reversed_source = replace(TIDES, origins=(CAREFUL, whole))
    assert reversed_source.as_supplied("mirror", "fr", "/mirror/tides.md").status == "current"
    assert reversed_source.as_supplied("mirror", "fr", "/elsewhere/other.md").status == "partial"


def test_an_origin_the_manifest_does_not_name_leaves_the_source_as_it_is() -> None:
    assert TIDES.as_supplied("package", "fr") == TIDES
    assert TIDES.as_supplied("mirror", "en") == TIDES
