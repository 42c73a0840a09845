"""The measures of RAGAS that need no chat model, and the door to it (the judge's is `judge_call.py`).

Its measures are asynchronous and one sample at a time; an event loop of our own runs them. A measure
that fails is NaN: callers count it, and no mean takes it in.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

from corpus.embedder import Embedder
from corpus.quiet import switch_telemetry_off
from evals.sample import Sample

NAMES = (
    "ragas_id_precision",
    "ragas_id_recall",
    "ragas_context_precision",
    "ragas_context_recall",
    "ragas_similarity",
    "ragas_chrf",
    "ragas_quoted_spans",
)
_MARKS = re.compile(r"[\"“”„‟'‘’`´]")


class RagasScores:
    """Scores samples; not for several threads. `close` ends its event loop."""

    def __init__(self, embedder: Embedder) -> None:
        self._loop = asyncio.Runner()
        self._measures = _measures(embedder)

    def score(self, sample: Sample) -> dict[str, float | None]:
        """Every measure of `NAMES` that applies to the sample; None where it lacks what one needs."""
        return {name: self._loop.run(_run(ask, sample)) for name, ask in self._measures.items()}

    def close(self) -> None:
        """End the event loop."""
        self._loop.close()


Ask = Callable[[Sample], Awaitable[float] | None]


async def _run(ask: Ask, sample: Sample) -> float | None:
    asked = ask(sample)
    if asked is None:
        return None
    try:
        return float(await asked)
    except (ValueError, TypeError, ArithmeticError, AssertionError):
        return math.nan


def silence_ragas() -> None:
    """Import RAGAS so that it reports nothing and writes no id, whatever the environment says."""
    switch_telemetry_off()
    import ragas._analytics
    import ragas.metrics.base

    # It keeps the answer that the environment gave when it was first asked.
    ragas._analytics.do_not_track.cache_clear()
    silent: Any = ragas.metrics.base
    # Told not to track, it still gives this machine an id and writes it into the home folder.
    silent.EvaluationEvent = lambda **_told: None
    silent._analytics_batcher = SimpleNamespace(add_evaluation=lambda _event: None)


def our_embedding(embedder: Embedder) -> Any:
    """Our embedding model, as RAGAS asks for one."""
    from ragas.embeddings.base import BaseRagasEmbedding

    class Ours(BaseRagasEmbedding):
        """Each text embedded as a passage: RAGAS compares texts of one kind."""

        def embed_text(self, text: str, **_: Any) -> list[float]:
            found: list[float] = embedder.embed_passages([text])[0].tolist()
            return found

        async def aembed_text(self, text: str, **_: Any) -> list[float]:
            return self.embed_text(text)

    return Ours()


def _measures(embedder: Embedder) -> dict[str, Ask]:
    silence_ragas()
    from ragas.dataset_schema import SingleTurnSample
    from ragas.metrics._context_precision import (
        IDBasedContextPrecision,
        NonLLMContextPrecisionWithReference,
    )
    from ragas.metrics._context_recall import IDBasedContextRecall, NonLLMContextRecall
    from ragas.metrics.collections._semantic_similarity import SemanticSimilarity
    from ragas.metrics.collections.chrf_score import CHRFScore
    from ragas.metrics.collections.quoted_spans import QuotedSpansAlignment

    similarity, chrf, spans = (
        SemanticSimilarity(our_embedding(embedder)),
        CHRFScore(),
        QuotedSpansAlignment(),
    )
    id_precision, id_recall = IDBasedContextPrecision(), IDBasedContextRecall()
    context_precision, context_recall = NonLLMContextPrecisionWithReference(), NonLLMContextRecall()

    def by_id(measure: Any, *, without_contexts: float | None) -> Ask:
        def ask(sample: Sample) -> Awaitable[float] | None:
            if not sample.reference_ids:
                return None
            if not sample.context_ids:
                return _always(without_contexts)
            told = SingleTurnSample(
                retrieved_context_ids=list(sample.context_ids),
                reference_context_ids=list(sample.reference_ids),
            )
            return measure._single_turn_ascore(told, [])  # type: ignore[no-any-return]

        return ask

    def by_text(measure: Any, *, without_contexts: float | None) -> Ask:
        def ask(sample: Sample) -> Awaitable[float] | None:
            if not sample.reference_contexts:
                return None
            if not sample.contexts:
                return _always(without_contexts)
            told = SingleTurnSample(
                retrieved_contexts=list(sample.contexts),
                reference_contexts=list(sample.reference_contexts),
            )
            return measure._single_turn_ascore(told, [])  # type: ignore[no-any-return]

        return ask

    def by_reference(measure: Any) -> Ask:
        def ask(sample: Sample) -> Awaitable[float] | None:
            if not sample.reference or not sample.response:
                return None
            return _value(measure.ascore(reference=sample.reference, response=sample.response))

        return ask

    def by_quotes(sample: Sample) -> Awaitable[float] | None:
        # It leaves shorter spans out, and calls a text of which nothing is left wholly quoted.
        measured = tuple(
            q for q in sample.quotes if len(unmarked(q).split()) >= spans.min_span_words
        )
        if not measured or not sample.contexts:
            return None
        return _value(spans.ascore(as_spans(measured), [unmarked(c) for c in sample.contexts]))

    asks: tuple[Ask, ...] = (
        by_id(id_precision, without_contexts=None),
        by_id(id_recall, without_contexts=0.0),
        by_text(context_precision, without_contexts=None),
        by_text(context_recall, without_contexts=0.0),
        by_reference(similarity),
        by_reference(chrf),
        by_quotes,
    )
    return dict(zip(NAMES, asks, strict=True))


def as_spans(quotes: tuple[str, ...]) -> str:
    """Quotes as the measure of quoted spans reads them: it takes an apostrophe for a quotation mark."""
    return "\n".join(f'"{" ".join(unmarked(quote).split())}"' for quote in quotes)


def unmarked(text: str) -> str:
    """Text without quotation marks and apostrophes, which tell nothing about whether it was quoted."""
    return _MARKS.sub(" ", text)


def _always(value: float | None) -> Awaitable[float] | None:
    """A score that needs no asking: nothing found recalls nothing, and has no precision."""

    async def known(score: float) -> float:
        return score

    return None if value is None else known(value)


async def _value(asked: Awaitable[Any]) -> float:
    return float((await asked).value)
