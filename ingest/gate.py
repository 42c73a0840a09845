"""What a refused text costs: it is never passed over in silence, and the GDPR is never lost to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.errors import GdprRefused
from corpus.nouns import USER_SOURCE_PREFIX, Language
from corpus.store import SourceRecord
from ingest.fetch_words import reason_in
from ingest.previous import Reading

GDPR = "gdpr"


def refused_texts(records: Iterable[SourceRecord]) -> list[SourceRecord]:
    """The texts of the manifest of which every document found was refused, kept ones included.

    A text that no origin has is no such text, nor is one of the user's own documents.
    """
    return [
        record
        for record in records
        if not record.source.startswith(USER_SOURCE_PREFIX)
        and (record.status == "refused" or (record.status == "kept" and record.refusal))
    ]


def require_gdpr(readings: Sequence[Reading]) -> None:
    """Raise `GdprRefused` where the GDPR was found, and is not whole in any language.

    One that no origin has is named and missing, as any other text.
    """
    own = [reading for reading in readings if reading.record.source == GDPR]
    refused = refused_texts(reading.record for reading in own)
    if not refused or any(reading.passages for reading in own):
        return
    raise GdprRefused(
        languages=", ".join(record.lang for record in refused),
        remedy_fr=f"{_reasons(refused, 'fr')}. {_REMEDY['fr']}",
        remedy_en=f"{_reasons(refused, 'en')}. {_REMEDY['en']}",
    )


_REMEDY: dict[Language, str] = {
    "fr": "Rien n'est publié ; un index précédent reste en service. Remplacez ces fichiers et relancez « recital ingest ».",
    "en": 'Nothing is published; a previous index stays in service. Replace these files and run "recital ingest" again.',
}


def _reasons(refused: Sequence[SourceRecord], lang: Language) -> str:
    colon = " : " if lang == "fr" else ": "
    return "; ".join(f"[{r.lang}]{colon}{reason_in(lang, r.reason)}" for r in refused)
