"""What the manifest says of its sources holds together."""

from datetime import date

from corpus.locator import Locator
from corpus.manifest import default_manifest

SOURCES = default_manifest().sources


def test_a_source_without_an_origin_still_says_where_it_can_be_read() -> None:
    unloaded = [source for source in SOURCES.values() if not source.origins]
    assert {"edpb-2020-5", "wp243", "cnil-2018-318", "cnil-2021-131", "loi-2025-594"} <= {
        source.id for source in unloaded
    }
    for source in unloaded:
        assert source.published is not None, source.id
        assert source.url("fr").startswith("https://"), source.id


def test_no_source_was_published_or_replaced_after_the_manifest_was_checked() -> None:
    checked = date(2026, 11, 22)
    for source in SOURCES.values():
        for day in (source.published, source.text_of):
            assert day is None or day <= checked, source.id


def test_a_text_that_gave_way_names_what_took_its_place() -> None:
    for source in SOURCES.values():
        if source.status == "superseded":
            assert source.replaced_by in SOURCES, source.id


def test_what_is_not_the_text_in_force_carries_a_note_in_its_language() -> None:
    for source in SOURCES.values():
        if source.status != "current":
            assert all(source.notes.get(lang) for lang in ("fr", "en")), source.id


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
