"""The chain, read top to bottom: understand, retrieve, answer, verify.

`build_chain` gives it as a LangChain `Runnable` from a `Question` to an `Answer`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from assistant.answer import Answer, Mode, Outcome
from assistant.chat_failure import ChatFailed, Failure
from assistant.chat_words import failure_notice
from assistant.compose import Draft, compose, compose_refusal, fitted
from assistant.generate import Chat, stream_prose
from assistant.limits import within_limits
from assistant.prose import Prose, draft_from_prose, fault_of
from assistant.question import Question, Understood, understand
from assistant.retrieve import Retrieved, retrieve, retrieve_sentences
from assistant.scope import answering_documents, decide, is_nearly_ours, is_plainly_ours
from assistant.verify import check_quotes, unsupported_sentences
from assistant.wording import DISCLAIMER, spoken_date
from corpus.embedder import Embedder
from corpus.index import Index, IndexReader
from corpus.manifest import Manifest
from corpus.reranker import Reranker

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the stages work with: the served index, the models, the manifest."""

    reader: IndexReader
    manifest: Manifest
    chat: Chat | None = None
    reranker: Reranker | None = None

    def manifest_of(self, index: Index) -> Manifest:
        """The manifest as an index version holds it, with the user's own documents."""
        return self.manifest.with_documents(index.documents).as_held(index.records)


@dataclass(slots=True)
class Timings:
    """Milliseconds per stage of one answer."""

    started: float = field(default_factory=time.perf_counter)
    stages: dict[str, float] = field(default_factory=dict)

    def measure(self, stage: str, work: Callable[[], Value]) -> Value:
        """Run one stage and note how long it took."""
        before = time.perf_counter()
        value = work()
        self.add(stage, time.perf_counter() - before)
        return value

    def add(self, stage: str, seconds: float) -> None:
        """Note time spent in a stage that could not be run as one piece of work."""
        self.stages[stage] = round(self.stages.get(stage, 0.0) + seconds * 1000, 2)

    def finished(self) -> dict[str, float]:
        """All stages, and the total since the question came in."""
        stages = {
            name: self.stages.get(name, 0.0)
            for name in ("understand", "retrieve", "answer", "verify")
        }
        return {**stages, "total": round((time.perf_counter() - self.started) * 1000, 2)}


@dataclass(frozen=True, slots=True)
class Understanding:
    """After the first stage: one index version serves the whole answer."""

    understood: Understood
    index: Index
    timings: Timings


@dataclass(frozen=True, slots=True)
class Finding:
    """After retrieval: what was found, and whether it answers."""

    retrieved: Retrieved
    outcome: Outcome
    index: Index
    timings: Timings


@dataclass(frozen=True, slots=True)
class Drafted:
    """After answering: a draft nobody has verified yet."""

    finding: Finding
    draft: Draft
    outcome: Outcome
    mode: Mode
    model: str | None = None


def build_chain(setting: Setting) -> Runnable[Question, Answer]:
    """The whole chain as a Runnable: `build_chain(setting).invoke(Question(...))`."""
    from langchain_core.runnables import RunnableLambda

    def understood(question: Question) -> Understanding:
        return understand_question(question, setting)

    def found(understanding: Understanding) -> Finding:
        return find_passages(understanding, setting)

    def drafted(finding: Finding) -> Drafted:
        return write_draft(finding, setting)

    return (
        RunnableLambda(understood, name="understand")
        | RunnableLambda(found, name="retrieve")
        | RunnableLambda(drafted, name="answer")
        | RunnableLambda(verify_draft, name="verify")
    )


def understand_question(question: Question, setting: Setting) -> Understanding:
    """First stage. Raises what opening the index raises."""
    timings = Timings()
    index = setting.reader.index()
    understood = timings.measure("understand", lambda: understand(question))
    return Understanding(understood, index, timings)


def find_passages(state: Understanding, setting: Setting) -> Finding:
    """Second stage: ranked passages, and whether they answer the question."""
    embedder: Embedder = setting.reader.embedder
    retrieved = state.timings.measure(
        "retrieve",
        lambda: retrieve(
            state.understood,
            state.index,
            embedder,
            manifest=setting.manifest_of(state.index),
            reranker=setting.reranker,
        ),
    )
    outcome = decide(retrieved, embedder.name)
    if outcome == "out_of_scope" and is_nearly_ours(retrieved, embedder.name):
        outcome = state.timings.measure("retrieve", lambda: _by_sentences(state, setting))
    own = answering_documents(retrieved) if outcome == "out_of_scope" else ()
    if own:
        retrieved, outcome = replace(retrieved, hits=own), "answered"
    return Finding(retrieved, outcome, state.index, state.timings)


def write_draft(finding: Finding, setting: Setting) -> Drafted:
    """Third stage: the chat model's prose if there is one and it works, else composed."""
    if setting.chat is None or finding.outcome != "answered":
        return _compose(finding, setting)
    prose = Prose()
    try:
        finding.timings.measure("answer", lambda: "".join(prose_pieces(finding, setting, prose)))
    except ChatFailed as failed:
        return fall_back(finding, setting, prose, failed.failure)
    return draft_prose(finding, setting, prose)


def prose_pieces(finding: Finding, setting: Setting, prose: Prose) -> Iterator[str]:
    """The chat model's prose as it is written, gathered in `prose`; raises `ChatFailed`."""
    assert setting.chat is not None
    manifest = setting.manifest_of(finding.index)
    return stream_prose(setting.chat, finding.retrieved, manifest, prose)


def draft_prose(finding: Finding, setting: Setting, prose: Prose) -> Drafted:
    """The draft of a chat model's finished prose; its "no answer" is a `not_found`.

    Prose that cites nothing, mostly cannot be supported, or is in another language is not shown.
    """
    assert setting.chat is not None
    manifest = setting.manifest_of(finding.index)
    draft = draft_from_prose(prose, finding.retrieved, finding.index, manifest)
    if draft is None:
        return _compose(replace(finding, outcome="not_found"), setting, prose.notices)
    asked = finding.retrieved.understood
    share = setting.chat.limits.unsupported_share
    fault = finding.timings.measure("verify", lambda: fault_of(draft, asked, finding.index, share))
    if fault is not None:
        return fall_back(finding, setting, prose, Failure(fault))
    bounded = within_limits(draft, "answered", finding.retrieved, finding.index, manifest)
    return Drafted(finding, bounded, "answered", "generated", setting.chat.name)


def fall_back(finding: Finding, setting: Setting, prose: Prose, failure: Failure) -> Drafted:
    """The composed answer in place of a chat model's that failed, saying what did and what to do."""
    assert setting.chat is not None
    lang = finding.retrieved.understood.lang
    notice = failure_notice(failure, setting.chat.provider, lang)
    return _compose(finding, setting, (notice, *prose.notices))


def verify_draft(drafted: Drafted) -> Answer:
    """Last stage: every quote looked up again, every sentence held against what it cites."""
    finding, draft = drafted.finding, drafted.draft
    understood, index = finding.retrieved.understood, finding.index
    lang, as_of = understood.lang, understood.question.as_of
    citations = finding.timings.measure(
        "verify", lambda: check_quotes(draft.citations, index, as_of)
    )
    unsupported: tuple[str, ...] = ()
    if drafted.outcome == "answered":
        unsupported = finding.timings.measure(
            "verify", lambda: unsupported_sentences(draft.text, citations, index, as_of)
        )
    disclaimer = DISCLAIMER[lang].format(day=spoken_date(as_of, lang))
    notes = [f"*{note}*" for note in draft.notices]
    return Answer(
        question=understood.question.text,
        lang=lang,
        outcome=drafted.outcome,
        mode=drafted.mode,
        text="\n\n".join([draft.text, *notes, f"*{disclaimer}*"]),
        citations=citations,
        index_version=index.version,
        as_of=as_of,
        unsupported=unsupported,
        nearest=draft.nearest,
        notices=draft.notices,
        model=drafted.model,
        timings_ms=finding.timings.finished(),
    )


def _by_sentences(state: Understanding, setting: Setting) -> Outcome:
    """A story is of our field if one of its sentences plainly is."""
    sentences = retrieve_sentences(
        state.understood,
        state.index,
        setting.reader.embedder,
        manifest=setting.manifest_of(state.index),
    )
    return "answered" if any(map(is_plainly_ours, sentences)) else "out_of_scope"


def _compose(finding: Finding, setting: Setting, notices: tuple[str, ...] = ()) -> Drafted:
    manifest = setting.manifest_of(finding.index)

    def work() -> Draft:
        retrieved, index, outcome = finding.retrieved, finding.index, finding.outcome
        if outcome == "answered":
            draft = compose(retrieved, index, manifest)
        else:
            draft = compose_refusal(retrieved, index, manifest, outcome)
        told = within_limits(draft, outcome, retrieved, index, manifest)
        return fitted(told, retrieved) if outcome == "answered" else told

    draft = finding.timings.measure("answer", work)
    draft = replace(draft, notices=(*notices, *draft.notices))
    return Drafted(finding, draft, finding.outcome, "composed")
