"""Texts that a person names by their number."""

from datetime import date
from pathlib import Path

import pytest
from small_law import SMALL_LAW, find, open_small_law, publish

from assistant.named_sources import named_decisions, named_sources
from assistant.question import Question, understand
from assistant.retrieve import retrieve
from corpus.manifest import default_manifest
from corpus.nouns import Passage


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("Que dit la délibération 2020-091 sur les cookies ?", ("cnil-2020-091",)),
        ("la délibération n° 2020\u2011092 et la 2020-091", ("cnil-2020-092", "cnil-2020-091")),
        ("what do guidelines 01/2024 say", ("edpb-2024-1",)),
        ("lignes directrices 1/2022, droit d'accès", ("edpb-2022-1",)),
        ("SAN-2019-001 : pourquoi ?", ("cnil-san-2019-001",)),
        ("le WP 251 sur le profilage", ("wp251",)),
        ("règlement 2016/679, directive 2002/58", ()),
        ("nous avons reçu 20 plaintes le 12/2024", ()),
        ("Puis-je envoyer un SMS ?", ()),
    ],
)
def test_a_number_names_the_texts_that_bear_it(question: str, sources: tuple[str, ...]) -> None:
    assert set(named_sources(question, default_manifest())) == set(sources)


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("la décision san 2021-3", ("san-2021-003",)),
        ("SAN-2020-018 et MED-2020-015", ("san-2020-018", "med-2020-015")),
        ("san francisco 2021", ()),
    ],
)
def test_a_decision_of_the_cnil_is_named_by_its_number(
    question: str, units: tuple[str, ...]
) -> None:
    assert named_decisions(question) == units


def asked(data: Path, text: str, *more: Passage) -> list[str]:
    publish(data, [*SMALL_LAW, *more])
    setting = open_small_law(data).setting
    index = setting.reader.index()
    question = understand(Question(text, date(2026, 11, 22), "fr"))
    found = retrieve(question, index, setting.reader.embedder, manifest=default_manifest())
    return [hit.passage.locator for hit in found.hits]


def test_the_named_text_leads_whatever_else_is_near(tmp_path: Path) -> None:
    unlike = Passage(
        "cnil-2020-091:par-3", "fr", "cnil-2020-091", "paragraph", "", "Un brouillard."
    )
    near = "Un crieur peut-il frapper à la porte d'un habitant ?"
    assert asked(tmp_path / "one", near, unlike)[0] != unlike.locator
    assert asked(tmp_path / "two", f"Délibération 2020-091 : {near}", unlike)[0] == unlike.locator


def test_the_card_of_a_named_decision_leads_then_its_record(tmp_path: Path) -> None:
    record = Passage("cnil-decisions:san-2021-003", "en", "cnil-decisions", "entry", "", "A fee.")
    card = Passage(
        "card:decision-cnil-san-2021-003", "fr", "card", "card", "Le moulin", "Une amende."
    )
    hits = asked(tmp_path, "Que reprochait SAN-2021-003 au crieur ?", record, card)
    assert hits[:2] == [card.locator, record.locator]


def test_within_a_source_what_no_longer_applies_is_found_too(index: object) -> None:
    gone = "conso:art-l223-9"
    text = "Les tambours d'osier se vendent au quai des potiers."
    everywhere = [hit.passage.locator for hit in find(index, text).hits]  # type: ignore[arg-type]
    within = [hit.passage.locator for hit in find(index, text, source="conso").hits]  # type: ignore[arg-type]
    assert gone not in everywhere
    assert gone in within
