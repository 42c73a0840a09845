"""Passages to vectors; a text embedded before is never embedded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.embedder import BATCH_SIZE, Embedder, Vectors
from corpus.nouns import Passage, VectorField
from corpus.store import VectorRow

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
    """The texts to embed: the words of every searched unit, and its heading or questions."""
    for passage in passages:
        if not passage.is_searched:
            continue
        for field, text in _texts(passage):
            content_hash = hashlib.sha256(f"{model}\x00{text}".encode()).hexdigest()
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
    for face in sorted(pending, key=lambda face: len(face.text)):
        if face.hash not in known:
            fresh.setdefault(face.hash, []).append(face)
    hashes = list(fresh)
    for start in range(0, len(hashes), BATCH_SIZE):
        batch = hashes[start : start + BATCH_SIZE]
        vectors = embedder.embed_passages([fresh[name][0].text for name in batch])
        rows = [
            VectorRow(face.passage_id, face.field, name, vector)
            for name, vector in zip(batch, vectors, strict=True)
            for face in fresh[name]
        ]
        yield rows
        finished += len(rows)
        report(finished)


def _texts(passage: Passage) -> Iterator[tuple[VectorField, str]]:
    for number, question in enumerate(passage.questions):
        yield f"question-{number}", question[:MAXIMUM_CHARACTERS]
    if passage.questions and passage.keywords:
        words = " ".join((passage.questions[0], *passage.keywords))
        yield "keywords", words[:MAXIMUM_CHARACTERS]
    # A heading shared by all units of an article does not tell them apart: it goes with the words.
    body = passage.full_text
    text = f"{passage.heading}. {body}" if passage.heading else body
    yield "text", text[:MAXIMUM_CHARACTERS]
