"""The assistant as a program uses it: ask, stream, search, show, and what is loaded."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Turn
from assistant.chain import (
    Setting,
    build_chain,
    draft_prose,
    fall_back,
    find_passages,
    prose_pieces,
    understand_question,
    verify_draft,
    write_draft,
)
from assistant.chat_failure import ChatFailed
from assistant.generate import open_chat
from assistant.prose import Prose
from assistant.providers import Provider
from assistant.question import COMMAND_LINE_LIMIT, Question, check_question, understand
from assistant.retrieve import retrieve
from corpus.embedder import open_embedder
from corpus.index import IndexReader
from corpus.locator import Locator
from corpus.manifest import default_manifest
from corpus.nouns import Authority, Hit, Language, Passage, Source
from corpus.reranker import open_reranker
from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """Whether a source of the manifest is loaded, in which languages, and if not why."""

    source: Source
    is_loaded: bool
    languages: tuple[Language, ...]
    passage_count: int
    reason: str


class Assistant:
    """Thread-safe; every method follows the served index version."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.chain = build_chain(setting)

    @property
    def index_version(self) -> str:
        """The served index version; raises `IndexMissing`, `IndexMismatch`, `IndexDamaged`."""
        return self.setting.reader.index().version

    @property
    def provider(self) -> Provider | None:
        """Who writes the answers besides us; None: every answer is composed on this machine."""
        return self.setting.chat.provider if self.setting.chat else None

    def ask(
        self,
        question: str,
        *,
        lang: Language | None = None,
        as_of: date | None = None,
        history: Sequence[Turn] = (),
        likely_lang: Language = "fr",
        limit: int = COMMAND_LINE_LIMIT,
    ) -> Answer:
        """The verified answer. Raises `UsageError` for a bad question, `Fault` for a bad index."""
        return self.chain.invoke(_question(question, lang, as_of, history, likely_lang, limit))

    def stream(
        self,
        question: str,
        *,
        lang: Language | None = None,
        as_of: date | None = None,
        history: Sequence[Turn] = (),
        likely_lang: Language = "fr",
        limit: int = COMMAND_LINE_LIMIT,
        authorities: frozenset[Authority] | None = None,
        text_lang: Language | None = None,
    ) -> Iterator[str | Answer]:
        """Markdown pieces as they are written, and last the verified `Answer`.

        The answer's `text` replaces what was streamed: quotes come with it. Raises as `ask` does.
        """
        asked = _question(question, lang, as_of, history, likely_lang, limit)
        asked = replace(asked, authorities=authorities, text_lang=text_lang)
        finding = find_passages(understand_question(asked, self.setting), self.setting)
        if self.setting.chat is None or finding.outcome != "answered":
            answer = verify_draft(write_draft(finding, self.setting))
            yield from (f"{block}\n\n" for block in answer.text.split("\n\n"))
            yield answer
            return
        prose, started = Prose(), time.perf_counter()
        try:
            yield from prose_pieces(finding, self.setting, prose)
        except ChatFailed as failed:
            yield verify_draft(fall_back(finding, self.setting, prose, failed.failure))
            return
        finding.timings.add("answer", time.perf_counter() - started)
        yield verify_draft(draft_prose(finding, self.setting, prose))

    def search(
        self,
        question: str,
        *,
        limit: int = 10,
        source: str | None = None,
        lang: Language | None = None,
        as_of: date | None = None,
    ) -> tuple[Hit, ...]:
        """The `limit` best units, best first; raises `UnknownSource` and as `ask` does."""
        index = self.setting.reader.index()
        if source is not None:
            self.setting.manifest_of(index).source(source)
        cleaned = check_question(question, COMMAND_LINE_LIMIT)
        asked = Question(cleaned, as_of or date.today(), lang, source=source)
        embedder = self.setting.reader.embedder
        manifest = self.setting.manifest_of(index)
        reranker = self.setting.reranker
        found = retrieve(
            understand(asked), index, embedder, manifest=manifest, reranker=reranker, limit=limit
        )
        return found.texts

    def passage(self, locator: str, lang: Language, as_of: date | None = None) -> Passage:
        """The unit at a locator, in `lang` if it exists in it; raises `UnknownLocator`."""
        index = self.setting.reader.index()
        return index.passage(str(Locator.parse(locator)), lang, as_of or date.today())

    def cards(self, lang: Language) -> tuple[Passage, ...]:
        """Our cards in one language, without their bodies."""
        passages = self.setting.reader.index().passages.values()
        return tuple(p for p in passages if p.kind == "card" and p.lang == lang and p.questions)

    def sources(self) -> tuple[SourceStatus, ...]:
        """Every source of the manifest, loaded or not, and the user's own documents."""
        index = self.setting.reader.index()
        records = index.records
        return tuple(
            SourceStatus(
                source=source,
                is_loaded=any(r.passage_count for r in records if r.source == source.id),
                languages=tuple(
                    r.lang for r in records if r.source == source.id and r.passage_count
                ),
                passage_count=sum(r.passage_count for r in records if r.source == source.id),
                reason="; ".join(
                    dict.fromkeys(
                        r.reason for r in records if r.source == source.id and not r.passage_count
                    )
                ),
            )
            for source in self.setting.manifest_of(index).sources.values()
        )


def open_assistant(settings: Settings, *, is_one_shot: bool = False) -> Assistant:
    """An assistant over the served index; the index itself is opened by the first question.

    `is_one_shot`: a program that asks once and ends searches exactly, because opening Chroma takes
    longer than comparing every vector. Raises `EmbedderUnavailable`, `RerankerUnavailable` or `ChatModelUnavailable`.
    """
    index_settings = settings.index
    if is_one_shot:
        index_settings = index_settings.model_copy(update={"vector_store": "exact"})
    embedder = open_embedder(settings.index.embedding_model)
    reader = IndexReader(settings.data.directory, index_settings, embedder)
    name = settings.answer.chat_model
    chat = open_chat(name) if name else None
    reranker = open_reranker(settings.index.reranker)
    return Assistant(Setting(reader, default_manifest(), chat, reranker))


def _question(
    text: str,
    lang: Language | None,
    as_of: date | None,
    history: Sequence[Turn],
    likely_lang: Language,
    limit: int,
) -> Question:
    cleaned = check_question(text, limit)
    day = as_of or date.today()
    return Question(cleaned, day, lang, tuple(history), likely_lang=likely_lang)
