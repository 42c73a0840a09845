"""Passages to vectors; a text embedded before is never embedded again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from corpus.embedder import BATCH_SIZE, Embedder, Vectors
from corpus.nouns import Passage, VectorField
from corpus.store import VectorRow
from corpus.vectors import QUESTION, is_question

# multilingual-e5 reads 512 tokens; what follows would be cut off unread.
MAXIMUM_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Face:
    """One text to embed for a passage; `hash` names this text under this model."""

    passage_id: str
    field: VectorField
    text: str
    hash: str


def faces(passages: Iterable[Passage], model: str) -> Iterator[Face]:
    """The texts to embed: the words of every searched unit, and the questions of every unit."""
    for passage in passages:
        for field, text in _texts(passage):
            kind = "query\x00" if is_question(field) else ""
            content_hash = hashlib.sha256(f"{model}\x00{kind}{text}".encode()).hexdigest()
            yield Face(passage.id, field, text, content_hash)


def embed(
    wanted: Iterable[Face],
    embedder: Embedder,
    known: Mapping[str, Vectors],
    report: Callable[[int], None],
) -> Iterator[list[VectorRow]]:
    """Vectors in batches, known ones first; `report` receives the rows finished so far."""
    pending = list(wanted)
    reused = [face for face in pending if face.hash in known]
    finished = len(reused)
    if reused:
        yield [VectorRow(f.passage_id, f.field, f.hash, known[f.hash]) for f in reused]
        report(finished)
    # Texts of like length share a batch, so that little of it is padding.
    fresh: dict[str, list[Face]] = {}
    for face in sorted(pending, key=lambda face: (is_question(face.field), len(face.text))):
        if face.hash not in known:
            fresh.setdefault(face.hash, []).append(face)
    hashes = list(fresh)
    for start in range(0, len(hashes), BATCH_SIZE):
        batch = hashes[start : start + BATCH_SIZE]
        vectors = _vectors([fresh[name][0] for name in batch], embedder)
        rows = [
            VectorRow(face.passage_id, face.field, name, vector)
            for name, vector in zip(batch, vectors, strict=True)
            for face in fresh[name]
        ]
        yield rows
        finished += len(rows)
        report(finished)


def _vectors(batch: Sequence[Face], embedder: Embedder) -> Vectors:
    """A question is embedded as a question: it will be compared with one."""
    asked = [face.text for face in batch if is_question(face.field)]
    told = [face.text for face in batch if not is_question(face.field)]
    # Faces come sorted, texts before questions: the rows keep the batch's order.
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="embed") as threads:
        rows = list(threads.map(embedder.embed_query, asked))
    return np.vstack([embedder.embed_passages(told), *rows]) if told else np.stack(rows)


def _texts(passage: Passage) -> Iterator[tuple[VectorField, str]]:
    for number, question in enumerate(passage.questions):
        yield f"{QUESTION}{number}", question[:MAXIMUM_CHARACTERS]
    if not passage.is_searched:
        return  # its parts are searched; only the questions that lead to it as a whole are its own
    if passage.questions and passage.keywords:
        words = " ".join((passage.questions[0], *passage.keywords))
        yield "keywords", words[:MAXIMUM_CHARACTERS]
    # A heading shared by all units of an article does not tell them apart: it goes with the words.
    body = passage.full_text
    text = f"{passage.heading}. {body}" if passage.heading else body
    yield "text", text[:MAXIMUM_CHARACTERS]
