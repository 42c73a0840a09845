"""An optional second look at the best passages: any CrossEncoder of sentence-transformers.

None is the default: an English one ruins the ranking of French law, and the multilingual ones cost
seconds an answer on a processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from corpus.embedder import clean_text
from corpus.errors import RerankerUnavailable

READ_CHARACTERS = 1_500
"""What is read of a passage: the models take 512 tokens."""


class Reranker(Protocol):
    """Scores pairs of a question and a text; the larger, the better the text answers."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score per text, in their order, on no fixed scale."""


class CrossEncoderReranker:
    """A CrossEncoder: a hub name already downloaded, or a folder."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = _load_cross_encoder(name)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score per text, in their order."""
        if not texts:
            return []
        asked = clean_text(question)
        pairs = [(asked, clean_text(text)[:READ_CHARACTERS]) for text in texts]
        return [float(score) for score in self._model.predict(pairs, show_progress_bar=False)]


def open_reranker(name: str) -> Reranker | None:
    """The reranker for a model name, none for ""; raises `RerankerUnavailable`."""
    return CrossEncoderReranker(name) if name else None


def _load_cross_encoder(name: str) -> Any:
    try:
        from safetensors import SafetensorError
        from sentence_transformers import CrossEncoder
    except (ImportError, OSError) as error:
        raise RerankerUnavailable(model=name, reason=f"sentence-transformers: {error}") from error
    try:
        model = CrossEncoder(name)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise RerankerUnavailable(model=name, reason=reason) from error
    if model.num_labels != 1:
        reason = f"it gives {model.num_labels} scores a pair, one is needed"
        raise RerankerUnavailable(model=name, reason=reason)
    return model
