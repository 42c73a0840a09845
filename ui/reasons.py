"""What became of a source and why, as it was recorded (in English), in the reader's language."""

from __future__ import annotations

from corpus.nouns import Language
from corpus.refusals import refusal_in
from ingest.fetch_words import reason_in as fetch_reason_in

STATUSES: dict[Language, dict[str, str]] = {
    "fr": {"loaded": "chargée", "kept": "conservée", "missing": "ABSENTE", "refused": "REFUSÉE"},
    "en": {"loaded": "loaded", "kept": "kept", "missing": "MISSING", "refused": "REFUSED"},
}


def reason_in(lang: Language, reason: str, code: str = "") -> str:
    """A recorded reason in `lang`: a refusal (`code`, where it is known), else an absence."""
    refusal = refusal_in(lang, reason, code)
    return refusal if refusal != reason else fetch_reason_in(lang, reason)
