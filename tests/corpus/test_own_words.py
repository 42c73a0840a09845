"""The project holds only what we write: no run of words of an official text in our word lists."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pytest

from evals.cards.overlap import OfficialWords

ROOT = Path(__file__).parents[2]
FORMS = {".txt", ".md", ".json", ".jsonl", ".xhtml", ".html", ".csv"}
OURS = sorted(
    [
        *(ROOT / "corpus").glob("*.toml"),
        *(ROOT / "corpus" / "questions").glob("*.toml"),
        *(ROOT / "assistant").rglob("*.toml"),
        *(ROOT / "evals" / "cases").glob("*.jsonl"),
    ]
)
# Titles of official texts are their names: the manifest gives them in full.
OURS.remove(ROOT / "corpus" / "sources.toml")


@pytest.fixture(scope="module")
def official() -> OfficialWords:
    folder = os.environ.get("RECITAL_MIRROR_DIR", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("RECITAL_MIRROR_DIR names no folder of official texts")
    paths = [path for path in Path(folder).rglob("*") if path.suffix in FORMS]
    texts = (path.read_text(encoding="utf-8") for path in paths if path.name != "SOURCES.md")
    return OfficialWords(html.unescape(re.sub(r"<[^>]+>", " ", text)) for text in texts)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_word_list_of_ours_copies_an_official_text(path: Path, official: OfficialWords) -> None:
    assert official.copied(path.read_text(encoding="utf-8").replace('"', " ")) == ""
