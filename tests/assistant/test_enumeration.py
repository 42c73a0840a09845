"""Where a list is asked for, the law's list is quoted whole; otherwise its point stands alone."""

from dataclasses import replace

import pytest
from small_law import TODAY, find, with_hits

from assistant import enumeration
from assistant.enumeration import (
    LIST_CHARACTERS,
    is_list,
    quote_limit,
    whole_list,
    written_list,
)
from assistant.plan import plan_for
from corpus.index import Index
from corpus.nouns import Hit

LISTS, OTHERS = plan_for("list"), plan_for("permission")


@pytest.fixture
def point(index: Index, monkeypatch: pytest.MonkeyPatch) -> Hit:
    """A point of the only list of the small law, which has two."""
    monkeypatch.setattr(enumeration, "LEAST_POINTS", 2)
    return with_hits(find(index, "Que fait le crieur devant un chien ?"), "gdpr:art-21-1-b").hits[0]


def test_a_found_point_gives_the_whole_list_where_a_list_is_asked_for(
    index: Index, point: Hit
) -> None:
    whole = whole_list(point, LISTS, index, TODAY)
    assert whole.passage.locator == whole.focus.locator == "gdpr:art-21-1"
    assert point.focus.text in whole.focus.text
    assert quote_limit(whole.focus, LISTS, index, TODAY) == LIST_CHARACTERS


def test_another_question_gets_the_point_alone(index: Index, point: Hit) -> None:
    assert whole_list(point, OTHERS, index, TODAY) == point
    unit = index.passage("gdpr:art-21-1", "fr")
    assert quote_limit(unit, OTHERS, index, TODAY) == OTHERS.quote_characters


def test_few_points_or_many_words_are_no_list_to_read(
    index: Index, point: Hit, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = index.passage("gdpr:art-21-1", "fr")
    assert is_list(unit, index, TODAY)
    monkeypatch.setattr(enumeration, "LEAST_POINTS", 3)
    assert not is_list(unit, index, TODAY)
    monkeypatch.setattr(enumeration, "LEAST_POINTS", 2)
    monkeypatch.setattr(enumeration, "LIST_CHARACTERS", len(unit.text) - 1)
    assert whole_list(point, LISTS, index, TODAY) == point


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Il pleut.\nLe crieur se tait si :\n- il pleut\n- il neige\nIl rit.", "Le crieur se tait si :\n- il pleut\n- il neige"),
        ("He stops if:\n1. it rains\n2) it snows\n• it hails", "He stops if:\n1. it rains\n2) it snows\n• it hails"),
        ("Il sonne :\nle matin ;\nle soir.\nIl dort.", "Il sonne :\nle matin ;\nle soir."),
        ("Il sonne :\n- seul.\nIl dort.", ""),
        ("Il sonne.\n- Il dort.\n- Il rit.", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_list_that_a_text_writes_out_is_as_long_as_its_lines(text: str, listed: str) -> None:
    assert written_list(text) == len(listed)


def test_a_written_list_is_quoted_whole_where_one_is_asked_for(index: Index) -> None:
    items = "\n".join(
        f"- le crieur fait la chose numéro {n} que la mairie lui dit" for n in range(14)
    )
    unit = replace(index.passage("gdpr:art-21-1", "fr"), text=f"Il pleut.\nLe matin :\n{items}")
    assert quote_limit(unit, LISTS, index, TODAY) == len(f"Le matin :\n{items}")
    assert quote_limit(unit, OTHERS, index, TODAY) == OTHERS.quote_characters
    endless = replace(unit, text=f"Le matin :\n{items}\n{items}\n{items}")
    assert quote_limit(endless, LISTS, index, TODAY) == LISTS.quote_characters
