import json
from pathlib import Path

import pytest

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.code_markdown import load as load_markdown
from ingest.parse.law_json import load

SOURCE = Source("phares", "law", {}, {}, {"fr": "https://example.org"}, ("fr",), (), "")
ORIGIN = Origin("web", "law.json", "law_json", "fr")


def read(tmp_path: Path, law: object) -> list[Passage]:
    path = tmp_path / "law.json"
    path.write_text(json.dumps(law), encoding="utf-8")
    return load(SOURCE, ORIGIN, path)


def test_each_article_is_a_unit_with_its_paragraphs(tmp_path: Path) -> None:
    content = "La lampe s'allume :1° Au crépuscule ;2° Par brume.Le gardien veille. A l'aube, non."
    law = {"title": "Loi", "provisions": [{"section": "20-1", "content": content, "title": "x"}]}

    [passage] = read(tmp_path, law)

    assert passage.locator == "phares:art-20-1"
    assert passage.text.splitlines() == [
        "La lampe s'allume :",
        "1° Au crépuscule ;",
        "2° Par brume.",
        "Le gardien veille. A l'aube, non.",
    ]


@pytest.mark.parametrize(
    "law",
    [
        {},
        {"title": "Loi", "provisions": []},
        {"title": "Loi", "provisions": [{"section": "1", "content": ""}]},
        {"title": "Loi", "provisions": [{"section": "../1", "content": "x"}]},
        {"title": "Loi", "provisions": [{"section": "1", "content": "x"}] * 2},
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, law: object) -> None:
    with pytest.raises(SourceUnreadable):
        read(tmp_path, law)


def test_the_law_has_the_words_of_the_mirrors_restored_copy(mirror: Path) -> None:
    restored = load_markdown(SOURCE, ORIGIN, mirror / "law" / "loi_78-17_fr.md")

    found = load(SOURCE, ORIGIN, mirror / "law" / "loi_78-17_fr.json")

    assert {p.locator: p.text for p in found} == {p.locator: p.text for p in restored}
