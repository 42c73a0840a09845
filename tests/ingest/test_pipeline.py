import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from small_corpus import (
    ANSWERS,
    MANIFEST,
    SmallCorpus,
    WordsEmbedder,
    answer,
    ingest_command,
    served,
    write_faq,
)

import ingest.inputs
import ingest.pipeline
import ingest.storage
from corpus.embedder import BATCH_SIZE, Vectors
from corpus.errors import (
    IndexDamaged,
    IndexMismatch,
    IngestRunning,
    NothingIngested,
    UnknownVersion,
)
from corpus.index import IndexReader, open_index
from corpus.nouns import Origin, Passage, Source
from corpus.store import SourceRecord, StoreWriter, VectorRow
from corpus.vectors import GuardedVectors
from corpus.versions import CHROMA, KEYWORDS, STORE, IndexVersions
from corpus.versions import MANIFEST as CERTIFICATE
from ingest.changes import Change
from ingest.embed import faces
from ingest.parse.loaders import LOADERS, Loader
from ingest.pipeline import IngestReport
from ingest.program import PROGRAM, index_digest, loader_digest
from ingest.rollback import roll_back

REPOSITORY = Path(__file__).parents[2]
MEBIBYTE = 1024**2


def record(report: IngestReport, source: str, lang: str = "fr") -> SourceRecord:
    [found] = [r for r in report.sources if (r.source, r.lang) == (source, lang)]
    return found


class Interrupted(WordsEmbedder):
    """An embedder whose user loses patience once some texts are embedded."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._after = after

    def embed_query(self, text: str) -> Vectors:
        self._lose_patience()
        return super().embed_query(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self._lose_patience()
        return super().embed_passages(texts)

    def _lose_patience(self) -> None:
        if len(self.embedded) >= self._after:
            raise KeyboardInterrupt


# What one ingestion does


def test_a_first_ingestion_publishes_a_version_verified_in_a_fresh_process(
    published_once: SmallCorpus,
) -> None:
    version = published_once.versions.current()

    assert version
    certificate = published_once.versions.certificate(version)
    assert certificate.verification["is_fit"] is True
    assert certificate.verification["vector_count"] == certificate.vector_count > 0
    assert sorted(certificate.inputs) == [
        "card/en",
        "card/fr",
        "code/fr",
        "faq/fr",
        "guide/fr",
        "leaflet/en",
        "program",
    ]
    assert certificate.inputs[PROGRAM] == index_digest()
    assert published_once.versions.versions() == [version]
    assert published_once.versions.leftovers() == []
    assert answer(published_once) == ANSWERS["1"][1]


def test_the_report_counts_what_was_read_and_embedded_and_is_json(corpus: SmallCorpus) -> None:
    report = corpus.ingest()

    assert report.is_published
    assert report.index_version == corpus.versions.current()
    assert [(r.source, r.lang, r.status, r.origin) for r in report.sources] == [
        ("code", "fr", "loaded", "mirror"),
        ("faq", "fr", "loaded", "mirror"),
        ("guide", "fr", "loaded", "mirror"),
        ("leaflet", "en", "loaded", "mirror"),
        ("card", "fr", "loaded", "mirror"),
        ("card", "en", "loaded", "mirror"),
    ]
    assert report.passage_count == sum(r.passage_count for r in report.sources)
    assert (
        report.embedded_count == len(corpus.embedder.embedded) == len(set(corpus.embedder.embedded))
    )
    questions = {question for question, _ in ANSWERS.values()}
    card = {
        f"{title} {end}"
        for title in ("Tondre sans bruit", "Mowing quietly")
        for end in ("?", ": when?")
    }
    assert set(corpus.embedder.asked) == questions | card
    printed = json.loads(json.dumps(report.to_json()))
    assert printed["embedded_per_second"] == pytest.approx(
        report.embedded_count / report.seconds, rel=0.1
    )
    assert printed["sources"][0]["sha256"] == report.sources[0].sha256
    assert printed["verification"]["is_fit"] is True


def test_the_stages_are_reported_in_order_and_each_to_its_end(corpus: SmallCorpus) -> None:
    report = corpus.ingest()

    names = list(dict.fromkeys(stage for stage, _, _ in corpus.stages))
    last = {stage: (done, total) for stage, done, total in corpus.stages}
    assert names == ["read", "embed", "index", "verify", "publish"]
    assert all(done == total for done, total in last.values())
    assert last["embed"] == (report.vector_count, report.vector_count)


def test_running_again_with_nothing_changed_publishes_nothing_and_is_quick(
    published: SmallCorpus,
) -> None:
    before = published.versions.current()
    started = time.monotonic()

    report = published.ingest()

    assert time.monotonic() - started < 1
    assert not report.is_published
    assert report.index_version == published.versions.current() == before
    assert report.embedded_count == 0
    assert published.embedder.embedded == []
    assert {r.status for r in report.sources} == {"loaded"}
    assert published.versions.versions() == [before]


def test_a_rebuild_publishes_a_new_version_without_embedding_anything_again(
    published: SmallCorpus,
) -> None:
    before = published.versions.current()

    assert published.embedded_by(rebuild=True) == []

    assert published.versions.current() != before


def test_a_lesser_origin_beside_the_one_that_was_read_is_no_change(corpus: SmallCorpus) -> None:
    elsewhere = corpus.root / "elsewhere.jsonl"
    shutil.copy(corpus.mirror / "faq.jsonl", elsewhere)
    first = '{kind = "mirror", path = "faq.jsonl", loader = "faq", lang = "fr"}'
    lesser = f'{{kind = "repository", path = "{elsewhere}", loader = "faq", lang = "fr"}}'
    assert first in corpus.manifest_text
    corpus.manifest_text = corpus.manifest_text.replace(first, f"{first}, {lesser}")

    assert corpus.ingest().is_published
    assert not corpus.ingest().is_published


def test_a_changed_program_reads_everything_again_and_embeds_nothing(
    published: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published.versions.current()
    for module in (ingest.inputs, ingest.pipeline):
        monkeypatch.setattr(module, "index_digest", lambda: "another program")

    assert published.embedded_by() == []

    version = published.versions.current()
    assert version and version != before
    assert published.versions.certificate(version).inputs[PROGRAM] == "another program"
    assert not published.ingest().is_published, "the new program is the one that has read"


def test_a_changed_file_embeds_only_the_changed_texts(published: SmallCorpus) -> None:
    published.change_answer("Un rosier se plante aussi en mars.")

    embedded = published.embedded_by()

    assert embedded == ["Quand planter un rosier ?. Un rosier se plante aussi en mars."]
    assert answer(published) == "Un rosier se plante aussi en mars."
    assert answer(published, "2") == ANSWERS["2"][1]


def test_with_one_document_changed_no_other_is_parsed(
    published: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    for name, load in list(LOADERS.items()):

        def watched(source: Source, origin: Origin, path: Path, load: Loader = load) -> Any:
            parsed.append(source.id)
            return load(source, origin, path)

        monkeypatch.setitem(LOADERS, name, watched)
    published.change_answer("Un rosier se plante en mars.")

    report = published.ingest()

    assert parsed == ["faq"]
    assert {r.status for r in report.sources} == {"loaded"}
    parsed.clear()
    published.ingest(rebuild=True)
    assert set(parsed) == {"code", "faq", "guide", "leaflet", "card"}


def test_a_changed_loader_reads_its_own_documents_again_and_no_others(
    published: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    for name, load in list(LOADERS.items()):

        def watched(source: Source, origin: Origin, path: Path, load: Loader = load) -> Any:
            parsed.append(source.id)
            return load(source, origin, path)

        monkeypatch.setitem(LOADERS, name, watched)
    real = loader_digest
    monkeypatch.setattr(
        ingest.inputs, "loader_digest", lambda name: "changed" if name == "pdf" else real(name)
    )

    assert published.ingest().is_published

    assert parsed == ["leaflet"]
    assert not published.ingest().is_published


def test_the_users_own_documents_are_ingested_in_a_collection_of_their_own(
    published: SmallCorpus,
) -> None:
    folder = published.settings.data.documents
    folder.mkdir(parents=True)
    (folder / "serre.txt").write_text("La serre ouvre à neuf heures précises.", encoding="utf-8")

    report = published.ingest()

    [own] = [r for r in report.sources if r.source.startswith("user-")]
    assert (own.status, own.title) == ("loaded", "serre.txt")
    with served(published) as index:
        question = published.embedder.embed_query("La serre ouvre à neuf heures précises.")
        assert index.vectors.search(question, 1)[0].passage_id.startswith(own.source)
        assert index.vectors.search(question, 3, source="faq")[0].passage_id.startswith("faq:")
        assert isinstance(index.vectors, GuardedVectors), "Chroma itself answers"
    assert not published.ingest().is_published
    (folder / "serre.txt").unlink()
    assert published.ingest().is_published
    with served(published) as index:
        assert not any(passage.startswith("user-") for passage in index.passages)


def test_a_document_that_cannot_be_taken_is_named_with_its_reason(published: SmallCorpus) -> None:
    folder = published.settings.data.documents
    folder.mkdir(parents=True)
    (folder / "serre.pdf").write_bytes(b"not a PDF")

    report = published.ingest()

    [own] = [r for r in report.sources if r.source.startswith("user-")]
    assert (own.status, own.refusal) == ("refused", "wrong_type")
    assert not published.ingest().is_published


# Asked before it is published


def test_what_would_change_is_shown_before_it_is_published(published: SmallCorpus) -> None:
    before = published.versions.current()
    published.change_answer("Un rosier se plante en mars.")
    asked: list[tuple[Change, ...]] = []

    def agree(found: tuple[Change, ...]) -> bool:
        asked.append(found)
        assert published.versions.current() == before, "nothing is published yet"
        return True

    assert published.ingest(confirm=agree).is_published

    [[change]] = asked
    assert (change.kind, change.locator) == ("changed", "faq:1")
    assert ("added", " mars.") in [(s.kind, s.text) for s in change.segments]


def test_a_build_that_is_refused_is_not_published_and_its_vectors_are_kept(
    published: SmallCorpus,
) -> None:
    before = published.versions.current()
    published.change_answer("Un rosier se plante en mars.")

    report = published.ingest(confirm=lambda _: False)

    assert report.is_refused
    assert not report.is_published
    assert published.versions.current() == before
    assert published.versions.versions() == [before]
    [leftover] = published.versions.leftovers()
    assert [entry.name for entry in leftover.iterdir()] == [STORE]
    assert published.embedded_by() == []
    assert answer(published) == "Un rosier se plante en mars."


def test_nothing_is_asked_where_nothing_changed(published: SmallCorpus) -> None:
    def fail(_: object) -> bool:
        raise AssertionError("asked")

    assert not published.ingest(confirm=fail).is_published


def test_a_first_ingestion_shows_everything_as_added(corpus: SmallCorpus) -> None:
    asked: list[tuple[Change, ...]] = []

    def agree(found: tuple[Change, ...]) -> bool:
        asked.append(found)
        return True

    corpus.ingest(confirm=agree)

    assert {change.kind for change in asked[0]} == {"added"}
    assert {change.source for change in asked[0]} == {"code", "faq", "guide", "leaflet", "card"}


def test_a_text_removed_from_a_document_is_gone_from_the_new_version(
    published: SmallCorpus,
) -> None:
    write_faq(published.mirror, {"1": ANSWERS["1"]})

    published.ingest()

    with served(published) as index:
        assert not index.has("faq:3")
        assert index.keywords.search("limaces", "fr", 5) == []


def test_a_source_the_manifest_no_longer_names_is_gone_from_the_new_version(
    published: SmallCorpus,
) -> None:
    start = MANIFEST.index('[[source]]\nid = "leaflet"')
    published.manifest_text = (
        MANIFEST[:start] + MANIFEST[MANIFEST.index('[[source]]\nid = "card"') :]
    )

    assert published.ingest().is_published

    with served(published) as index:
        assert not index.has("leaflet:p1")


# Sources that fail


def test_a_source_that_has_gone_is_kept_and_named_though_nothing_else_changed(
    published: SmallCorpus,
) -> None:
    (published.mirror / "faq.jsonl").unlink()

    report = published.ingest()

    assert not report.is_published
    kept = record(report, "faq")
    assert (kept.status, kept.reason) == ("kept", "not in the mirror (faq.jsonl)")
    assert answer(published) == ANSWERS["1"][1]


def test_a_source_that_has_gone_is_kept_in_the_next_version_and_named(
    published: SmallCorpus,
) -> None:
    shutil.rmtree(published.mirror / "guide")
    published.change_answer("Un rosier se plante en mars.")

    report = published.ingest()

    kept = record(report, "guide")
    assert (kept.status, kept.reason) == ("kept", "not in the mirror (guide)")
    assert kept.passage_count == 5
    with served(published) as index:
        assert index.has("guide:sheet-1-1")
        assert [r.status for r in index.records if r.source == "guide"] == ["kept"]
    assert not published.ingest().is_published


def test_a_refused_source_is_named_with_its_reason_and_the_rest_is_published(
    corpus: SmallCorpus,
) -> None:
    (corpus.mirror / "leaflet.pdf").write_bytes(b"%PDF-1.4 cut short")
    (corpus.mirror / "faq.jsonl").write_text("{broken\n")

    report = corpus.ingest()

    assert report.is_published
    assert record(report, "leaflet", "en").status == "refused"
    assert record(report, "leaflet", "en").reason.startswith("leaflet.pdf: broken")
    assert record(report, "faq").reason.startswith("faq.jsonl: line 1, the line: Invalid JSON")
    with served(corpus) as index:
        assert index.has("code:art-l1-1")
        assert not index.has("faq:1")
    assert not corpus.ingest().is_published, "the same broken files are not read again"


def test_a_refused_source_mended_is_read(published: SmallCorpus) -> None:
    mended = (published.mirror / "faq.jsonl").read_bytes()
    (published.mirror / "faq.jsonl").write_text("{broken\n")
    assert record(published.ingest(), "faq").status == "kept"
    (published.mirror / "faq.jsonl").write_bytes(mended)

    assert record(published.ingest(), "faq").status == "loaded"


def test_a_broken_document_with_a_second_origin_is_not_published_again_and_again(
    corpus: SmallCorpus,
) -> None:
    second = corpus.root / "second.jsonl"
    shutil.move(corpus.mirror / "faq.jsonl", second)
    (corpus.mirror / "faq.jsonl").write_text("{broken\n")
    first = 'origins = [{kind = "mirror", path = "faq.jsonl", loader = "faq", lang = "fr"}]'
    both = (
        first[:-1] + f', {{kind = "repository", path = "{second}", loader = "faq", lang = "fr"}}]'
    )
    assert first in corpus.manifest_text
    corpus.manifest_text = corpus.manifest_text.replace(first, both)

    report = corpus.ingest()

    assert record(report, "faq").origin == "repository"
    assert not corpus.ingest().is_published


def test_without_any_document_nothing_is_ingested_and_the_old_version_serves(
    published: SmallCorpus,
) -> None:
    before = published.versions.current()
    shutil.rmtree(published.mirror)

    with pytest.raises(NothingIngested) as failed:
        published.ingest()

    assert "not in the mirror (faq.jsonl)" in str(failed.value)
    assert published.versions.current() == before
    assert answer(published) == ANSWERS["1"][1]


def test_when_every_document_is_refused_nothing_is_published(corpus: SmallCorpus) -> None:
    shutil.rmtree(corpus.mirror)
    corpus.mirror.mkdir()
    (corpus.mirror / "faq.jsonl").write_text("{broken\n")

    with pytest.raises(NothingIngested, match="Invalid JSON"):
        corpus.ingest()

    assert corpus.versions.current() is None
    assert corpus.versions.leftovers() == []


# Versions


def test_the_last_two_versions_are_kept_and_older_ones_collected(published: SmallCorpus) -> None:
    names = [published.versions.current()]
    for month in ("mars", "avril", "mai"):
        published.change_answer(f"Un rosier se plante en {month}.")
        names.append(published.ingest().index_version)

    assert published.versions.versions() == names[-2:]
    assert published.versions.leftovers() == []
    assert answer(published) == "Un rosier se plante en mai."


def test_a_reader_follows_the_pointer_to_the_new_version(published: SmallCorpus) -> None:
    reader = IndexReader(published.data, published.settings.index, published.embedder)
    old = reader.index()
    published.change_answer("Un rosier se plante en mars.")

    version = published.ingest().index_version

    assert old.passage("faq:1", "fr").text == ANSWERS["1"][1]
    assert reader.index().version == version
    assert reader.index().passage("faq:1", "fr").text == "Un rosier se plante en mars."
    old.close()
    reader.index().close()


def test_another_embedding_model_is_named_and_an_ingestion_mends_it(
    published: SmallCorpus,
) -> None:
    version = published.versions.current()
    assert version
    published.embedder = WordsEmbedder(name="test/other", dimension=32)

    with pytest.raises(IndexMismatch) as mismatch:
        open_index(published.versions, version, published.settings.index)
    assert str(mismatch.value) == (
        f"Index '{version}' was built with embedding_model = 'test/words'; the current setting is "
        "'test/other'. Run \"recital ingest\"."
    )

    report = published.ingest()

    assert report.is_published
    assert report.embedded_count == len(published.embedder.embedded) > 0
    assert answer(published) == ANSWERS["1"][1]


def test_a_source_that_has_gone_is_kept_when_the_model_changes(published: SmallCorpus) -> None:
    (published.mirror / "faq.jsonl").unlink()
    published.embedder = WordsEmbedder(name="test/other")

    assert record(published.ingest(), "faq").status == "kept"

    assert answer(published) == ANSWERS["1"][1]


@pytest.mark.parametrize("lost", [STORE, CERTIFICATE, KEYWORDS, CHROMA])
def test_a_served_version_that_lost_a_part_is_built_again(
    published: SmallCorpus, lost: str
) -> None:
    version = published.versions.current()
    assert version
    part = published.versions.path(version) / lost
    shutil.rmtree(part) if part.is_dir() else part.unlink()

    assert published.ingest().is_published

    assert answer(published) == ANSWERS["1"][1]


def test_a_served_version_with_a_keyword_file_cut_short_is_built_again(
    published: SmallCorpus,
) -> None:
    version = published.versions.current()
    assert version
    for file in (published.versions.path(version) / KEYWORDS / "fr").iterdir():
        file.write_bytes(b"")

    assert published.ingest().is_published

    assert answer(published) == ANSWERS["1"][1]


def test_a_data_folder_may_have_any_name(corpus: SmallCorpus) -> None:
    corpus.data = corpus.root / "données #1 100% ?"

    assert corpus.ingest().is_published
    assert not corpus.ingest().is_published
    assert answer(corpus) == ANSWERS["1"][1]


# Interruptions


def test_an_interrupted_build_leaves_the_old_version_and_its_vectors_are_reused(
    published: SmallCorpus,
) -> None:
    answers = {str(n): (f"Question {n} ?", f"La réponse numéro {n}.") for n in range(1, 31)}
    write_faq(published.mirror, answers)
    before = published.versions.current()
    impatient = Interrupted(after=2 * BATCH_SIZE)
    published.embedder = impatient
    with pytest.raises(KeyboardInterrupt):
        published.ingest()
    assert published.versions.current() == before
    assert len(published.versions.leftovers()) == 1
    published.embedder = WordsEmbedder()

    rest = published.embedded_by()

    wanted = {
        text for question, text in answers.values() for text in (question, f"{question}. {text}")
    }
    assert len(impatient.embedded) == 2 * BATCH_SIZE
    assert impatient.asked, "the second batch holds the last texts and the first questions"
    assert set(impatient.embedded) | set(rest) == wanted
    assert not set(impatient.embedded) & set(rest)
    assert published.versions.leftovers() == []


def test_vectors_are_reused_from_a_build_killed_in_the_middle_of_a_commit(
    corpus: SmallCorpus,
) -> None:
    passages = [
        Passage(f"x:{n}", "fr", "x", "entry", "", ANSWERS[str(n % 3 + 1)][1] * n)
        for n in range(900)
    ]
    scratch = corpus.root / STORE
    writer = StoreWriter(scratch)
    entry = Passage("faq:1", "fr", "faq", "entry", *ANSWERS["1"], questions=(ANSWERS["1"][0],))
    known = list(faces([entry], corpus.embedder.name))
    vector = corpus.embedder.embed_query("any")
    writer.write_vectors(VectorRow(f.passage_id, f.field, f.hash, vector) for f in known)
    writer.close()
    leftover = corpus.versions.start_build("20260101T000000000000Z")
    with sqlite3.connect(scratch, isolation_level=None) as connection:
        connection.execute("PRAGMA cache_size = 1")  # so that the commit reaches the disk early
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO passages VALUES (?, 1, 'x', 'fr', ?)", [(p.id, p.text) for p in passages]
        )
        shutil.copy(scratch, leftover / STORE)
        shutil.copy(f"{scratch}-journal", leftover / f"{STORE}-journal")
        connection.execute("ROLLBACK")
    connection.close()

    embedded = corpus.embedded_by()

    assert len(known) == 2
    assert not {face.text for face in known} & set(embedded)


def test_a_damaged_vector_of_an_unfinished_build_is_computed_again(corpus: SmallCorpus) -> None:
    entry = Passage("faq:1", "fr", "faq", "entry", *ANSWERS["1"], questions=(ANSWERS["1"][0],))
    question, text = faces([entry], corpus.embedder.name)
    writer = StoreWriter(corpus.versions.start_build("20260101T000000000000Z") / STORE)
    vector = corpus.embedder.embed_query("any")
    writer.write_vectors([VectorRow("a", "text", question.hash, vector[:10])])
    writer.write_vectors([VectorRow("b", "text", text.hash, vector * float("nan"))])
    writer.close()

    embedded = corpus.embedded_by()

    assert {question.text, text.text} <= set(embedded)


def test_a_version_finished_but_never_served_does_not_push_out_the_served_one(
    published: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published.versions.current()
    published.change_answer("Un rosier se plante en mars.")
    with monkeypatch.context() as crash, pytest.raises(KeyboardInterrupt):
        crash.setattr("corpus.versions.IndexVersions.publish", interrupt)
        published.ingest()
    assert published.versions.current() == before
    assert len(published.versions.versions()) == 2, "finished, and not served"

    embedded = published.embedded_by()

    assert embedded == [], "its vectors are reused"
    assert published.versions.versions() == [before, published.versions.current()]
    assert published.versions.leftovers() == []


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_losing_patience_at_any_report_of_progress_leaves_a_served_version(
    published: SmallCorpus,
) -> None:
    published.ingest(rebuild=True)
    stages = [stage for stage, _, _ in published.stages]
    assert set(stages) == {"read", "embed", "index", "verify", "publish"}
    published.change_answer("Un rosier se plante en mars.")
    before = published.versions.current()
    for moment, stage in enumerate(stages):
        seen = iter(range(moment))
        with pytest.raises(KeyboardInterrupt):
            ingest.pipeline.ingest(
                published.settings,
                progress=lambda *_, seen=seen: (
                    None if next(seen, None) is not None else interrupt()
                ),
                manifest=published.manifest,
                embedder=published.embedder,
                rebuild=True,
            )
        is_served = stage == "publish"  # reported once it is done
        assert (published.versions.current() == before) is not is_served
        assert answer(published) == (
            "Un rosier se plante en mars." if is_served else ANSWERS["1"][1]
        )


# Going back


def test_an_older_version_is_served_again_and_the_newer_one_survives_the_next_ingestion(
    published: SmallCorpus,
) -> None:
    first = published.versions.current()
    published.change_answer("Un rosier se plante en mars.")
    second = published.ingest().index_version

    assert roll_back(published.settings) == (second, first)
    assert answer(published) == ANSWERS["1"][1]
    published.change_answer("Un rosier se plante en avril.")
    third = published.ingest().index_version

    assert published.versions.versions() == [second, third]
    assert roll_back(published.settings, second) == (third, second)
    assert answer(published) == "Un rosier se plante en mars."


def test_going_back_holds_until_somebody_ends_it(published: SmallCorpus) -> None:
    published.change_answer("Un rosier se plante en mars.")
    newest = published.ingest().index_version
    left, _ = roll_back(published.settings)

    held = published.ingest()
    assert (left, held.rolled_back_from, held.is_published) == (newest, newest, False)
    assert answer(published) == ANSWERS["1"][1]

    ended = published.ingest(end_rollback=True)
    assert (ended.is_published, ended.embedded_count) == (True, 0)
    assert answer(published) == "Un rosier se plante en mars."


def test_going_back_ends_when_a_text_has_changed_since(published: SmallCorpus) -> None:
    published.change_answer("Un rosier se plante en mars.")
    newest = published.ingest().index_version
    roll_back(published.settings)
    published.change_answer("Un rosier se plante en avril.")

    report = published.ingest()

    assert (report.is_published, report.rolled_back_from) == (True, newest)
    assert answer(published) == "Un rosier se plante en avril."


@pytest.mark.parametrize("lost", [STORE, CERTIFICATE, KEYWORDS, CHROMA])
def test_a_version_that_lost_a_part_is_not_served_again(published: SmallCorpus, lost: str) -> None:
    first = published.versions.current()
    assert first
    published.change_answer("Un rosier se plante en mars.")
    second = published.ingest().index_version
    part = published.versions.path(first) / lost
    shutil.rmtree(part) if part.is_dir() else part.unlink()

    with pytest.raises(IndexDamaged, match=first):
        roll_back(published.settings)

    assert published.versions.current() == second


def test_a_version_whose_graph_was_touched_is_not_served_again(published: SmallCorpus) -> None:
    first = published.versions.current()
    assert first
    published.change_answer("Un rosier se plante en mars.")
    published.ingest()
    [graph] = (published.versions.path(first) / CHROMA).rglob("data_level0.bin")
    graph.write_bytes(graph.read_bytes()[:-1] + b"!")

    with pytest.raises(IndexDamaged, match="changed since it was built"):
        roll_back(published.settings)


def test_a_version_of_another_model_is_not_served_again(published: SmallCorpus) -> None:
    published.embedder = WordsEmbedder(name="test/other")
    published.ingest()

    with pytest.raises(IndexMismatch, match="test/words"):
        roll_back(published.settings)


def test_there_is_nothing_before_the_first_version(published: SmallCorpus) -> None:
    with pytest.raises(UnknownVersion, match="before"):
        roll_back(published.settings)


def test_an_embedder_that_fails_leaves_the_old_version_serving(published: SmallCorpus) -> None:
    before = published.versions.current()
    published.change_answer("Un rosier se plante en mars.")

    def fail(texts: Sequence[str]) -> Vectors:
        raise RuntimeError("the model is gone")

    published.embedder.embed_passages = fail  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        published.ingest()

    assert published.versions.current() == before
    assert answer(published) == ANSWERS["1"][1]


# Two at once


def test_an_ingestion_under_way_refuses_another(published: SmallCorpus) -> None:
    with published.versions.building_lock(), pytest.raises(IngestRunning):
        published.ingest()

    assert not published.ingest().is_published, "the lock was released"


def test_a_second_ingestion_is_refused_in_one_line_within_five_seconds(tmp_path: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from corpus.versions import IndexVersions\n"
        "with IndexVersions(Path(sys.argv[1])).building_lock(): print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        refusals = [ingest_command(tmp_path) for _ in range(5)]
        holder.kill()

    for finished, seconds in refusals:
        assert finished.returncode == 1
        assert finished.stdout == ""
        [line] = finished.stderr.splitlines()
        assert line.startswith("Another ingestion is already at work in")
        assert seconds < 5
    # A killed ingestion holds its lock no longer: nothing has to be cleaned by hand.
    with IndexVersions(tmp_path).building_lock():
        pass
