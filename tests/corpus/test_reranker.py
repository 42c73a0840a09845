from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.errors import RerankerUnavailable
from corpus.reranker import CrossEncoderReranker, open_reranker


def tiny_cross_encoder(folder: Path, labels: int = 1) -> str:
    """A model with random weights, as small as its library lets it be."""
    transformers = pytest.importorskip("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=8, max_position_embeddings=64, num_labels=labels,
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


def test_no_name_is_no_reranker() -> None:
    assert open_reranker("") is None


def test_any_cross_encoder_scores_every_text_in_order(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(tiny_cross_encoder(tmp_path / "model"))
    texts = ["a b c", "x y z " * 2_000, "", "odd \x00 \ud800 text"]
    together = reranker.scores("a ?", texts)
    assert len(together) == 4
    assert together == pytest.approx(
        [reranker.scores("a ?", [text])[0] for text in texts], abs=1e-4
    )
    assert reranker.scores("a ?", []) == []


def test_a_model_of_several_scores_a_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnavailable, match="3 scores a pair"):
        open_reranker(tiny_cross_encoder(tmp_path / "model", labels=3))


def test_a_model_that_is_not_there_is_said_so_with_what_to_do() -> None:
    with pytest.raises(RerankerUnavailable) as refused:
        open_reranker("/nowhere/at/all")
    assert "RECITAL_RERANKER" in refused.value.message("fr")
    assert "/nowhere/at/all" in refused.value.message("en")


def test_without_sentence_transformers_it_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(RerankerUnavailable, match="sentence-transformers"):
        open_reranker("any/model")
