"""The calls to a judge: bounded, kept on disk, every failure under a name; with it RAGAS's other door.

RAGAS asks through `JudgeCall.ask`; what cannot be had is a `JudgeFailed`, never a made-up score.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import sqlite3
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from assistant.chat_failure import NOT_THE_PROVIDER, ChatFailed, Failure
from assistant.chat_limits import ChatLimits
from assistant.generate import Chat, whole_reply
from assistant.personal_data import Mask
from corpus.embedder import Embedder
from corpus.errors import InvalidInput
from evals.ragas_scores import our_embedding, silence_ragas

GIVEN_UP_AFTER = 5
"""Calls in a row that the provider failed; no other is made after them."""
REPLY_TOKENS = 4_000
"""A verdict repeats each statement with its reason, so that it is longer than an answer."""
REPLY_CHARACTERS = 40_000
_OWN_CHARACTERS = 9_000
"""Of a prompt besides the texts: RAGAS's own examples, the answer, its statements."""
_NEVER = 1_000_000
_SHOWN = 12
_MARKS = ("verdict", "attributed", "noncommittal")
_PROBLEMS: Mapping[str, str] = {
    **dict.fromkeys(("slow", "stalled", "endless"), "timeout"),
    **dict.fromkeys(
        ("refused_connection", "unknown_host", "insecure", "unreachable", "down", "cut"),
        "unreachable",
    ),
    **dict.fromkeys(("garbled", "empty"), "unreadable"),
}
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class JudgeLimits:
    """What a judge may cost in one run; tests inject small ones. The README's table holds them.

    `calls` counts a call tried again once, `seconds` only the time spent waiting for replies.
    """

    calls: int = 10_000
    seconds_per_call: float = 120
    seconds: float = 14_400
    context_characters: int = 24_000
    """Of the texts told with one answer; a prompt adds 2,000 to 6,000 characters of RAGAS's own."""

    @property
    def tokens(self) -> int:
        """The context a model needs for the longest prompt and its reply, on the safe side."""
        told = self.context_characters + _OWN_CHARACTERS
        return round(told / ChatLimits().characters_per_token) + REPLY_TOKENS

    def chat(self) -> ChatLimits:
        """The limits of the chat model: one time for all, no rest, since `GIVEN_UP_AFTER` ends it."""
        each = self.seconds_per_call
        return ChatLimits(
            first_piece_seconds=each,
            local_first_piece_seconds=each,
            between_pieces_seconds=each,
            total_seconds=each,
            local_total_seconds=each,
            longest_wait_seconds=each,
            failures_before_rest=_NEVER,
            answer_tokens=REPLY_TOKENS,
            answer_characters=REPLY_CHARACTERS,
        )


class JudgeFailed(Exception):
    """A verdict that cannot be had, and why in one word; it never leaves `evals.judge`."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class Replies:
    """The readable replies of judges, by hash of model and prompt, in one file of SQLite.

    Raises `InvalidInput` for a file that is none.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, isolation_level=None)
        try:
            self._file.execute("CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, text TEXT)")
        except sqlite3.DatabaseError as error:
            self._file.close()
            reason = f"not the judge's replies: {error}; delete it to have them judged anew"
            raise InvalidInput(value=str(path), reason=reason) from error

    def get(self, key: str) -> str | None:
        """The reply kept under a key."""
        found = self._file.execute("SELECT text FROM reply WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def keep(self, key: str, text: str) -> None:
        """Keep a reply; it is on disk when this returns."""
        self._file.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, text))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class JudgeCall:
    """Asks a judge, from its kept replies where they hold one; counts what it costs."""

    def __init__(self, chat: Chat, replies: Replies, limits: JudgeLimits) -> None:
        self.calls = self.from_cache = 0
        self.seconds = 0.0
        self.given_up = ""
        """Why no other call is made; "" while they are."""
        self._chat, self._replies, self._limits = chat, replies, limits
        self._failed_in_a_row = 0
        self._stated = 0

    @property
    def model(self) -> str:
        """Name, host and temperature: what a reply depends on besides the prompt."""
        temperature = getattr(self._chat.model, "temperature", None)
        told = "its own" if temperature is None else f"{temperature:g}"
        return f"{self._chat.name} at {self._chat.provider.host}, temperature {told}"

    def ask(self, prompt: str, shape: type[Shape]) -> Shape:
        """The reply to a prompt, in the shape it asks for; raises `JudgeFailed`."""
        if not self._chat.provider.is_local:  # the answer may quote a reader's own documents
            prompt = Mask("en")(prompt)
        key = hashlib.sha256(f"{self.model}\n{prompt}".encode()).hexdigest()
        kept = self._replies.get(key)
        if kept is not None:
            self.from_cache += 1
            return self._checked(_read(kept, shape))
        text = self._call(prompt)
        reply = self._checked(_read(text, shape))
        self._replies.keep(key, text)
        return reply

    def _call(self, prompt: str) -> str:
        if self.given_up:
            raise JudgeFailed(self.given_up)
        if self.calls >= self._limits.calls or self.seconds >= self._limits.seconds:
            raise JudgeFailed("bounded")
        self.calls += 1
        started = time.monotonic()
        try:
            text = whole_reply(self._chat, [("human", prompt)])
        except ChatFailed as failed:
            raise self._failed(failed.failure) from None
        finally:
            self.seconds += time.monotonic() - started
        self._failed_in_a_row = 0
        return text

    def _failed(self, failure: Failure) -> JudgeFailed:
        problem = problem_of(failure)
        if failure.kind not in NOT_THE_PROVIDER:
            self._failed_in_a_row += 1
            self.given_up = problem if self._failed_in_a_row >= GIVEN_UP_AFTER else ""
        return JudgeFailed(problem)

    def _checked(self, reply: Shape) -> Shape:
        """The reply, if it judges all it was told to: RAGAS makes a score of whatever is there."""
        for name, field in type(reply).model_fields.items():
            value = getattr(reply, name)
            if get_args(field.annotation) == (str,):  # what is to be judged next
                self._stated = len(value)
                if name == "claims" and not value:
                    raise JudgeFailed("incomplete")
            elif name == "statements" and len(value) != self._stated:
                raise JudgeFailed("incomplete")
            for one in value if isinstance(value, list) else [reply]:
                if any(getattr(one, mark, 0) not in (0, 1) for mark in _MARKS):
                    raise JudgeFailed("unreadable")
        if not getattr(reply, "question", "?").strip():
            raise JudgeFailed("incomplete")
        return reply


def problem_of(failure: Failure) -> str:
    """A chat model's failure in the words of a judge's: what is one to whoever reads the report."""
    return _PROBLEMS.get(failure.kind, failure.kind)


def _read(text: str, shape: type[Shape]) -> Shape:
    """The first object of a reply: models put words around it, and some go on with another."""
    try:
        told, _end = json.JSONDecoder().raw_decode(text, max(0, text.find("{")))
        return shape.model_validate(told)
    except (ValidationError, ValueError, RecursionError):
        raise JudgeFailed("unreadable") from None


def measures_of(call: JudgeCall, embedder: Embedder) -> dict[str, Any]:
    """RAGAS's five measures, asking our judge; relevancy compares by our embedder."""
    silence_ragas()
    from ragas.llms.base import InstructorBaseRagasLLM
    from ragas.metrics.collections import (
        AnswerRelevancy,
        ContextPrecisionWithReference,
        ContextRecall,
        FactualCorrectness,
        Faithfulness,
    )

    class Ours(InstructorBaseRagasLLM):
        """Our judge, as RAGAS asks for one."""

        def generate(self, prompt: str, response_model: type[Shape]) -> Shape:
            return call.ask(prompt, response_model)

        async def agenerate(self, prompt: str, response_model: type[Shape]) -> Shape:
            return call.ask(prompt, response_model)

    ours = Ours()
    return {
        "judge_faithfulness": Faithfulness(llm=ours),
        # At temperature 0 the same question thrice has one answer.
        "judge_answer_relevancy": AnswerRelevancy(
            llm=ours, embeddings=our_embedding(embedder), strictness=1
        ),
        "judge_context_precision": ContextPrecisionWithReference(llm=ours),
        "judge_context_recall": ContextRecall(llm=ours),
        "judge_factual_correctness": FactualCorrectness(llm=ours),
    }


def ragas_version() -> str:
    """The installed version."""
    return version("ragas")


def prompts_hash(measures: Mapping[str, Any]) -> str:
    """One word for all that RAGAS tells the judge and makes of its replies: the measures' own source."""
    import ragas.prompt.metrics.base_prompt

    modules = [ragas.prompt.metrics.base_prompt]
    for measure in measures.values():
        home = type(measure).__module__
        modules += [sys.modules[home], sys.modules[f"{home.removesuffix('.metric')}.util"]]
    told = "\n".join(map(inspect.getsource, modules))
    return hashlib.sha256(told.encode()).hexdigest()[:_SHOWN]
