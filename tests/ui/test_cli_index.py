from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import corpus.manifest
import ingest.build
import ingest.pipeline
import ui.cli_index
from corpus.embedder import Embedder
from corpus.errors import (
    InvalidInput,
    RecitalError,
    TextsRefused,
    UnknownSource,
    UnknownVersion,
)
from corpus.manifest import Manifest
from corpus.nouns import Origin, Source
from corpus.versions import IndexVersions
from ingest.changes import Change, Dates, Segment
from ingest.indexes import build_indexes
from ingest.obtain import obtain
from ingest.verify import verify
from ui.changes import MANY, change_lines
from ui.cli import app
from ui.index_words import IndexWords, index_words


def source_of(name: str, title: str) -> Source:
    titles = {"fr": title}
    origin = Origin("mirror", f"{name}.jsonl", "faq", "fr")
    return Source(name, "cnil", titles, titles, {}, ("fr",), (origin,), "MIT")


MANIFEST = Manifest((source_of("garden", "Le jardin"), source_of("pond", "Le bassin")))
ROSES = "Un rosier se plante en novembre, hors gel."
FISH = "Les carpes mangent peu en hiver."


class Machine:
    """A data folder, a mirror to write to, and the command line over both."""

    def __init__(self, root: Path, embedder: Embedder) -> None:
        self.mirror, self.data = root / "mirror", root / "data"
        self.mirror.mkdir()
        self.embedder = embedder
        self.write("garden", ROSES)
        self.write("pond", FISH)

    @property
    def versions(self) -> IndexVersions:
        return IndexVersions(self.data)

    def write(self, name: str, answer: str) -> None:
        row = {"id": "1", "question": "Quand ?", "answer_text": answer, "lang": "fr"}
        (self.mirror / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    def say(self, *arguments: str, keys: str | None = None) -> str:
        """What a command prints; an error of ours is raised."""
        result = CliRunner().invoke(app, list(arguments), input=keys)
        if isinstance(result.exception, RecitalError):
            raise result.exception
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def tell(self, *arguments: str) -> Any:
        return json.loads(self.say(*arguments, "--json"))

    def ingest(self) -> str:
        version = self.tell("ingest", "--offline")["index_version"]
        assert isinstance(version, str)
        return version


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hash_embedder: Embedder) -> Machine:
    made = Machine(tmp_path, hash_embedder)
    for name, value in {
        "RECITAL_DATA_DIR": str(made.data),
        "RECITAL_MIRROR_DIR": str(made.mirror),
        "RECITAL_EMBEDDING_MODEL": hash_embedder.name,
        "RECITAL_LANG": "en",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(ingest.build, "open_embedder", lambda _: hash_embedder)
    monkeypatch.setattr(ingest.build, "verify_in_fresh_process", verify)
    monkeypatch.setattr(ingest.build, "build_indexes_in_fresh_process", build_indexes)
    monkeypatch.setattr(corpus.manifest, "default_manifest", lambda: MANIFEST)
    monkeypatch.setattr(ingest.pipeline, "default_manifest", lambda: MANIFEST)
    return made


@pytest.fixture
def with_two_versions(machine: Machine) -> Machine:
    machine.ingest()
    machine.write("garden", "Un rosier se plante en mars, hors gel.")
    machine.ingest()
    return machine


# ingest


def test_a_refused_text_ends_the_command_with_status_1_and_the_rest_is_published(
    machine: Machine,
) -> None:
    machine.ingest()
    (machine.mirror / "garden.jsonl").write_text("{cut short\n")
    machine.write("pond", "Les carpes ne mangent pas en hiver.")

    result = CliRunner().invoke(app, ["ingest", "--offline"])

    assert isinstance(result.exception, TextsRefused)
    assert result.exception.exit_status == 1
    assert "published" in result.stdout
    told = {lang: result.exception.message(lang) for lang in ("fr", "en")}
    assert told["en"].startswith("Text refused: garden [fr]. garden [fr]: garden.jsonl: line 1")
    assert "The previous version of this text stays in service." in told["en"]
    assert "garden.jsonl : ligne 1" in told["fr"]
    assert "La version précédente de ce texte reste en service." in told["fr"]
    with pytest.raises(TextsRefused):
        machine.say("ingest", "--offline")


def test_a_text_refused_on_a_fresh_machine_is_told_to_be_missing(machine: Machine) -> None:
    (machine.mirror / "garden.jsonl").write_text("{cut short\n")
    with pytest.raises(TextsRefused, match="This text is missing"):
        machine.say("ingest", "--offline")
    (machine.mirror / "garden.jsonl").unlink()
    assert "MISSING" in machine.say("ingest", "--offline"), "nobody has it: no failure"


def test_a_program_that_follows_the_progress_is_told_of_a_refused_text(machine: Machine) -> None:
    (machine.mirror / "garden.jsonl").write_text("{cut short\n")
    result = CliRunner().invoke(app, ["ingest", "--offline", "--json", "--progress-json"])
    assert json.loads(result.stdout)["refused_texts"] == ["garden/fr"]
    failed = json.loads(result.stderr.splitlines()[-1])["failed"]
    assert failed["en"].startswith("Text refused: garden [fr].")


def test_an_update_that_finds_a_refused_text_ends_with_status_1(machine: Machine) -> None:
    machine.ingest()
    (machine.mirror / "garden.jsonl").write_text("{cut short\n")
    with pytest.raises(TextsRefused, match="garden"):
        machine.say("update", "--offline", "--yes")


# versions


def test_without_any_version_the_list_says_what_to_do(machine: Machine) -> None:
    assert machine.say("versions") == 'No index version yet. Run "recital ingest".\n'
    assert machine.tell("versions") == {"versions": []}


def test_the_list_tells_date_counts_size_and_which_one_is_served(
    with_two_versions: Machine,
) -> None:
    first, second = with_two_versions.versions.versions()

    rows = with_two_versions.tell("versions")["versions"]
    heads, *lines = with_two_versions.say("versions").splitlines()

    assert [(row["version"], row["is_served"]) for row in rows] == [(first, False), (second, True)]
    assert rows[0]["passages"] == 2
    assert rows[0]["vectors"] == 4
    assert rows[0]["bytes"] > 100_000
    assert heads.split() == ["version", "name", "built", "passages", "vectors", "MB"]
    assert lines[1].endswith("served")
    assert not lines[0].endswith("served")


def test_a_damaged_version_is_listed_as_damaged(with_two_versions: Machine) -> None:
    first, _ = with_two_versions.versions.versions()
    (with_two_versions.versions.path(first) / "manifest.json").write_text("{")

    assert with_two_versions.tell("versions")["versions"][0]["is_damaged"] is True
    assert with_two_versions.say("versions").splitlines()[1].endswith("damaged")


def test_a_version_that_was_named_is_found_by_its_name_and_kept(
    with_two_versions: Machine,
) -> None:
    first, second = with_two_versions.versions.versions()

    told = with_two_versions.say("versions", "name", first, "avant l'été")

    assert 'is called "avant l\'été"' in told
    assert with_two_versions.tell("gc", "--keep", "1")["removed"] == []
    assert with_two_versions.tell("rollback", "avant l'été") == {
        "served": first,
        "was_served": second,
    }
    with_two_versions.say("versions", "unname", "avant l'été")
    assert with_two_versions.versions.label(first) == ""


@pytest.mark.parametrize("label", ["", "  ", "x" * 61, "two\nlines"])
def test_a_name_that_is_none_is_refused(with_two_versions: Machine, label: str) -> None:
    version = with_two_versions.versions.versions()[0]
    with pytest.raises(InvalidInput, match="1 to 60 characters"):
        with_two_versions.say("versions", "name", version, label)


def test_a_version_cannot_bear_the_name_of_another(with_two_versions: Machine) -> None:
    first, second = with_two_versions.versions.versions()
    with pytest.raises(InvalidInput):
        with_two_versions.say("versions", "name", first, second)
    with pytest.raises(UnknownVersion, match=second):
        with_two_versions.say("versions", "name", "nobody", "label")


# rollback and gc


def test_going_back_says_what_is_served_and_what_the_next_ingestion_does(
    with_two_versions: Machine,
) -> None:
    first, second = with_two_versions.versions.versions()

    told = with_two_versions.say("rollback")

    assert told.splitlines() == [
        f"Index {first} is served again, instead of {second}.",
        'It stays in service until a text changes; "recital ingest --end-rollback" publishes today\'s texts.',
    ]
    assert with_two_versions.versions.current() == first
    assert "nothing to do" in with_two_versions.say("rollback", first)


def test_a_rollback_holds_until_a_text_changes(with_two_versions: Machine) -> None:
    first, second = with_two_versions.versions.versions()
    with_two_versions.say("rollback")

    told = with_two_versions.say("ingest", "--offline")
    assert f"You went back to index {first} and no text has changed since {second}" in told
    assert '"recital ingest --end-rollback" publishes' in told
    report = with_two_versions.tell("ingest", "--offline")
    assert (report["is_published"], report["rolled_back_from"]) == (False, second)
    assert with_two_versions.versions.current() == first

    with_two_versions.write("pond", "Les carpes dorment en hiver.")
    assert "The rollback ends" in with_two_versions.say("ingest", "--offline")
    third = with_two_versions.versions.current()
    assert third not in (first, second)
    assert "rollback" not in with_two_versions.say("ingest", "--offline")


def test_a_rollback_ends_when_one_says_so(
    with_two_versions: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITAL_LANG", "fr")
    with_two_versions.say("rollback")
    assert "aucun texte n'a changé depuis" in with_two_versions.say("ingest", "--offline")
    told = with_two_versions.say("ingest", "--offline", "--end-rollback")
    assert "Le retour en arrière prend fin" in told
    versions = with_two_versions.versions
    assert versions.current() == max(versions.versions())


def test_a_rollback_holds_whatever_is_cleaned_up(with_two_versions: Machine) -> None:
    first, _ = with_two_versions.versions.versions()
    with_two_versions.say("rollback")
    with_two_versions.say("gc", "--keep", "1")
    with_two_versions.say("ingest", "--offline")
    assert with_two_versions.versions.current() == first


def test_going_forward_again_is_no_rollback(with_two_versions: Machine) -> None:
    _, second = with_two_versions.versions.versions()
    with_two_versions.say("rollback")
    with_two_versions.say("rollback", second)
    assert "already up to date" in with_two_versions.say("ingest", "--offline")
    assert with_two_versions.versions.rolled_back_from() is None


def test_cleaning_up_names_a_build_that_never_finished(with_two_versions: Machine) -> None:
    build = with_two_versions.versions.start_build("20260101T000000000000Z")
    (build / "half").write_bytes(b"x" * 200_000)

    told = with_two_versions.say("gc")

    assert told == "Unfinished builds removed: 20260101T000000000000Z. 0.2 MB freed.\n"
    with_two_versions.versions.start_build("20260102T000000000000Z")
    assert with_two_versions.tell("gc")["removed_unfinished"] == ["20260102T000000000000Z"]


def test_cleaning_up_says_what_went_and_how_much_it_freed(with_two_versions: Machine) -> None:
    first, second = with_two_versions.versions.versions()

    told = with_two_versions.say("gc", "--keep", "1")

    assert re.fullmatch(rf"Versions removed: {first}\. \d+\.\d MB freed\.\n", told)
    assert with_two_versions.versions.versions() == [second]
    assert with_two_versions.say("gc", "--keep", "1") == "Nothing to remove.\n"


# diff and update


def test_a_difference_shows_the_words_that_changed_and_where(with_two_versions: Machine) -> None:
    first, second = with_two_versions.versions.versions()

    lines = with_two_versions.say("diff").splitlines()

    assert lines == [
        f"From index {first} to {second}:",
        "Le jardin [fr]: changed 1",
        "  Le jardin no. 1 (garden:1): changed",
        "    Quand ?",
        "    Un rosier se plante en [-novembre,-] {+mars,+} hors gel.",
    ]
    told = with_two_versions.tell("diff", first, second)
    assert (told["before"], told["after"]) == (first, second)
    assert [change["locator"] for change in told["changes"]] == ["garden:1"]
    assert with_two_versions.tell("diff", second, second)["changes"] == []
    assert "No unit of any text has changed." in with_two_versions.say("diff", second, second)


def test_an_update_that_nobody_agrees_to_publishes_nothing(machine: Machine) -> None:
    before = machine.ingest()
    machine.write("garden", "Un rosier se plante en mars, hors gel.")

    told = machine.say("update", "--offline")

    assert "{+mars,+}" in told
    assert "Not published." in told
    assert machine.versions.current() == before


def test_an_update_asks_and_publishes_once_it_is_agreed_to(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = machine.ingest()
    machine.write("garden", "Un rosier se plante en mars, hors gel.")
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        assert machine.versions.current() == before
        return True

    monkeypatch.setattr(ui.cli_index, "_agrees", agree)

    told = machine.say("update", "--offline")

    assert asked == ["Publish these changes?"]
    assert machine.versions.current() != before
    assert "published: 2 passages" in told


def test_an_update_may_be_told_to_publish_without_asking(machine: Machine) -> None:
    before = machine.ingest()
    machine.write("garden", "Un rosier se plante en mars, hors gel.")

    told = machine.tell("update", "--offline", "--yes")

    assert told["is_published"] is True
    assert [change["kind"] for change in told["changes"]] == ["changed"]
    assert machine.versions.current() != before
    assert machine.tell("update", "--offline", "--yes")["changes"] == []


def test_an_update_asks_the_official_addresses_unless_told_not_to(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[bool, bool]] = []

    def watched(*arguments: Any, offline: bool, refresh: bool, **named: Any) -> Any:
        asked.append((offline, refresh))
        return obtain(*arguments, offline=True, refresh=refresh, **named)

    monkeypatch.setattr("ingest.pipeline.obtain", watched)

    machine.say("update", "--yes")
    machine.say("update", "--yes", "--offline")

    assert asked == [(False, True), (True, True)]


# erase and restore


def test_an_erasure_tells_what_goes_asks_and_touches_nothing_without_an_answer(
    with_two_versions: Machine,
) -> None:
    first, second = with_two_versions.versions.versions()
    with_two_versions.say("versions", "name", first, "for the exam")

    result = CliRunner().invoke(app, ["erase", "garden"])

    assert result.exit_code == 1
    assert "This erases garden (Le jardin): 1 passages of the served index." in result.stdout
    assert f"Index versions that go: {first}, {second}" in result.stdout
    assert "Among them, those you named: for the exam" in result.stdout
    assert result.stderr.endswith("Nothing was changed.\n")
    assert with_two_versions.versions.versions() == [first, second]


def test_an_erased_source_is_gone_until_it_is_restored(with_two_versions: Machine) -> None:
    told = with_two_versions.say("erase", "garden", "--yes")

    assert 'garden is erased. It stays away until "recital restore garden".' in told
    [only] = with_two_versions.versions.versions()
    assert only == with_two_versions.versions.current()
    [row] = [r for r in with_two_versions.tell("ingest")["sources"] if r["source"] == "garden"]
    assert row["reason"] == "erased (recital restore garden)"

    assert "may come back" in with_two_versions.say("restore", "garden")
    assert "was not erased" in with_two_versions.say("restore", "garden")
    [row] = [r for r in with_two_versions.tell("ingest")["sources"] if r["source"] == "garden"]
    assert row["status"] == "loaded"


def test_erasing_all_there_is_says_that_no_text_is_left(machine: Machine) -> None:
    machine.ingest()
    machine.say("erase", "garden", "--yes")

    assert "no text is left" in machine.say("erase", "pond", "--yes")

    assert machine.tell("versions") == {"versions": []}


def test_an_unknown_source_cannot_be_erased(machine: Machine) -> None:
    with pytest.raises(UnknownSource, match="garden, pond"):
        machine.say("erase", "nobody", "--yes")


# Words


def test_every_command_speaks_french_too(
    with_two_versions: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITAL_LANG", "fr")
    first, _ = with_two_versions.versions.versions()

    assert "en service" in with_two_versions.say("versions")
    assert "Le jardin [fr]: modification 1" in with_two_versions.say("diff")
    assert f"L'index {first} est de nouveau en service" in with_two_versions.say("rollback")
    assert "Rien à supprimer." in with_two_versions.say("gc", "--keep", "1")
    assert "est effacée" in with_two_versions.say("erase", "pond", "--yes")
    assert "peut revenir" in with_two_versions.say("restore", "pond")


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    french, english = index_words("fr"), index_words("en")
    for name in IndexWords.__slots__:
        here, there = getattr(french, name), getattr(english, name)
        assert placeholders(here) == placeholders(there), name


def placeholders(value: object) -> list[str]:
    return sorted(set(re.findall(r"\{(\w+)", str(value))))


# Lines of a difference


def change(*segments: Segment, number: int = 1, kind: Any = "changed") -> Change:
    undated = Dates(None, None, None)
    return Change(kind, "garden", f"garden:{number}", "fr", "", segments, undated, undated)


def lines_of(*changes: Change, lang: Any = "en") -> list[str]:
    return list(change_lines(changes, MANIFEST, lang))


def test_only_the_words_near_a_change_are_shown() -> None:
    long = " ".join(f"mot{n}" for n in range(40))
    shown = lines_of(
        change(
            Segment("same", f"{long} "),
            Segment("removed", "ancien "),
            Segment("same", long),
            Segment("added", " nouveau"),
            Segment("same", f" {long}"),
        )
    )[-1].strip()
    assert shown.startswith("… mot32")
    assert "mot39 [-ancien-] mot0" in shown
    assert "mot7 … mot32" in shown
    assert "mot39 {+nouveau+} mot0" in shown
    assert shown.endswith("mot7 …")


def test_many_new_units_are_told_by_their_number() -> None:
    new = [change(Segment("added", "Un."), number=n, kind="added") for n in range(MANY + 1)]
    assert lines_of(*new) == ["Le jardin [fr]: added 21", "  21 units added"]
    assert len(lines_of(*new[:MANY])) == 1 + 2 * MANY


def test_a_long_new_unit_is_told_by_its_beginning() -> None:
    shown = lines_of(change(Segment("added", "mot " * 200), kind="added"))[-1]
    assert shown.endswith("…+}")
    assert len(shown) < 330


def test_colours_are_added_by_whoever_shows_the_lines() -> None:
    paint: Callable[[str, str], str] = lambda kind, text: f"<{kind}>{text}</{kind}>"  # noqa: E731
    lines = list(change_lines([change(Segment("added", "Un."))], MANIFEST, "en", paint))
    assert lines[0].startswith("<title>Le jardin")
    assert lines[-1].strip() == "<added>{+Un.+}</added>"
