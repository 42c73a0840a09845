from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from test_render import HOSTILE, problems

import ingest.rollback
from corpus.nouns import Language, Passage
from corpus.settings import DataSettings, IndexSettings, Settings
from corpus.store import SCHEMA_VERSION, SourceRecord, StoreWriter
from corpus.versions import MANIFEST, STORE, BirthCertificate, IndexVersions
from ingest.changes import word_changes
from ui.documents_words import version_words
from ui.library_changes import marked
from ui.words import words_in

FR, EN = version_words("fr"), version_words("en")
MODEL = "hashed-words"
OLD, NEW = "20261101T100000000000Z", "20261122T100000000000Z"
LAMP = Passage(
    "gdpr:art-1", "fr", "gdpr", "article", "Lampes", "Le gardien allume la lampe au crépuscule."
)
HORN = Passage("gdpr:art-2", "fr", "gdpr", "article", "Brume", "La corne sonne deux fois.")
BELL = Passage("gdpr:art-3", "fr", "gdpr", "article", "Cloche", "La cloche annonce le navire.")


class Desk:
    """The data folder the page is drawn from."""

    settings = Settings()
    lang: Language = "fr"


def publish(data: Path, name: str, *passages: Passage) -> None:
    """A version with its passages and its certificate: all that this page looks at."""
    versions = IndexVersions(data)
    building = versions.start_build(name)
    writer = StoreWriter(building / STORE)
    writer.write_passages(passages)
    writer.write_records([SourceRecord("gdpr", "fr", "loaded", "mirror")])
    writer.close()
    certificate = BirthCertificate(
        version=name,
        schema_version=SCHEMA_VERSION,
        embedding_model=MODEL,
        dimension=64,
        chroma_version="1.5.9",
        passage_count=len(passages),
        vector_count=0,
        built_at=f"{name[:4]}-{name[4:6]}-{name[6:8]}T10:00:00+00:00",
        inputs={},
        verification={"is_fit": True},
    )
    versions.finish_build(building, certificate)
    versions.publish(name)


def draw() -> None:
    import test_library_versions

    from ui.library_versions import show_versions

    desk = test_library_versions.Desk
    show_versions(None, desk.settings, desk.lang)  # type: ignore[arg-type]


@pytest.fixture
def versions(tmp_path: Path) -> Iterator[IndexVersions]:
    """Two versions: a lamp lit earlier, a horn gone, a bell come."""
    lamp = replace(LAMP, text="Le gardien allume la lampe bien avant la nuit.")
    publish(tmp_path, OLD, LAMP, HORN)
    publish(tmp_path, NEW, lamp, BELL)
    Desk.settings = Settings(
        data=DataSettings(directory=tmp_path),
        index=IndexSettings(embedding_model=MODEL, kept_versions=1),
    )
    Desk.lang = "fr"
    yield IndexVersions(tmp_path)
    streamlit.cache_resource.clear()


def page() -> AppTest:
    test = AppTest.from_function(draw, default_timeout=30).run()
    assert not test.exception
    return test


def shown(test: AppTest) -> str:
    kinds = (test.markdown, test.caption, test.error, test.info, test.success, test.subheader)
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def test_every_version_is_listed_and_the_served_one_is_marked(versions: IndexVersions) -> None:
    versions.set_label(OLD, "avant l'été")
    text = shown(page())
    assert text.index(NEW) < text.index(OLD)
    assert text.count(f"✓ {FR.served}") == 1 and "avant l'été" in text
    assert FR.passages.format(count=2) in text and "22 novembre 2026" in text


def test_the_difference_shows_each_unit_and_which_words_moved(versions: IndexVersions) -> None:
    test = page()
    test.button(key="compare").click().run()
    text = shown(test)
    assert FR.summary.format(added=1, removed=1, changed=1, dates=0) in text
    assert ":red-background[~~au crépuscule.~~]" in text
    assert ":green-background[**bien avant la nuit.**]" in text
    assert "article 3" in text and FR.kinds["added"] in text
    assert "article 2" in text and FR.kinds["removed"] in text


def test_a_comparison_the_other_way_round_shows_the_reverse(versions: IndexVersions) -> None:
    test = page()
    test.selectbox[0].set_value(NEW)
    test.selectbox[1].set_value(OLD)
    test.button(key="compare").click().run()
    assert ":green-background[**au crépuscule.**]" in shown(test)


def test_a_version_compared_with_itself_has_no_difference(versions: IndexVersions) -> None:
    test = page()
    test.selectbox[0].set_value(NEW)
    test.button(key="compare").click().run()
    assert FR.no_change in shown(test)


def test_new_dates_alone_are_a_change_that_is_told(
    versions: IndexVersions,
) -> None:
    newest = "20261123T100000000000Z"
    dated = replace(BELL, applies_from=date(2027, 1, 1))
    lamp = replace(LAMP, text="Le gardien allume la lampe bien avant la nuit.")
    publish(versions.root.parent, newest, lamp, dated)
    test = page()
    test.button(key="compare").click().run()
    text = shown(test)
    assert FR.kinds["dates"] in text and f"{FR.no_date} → depuis le 1er janvier 2027" in text


def test_going_back_asks_first_then_serves_the_older_version(
    versions: IndexVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.rollback, "require_servable", lambda *_: None)
    test = page()
    test.button(key=f"roll_back_{OLD}").click().run()
    assert FR.roll_back_confirm in shown(test) and versions.current() == NEW
    test.button(key="roll_back_yes").click().run()
    assert versions.current() == OLD
    assert "est en service" in shown(test)


def test_a_version_of_another_model_is_not_gone_back_to(versions: IndexVersions) -> None:
    Desk.settings = Desk.settings.model_copy(
        update={"index": IndexSettings(embedding_model="another")}
    )
    test = page()
    test.button(key=f"roll_back_{OLD}").click().run()
    test.button(key="roll_back_yes").click().run()
    assert versions.current() == NEW and "another" in test.error[0].value


def test_a_version_that_is_not_whole_is_not_gone_back_to(versions: IndexVersions) -> None:
    test = page()
    test.button(key=f"roll_back_{OLD}").click().run()
    test.button(key="roll_back_yes").click().run()
    assert versions.current() == NEW and "endommagé" in test.error[0].value


def test_going_back_waits_for_an_ingestion_that_is_at_work(versions: IndexVersions) -> None:
    test = page()
    test.button(key=f"roll_back_{OLD}").click().run()
    with versions.building_lock():
        test.button(key="roll_back_yes").click().run()
    assert versions.current() == NEW
    assert "Une autre ingestion travaille" in test.error[0].value


def test_cleaning_removes_what_is_beyond_the_versions_kept(versions: IndexVersions) -> None:
    (versions.root / ".building-20261130").mkdir()
    test = page()
    test.button(key="collect").click().run()
    assert versions.versions() == [NEW] and versions.leftovers() == []
    assert OLD in test.success[0].value
    test.button(key="collect").click().run()
    assert FR.nothing_collected in shown(test)


def test_a_damaged_version_is_listed_by_its_name(versions: IndexVersions) -> None:
    (versions.path(OLD) / MANIFEST).write_text("{")
    assert OLD in shown(page())


def test_without_a_version_the_page_says_what_to_run(tmp_path: Path) -> None:
    Desk.settings = Settings(data=DataSettings(directory=tmp_path))
    assert FR.none_yet in shown(page())


def test_the_page_speaks_english_too(versions: IndexVersions) -> None:
    Desk.lang = "en"
    test = page()
    test.button(key="compare").click().run()
    text = shown(test)
    assert EN.summary.format(added=1, removed=1, changed=1, dates=0) in text
    assert words_in("en").text_in["fr"] in text and FR.intro not in text


@pytest.mark.parametrize("payload", HOSTILE.values())
def test_a_hostile_text_stays_words_when_it_is_compared(payload: str) -> None:
    for before, after in (("", payload), (payload, ""), (f"Le {payload} reste", f"La {payload}")):
        for line in marked(word_changes(before, after)).split("\n\n"):
            stripped = line.replace(":green-background[", "\\[").replace(":red-background[", "\\[")
            assert problems(stripped) == [], line


def test_long_unchanged_words_are_left_out_around_a_change() -> None:
    same = "Le phare veille sur la côte. " * 60
    text = marked(word_changes(f"{same}Une fin.", f"{same}Une suite."))
    assert len(text) < 600 and "\\[…\\]" in text
    assert ":red-background[~~fin\\.~~]" in text and ":green-background[**suite\\.**]" in text


def test_a_version_is_named_and_its_name_taken_away(versions: IndexVersions) -> None:
    test = page()
    test.text_input(key=f"label_{OLD}").set_value("avant l'été").run()
    test.button(key=f"name_{OLD}").click().run()
    assert versions.label(OLD) == "avant l'été"
    assert FR.named.format(label="avant l'été") in shown(test)
    test.text_input(key=f"label_{OLD}").set_value("").run()
    test.button(key=f"name_{OLD}").click().run()
    assert versions.label(OLD) == "" and FR.unnamed in shown(test)


def test_the_name_of_another_version_is_refused(versions: IndexVersions) -> None:
    test = page()
    test.text_input(key=f"label_{OLD}").set_value(NEW).run()
    test.button(key=f"name_{OLD}").click().run()
    assert test.error and versions.label(OLD) == ""
