import json
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
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


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{", "line 2"),
        (entry(id=None), "line 2, id"),
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
