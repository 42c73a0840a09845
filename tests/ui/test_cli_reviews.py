from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.answer import Answer
from assistant.conversations import Conversations, StoredExchange
from assistant.database import open_database
from assistant.ratings import Rating, Ratings
from corpus.errors import InvalidInput
from ui.cli import app

ANSWER = Answer(
    "Qui sonne ?", "fr", "answered", "composed", "Le crieur.", (), "v1", date(2026, 1, 2)
)


@pytest.fixture(autouse=True)
def rated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECITAL_DATA_DIR", str(tmp_path))
    database = open_database(f"sqlite:///{tmp_path / 'recital.sqlite'}")
    Conversations(database).save("me", "c", 0, StoredExchange(ANSWER.question, ANSWER))
    Ratings(database).rate("me", "c", 0, Rating("down", "outdated", "Loi de 2026."))
    database.close()


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["reviews", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def rows(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(printed("--json", *arguments))["reviews"]
    return found


def test_a_thumb_down_is_listed_with_its_question_answer_and_index_version() -> None:
    (row,) = rows()
    assert (row["question"], row["reason"], row["comment"]) == ("Qui sonne ?", "outdated", "Loi de 2026.")  # fmt: skip
    assert row["answer"] == ANSWER.to_json() and row["index_version"] == "v1"
    text = printed()
    assert "Qui sonne ?" in text and "outdated — Loi de 2026." in text


def test_a_review_that_is_done_leaves_the_list_but_not_the_record() -> None:
    (row,) = rows()
    assert rows("--reviewed", row["id"]) == []
    (kept,) = rows("--all")
    assert kept["reviewed"] and "✓" in printed("--all")


def test_an_id_of_no_review_is_refused() -> None:
    with pytest.raises(InvalidInput):
        printed("--reviewed", "c:7")
