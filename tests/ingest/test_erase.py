from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from small_corpus import ANSWERS, MANIFEST, SmallCorpus, WordsEmbedder

import ingest.build
import ingest.erase
from corpus.embedder import Vectors
from corpus.errors import IndexMissing, UnknownSource
from corpus.keywords import words
from corpus.store import read_records, read_vectors_by_source
from corpus.versions import STORE
from ingest.build import Workshop
from ingest.erase import Erasure, erase, plan_erasure, restore
from ingest.exclusions import ERASING, EXCLUDED, read_erasing, read_excluded
from ingest.indexes import build_indexes_in_fresh_process

REPOSITORY = Path(__file__).parents[2]
HERE = Path(__file__).parent
# Words that stand nowhere else; each is looked for by itself.
CANARY = ("zorglubique", "framboisière", "quinquagramme")
NOTE = f"Le registre {CANARY[0]} de la {CANARY[1]} est tenu en {CANARY[2]} par la serre."


def workshop(corpus: SmallCorpus) -> Workshop:
    return Workshop(
        corpus.settings,
        corpus.versions,
        lambda *stage: corpus.stages.append(stage),
        corpus.embedder,
    )


def take_out(corpus: SmallCorpus, source: str) -> Erasure:
    """Erase as the program does: the fixtures build indexes in this process, to save time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            ingest.build, "build_indexes_in_fresh_process", build_indexes_in_fresh_process
        )
        return erase(workshop(corpus), corpus.manifest, source)


def ingest_afresh(corpus: SmallCorpus) -> None:
    """Ingest as the program does, its indexes built where no erased text was ever read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            ingest.build, "build_indexes_in_fresh_process", build_indexes_in_fresh_process
        )
        corpus.ingest()


def held(corpus: SmallCorpus) -> set[str]:
    """The sources the served version holds words of."""
    version = corpus.versions.current()
    assert version
    records = read_records(corpus.versions.path(version) / STORE)
    return {record.source for record in records if record.passage_count}


def vectors_of(corpus: SmallCorpus, source: str) -> list[Vectors]:
    version = corpus.versions.current()
    assert version
    rows = read_vectors_by_source(corpus.versions.path(version) / STORE)
    return [vector for name, _, vector in rows if name == source]


def traces(folder: Path, vectors: list[Vectors]) -> list[str]:
    """Every file that holds the canary: its text or its words in UTF-8 or UTF-16, or its vectors."""
    stems = words(" ".join(CANARY), "fr")  # as the keyword index holds them
    texts = (NOTE, *CANARY, *(word.capitalize() for word in CANARY), *stems)
    needles = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")]
    needles += [json.dumps(text)[1:-1].encode() for text in texts]
    for vector in vectors:
        needles += [vector.astype(kind).tobytes() for kind in ("<f4", ">f4", "<f2")]
    found = []
    for path in sorted(folder.rglob("*")):
        if any(word in path.name for word in CANARY):
            found.append(f"{path} (name)")
        if path.is_file():
            content = path.read_bytes()
            found += [str(path) for needle in needles if needle in content]
    return found


@pytest.fixture
def with_canary(corpus: SmallCorpus, canary_once: SmallCorpus) -> SmallCorpus:
    """The canary in the FAQ, in every kind of place: three versions, a leftover, downloads."""
    shutil.rmtree(corpus.mirror)
    shutil.copytree(canary_once.mirror, corpus.mirror)
    shutil.copytree(canary_once.data, corpus.data)
    return corpus


@pytest.fixture(scope="module")
def canary_once(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    corpus = SmallCorpus(tmp_path_factory.mktemp("canary"))
    corpus.change_answer(NOTE)
    corpus.ingest()
    corpus.change_answer(f"{NOTE} Deux fois.", entry="2")
    version = corpus.ingest().index_version
    corpus.versions.set_label(version, "kept for the exam")
    corpus.change_answer(f"{NOTE} Trois fois.", entry="3")
    corpus.ingest()
    leftover = corpus.versions.start_build("20260101T000000000000Z")
    shutil.copy(corpus.versions.path(version) / STORE, leftover / STORE)
    for name in ("faq/fr/faq.jsonl", "faq/fr/faq.jsonl.part", "faq.jsonl"):
        place = corpus.settings.data.texts / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(NOTE, encoding="utf-8")
    return corpus


# No byte stays


def test_erasing_a_source_leaves_no_byte_of_it_in_the_data_folder(
    with_canary: SmallCorpus,
) -> None:
    vectors = vectors_of(with_canary, "faq")
    assert len(vectors) == 2 * len(ANSWERS)
    before = traces(with_canary.data, vectors)
    for part in ("passages.sqlite", "chroma", "keywords", "texts", ".building-"):
        assert any(part in path for path in before), f"the canary was never in {part}"

    done = take_out(with_canary, "faq")

    assert traces(with_canary.data, vectors) == []
    assert with_canary.versions.versions() == [done.served]
    assert with_canary.versions.leftovers() == []
    assert held(with_canary) == {"code", "guide", "leaflet", "card"}
    assert done.passage_count == len(ANSWERS)
    assert len(done.versions) == 3, "the one served, the one before, and the labelled one"
    assert done.labels == ("kept for the exam",)
    assert json.loads((with_canary.data / EXCLUDED).read_text()) == ["faq"]
    assert not (with_canary.data / ERASING).exists()


def test_erasing_one_of_the_users_documents_takes_its_file_and_every_copy_of_it(
    corpus: SmallCorpus,
) -> None:
    documents = corpus.settings.data.documents
    (documents / "serre").mkdir(parents=True)
    (documents / "notes.txt").write_text(NOTE, encoding="utf-8")
    (documents / "serre" / "copie.txt").write_text(NOTE, encoding="utf-8")
    (documents / ".upload-cut").write_text(NOTE[:40], encoding="utf-8")
    (documents / "other.txt").write_text("La tonte attend neuf heures.", encoding="utf-8")
    corpus.ingest()
    [own] = [name for name in held(corpus) if name.startswith("user-") and "notes" in name]
    vectors = vectors_of(corpus, own)
    assert vectors and traces(corpus.data, vectors)

    done = take_out(corpus, own)

    assert traces(corpus.data, vectors) == []
    assert [path.name for path in documents.rglob("*.txt")] == ["other.txt"]
    assert len(done.files) == 3
    assert read_excluded(corpus.data) == frozenset(), "the same file may be added again"
    ingest_afresh(corpus)
    assert traces(corpus.data, vectors) == []


def test_a_file_recorded_outside_the_documents_folder_is_never_touched(
    corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.settings.data.documents.mkdir(parents=True)
    inside = corpus.settings.data.documents / "notes.txt"
    inside.write_text(NOTE, encoding="utf-8")
    corpus.ingest()
    [own] = [name for name in held(corpus) if name.startswith("user-")]
    elsewhere = corpus.root / "private.txt"
    elsewhere.write_text(NOTE, encoding="utf-8")
    inside.unlink()
    inside.symlink_to(elsewhere)

    take_out(corpus, own)

    assert elsewhere.read_text(encoding="utf-8") == NOTE


# It stays away, until it is restored


def test_what_is_erased_stays_away_and_is_named_until_it_is_restored(
    published: SmallCorpus,
) -> None:
    take_out(published, "faq")

    report = published.ingest(rebuild=True)

    [record] = [r for r in report.sources if r.source == "faq"]
    assert (record.status, record.reason) == ("missing", "erased (recital restore faq)")
    assert held(published) == {"code", "guide", "leaflet", "card"}
    assert not published.ingest().is_published

    assert restore(published.settings, "faq")
    assert not restore(published.settings, "faq"), "it is not erased any more"
    assert published.ingest().is_published
    assert "faq" in held(published)


def test_an_erasure_reads_and_computes_nothing_and_asks_no_document(
    published: SmallCorpus,
) -> None:
    shutil.rmtree(published.mirror)

    take_out(published, "faq")

    assert published.embedder.embedded == []
    assert held(published) == {"code", "guide", "leaflet", "card"}
    assert [stage for stage, _, _ in published.stages if stage == "read"] == []


def test_after_an_erasure_an_ingestion_has_nothing_to_do(published: SmallCorpus) -> None:
    take_out(published, "faq")

    assert not published.ingest().is_published


def test_a_source_that_was_never_loaded_costs_no_version(published: SmallCorpus) -> None:
    before = published.versions.versions()
    published.manifest_text = MANIFEST.replace('id = "faq"', 'id = "never"')
    (published.mirror / "faq.jsonl").unlink()
    text = published.settings.data.texts / "never" / "fr" / "a.txt"
    text.parent.mkdir(parents=True)
    text.write_text(NOTE, encoding="utf-8")

    done = take_out(published, "never")

    assert done.passage_count == 0
    assert published.versions.versions() == before
    assert not text.exists()
    assert read_excluded(published.data) == {"never"}


def test_the_last_source_takes_the_index_with_it(corpus: SmallCorpus) -> None:
    corpus.manifest_text = MANIFEST[: MANIFEST.index('[[source]]\nid = "faq"')]
    corpus.ingest()

    done = take_out(corpus, "code")

    assert done.served == ""
    assert corpus.versions.versions() == []
    with pytest.raises(IndexMissing):
        corpus.versions.require_current()


def test_a_served_version_that_cannot_be_read_goes_rather_than_stays(
    with_canary: SmallCorpus,
) -> None:
    vectors = vectors_of(with_canary, "faq")
    version = with_canary.versions.current()
    assert version
    (with_canary.versions.path(version) / STORE).write_bytes(NOTE.encode())

    done = take_out(with_canary, "faq")

    assert done.served == ""
    assert traces(with_canary.data, vectors) == []


def test_an_unknown_source_is_refused_with_those_that_are_known(published: SmallCorpus) -> None:
    with pytest.raises(UnknownSource, match="card, code, faq"):
        take_out(published, "nobody")
    assert not (published.data / ERASING).exists()


def test_the_plan_tells_what_goes_and_touches_nothing(with_canary: SmallCorpus) -> None:
    before = sorted(path for path in with_canary.data.rglob("*"))

    plan = plan_erasure(with_canary.settings, with_canary.manifest, "faq")

    assert plan.passage_count == len(ANSWERS)
    assert plan.labels == ("kept for the exam",)
    assert {Path(file).name for file in plan.files} == {"faq", "faq.jsonl"}
    assert sorted(path for path in with_canary.data.rglob("*")) == before


# Interrupted


STEPS: dict[str, str] = {
    "the intent is written": "ingest.erase.write_excluded",
    "the exclusion is written": "ingest.erase._serve_without",
    "the version is built": "ingest.build.IndexVersions.finish_build",
    "the version is finished": "ingest.build.IndexVersions.publish",
    "the version is served": "ingest.erase._remove",
    "the files are removed": "ingest.erase.IndexVersions.remove_all_others",
}


@pytest.mark.parametrize(
    ("step", "next_command"),
    [*((step, "ingest") for step in STEPS), ("the version is served", "erase")],
)
def test_an_erasure_interrupted_at_any_step_is_finished_by_the_next_command(
    with_canary: SmallCorpus, monkeypatch: pytest.MonkeyPatch, step: str, next_command: str
) -> None:
    vectors = vectors_of(with_canary, "faq")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crash, pytest.raises(KeyboardInterrupt):
        crash.setattr(STEPS[step], interrupt)
        take_out(with_canary, "faq")
    assert read_erasing(with_canary.data) == {"faq"}
    assert with_canary.versions.current(), "a version is served at every moment"

    if next_command == "ingest":
        ingest_afresh(with_canary)
    else:
        take_out(with_canary, "leaflet")

    assert traces(with_canary.data, vectors) == []
    assert read_erasing(with_canary.data) == frozenset()
    assert "faq" in read_excluded(with_canary.data)


@pytest.mark.parametrize("wait_seconds", [0.0, 0.2, 2.5])
def test_an_erasure_killed_at_any_moment_is_finished_by_the_next_ingestion(
    with_canary: SmallCorpus, wait_seconds: float
) -> None:
    vectors = vectors_of(with_canary, "faq")
    script = (
        "import sys; from pathlib import Path; import test_erase as t\n"
        "import ingest.build; from ingest.verify import verify\n"
        "import bm25s, chromadb\n"
        "ingest.build.verify_in_fresh_process = verify\n"
        "c = t.reopened(Path(sys.argv[1])); print('go', flush=True); t.take_out(c, 'faq')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(with_canary.root)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{HERE}"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stdout.readline() == "go\n"
        try:
            process.wait(wait_seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)

    ingest_afresh(with_canary)

    is_begun = "faq" in read_excluded(with_canary.data)
    assert (traces(with_canary.data, vectors) == []) is is_begun
    if not is_begun:  # killed before it had written down what it was about to do
        assert "faq" in held(with_canary)


def reopened(root: Path) -> SmallCorpus:
    """The corpus of a folder, its documents as they are."""
    corpus = SmallCorpus.__new__(SmallCorpus)
    corpus.root, corpus.mirror, corpus.data = root, root / "mirror", root / "data"
    corpus.embedder, corpus.manifest_text, corpus.stages = WordsEmbedder(), MANIFEST, []
    return corpus


def test_the_search_for_traces_finds_what_is_planted(tmp_path: Path) -> None:
    """The scan itself can fail: each form of the canary, in a file of its own."""
    vector = WordsEmbedder().embed_query(NOTE)
    forms: dict[str, Callable[[], bytes]] = {
        "utf-8": lambda: NOTE.encode(),
        "utf-16": lambda: CANARY[1].encode("utf-16-le"),
        "escaped": lambda: json.dumps(NOTE).encode(),
        "word": lambda: CANARY[2].encode(),
        "float32": lambda: b"x" + vector.tobytes(),
        "float16": lambda: vector.astype(np.float16).tobytes(),
    }
    for name, form in forms.items():
        (tmp_path / name).write_bytes(b"before" + form() + b"after")
    found = {Path(path).name for path in traces(tmp_path, [vector])}
    assert found == set(forms)
