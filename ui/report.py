"""What an ingestion did, in lines a person reads."""

from __future__ import annotations

from corpus.manifest import default_manifest
from corpus.nouns import Language
from corpus.store import SourceRecord
from ingest.fetch_words import reason_in
from ingest.pipeline import IngestReport

_STATUS: dict[Language, dict[str, str]] = {
    "fr": {"loaded": "chargée", "kept": "conservée", "missing": "ABSENTE", "refused": "REFUSÉE"},
    "en": {"loaded": "loaded", "kept": "kept", "missing": "MISSING", "refused": "REFUSED"},
}


def report_lines(report: IngestReport, lang: Language) -> list[str]:
    """One line per source and language, then the totals."""
    lines = [_source_line(record, lang) for record in report.sources]
    counts = (report.passage_count, report.vector_count, report.embedded_count, report.seconds)
    if lang == "fr":
        done = "publié" if report.is_published else "déjà à jour"
        lines.append(
            "Index {} {} : {} passages, {} vecteurs dont {} calculés, {} s.".format(
                report.index_version, done, *counts
            )
        )
    else:
        done = "published" if report.is_published else "already up to date"
        lines.append(
            "Index {} {}: {} passages, {} vectors of which {} computed, {} s.".format(
                report.index_version, done, *counts
            )
        )
    return lines


def _source_line(record: SourceRecord, lang: Language) -> str:
    known = default_manifest().sources
    title = known[record.source].title(lang) if record.source in known else record.source
    status = _STATUS[lang][record.status]
    origin = f" ({record.origin})" if record.origin else ""
    reason = f" — {reason_in(lang, record.reason)}" if record.reason else ""
    count = f", {record.passage_count} passages" if record.passage_count else ""
    return f"- {record.source} [{record.lang}] {title[:70]}: {status}{origin}{count}{reason}"
