"""One unit by locator, and the list of sources, read from the index without loading a model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.cite import Fact, cite, facts_of
from assistant.sentences import Span
from corpus.errors import UnknownLocator
from corpus.index import Index, open_index
from corpus.locator import Locator, label
from corpus.manifest import Manifest, as_recorded, default_manifest
from corpus.nouns import Authority, Language, Passage, SourceStatus
from corpus.settings import Settings
from corpus.versions import IndexVersions


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as shown: its label in the reader's language, its text in the language it has."""

    passage: Passage
    label: str
    authority: Authority
    url: str
    languages: tuple[Language, ...]
    is_loaded: bool = True
    applies_from: date | None = None
    applies_until: date | None = None
    status: SourceStatus = "current"
    facts: tuple[Fact, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract of `recital show --json`."""
        passage = self.passage
        return {
            "locator": passage.locator,
            "lang": passage.lang,
            "label": self.label,
            "heading": passage.heading,
            "text": passage.full_text,
            "authority": self.authority,
            "source": passage.source,
            "url": self.url,
            "page": passage.page,
            "languages": list(self.languages),
            "is_loaded": self.is_loaded,
            "status": self.status,
            "flags": list(passage.flags),
            "applies_from": self.applies_from.isoformat() if self.applies_from else None,
            "applies_until": self.applies_until.isoformat() if self.applies_until else None,
            "last_modified": passage.last_modified.isoformat() if passage.last_modified else None,
        }


def show_unit(settings: Settings, locator: str, lang: Language, as_of: date | None = None) -> Unit:
    """The unit at a locator; raises `UnknownLocator`, `IndexMissing`, `IndexDamaged`."""
    return find_unit(open_texts(settings), default_manifest(), locator, lang, as_of)


def find_unit(
    index: Index, manifest: Manifest, locator: str, lang: Language, as_of: date | None = None
) -> Unit:
    """The unit in `lang`, else in the language it has; a named but unloaded source has no text.

    Raises `UnknownLocator` when its source is loaded without it, or unknown.
    """
    parsed = Locator.parse(locator)
    known = manifest.with_documents(index.documents).as_held(index.records)
    source = known.of_locator(locator)
    if not index.has(str(parsed)):
        held = {r.source for r in index.records if r.passage_count}
        if any(known.source(name).prefix == source.prefix for name in held & known.sources.keys()):
            raise UnknownLocator(locator=locator)
        empty = Passage(str(parsed), source.languages[0], source.id, "section", "", "")
        name = label(str(parsed), source, lang)
        return Unit(empty, name, source.authority, source.url(lang), (), is_loaded=False)
    passage = index.passage(str(parsed), lang, as_of or date.today())
    source = known.source_of(passage)
    whole = Span(0, len(passage.text))
    return Unit(
        passage=passage,
        label=label(str(parsed), source, lang, page=passage.page, heading=passage.heading),
        authority=source.authority,
        url=passage.url or source.url(passage.lang),
        languages=index.languages(str(parsed)),
        applies_from=passage.applies_from or source.applies_from,
        applies_until=passage.applies_until or source.applies_until,
        status=source.status,
        facts=facts_of(cite(1, passage, whole, source, lang, unit=passage), lang),
    )


def source_rows(settings: Settings, lang: Language) -> list[dict[str, Any]]:
    """Every source of the manifest with what became of it, per language."""
    index = open_texts(settings)
    manifest = default_manifest().with_documents(index.documents)
    return [
        {
            "id": record.source,
            "title": manifest.source(record.source).title(lang),
            "lang": record.lang,
            "authority": manifest.source(record.source).authority,
            "status": record.status,
            "text_status": as_recorded(manifest.source(record.source), record).status,
            "origin": record.origin,
            "passages": record.passage_count,
            "reason": record.reason,
        }
        for record in index.records
        if record.source in manifest.sources
    ]


def open_texts(settings: Settings) -> Index:
    """The served version, for reading its texts; raises `IndexMissing`, `IndexDamaged`."""
    versions = IndexVersions(settings.data.directory)
    exact = settings.index.model_copy(update={"vector_store": "exact"})
    return open_index(versions, versions.require_current(), exact)
