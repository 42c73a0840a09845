"""What each stage of a search ranks for one question: the retrieval test bench."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.assistant import Assistant
from assistant.matching import Matcher
from assistant.question import WEB_LIMIT, Question, check_question, understand
from assistant.retrieve import Retrieval
from assistant.scope import decide
from corpus.index import Index
from corpus.locator import label
from corpus.manifest import Manifest
from corpus.nouns import Language

StageName = Literal["keywords", "meaning", "field", "fused", "articles", "answers", "shown"]
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One unit in the ranking of a stage; the score is in that stage's own unit."""

    locator: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Bench:
    """Every stage's first ten, in the order of the stages, and what was decided."""

    lang: Language
    search_text: str
    references: tuple[str, ...]
    sentences: tuple[str, ...]
    outcome: str
    rankings: dict[StageName, tuple[Place, ...]]


def bench(question: str, assistant: Assistant, as_of: date) -> Bench:
    """The stages of one search; raises `UsageError` for a bad question, `Fault` for a bad index."""
    setting = assistant.setting
    index = setting.reader.index()
    manifest = setting.manifest_of(index)
    embedder = setting.reader.embedder
    understood = understand(Question(check_question(question, WEB_LIMIT), as_of))
    matcher = Matcher(index, embedder, manifest, setting.reranker)
    retrieval = Retrieval(matcher, SHOWN)
    stages, retrieved = retrieval.stages(understood), retrieval.of(understood)
    found, lang = stages.found, understood.lang

    def places(ranked: Iterable[tuple[str, float]]) -> tuple[Place, ...]:
        first = list(ranked)[:SHOWN]
        return tuple(
            Place(unit, _named(unit, lang, index, manifest), score) for unit, score in first
        )

    cosines = {unit: meaning.cosine for unit, meaning in found.meanings.items()}
    near = {unit: meaning.similarity for unit, meaning in found.meanings.items()}
    return Bench(
        lang=lang,
        search_text=understood.search_text,
        references=understood.references,
        sentences=understood.facets,
        outcome=decide(retrieved, embedder.name),
        rankings={
            "keywords": places(_best(found.keyword_scores)),
            "meaning": places(_best(cosines)),
            "field": places(_best(near)),
            "fused": places(stages.fused),
            "articles": places((one.article, one.score) for one in stages.articles),
            "answers": places(stages.answers),
            "shown": places((hit.passage.locator, hit.score) for hit in retrieved.texts),
        },
    )


def _named(unit: str, lang: Language, index: Index, manifest: Manifest) -> str:
    passage = index.passage(unit, lang)
    return label(unit, manifest.source_of(passage), lang, passage.page, passage.heading)


def _best(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
