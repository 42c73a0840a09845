"""The texts an ingestion refused, told with what is wrong and what is served instead."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.errors import TextsRefused
from corpus.nouns import Language
from corpus.store import SourceRecord
from ingest.gate import refused_texts
from ui.reasons import reason_in

_LINES: dict[Language, dict[str, str]] = {
    "fr": {
        "kept": "{name} : {reason}. La version précédente de ce texte reste en service.",
        "refused": "{name} : {reason}. Ce texte manque : aucune version précédente n'est là.",
        "remedy": "Les autres textes sont servis. Remplacez ou retirez ces fichiers et relancez « recital ingest ».",
    },
    "en": {
        "kept": "{name}: {reason}. The previous version of this text stays in service.",
        "refused": "{name}: {reason}. This text is missing: there is no previous version of it.",
        "remedy": 'The other texts are served. Replace or remove these files and run "recital ingest" again.',
    },
}


def require_no_refusal(records: Iterable[SourceRecord]) -> None:
    """Raise `TextsRefused` (exit status 1) where a text was refused."""
    refused = refused_texts(records)
    if refused:
        raise TextsRefused(
            texts=", ".join(map(_name, refused)),
            remedy_fr=_told(refused, "fr"),
            remedy_en=_told(refused, "en"),
        )


def _told(refused: Iterable[SourceRecord], lang: Language) -> str:
    words = _LINES[lang]
    told = [
        words[record.status].format(
            name=_name(record),
            reason=reason_in(lang, record.reason, record.refusal).rstrip("."),
        )
        for record in refused
    ]
    return " ".join([*told, words["remedy"]])


def _name(record: SourceRecord) -> str:
    return f"{record.source} [{record.lang}]"
