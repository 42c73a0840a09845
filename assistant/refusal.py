""" "I do not know", with what comes nearest, and references that no text holds."""

from __future__ import annotations

from assistant.draft import Draft
from assistant.retrieve import Retrieved
from assistant.wording import phrase
from corpus.index import Index
from corpus.locator import Locator, label
from corpus.manifest import Manifest

NEAREST = 3
"""Passages named where no answer was found."""


def compose_refusal(retrieved: Retrieved, index: Index, manifest: Manifest, kind: str) -> Draft:
    """ "I do not know" (`not_found`, `out_of_scope`), with the nearest passages where they help."""
    lang = retrieved.understood.lang
    lines = [_reason(retrieved, index, manifest, kind)]
    nearest = retrieved.hits[:NEAREST] if kind == "not_found" else ()
    if nearest:
        lines += ["", phrase("nearest", lang)]
        for hit in nearest:
            found = hit.passage
            source = manifest.source(found.source)
            name = label(found.locator, source, lang, page=found.page, heading=found.heading)
            has_heading = found.heading and found.kind != "card"
            heading = f" — {found.heading}" if has_heading else ""
            lines.append(f"- **{name}**{heading}")
    return Draft("\n".join(lines), nearest=tuple(hit.passage.locator for hit in nearest))


def _reason(retrieved: Retrieved, index: Index, manifest: Manifest, kind: str) -> str:
    """Why there is no answer, as precisely as it is known."""
    lang = retrieved.understood.lang
    unknown = _unknown_reference(retrieved, index, manifest)
    if unknown or kind != "not_found":
        return unknown or phrase(kind, lang)
    if retrieved.unknown_documents:
        return phrase("unknown_document", lang, number=f"**{retrieved.unknown_documents[0]}**")
    if retrieved.untellable:
        return phrase(retrieved.untellable, lang)
    return phrase(kind, lang)


def _unknown_reference(retrieved: Retrieved, index: Index, manifest: Manifest) -> str:
    """What to say of a reference the person named that no loaded text holds, else ""."""
    if not retrieved.unknown or retrieved.named:
        return ""
    lang, locator = retrieved.understood.lang, retrieved.unknown[0]
    source = manifest.of_prefix(Locator.parse(locator).source)
    if source is None:
        return ""
    is_loaded = any(record.source == source.id and record.passage_count for record in index.records)
    kind = "no_such_unit" if is_loaded else "unit_not_loaded"
    return phrase(
        kind, lang, unit=f"**{label(locator, source, lang)}**", source=source.short_title(lang)
    )
