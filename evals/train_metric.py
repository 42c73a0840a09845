"""Learn the map of `assistant/metric.py` from the questions of the served index.

`python -m evals.train_metric` writes `assistant/metric.npz`. Questions that lead to the same unit
attract each other and its words, in both languages; all other faces repel. No evaluation case is
read: the faces are the wordings of our cards and of `corpus/questions/`, and the texts. Needs torch.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from typing import Any

import numpy as np

from assistant.matching import unit_of
from assistant.metric import Metric, save_metric
from corpus.embedder import open_embedder
from corpus.errors import RecitalError
from corpus.index import Index, IndexReader
from corpus.nouns import USER_SOURCE_PREFIX
from corpus.settings import load_settings
from corpus.vectors import is_question

# Chosen on evals/cases/card_questions.jsonl and development.jsonl.
WHITENING = 0.4
"""The map begins as the covariance to the power of minus this: no direction drowns the others."""
TEMPERATURE = 0.05
PULL = 1.0
"""How strongly the map is held to where it began."""
DROPOUT = 0.2
LEARNING_RATE = 1e-3
EPOCHS = 4
BATCH = 256
NEGATIVES = 3_000
QUESTIONS_PER_UNIT = 12
SEED = 0


def main() -> int:
    """Learn and write the map; the exit status."""
    settings = load_settings()
    try:
        embedder = open_embedder(settings.index.embedding_model)
        exact = settings.index.model_copy(update={"vector_store": "exact"})
        index = IndexReader(settings.data.directory, exact, embedder).index()
    except RecitalError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    save_metric(learn(index, embedder.name))
    return 0


def learn(index: Index, embedding_model: str) -> Metric:
    """The map for the faces of an index, the user's own documents left out."""
    import torch

    random.seed(SEED)
    torch.manual_seed(SEED)
    rows = [
        row
        for row, (passage_id, _) in enumerate(index.exact.keys)
        if not index.passages[passage_id].source.startswith(USER_SOURCE_PREFIX)
    ]
    matrix = index.exact.matrix[rows]
    keys = [index.exact.keys[row] for row in rows]
    groups: dict[str, list[int]] = defaultdict(list)
    for row, (passage_id, _) in enumerate(keys):
        groups[unit_of(index.passages[passage_id].locator)].append(row)
    asked = {
        unit: [row for row in faces if is_question(keys[row][1])]
        for unit, faces in groups.items()
        if len(faces) > 1
    }
    mean = matrix.mean(axis=0)
    start = torch.tensor(_whitening(matrix))
    weights = _fitted(torch.tensor(matrix - mean), start, groups, asked)
    return Metric(embedding_model, weights.numpy(), mean)


def _whitening(matrix: Any) -> Any:
    values, directions = np.linalg.eigh(np.cov(matrix.T))
    whitened = (directions * (values + 1e-4) ** -WHITENING) @ directions.T
    scale = np.sqrt(len(values)) / np.linalg.norm(whitened)
    return (whitened * scale).astype(np.float32)


def _fitted(
    faces: Any, start: Any, groups: dict[str, list[int]], asked: dict[str, list[int]]
) -> Any:
    import torch

    unit_numbers = {unit: number for number, unit in enumerate(groups)}
    owners = torch.empty(len(faces), dtype=torch.long)
    for unit, rows in groups.items():
        owners[torch.tensor(rows)] = unit_numbers[unit]
    weights = torch.nn.Parameter(start.clone())
    optimizer = torch.optim.Adam([weights], lr=LEARNING_RATE)
    for epoch in range(EPOCHS):
        pairs = _pairs(groups, asked)
        for first in range(0, len(pairs), BATCH):
            loss = _loss(faces, owners, weights, start, pairs[first : first + BATCH])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch + 1} of {EPOCHS}: {loss.item():.3f}", file=sys.stderr)
    return weights.detach()


def _pairs(groups: dict[str, list[int]], asked: dict[str, list[int]]) -> list[tuple[int, int]]:
    """A question of a unit and another of its faces, some per unit, in random order."""
    pairs = [
        (question, random.choice([face for face in groups[unit] if face != question]))  # noqa: S311 - no secret
        for unit, questions in asked.items()
        for question in random.sample(questions, min(QUESTIONS_PER_UNIT, len(questions)))
    ]
    random.shuffle(pairs)
    return pairs


def _loss(faces: Any, owners: Any, weights: Any, start: Any, pairs: list[tuple[int, int]]) -> Any:
    """Cross-entropy of each question's other face among the batch's faces and random ones."""
    import torch
    from torch.nn.functional import cross_entropy, dropout, normalize

    questions = torch.tensor([question for question, _ in pairs])
    others = torch.tensor([face for _, face in pairs])
    shown = torch.cat([others, torch.randint(0, len(faces), (NEGATIVES,))])
    left = normalize(dropout(faces[questions], DROPOUT) @ weights.T, dim=-1)
    right = normalize(faces[shown] @ weights.T, dim=-1)
    place = torch.arange(len(pairs))
    is_same = owners[shown][None, :] == owners[questions][:, None]
    is_same[place, place] = False
    scores = (left @ right.T / TEMPERATURE).masked_fill(is_same, -1e4)
    pull = ((weights - start) ** 2).sum() / len(start)
    return cross_entropy(scores, place) + PULL * pull


if __name__ == "__main__":
    sys.exit(main())
