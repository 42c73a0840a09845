"""Retrieval as a LangChain `BaseRetriever`, for use in chains that are not ours."""

from __future__ import annotations

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.assistant import Assistant
from corpus.locator import label
from corpus.nouns import Hit, Language


class PassageRetriever(BaseRetriever):
    """Documents whose text is a passage's words and whose metadata carry its locator.

    `limit` hits, of one `source` or one `lang` if given, of the law in force on `as_of`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    limit: int = 10
    source: str | None = None
    lang: Language | None = None
    as_of: date | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.assistant.search(
            query, limit=self.limit, source=self.source, lang=self.lang, as_of=self.as_of
        )
        return [
            Document(hit.focus.full_text, id=hit.passage.id, metadata=self._metadata(hit))
            for hit in hits
        ]

    def _metadata(self, hit: Hit) -> dict[str, Any]:
        passage = hit.passage
        setting = self.assistant.setting
        source = setting.manifest_of(setting.reader.index()).source(passage.source)
        return {
            "locator": passage.locator,
            "label": label(
                passage.locator, source, passage.lang, page=passage.page, heading=passage.heading
            ),
            "source": passage.source,
            "lang": passage.lang,
            "authority": source.authority,
            "url": passage.url,
            "page": passage.page,
            "score": hit.score,
        }
