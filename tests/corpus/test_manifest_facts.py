"""What the manifest says of its sources holds together."""

from datetime import date

import pytest

from corpus.locator import Locator
from corpus.manifest import default_manifest

SOURCES = default_manifest().sources
ORIGINS = [(source, origin) for source in SOURCES.values() for origin in source.origins]


def test_a_source_without_an_origin_still_says_where_it_can_be_read() -> None:
    unloaded = [source for source in SOURCES.values() if not source.origins]
    assert {"edpb-2020-5", "wp243", "cnil-2018-318", "cnil-2021-131", "loi-2025-594"} <= {
        source.id for source in unloaded
    }
    for source in unloaded:
        # A code is consolidated all the time: it has no day of publication of its own.
        is_code = source.title("fr").startswith("Code ") or source.authority in ("cnil", "other")
        assert source.published is not None or is_code, source.id
        assert source.url("fr").startswith("https://"), source.id


def test_no_source_was_published_or_replaced_after_the_manifest_was_checked() -> None:
    checked = date(2026, 11, 22)
    for source in SOURCES.values():
        for day in (source.published, source.text_of, *(o.text_of for o in source.origins)):
            assert day is None or day <= checked, source.id


def test_a_text_that_gave_way_names_what_took_its_place() -> None:
    for source in SOURCES.values():
        if source.status == "superseded":
            assert source.replaced_by in SOURCES, source.id


def test_what_is_not_the_text_in_force_carries_a_note_in_its_language() -> None:
    copies = [source.as_supplied(o.kind, o.lang, o.path) for source, o in ORIGINS]
    reserved = [copy for copy in (*SOURCES.values(), *copies) if copy.status != "current"]
    assert {"conso", "cnil-2020-091", "edpb-2024-1"} <= {copy.id for copy in reserved}
    for copy in reserved:
        assert all(copy.notes.get(lang) for lang in ("fr", "en")), copy.id


def test_units_dated_apart_are_written_as_locators_write_them() -> None:
    for source in SOURCES.values():
        names = [unit for dates in source.unit_dates for unit in dates.units]
        assert len(set(names)) == len(names), source.id
        for name in names:
            assert str(Locator.parse(f"{source.prefix}:{name}")) == f"{source.prefix}:{name}"


def test_of_two_versions_in_time_the_older_units_end_when_the_newer_text_begins() -> None:
    old, new = SOURCES["conso-2026-04"], SOURCES["conso"]
    assert old.prefix == new.prefix
    assert {dates.applies_until for dates in old.unit_dates} == {new.applies_from}
    assert old.replaced_by == new.id


@pytest.mark.parametrize(
    ("source_id", "status"), [("conso", "partial"), ("cnil-2020-091", "not_verbatim")]
)
def test_what_is_wrong_with_a_copy_is_not_said_of_the_official_text(
    source_id: str, status: str
) -> None:
    source = SOURCES[source_id]
    copied, official = (source.as_supplied(kind, "fr") for kind in ("mirror", "web"))
    assert (copied.status, official.status) == (status, "current")
    assert copied.note("fr") and copied.note("en") and not official.notes
    assert "transcription" not in " ".join(source.titles.values())


def test_each_copy_of_the_data_protection_act_says_what_became_of_its_paragraphs() -> None:
    notes = {kind: SOURCES["lil"].as_supplied(kind, "fr").note("fr") for kind in ("mirror", "web")}
    assert "miroir" in notes["mirror"]
    assert "alinéas" in notes["web"] and "miroir" not in notes["web"]


def test_a_text_whose_address_always_gives_the_latest_state_bears_no_day_of_the_mirrors() -> None:
    followed = [(s, o) for s, o in ORIGINS if "/HEAD/" in o.url and s.authority == "law"]
    assert {source.id for source, _ in followed} == {"cpce", "conso"}
    for source, origin in followed:
        official = source.as_supplied(origin.kind, origin.lang, origin.path)
        assert official.text_of is None and not official.notes, source.id


def test_the_french_eprivacy_directive_comes_from_its_official_address() -> None:
    eprivacy = SOURCES["eprivacy"]
    assert set(eprivacy.languages) == {"fr", "en"}
    assert {o.kind for o in eprivacy.origins if o.lang == "fr"} == {"web"}
