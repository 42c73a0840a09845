from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from small_law import REFORM, TODAY, WordsEmbedder, publish, supply

from assistant.show import find_unit, show_unit, source_rows
from corpus.errors import IndexMismatch, IndexMissing, UnknownLocator
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.settings import DataSettings, IndexSettings, Settings

CONTRACT = {"locator", "lang", "label", "text", "authority", "url", "applies_from"}


def settings_of(data: Path, model: str = WordsEmbedder.name) -> Settings:
    return Settings(data=DataSettings(directory=data), index=IndexSettings(embedding_model=model))


@pytest.fixture
def settings(data: Path) -> Settings:
    return settings_of(data)


def test_a_unit_is_shown_in_the_language_asked_for(settings: Settings) -> None:
    french = show_unit(settings, "gdpr:art-5-1", "fr", TODAY)
    english = show_unit(settings, "gdpr:art-5-1", "en", TODAY)
    assert (french.label, english.label) == ("RGPD, article 5(1)", "GDPR, Article 5(1)")
    assert french.passage.text.startswith("Le crieur")
    assert english.passage.text.startswith("A crier")
    assert french.languages == ("fr", "en") and french.is_loaded


def test_a_unit_held_in_one_language_is_shown_in_it_and_says_so(settings: Settings) -> None:
    shown = show_unit(settings, "lil:art-82", "en", TODAY).to_json()
    assert (shown["lang"], shown["languages"]) == ("fr", ["fr"])
    assert shown["label"] == "French Data Protection Act, Article 82"


def test_a_point_is_shown_with_the_opening_words_of_its_paragraph(settings: Settings) -> None:
    shown = show_unit(settings, "gdpr:art-21-1-b", "fr", TODAY).to_json()
    assert shown["text"] == "Le crieur se tait quand :\nun chien dort sur le seuil."


@pytest.mark.parametrize(
    "typed", ["gdpr:art-5-1", "GDPR:Art-5-1", " gdpr : art-5-1 ", "gdpr:art‑5‑1"]
)
def test_a_locator_may_be_typed_loosely(typed: str, settings: Settings) -> None:
    assert show_unit(settings, typed, "fr", TODAY).passage.locator == "gdpr:art-5-1"


def test_the_version_in_force_on_the_day_is_shown(settings: Settings) -> None:
    before = show_unit(settings, "conso:art-l223-1", "fr", date(2026, 8, 10)).to_json()
    after = show_unit(settings, "conso:art-l223-1", "fr", REFORM).to_json()
    assert "liste bleue" in before["text"] and before["applies_until"] == "2026-08-11"
    assert "accord écrit" in after["text"] and after["applies_from"] == "2026-08-11"


def test_what_is_shown_is_the_object_of_the_contract(settings: Settings) -> None:
    shown = show_unit(settings, "cnil-faq:61", "fr", TODAY).to_json()
    assert set(shown) >= CONTRACT
    assert (shown["authority"], shown["source"]) == ("cnil", "cnil-faq")
    assert (shown["url"], shown["last_modified"]) == ("https://www.cnil.fr/fr/carnet", "2017-05-03")
    json.dumps(shown)


def test_a_unit_of_a_text_that_is_not_loaded_has_a_name_and_a_link_only(
    settings: Settings, manifest: Manifest
) -> None:
    shown = show_unit(settings, "eprivacy:art-13-2", "fr", TODAY)
    assert not shown.is_loaded and shown.passage.text == "" and shown.languages == ()
    assert shown.label == "directive ePrivacy, article 13(2)"
    assert shown.url == manifest.source("eprivacy").url("fr")


@pytest.mark.parametrize(
    "locator", ["gdpr:art-104", "gdpr:art-5-9", "card:nothing", "nowhere:art-1", "article 5", "", "x:" + "y" * 5_000]
)  # fmt: skip
def test_a_locator_that_names_nothing_is_refused(
    locator: str, index: Index, manifest: Manifest
) -> None:
    with pytest.raises(UnknownLocator):
        find_unit(index, manifest, locator, "fr", TODAY)


def test_the_sources_say_what_became_of_them(settings: Settings, manifest: Manifest) -> None:
    rows = {(row["id"], row["lang"]): row for row in source_rows(settings, "fr")}
    assert {source for source, _ in rows} == set(manifest.sources)
    french = rows["gdpr", "fr"]
    assert (french["status"], french["passages"], french["authority"]) == ("loaded", 9, "law")
    assert rows["eprivacy", "en"]["status"] == "missing"
    assert rows["eprivacy", "en"]["reason"] == "no origin answered"
    assert rows["card", "en"]["passages"] == 1


@pytest.mark.parametrize(("origin", "status"), [("mirror", "partial"), ("web", "current")])
def test_a_text_is_shown_with_the_standing_of_the_copy_that_is_held(
    origin: str, status: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    supply(monkeypatch, "conso", origin)
    publish(tmp_path)
    settings = settings_of(tmp_path)
    assert show_unit(settings, "conso:art-l223-1", "fr", TODAY).to_json()["status"] == status
    [row] = [row for row in source_rows(settings, "fr") if row["id"] == "conso"]
    assert (row["origin"], row["text_status"]) == (origin, status)


def test_a_missing_index_and_one_of_another_model_are_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        show_unit(settings_of(tmp_path), "gdpr:art-5", "fr")
    with pytest.raises(IndexMismatch, match="test/words"):
        source_rows(settings_of(data, "another/model"), "fr")


def test_a_unit_is_shown_with_what_a_reader_must_know_of_its_text(
    index: Index, manifest: Manifest
) -> None:
    old = find_unit(index, manifest, "cnil-faq:61", "fr", TODAY)
    assert "mise à jour le 3 mai 2017" in " · ".join(fact.text for fact in old.facts)
    law = find_unit(index, manifest, "gdpr:art-5-1", "en", TODAY)
    assert [fact.text for fact in law.facts] == ["law", "applies since 25 May 2018"]
    assert not any(fact.is_warning for fact in law.facts)
