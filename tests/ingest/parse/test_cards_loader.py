from pathlib import Path
from typing import Any

import pytest
import yaml
from mirror_texts import source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import cards

SOURCE, ORIGIN = source_and_origin("card", "cards", "fr")
BODY = "## À faire\n1. Nourrir le chat.\n   - le matin\n\n| a | b |\n|---|---|\n"


def front_matter(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "id": "cat-food",
        "lang": "fr",
        "kind": "practice",
        "title": "Nourrir un chat",
        "audiences": ["marketer"],
        "topics": ["sms"],
        "questions": ["Que mange un chat ?", "croquettes ?", "chat faim", "repas du chat"],
        "short_answer": "Des croquettes,\nle matin.\n",
        "citations": [{"locator": "gdpr:art-6-1-f", "carries": "un intérêt"}],
        "applies_from": "2018-05-25",
        "applies_until": None,
        "checked_on": "2026-11-22",
        "confidence": "high",
    }
    merged = values | changes
    return {name: value for name, value in merged.items() if value != "absent"}


def write(folder: Path, name: str = "cat-food.fr.md", **changes: object) -> None:
    (folder / "practice").mkdir(exist_ok=True)
    head = yaml.safe_dump(front_matter(**changes), allow_unicode=True)
    (folder / "practice" / name).write_text(f"---\n{head}---\n{BODY}", encoding="utf-8")


def load(folder: Path) -> list[Passage]:
    return cards.load(SOURCE, ORIGIN, folder)


def test_a_card_is_its_short_answer_with_what_it_cites(tmp_path: Path) -> None:
    write(tmp_path)
    card, _ = load(tmp_path)
    assert (card.locator, card.kind, card.heading) == ("card:cat-food", "card", "Nourrir un chat")
    assert card.text == "Des croquettes, le matin."
    assert card.questions[0] == "Que mange un chat ?"
    assert card.keywords == ("sms",)
    assert (card.cited_locators, card.carried) == (("gdpr:art-6-1-f",), ("un intérêt",))
    assert (str(card.applies_from), card.applies_until, card.url) == ("2018-05-25", None, "")


def test_the_body_is_a_second_passage_still_in_markdown_shown_but_not_searched(
    tmp_path: Path,
) -> None:
    write(tmp_path)
    card, body = load(tmp_path)
    assert (body.locator, body.is_searched, body.questions) == ("card:cat-food#body", False, ())
    assert card.is_searched
    assert body.text == BODY.rstrip("\n")


def test_only_cards_of_the_language_are_loaded(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "cat-food.en.md", lang="en")
    assert {passage.lang for passage in load(tmp_path)} == {"fr"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": "absent"}, r"cat-food\.fr\.md: title"),
        ({"colour": "red"}, r"cat-food\.fr\.md: colour"),
        ({"confidence": "sure"}, r"cat-food\.fr\.md: confidence"),
        ({"checked_on": "soon"}, r"cat-food\.fr\.md: checked_on"),
        ({"citations": [{"locator": "article 6", "carries": "x"}]}, r"citations\.0\.locator"),
        ({"citations": []}, r"cat-food\.fr\.md: citations"),
        ({"id": "dog-food"}, r"cat-food\.fr\.md: id and lang say dog-food\.fr\.md"),
        ({"lang": "en"}, r"id and lang say cat-food\.en\.md"),
    ],
)
def test_a_card_that_does_not_validate_names_file_and_field(
    tmp_path: Path, changes: dict[str, object], named: str
) -> None:
    write(tmp_path, "cat-food.fr.md", **changes)
    with pytest.raises(SourceUnreadable, match=named):
        load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no front matter", b"---\na: [\n---\n", b"\xff\xfe"])
def test_a_file_that_is_no_card_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "cat-food.fr.md").write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"cat-food\.fr\.md"):
        load(tmp_path)


def test_two_files_for_one_card_are_refused(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "term").mkdir()
    original = tmp_path / "practice" / "cat-food.fr.md"
    (tmp_path / "term" / "cat-food.fr.md").write_bytes(original.read_bytes())
    with pytest.raises(SourceUnreadable, match="two files for card:cat-food"):
        load(tmp_path)


def test_a_folder_without_cards_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no card in fr"):
        load(tmp_path)


def test_another_card_named_in_a_body_is_called_by_its_title(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "dog-food.fr.md", id="dog-food", title="Nourrir un chien")
    other = tmp_path / "practice" / "cat-food.fr.md"
    other.write_text(other.read_text("utf-8") + "Voir `dog-food` et `os`.\n", encoding="utf-8")
    body = {passage.locator: passage for passage in load(tmp_path)}["card:cat-food#body"]
    assert body.text.endswith("Voir *Nourrir un chien* et `os`.")


@pytest.mark.parametrize(
    ("changes", "flags"),
    [({"status": "pending"}, ("pending",)), ({"confidence": "low"}, ("unchecked",)), ({}, ())],
)
def test_a_card_warns_of_a_proposal_and_of_what_could_not_be_checked(
    tmp_path: Path, changes: dict[str, Any], flags: tuple[str, ...]
) -> None:
    write(tmp_path, **changes)
    assert {passage.flags for passage in load(tmp_path)} == {flags}
