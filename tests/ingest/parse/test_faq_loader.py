import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage, UnitDates
from ingest.parse import faq

SOURCE, ORIGIN = source_and_origin("cnil-faq", "faq", "fr")


def entry(**changes: object) -> dict[str, object]:
    return {
        "id": "7",
        "question": "Un chat, c'est quoi ?",
        "answer_text": "Un **animal** :\n\n- il dort ;\n- il [mange](https://chat.example/(a)).",
        "keywords": ["chat"],
        "last_modified": "2018-10-30",
        "lang": "fr",
        "source_url": "https://chat.example/7",
    } | changes


def load(tmp_path: Path, *rows: dict[str, object] | str) -> list[Passage]:
    file = tmp_path / "faq.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    return faq.load(SOURCE, ORIGIN, file)


def test_an_answer_keeps_its_words_and_loses_its_syntax(tmp_path: Path) -> None:
    [found] = load(tmp_path, entry())
    assert found.locator == "cnil-faq:7"
    assert found.text == "Un animal :\n- il dort ;\n- il mange."
    assert found.questions == ("Un chat, c'est quoi ?",)
    assert (found.heading, found.url) == (found.questions[0], "https://chat.example/7")
    assert str(found.last_modified) == "2018-10-30"


def test_a_long_answer_is_searched_whole_and_in_parts(tmp_path: Path) -> None:
    whole, *parts = load(tmp_path, entry(answer_text="\n\n".join(["mot " * 200] * 3)))
    assert whole.is_searched
    assert [part.locator for part in parts] == ["cnil-faq:7#1", "cnil-faq:7#2", "cnil-faq:7#3"]
    assert all(part.questions == () and part.heading == whole.heading for part in parts)


def test_an_overtaken_answer_ends_with_all_its_parts_and_its_neighbours_do_not(
    tmp_path: Path,
) -> None:
    change = date(2026, 8, 11)
    source = replace(SOURCE, unit_dates=(UnitDates(("7",), None, change),))
    file = tmp_path / "faq.jsonl"
    long_answer = "\n\n".join(["mot " * 200] * 3)
    rows = [entry(id=number, answer_text=long_answer) for number in ("7", "70")]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    passages = faq.load(source, ORIGIN, file)
    ended = {p.locator for p in passages if not p.is_in_force(change)}
    assert ended == {"cnil-faq:7", "cnil-faq:7#1", "cnil-faq:7#2", "cnil-faq:7#3"}
    assert all(p.is_in_force(date(2026, 8, 10)) for p in passages)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{", "line 2"),
        (entry(id=None), "line 2, id"),
        (entry(id="7_b"), "line 2, id"),
        (entry(last_modified="soon"), "line 2, last_modified"),
        (entry(extra=1), "line 2, extra"),
        (entry(id="1"), "line 2: entry '1' a second time"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: dict[str, object] | str, named: str) -> None:
    with pytest.raises(SourceUnreadable, match=named):
        load(tmp_path, entry(id="1"), row)


def test_a_file_without_an_entry_in_the_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no entry in fr"):
        load(tmp_path, entry(lang="en"))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "faq.jsonl"
    file.write_bytes("é".encode("latin-1"))
    with pytest.raises(SourceUnreadable, match=r"faq\.jsonl"):
        faq.load(SOURCE, ORIGIN, file)


def test_every_official_answer_is_read_without_leftover_syntax() -> None:
    passages = load_mirror("cnil-faq", "faq", "fr")
    whole = [passage for passage in passages if "#" not in passage.locator]
    assert len(whole) == 481
    assert [p.locator for p in passages if "**" in p.text or "](" in p.text] == []


def test_the_overtaken_answers_are_those_the_manifest_names_and_each_names_its_cause() -> None:
    passages = load_mirror("cnil-faq", "faq", "fr")
    whole = [passage for passage in passages if "#" not in passage.locator]
    ended = [p.locator.partition(":")[2] for p in whole if p.applies_until]
    assert sorted(ended) == sorted(unit for dates in SOURCE.unit_dates for unit in dates.units)
    assert all(dates.applies_until and dates.by for dates in SOURCE.unit_dates)


@pytest.mark.parametrize(
    ("gone", "since", "outdated_in_part"),
    [
        ("Bloctel", date(2026, 8, 11), set()),
        ("Privacy Shield", date(2020, 7, 16), set()),
        ("300.000", date(2016, 10, 9), set()),
        ("être déclarés à la CNIL :", date(2018, 5, 25), set()),
    ],
)
def test_what_newer_law_ended_is_told_until_that_day_and_no_longer(
    gone: str, since: date, outdated_in_part: set[str]
) -> None:
    told = [
        passage
        for passage in load_mirror("cnil-faq", "faq", "fr")
        if gone in passage.text and "#" not in passage.locator
    ]
    day_before = since - timedelta(days=1)
    assert {p.locator for p in told if p.is_in_force(since)} == outdated_in_part
    assert len([p for p in told if p.is_in_force(day_before)]) > len(outdated_in_part)
