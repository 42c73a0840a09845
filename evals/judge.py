"""RAGAS with a judge: five measures of an answer that a chat model gives, pinned, bounded and kept.

A measure that fails has no score and a name for what failed; nothing is made up in its place.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.chat_failure import ChatFailed
from assistant.generate import Chat, open_chat, whole_reply
from corpus.embedder import Embedder
from corpus.errors import ChatModelUnavailable, JudgeUnavailable
from evals.judge_call import (
    JudgeCall,
    JudgeFailed,
    JudgeLimits,
    Replies,
    measures_of,
    problem_of,
    prompts_hash,
    ragas_version,
)
from evals.judge_words import NOT_OPENED, REMEDIES
from evals.sample import Sample

NAMES = (
    "judge_faithfulness",
    "judge_answer_relevancy",
    "judge_context_precision",
    "judge_context_recall",
    "judge_factual_correctness",
)
_PROBE = "Reply with the one word yes."
Ask = Callable[[Sample], Awaitable[Any] | float | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score from 0 to 1, or None: with a `problem` the measure failed, without one it does not apply."""

    score: float | None
    problem: str = ""


@contextmanager
def open_judge(
    name: str, embedder: Embedder, cache_path: Path, limits: JudgeLimits | None = None
) -> Iterator[Judge]:
    """The judge behind a provider string ("ollama:mistral"), which has answered a first call.

    Raises `JudgeUnavailable` where it cannot be opened or reached, before anything is judged.
    """
    limits = limits or JudgeLimits()
    try:
        chat = open_chat(name, limits.chat())
    except ChatModelUnavailable as error:
        reason = error.values["reason"]
        raise JudgeUnavailable(
            model=name, reason=reason, remedy_fr=NOT_OPENED["fr"], remedy_en=NOT_OPENED["en"]
        ) from error
    if hasattr(chat.model, "num_ctx"):
        # Ollama cuts a prompt that is longer than its context, and says nothing of it.
        chat.model.num_ctx = limits.tokens
    _reach(chat, limits)
    with Judge(chat, embedder, cache_path, limits) as judge:
        yield judge


def _reach(chat: Chat, limits: JudgeLimits) -> None:
    """One call whose reply does not matter: half the run would be lost to a wrong address."""
    try:
        whole_reply(chat, [("human", _PROBE)])
    except ChatFailed as failed:
        failure = failed.failure
        if failure.kind in ("empty", "filtered", "declined"):
            return
        told = REMEDIES.get(problem_of(failure), REMEDIES[""])
        place = {"host": chat.provider.host, "seconds": round(limits.seconds_per_call)}
        reason = failure.kind + (f", HTTP {failure.status}" if failure.status else "")
        raise JudgeUnavailable(
            model=chat.name,
            reason=reason,
            remedy_fr=told["fr"].format(**place),
            remedy_en=told["en"].format(**place),
        ) from None


class Judge:
    """Judges samples, one at a time; as a context it closes its kept replies and its event loop."""

    def __init__(
        self, chat: Chat, embedder: Embedder, cache_path: Path, limits: JudgeLimits
    ) -> None:
        self._limits = limits
        self._replies = Replies(cache_path)
        self._call = JudgeCall(chat, self._replies, limits)
        measures = measures_of(self._call, embedder)
        self._asks = _asks(measures)
        # Not asyncio's Runner: its own handling of Ctrl-C would wait for a call to end.
        self._loop = asyncio.new_event_loop()
        self._scored: Counter[str] = Counter()
        self._failed: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
        self._cut = 0
        self.fingerprint = {
            "model": self._call.model,
            "ragas": ragas_version(),
            "prompts": prompts_hash(measures),
            "context_characters": str(limits.context_characters),
        }

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.close()
        self._replies.close()

    def score(self, sample: Sample) -> dict[str, Verdict]:
        """The verdict of every measure of `NAMES`; nothing raises, a failure is a verdict."""
        told = within(sample, self._limits.context_characters)
        self._cut += told.contexts != sample.contexts
        return {name: self._verdict(name, told) for name in NAMES}

    def report(self) -> dict[str, Any]:
        """What it cost, and what came of each measure: scored, and failed by what failed."""
        failures = sum(self._failed.values(), Counter[str]())
        return {
            **self.fingerprint,
            "calls": self._call.calls,
            "from_cache": self._call.from_cache,
            "seconds": round(self._call.seconds, 1),
            "given_up": self._call.given_up,
            "cut_samples": self._cut,
            "failures": dict(failures),
            "measures": {
                name: {"scored": self._scored[name], "failures": dict(self._failed[name])}
                for name in NAMES
            },
        }

    def _verdict(self, name: str, sample: Sample) -> Verdict:
        verdict = self._asked(self._asks[name], sample)
        if verdict.problem:
            self._failed[name][verdict.problem] += 1
        elif verdict.score is not None:
            self._scored[name] += 1
        return verdict

    def _asked(self, ask: Ask, sample: Sample) -> Verdict:
        asked = ask(sample)
        if asked is None or isinstance(asked, float):
            return Verdict(asked)
        try:
            value = self._loop.run_until_complete(_value(asked))
        except JudgeFailed as failed:
            return Verdict(None, failed.problem)
        except (ValueError, TypeError, ArithmeticError, AssertionError, AttributeError):
            return Verdict(None, "ragas")
        # A cosine of two equal texts may come out a hair above 1.
        return Verdict(None, "nan") if math.isnan(value) else Verdict(min(1.0, max(0.0, value)))


def within(sample: Sample, characters: int) -> Sample:
    """The sample with contexts of so many characters in all: what it quotes is the last to be left out.

    They stay in their order, since precision depends on it.
    """
    quotes = [" ".join(quote.split()) for quote in sample.quotes]

    def is_uncited(number: int) -> bool:
        plain = " ".join(sample.contexts[number].split())
        return not any(quote in plain for quote in quotes)

    kept: dict[int, str] = {}
    for number in sorted(range(len(sample.contexts)), key=is_uncited):
        left = characters - sum(map(len, kept.values()))
        if left > 0:
            kept[number] = sample.contexts[number][:left]
    return replace(sample, contexts=tuple(kept[number] for number in sorted(kept)))


def _asks(measures: Mapping[str, Any]) -> dict[str, Ask]:
    """How each measure is asked; None where a sample lacks what it needs."""

    def faithfulness(sample: Sample) -> Awaitable[Any] | float | None:
        if not sample.response or not sample.contexts:
            return None
        told = {"user_input": sample.question, "response": sample.response}
        ascore = measures["judge_faithfulness"].ascore
        return ascore(**told, retrieved_contexts=list(sample.contexts))  # type: ignore[no-any-return]

    def relevancy(sample: Sample) -> Awaitable[Any] | float | None:
        if not sample.response:
            return None
        ascore = measures["judge_answer_relevancy"].ascore
        return ascore(user_input=sample.question, response=sample.response)  # type: ignore[no-any-return]

    def context(name: str, *, without_contexts: float | None) -> Ask:
        def ask(sample: Sample) -> Awaitable[Any] | float | None:
            if not sample.reference:
                return None
            if not sample.contexts:
                return without_contexts
            told = {"user_input": sample.question, "reference": sample.reference}
            ascore = measures[name].ascore
            return ascore(**told, retrieved_contexts=list(sample.contexts))  # type: ignore[no-any-return]

        return ask

    def correctness(sample: Sample) -> Awaitable[Any] | float | None:
        if not sample.response or not sample.reference:
            return None
        ascore = measures["judge_factual_correctness"].ascore
        return ascore(response=sample.response, reference=sample.reference)  # type: ignore[no-any-return]

    asks: tuple[Ask, ...] = (
        faithfulness,
        relevancy,
        context("judge_context_precision", without_contexts=None),
        context("judge_context_recall", without_contexts=0.0),
        correctness,
    )
    return dict(zip(NAMES, asks, strict=True))


async def _value(asked: Awaitable[Any]) -> float:
    return float((await asked).value)
