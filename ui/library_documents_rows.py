"""The user's documents as rows: what is in the folder beside what the served version holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import streamlit as st

from corpus.errors import IndexMissing
from corpus.nouns import USER_SOURCE_PREFIX, Language
from corpus.settings import Settings
from corpus.store import SourceRecord
from ui.reasons import reason_in

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.index import Index
    from ingest.document_survey import UserDocument

State = Literal["published", "waiting", "changed", "refused", "leaving"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document: `is_indexed` when the served version knows of it, refused or not."""

    source: str
    title: str
    state: State
    passage_count: int = 0
    flags: tuple[str, ...] = ()
    reason: str = ""
    is_indexed: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether a publication would change what the answers stand on."""
        return self.state in ("waiting", "changed", "leaving")


def document_rows(assistant: Assistant, settings: Settings, lang: Language) -> list[DocumentRow]:
    """Every document of the folder, then those still in the index whose file is gone."""
    from ingest.documents import list_documents

    index = _index(assistant)
    records = {
        record.source: record
        for record in (index.records if index else ())
        if record.source.startswith(USER_SOURCE_PREFIX)
    }
    flags = _flags(index)
    found = list_documents(settings)
    rows = [
        _row(one, records.get(one.source_id), flags.get(one.source_id, ()), lang) for one in found
    ]
    present = {one.source_id for one in found}
    gone = [record for name, record in records.items() if name not in present]
    return rows + [
        DocumentRow(
            record.source,
            record.title or record.source,
            "leaving",
            record.passage_count,
            flags.get(record.source, ()),
            is_indexed=True,
        )
        for record in gone
        if record.passage_count
    ]


def _row(
    document: UserDocument, record: SourceRecord | None, flags: tuple[str, ...], lang: Language
) -> DocumentRow:
    state, reason = _state(document, record, lang)
    return DocumentRow(
        source=document.source_id,
        title=document.title,
        state=state,
        passage_count=record.passage_count if record else 0,
        flags=flags,
        reason=reason,
        is_indexed=record is not None,
    )


def _state(
    document: UserDocument, record: SourceRecord | None, lang: Language
) -> tuple[State, str]:
    if document.reason:
        refusal = document.refusal
        return "refused", refusal.message(lang) if refusal else reason_in(lang, document.reason)
    if record is None:
        return "waiting", ""
    status = document.path.stat()
    if _digest(document.path, status.st_mtime_ns, status.st_size) != record.sha256:
        return "changed", ""
    if record.passage_count == 0:
        return "refused", reason_in(lang, record.reason, record.refusal)
    return "published", ""


@st.cache_data(show_spinner=False, max_entries=500)
def _digest(path: Path, changed_ns: int, size: int) -> str:
    """The digest of a file as the ingestion computes it; computed again when it has changed."""
    from ingest.obtain import digest

    return digest(path)


def _flags(index: Index | None) -> dict[str, tuple[str, ...]]:
    """What the passages of each document must be warned of."""
    found: dict[str, set[str]] = {}
    for passage in index.passages.values() if index else ():
        if passage.flags and passage.source.startswith(USER_SOURCE_PREFIX):
            found.setdefault(passage.source, set()).update(passage.flags)
    return {name: tuple(sorted(flags)) for name, flags in found.items()}


def _index(assistant: Assistant) -> Index | None:
    try:
        return assistant.setting.reader.index()
    except IndexMissing:  # the first document may be added before anything was published
        return None
