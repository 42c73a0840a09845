from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from small_corpus import ANSWERS, CODE, LEAFLET, SmallCorpus, pdf_document, served, write_faq

import ingest.inputs
import ingest.read
from corpus.manifest import Manifest
from corpus.nouns import Language, Origin, Passage, Source
from corpus.settings import DataSettings
from corpus.store import SourceRecord
from ingest.inputs import Obtained, are_unchanged, input_digests
from ingest.obtain import Absence, Document, digest, obtain
from ingest.parse.loaders import LOADERS
from ingest.previous import PreviousVersion, Reading
from ingest.program import PROGRAM, index_digest
from ingest.questions import Questions
from ingest.read import (
    attach_questions,
    newest_first,
    prefer_previous,
    read_documents,
    unchanged_records,
)

OLD = Passage("faq:1", "fr", "faq", "entry", "Quand ?", "Les mots d'avant.")


def source_of(*origins: Origin) -> Source:
    return Source(
        id="faq",
        authority="cnil",
        titles={},
        short_titles={},
        urls={},
        languages=("fr",),
        origins=origins,
        licence="MIT",
    )


def document(path: Path, kind: str = "mirror", source: Source | None = None) -> Document:
    [origin] = [o for o in (source or MIRROR_FIRST).origins if o.kind == kind]
    return Document(source or MIRROR_FIRST, origin, path, digest(path))


MIRROR_FIRST = source_of(
    Origin("mirror", "faq.jsonl", "faq", "fr"), Origin("package", "faq.jsonl", "faq", "fr")
)


def previous_from(origin: str) -> PreviousVersion:
    record = SourceRecord("faq", "fr", "loaded", origin=origin, sha256="old", passage_count=1)
    return PreviousVersion("v1", (OLD,), (record,))


def write_question(folder: Path, answer: str) -> Path:
    folder.mkdir(exist_ok=True)
    write_faq(folder, {"1": ("Quand ?", answer)})
    return folder / "faq.jsonl"


def write_broken(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "faq.jsonl").write_text('{"id": "1", "question": ')
    return folder / "faq.jsonl"


def read_one(documents: Sequence[Document], previous: PreviousVersion | None = None) -> Reading:
    [reading] = read_documents([list(documents)], previous)
    return reading


def test_a_document_read_is_recorded_with_its_origin_its_digest_and_its_passages(
    tmp_path: Path,
) -> None:
    path = write_question(tmp_path, "En novembre.")

    reading = read_one([document(path)])

    assert [passage.text for passage in reading.passages] == ["En novembre."]
    assert reading.record == SourceRecord(
        "faq", "fr", "loaded", origin="mirror", sha256=digest(path), passage_count=1, path=str(path)
    )


def test_the_next_origin_is_read_where_the_first_cannot_be_and_the_reason_is_kept(
    tmp_path: Path,
) -> None:
    broken = document(write_broken(tmp_path / "mirror"))
    sound = document(write_question(tmp_path / "package", "En mars."), "package")

    reading = read_one([broken, sound])

    assert reading.record.status == "loaded"
    assert reading.record.origin == "package"
    assert "faq.jsonl: line 1" in reading.record.reason


def test_broken_json_is_refused_with_its_line(tmp_path: Path) -> None:
    reading = read_one([document(write_broken(tmp_path))])

    assert reading.passages == ()
    assert reading.record.status == "refused"
    assert reading.record.reason.startswith("faq.jsonl: line 1, the line: Invalid JSON")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"not a PDF at all", "wrong_type"),
        (pdf_document(LEAFLET)[:60], "broken"),
        (pdf_document([""]), "no_text"),
    ],
)
def test_a_broken_pdf_is_refused_with_its_reason(
    corpus: SmallCorpus, content: bytes, refusal: str
) -> None:
    (corpus.mirror / "leaflet.pdf").write_bytes(content)
    leaflet = Manifest((corpus.manifest.source("leaflet"),))

    [reading] = read_documents(obtain(leaflet, DataSettings(mirror_directory=corpus.mirror)), None)

    assert reading.record.status == "refused"
    assert reading.record.refusal == refusal
    assert reading.record.reason.startswith("leaflet.pdf: ")


def test_a_source_with_the_same_unit_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOADERS, "faq", lambda *_: [OLD, OLD])

    reading = read_one([document(write_question(tmp_path, "Jamais."))])

    assert reading.record.status == "refused"
    assert reading.record.reason == "faq.jsonl: found twice: faq:1@fr"


def test_a_refused_source_is_kept_from_the_previous_version(tmp_path: Path) -> None:
    path = write_broken(tmp_path)

    reading = read_one([document(path)], previous_from("mirror"))

    assert reading.passages == (OLD,)
    assert reading.record.status == "kept"
    assert "Invalid JSON" in reading.record.reason
    assert reading.record.sha256 == "old", "the digest of what it was read from"


def test_an_absent_source_is_kept_from_the_previous_version() -> None:
    absence = Absence(MIRROR_FIRST, "fr", "not in the mirror (faq.jsonl)")

    [reading] = read_documents([absence], previous_from("mirror"))

    assert reading.passages == (OLD,)
    assert reading.record == SourceRecord(
        "faq",
        "fr",
        "kept",
        origin="mirror",
        sha256="old",
        passage_count=1,
        reason="not in the mirror (faq.jsonl)",
    )


def test_an_absent_source_never_read_is_missing() -> None:
    [reading] = read_documents([Absence(MIRROR_FIRST, "fr", "not in the mirror")], None)

    assert reading == Reading(SourceRecord("faq", "fr", "missing", reason="not in the mirror"), ())


def test_a_lesser_origin_does_not_replace_a_better_one_read_before(tmp_path: Path) -> None:
    package = document(write_question(tmp_path, "Autre texte."), "package")

    [item] = prefer_previous([[package]], previous_from("mirror"))

    assert item == Absence(MIRROR_FIRST, "fr", "only the package answers now")


def test_a_lesser_origin_does_not_replace_a_better_one_that_is_now_broken(tmp_path: Path) -> None:
    broken = document(write_broken(tmp_path / "mirror"))
    package = document(write_question(tmp_path / "package", "Autre texte."), "package")
    previous = previous_from("mirror")

    [reading] = read_documents(prefer_previous([[broken, package]], previous), previous)

    assert reading.record.status == "kept"
    assert reading.passages == (OLD,)


def test_a_better_origin_replaces_a_lesser_one(tmp_path: Path) -> None:
    mirror = document(write_question(tmp_path, "Le vrai texte."))
    previous = previous_from("package")

    [reading] = read_documents(prefer_previous([[mirror]], previous), previous)

    assert [passage.text for passage in reading.passages] == ["Le vrai texte."]


def test_a_first_reading_takes_whatever_origin_answers(tmp_path: Path) -> None:
    package = document(write_question(tmp_path, "Le texte."), "package")

    assert prefer_previous([[package]], None) == [[package]]


def test_documents_with_the_bytes_read_before_are_unchanged(tmp_path: Path) -> None:
    obtained: list[Obtained] = [[document(write_question(tmp_path, "Mots."))]]

    read = input_digests(obtained)
    before = {**read, PROGRAM: index_digest()}

    assert list(read) == ["faq/fr"]
    assert are_unchanged(obtained, before)
    assert not are_unchanged(obtained, {**before, "faq/fr": "other bytes"})
    assert not are_unchanged(obtained, {})


def test_documents_read_by_another_program_are_read_again(tmp_path: Path) -> None:
    obtained: list[Obtained] = [[document(write_question(tmp_path, "Mots."))]]
    read = input_digests(obtained)

    assert not are_unchanged(obtained, {**read, PROGRAM: "another program"})
    assert not are_unchanged(obtained, read), "a version that does not say which program read it"


def test_a_document_that_has_gone_changes_nothing() -> None:
    absence = Absence(MIRROR_FIRST, "fr", "not in the mirror")

    assert are_unchanged([absence], {"faq/fr": "old", PROGRAM: index_digest()})


def test_a_source_the_manifest_no_longer_names_is_a_change(tmp_path: Path) -> None:
    obtained: list[Obtained] = [[document(write_question(tmp_path, "Mots."))]]

    before = {**input_digests(obtained), PROGRAM: index_digest()}

    assert are_unchanged(obtained, before)
    assert not are_unchanged(obtained, {**before, "withdrawn/fr": "old"})


def test_a_document_read_before_is_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Obtained] = [[document(write_question(tmp_path, "Mots."))]]
    [first] = read_documents(found, None)
    previous = PreviousVersion("v1", first.passages, (first.record,), input_digests(found))

    def fail(*_: object) -> list[Passage]:
        raise AssertionError("parsed")

    monkeypatch.setitem(LOADERS, "faq", fail)

    assert read_documents(found, previous) == [first]
    with pytest.raises(AssertionError, match="parsed"):
        read_documents(found, previous.to_be_read_again())
    write_question(tmp_path, "D'autres mots.")
    with pytest.raises(AssertionError, match="parsed"):
        read_documents([[document(tmp_path / "faq.jsonl")]], previous)


def test_a_document_whose_loader_or_row_of_the_manifest_changed_is_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_question(tmp_path, "Mots.")
    before = input_digests([[document(path)]])
    dated = replace(MIRROR_FIRST, text_of=date(2026, 4, 3))

    assert input_digests([[document(path)]]) == before
    assert input_digests([[document(path, source=dated)]]) != before
    monkeypatch.setattr(ingest.inputs, "loader_digest", lambda name: f"another {name}")
    assert input_digests([[document(path)]]) != before


def test_a_document_that_was_refused_is_refused_again_without_being_read(tmp_path: Path) -> None:
    found: list[Obtained] = [[document(write_broken(tmp_path))]]
    [refused] = read_documents(found, None)
    previous = PreviousVersion("v1", (), (refused.record,), input_digests(found))
    write_question(tmp_path, "Mots.")  # behind our back: whoever reads it now is found out

    assert read_documents(found, previous) == [refused]


def test_a_document_that_had_gone_and_is_back_is_loaded_without_being_read(tmp_path: Path) -> None:
    path = write_question(tmp_path, "Mots.")
    found: list[Obtained] = [[document(path)]]
    [first] = read_documents(found, None)
    before = PreviousVersion("v1", first.passages, (first.record,), input_digests(found))
    [kept] = read_documents([Absence(MIRROR_FIRST, "fr", "not in the mirror")], before)
    assert kept.record.status == "kept"
    since = PreviousVersion("v2", kept.passages, (kept.record,), before.inputs)

    assert read_documents(found, since) == [first]
    assert unchanged_records(found, since) == [first.record]


def test_a_refusal_of_one_of_the_users_documents_passes_through(tmp_path: Path) -> None:
    refused = SourceRecord("user-notes", "fr", "refused", title="notes", refusal="password")
    old = replace(OLD, source="user-notes", locator="user-notes:p1")
    held = replace(refused, status="loaded", passage_count=1, refusal="")
    previous = PreviousVersion("v1", (old,), (held,), {"user-notes/fr": "before"})

    [reading] = read_documents([refused], previous)

    assert reading == Reading(refused, ()), "what the user replaced is not kept"
    assert list(input_digests([refused])) == ["user-notes/fr"]
    assert not are_unchanged([refused], {**input_digests([held]), PROGRAM: index_digest()})


def test_a_loader_nobody_wrote_is_a_refusal_that_names_it(tmp_path: Path) -> None:
    source = source_of(Origin("mirror", "faq.jsonl", "tarot", "fr"))

    reading = read_one([document(write_question(tmp_path, "Mots."), source=source)])

    assert reading.record.status == "refused"
    assert reading.record.reason == "faq.jsonl: no loader is called 'tarot'"


def test_what_a_person_put_by_hand_is_read_first_then_the_official_address(tmp_path: Path) -> None:
    web = Origin("web", "faq.jsonl", "faq", "fr", url="https://example.org/faq")
    mirror = Origin("mirror", "faq.jsonl", "faq", "fr")
    source = source_of(mirror, web)
    texts = tmp_path / "texts"
    by_hand = Document(source, mirror, texts / "faq.jsonl", "1")
    official = Document(source, web, texts / "faq" / "fr" / "faq.jsonl", "2")
    copied = Document(source, mirror, tmp_path / "mirror" / "faq.jsonl", "3")

    assert newest_first([[copied, official]], texts) == [[official, copied]]
    assert newest_first([[official, by_hand]], texts) == [[by_hand, official]]
    assert prefer_previous([[official, copied]], previous_from("mirror")) == [[official, copied]]


def test_what_has_gone_from_an_unchanged_version_is_named_as_kept() -> None:
    absence = Absence(MIRROR_FIRST, "fr", "not in the mirror")

    [record] = unchanged_records([absence], previous_from("mirror"))

    assert (record.status, record.reason) == ("kept", "not in the mirror")


def test_the_reading_of_a_folder_follows_the_order_of_its_sheets(corpus: SmallCorpus) -> None:
    guide = Manifest((corpus.manifest.source("guide"),))

    [reading] = read_documents(obtain(guide, DataSettings(mirror_directory=corpus.mirror)), None)

    assert [passage.locator for passage in reading.passages] == [
        "guide:sheet-1",
        "guide:sheet-1-0",
        "guide:sheet-1-1",
        "guide:sheet-2",
        "guide:sheet-2-1",
    ]


def test_the_three_entries_of_the_questions_are_read(corpus: SmallCorpus) -> None:
    faq = Manifest((corpus.manifest.source("faq"),))

    [reading] = read_documents(obtain(faq, DataSettings(mirror_directory=corpus.mirror)), None)

    assert [passage.text for passage in reading.passages] == [text for _, text in ANSWERS.values()]


# Our questions follow the languages that are loaded

RAKE: Questions = {
    ("code:art-l1-1", "fr"): ("Quand ratisser ?",),
    ("code:art-l1-1", "en"): ("When to rake?",),
}
FRENCH_ONLY = 'languages = ["fr"]'


def reading_of(lang: Language, *questions: str) -> Reading:
    rake = Passage("code:art-l1-1", lang, "code", "article", "", "Mots.", questions=questions)
    return Reading(SourceRecord("code", lang, "loaded", passage_count=1), (rake,))


def questions_of(readings: Sequence[Reading]) -> list[tuple[str, ...]]:
    return [passage.questions for reading in readings for passage in reading.passages]


@pytest.fixture
def rake_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ingest.read, ingest.inputs):
        monkeypatch.setattr(module, "read_questions", lambda: RAKE)


@pytest.mark.usefixtures("rake_questions")
def test_a_language_that_is_declared_and_not_loaded_leaves_its_questions_to_the_other() -> None:
    missing = Reading(SourceRecord("code", "fr", "missing"), ())

    assert questions_of(attach_questions([missing, reading_of("en")])) == [
        ("When to rake?", "Quand ratisser ?")
    ]


@pytest.mark.usefixtures("rake_questions")
def test_a_text_kept_or_read_before_gives_up_the_questions_of_a_language_that_came() -> None:
    read_before = reading_of("en", "When to rake?", "Quand ratisser ?")
    kept = replace(read_before, record=replace(read_before.record, status="kept"))
    for before in (read_before, kept):
        assert questions_of(attach_questions([reading_of("fr"), before])) == [
            ("Quand ratisser ?",),
            ("When to rake?",),
        ]


@pytest.mark.usefixtures("rake_questions")
def test_a_text_read_before_takes_over_the_questions_of_a_language_that_went() -> None:
    refused = Reading(SourceRecord("code", "fr", "refused"), ())

    assert questions_of(attach_questions([refused, reading_of("en", "When to rake?")])) == [
        ("When to rake?", "Quand ratisser ?")
    ]


@pytest.mark.usefixtures("rake_questions")
def test_a_second_language_detaches_its_questions_without_the_first_being_read_again(
    corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    load = LOADERS["code_markdown"]

    def watched(source: Source, origin: Origin, path: Path) -> Sequence[Passage]:
        parsed.append(path.name)
        return load(source, origin, path)

    monkeypatch.setitem(LOADERS, "code_markdown", watched)
    row = corpus.manifest_text.partition("[[source]]")[2].partition("[[source]]")[0]
    french = '{kind = "mirror", path = "code.md", loader = "code_markdown", lang = "fr"}'
    english = french.replace("code.md", "code_en.md").replace('lang = "fr"', 'lang = "en"')
    two = row.replace(FRENCH_ONLY, 'languages = ["fr", "en"]').replace(
        french, f"{french}, {english}"
    )
    corpus.manifest_text = corpus.manifest_text.replace(row, two)

    assert corpus.ingest().is_published
    with served(corpus) as index:
        asked = index.passage("code:art-l1-1", "fr").questions
        assert asked == ("Quand ratisser ?", "When to rake?")

    (corpus.mirror / "code_en.md").write_text(CODE, encoding="utf-8")
    assert corpus.ingest().is_published
    with served(corpus) as index:
        assert index.passage("code:art-l1-1", "fr").questions == ("Quand ratisser ?",)
        assert index.passage("code:art-l1-1", "en").questions == ("When to rake?",)
    assert parsed == ["code.md", "code_en.md"]
    assert not corpus.ingest().is_published
