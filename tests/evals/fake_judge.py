"""A judge that reads what RAGAS asks and replies in its shape: a statement stands if the context has it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field

from assistant.generate import guarded
from assistant.providers import Provider
from corpus.embedder import Embedder
from evals.judge import Judge
from evals.judge_call import JudgeLimits
from evals.sample import Sample

HERE = Provider("Fake", "localhost", "local", is_local=True)
ABROAD = Provider("Faraway", "api.faraway.example", "US")
_INPUT = re.compile(r"following input\s+input: (\{.*\})\s*Output:", re.DOTALL)

SAMPLE = Sample(
    question="Who may ask the crier to be silent?",
    response="Anybody may ask the crier to be silent. Bread is free.",
    quotes=("Anybody may ask the crier to be silent",),
    contexts=("Anybody may ask the crier to be silent.", "The crier walks at noon."),
    context_ids=("gdpr:art-21", "gdpr:art-5"),
    reference="Anybody may ask the crier to be silent.",
    reference_contexts=(),
    reference_ids=("gdpr:art-21",),
)


class FakeJudge(BaseChatModel):
    """Says what `says` makes of a prompt, in one piece; an exception is raised instead."""

    says: Callable[[str], Any]
    asked: list[str] = Field(default_factory=list)
    temperature: float | None = 0.0
    num_ctx: int | None = None

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError("a judge is streamed, like any chat model here")

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        prompt = str(messages[0].content)
        self.asked.append(prompt)
        said = self.says(prompt)
        if isinstance(said, Exception):
            raise said
        yield ChatGenerationChunk(message=AIMessageChunk(content=said))


def honest(prompt: str) -> str:
    """A right reply to each of RAGAS's prompts."""
    found = _INPUT.search(prompt)
    if found is None:
        return "yes"
    told = json.loads(found[1])
    if "atomicity" in told:
        return json.dumps({"claims": _sentences(told["response"])})
    if "statements" in told:
        return json.dumps(
            {"statements": [_verdict(one, told["context"]) for one in told["statements"]]}
        )
    if "context" in told and "verdict" in prompt:
        is_useful = told["answer"][:20] in told["context"]
        return json.dumps({"reason": "", "verdict": int(is_useful)})
    if "context" in told:
        rows = [
            {"statement": one, "reason": "", "attributed": int(one in told["context"])}
            for one in _sentences(told["answer"])
        ]
        return "```json\n" + json.dumps({"classifications": rows}) + "\n```"
    if "answer" in told:
        return json.dumps({"statements": _sentences(told["answer"])})
    return json.dumps({"question": SAMPLE.question, "noncommittal": 0})


def saying(reply: Any) -> Callable[[str], Any]:
    """A judge that always says the same."""
    return lambda _prompt: reply


def slow(_prompt: str) -> str:
    """A judge that lets others wait."""
    time.sleep(0.4)
    return "yes"


def fake_judge(
    says: Callable[[str], Any],
    embedder: Embedder,
    path: Path,
    limits: JudgeLimits | None = None,
    **other: Any,
) -> tuple[Judge, FakeJudge]:
    """A judge over a fake model, and the model, which knows what it was asked."""
    limits = limits or JudgeLimits()
    model = FakeJudge(says=says, temperature=other.get("temperature", 0.0))
    chat = guarded(
        model, other.get("name", "fake:judge"), other.get("provider", HERE), limits.chat()
    )
    return Judge(chat, embedder, path, limits), model


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=\.) ", text) if sentence]


def _verdict(statement: str, context: str) -> dict[str, Any]:
    return {"statement": statement, "reason": "", "verdict": int(statement in context)}
