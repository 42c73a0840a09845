from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.card import CARD_KINDS, QUESTIONS, SECTIONS, card_paths, read_card, section_titles

FACTS: dict[str, dict[str, Any]] = {
    "practice": {},
    "article": {"article": "gdpr:art-1"},
    "term": {"term": {"fr": ["corne"], "en": ["horn"]}},
    "figure": {"figure": {"value": "2", "unit": "hour", "applies_to": "la brume"}},
    "decision": {
        "decision": {
            "body": "Le port",
            "number": "P-1",
            "decided": "2020-12-08",
            "party": "Un gardien",
            "amount_eur": 20000,
            "articles": ["gdpr:art-1"],
        }
    },
    "research": {
        "research": {"authors": ["A. Brume"], "published": "2020", "work": "Les cornes"},
    },
}


def front_matter(kind: str = "practice", **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": "fog-horn",
        "lang": "fr",
        "kind": kind,
        "title": "La corne de brume",
        "audiences": ["marketer"],
        "topics": ["sms"],
        "questions": ["Quand sonner ?", "corne brume", "brume horaires", "je sonne quand"],
        "short_answer": "Sonnez deux fois.\n",
        "citations": [{"locator": "gdpr:art-1", "carries": "deux coups"}],
        "applies_from": "2018-05-25",
        "applies_until": None,
        "checked_on": "2026-11-22",
        "confidence": "high",
    }
    return values | FACTS[kind] | changes


def write(folder: Path, values: dict[str, Any], body: str = "## Une section\ntexte\n") -> Path:
    path = folder / "fog-horn.fr.md"
    head = yaml.safe_dump(values, allow_unicode=True)
    path.write_text(f"---\n{head}---\n{body}", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", CARD_KINDS)
def test_a_card_of_each_kind_is_read_with_its_facts(tmp_path: Path, kind: str) -> None:
    item = read_card(write(tmp_path, front_matter(kind)))
    assert (item.card.kind, item.locator) == (kind, "card:fog-horn")
    assert item.card.short_answer == "Sonnez deux fois."
    assert section_titles(item.body) == ("Une section",)


@pytest.mark.parametrize("kind", [kind for kind in CARD_KINDS if kind != "practice"])
def test_a_card_without_the_facts_of_its_kind_is_refused(tmp_path: Path, kind: str) -> None:
    values = front_matter(kind)
    del values[kind]
    with pytest.raises(ValueError, match=f"needs the field {kind}"):
        read_card(write(tmp_path, values))


def test_a_card_with_the_facts_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no use for the field term"):
        read_card(write(tmp_path, front_matter(**FACTS["term"])))


@pytest.mark.parametrize("kind", CARD_KINDS)
def test_a_card_gives_neither_too_few_questions_nor_too_many(tmp_path: Path, kind: str) -> None:
    least, most = QUESTIONS[kind]  # type: ignore[index]
    for count in (least - 1, most + 1):
        questions = [f"question {number}" for number in range(count)]
        with pytest.raises(ValueError, match=f"{count} questions"):
            read_card(write(tmp_path, front_matter(kind, questions=questions)))


def test_every_kind_has_as_many_sections_in_both_languages() -> None:
    for sections in SECTIONS.values():
        assert len(sections["fr"]) == len(sections["en"]) > 0


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({}, date(2027, 11, 22)),
        ({"status": "pending"}, date(2027, 2, 20)),
        ({"review_by": "2026-12-01"}, date(2026, 12, 1)),
    ],
)
def test_a_card_is_due_for_review_sooner_when_its_law_is_only_proposed(
    tmp_path: Path, changes: dict[str, Any], day: date
) -> None:
    assert read_card(write(tmp_path, front_matter(**changes))).card.review_due == day


def test_the_cards_of_a_folder_are_listed_in_order_and_by_language(tmp_path: Path) -> None:
    for kind, name in (("term", "b.fr.md"), ("term", "a.en.md"), ("figure", "c.fr.md")):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / name).touch()
    assert [p.name for p in card_paths(tmp_path)] == ["c.fr.md", "a.en.md", "b.fr.md"]
    assert [p.name for p in card_paths(tmp_path, "fr")] == ["c.fr.md", "b.fr.md"]
    assert list(card_paths(tmp_path / "nowhere")) == []
