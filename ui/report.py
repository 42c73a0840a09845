"""What an ingestion did, in lines a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.manifest import default_manifest
from corpus.nouns import Language
from corpus.store import SourceRecord
from ingest.fetch_words import ONLY_NAMED
from ingest.pipeline import IngestReport
from ui.reasons import STATUSES, reason_in

_ROLLBACK: dict[Language, dict[str, str]] = {
    "fr": {
        "held": "Vous êtes revenu à l'index {served} et aucun texte n'a changé depuis {newest} : rien n'est publié. « recital ingest --end-rollback » publie les textes du jour.",
        "over": "Le retour en arrière prend fin : les textes du jour remplacent l'index plus ancien qui était en service.",
    },
    "en": {
        "held": 'You went back to index {served} and no text has changed since {newest}: nothing is published. "recital ingest --end-rollback" publishes today\'s texts.',
        "over": "The rollback ends: today's texts replace the older index that was served.",
    },
}
_NAMED: dict[Language, str] = {
    "fr": "- {count} textes seulement cités, par leur nom et leur adresse : « recital sources » les énumère.",
    "en": '- {count} texts only cited, by name and address: "recital sources" lists them.',
}


_MISSING: dict[Language, str] = {
    "fr": "- {status} ({count}) : {names} — {reason}",
    "en": "- {status} ({count}): {names} — {reason}",
}
_REMEDY: dict[Language, str] = {
    "fr": "  Recital répond avec les textes qu'il a. Pour avoir les autres : un accès au réseau, ou RECITAL_MIRROR_DIR=<dossier des textes>, puis « recital ingest ».",
    "en": '  Recital answers from the texts it has. To get the others: a network connection, or RECITAL_MIRROR_DIR=<folder of the texts>, then "recital ingest".',
}
TOLD_TOGETHER = 3
"""From so many on, texts that are missing for one reason share a line."""


def report_lines(report: IngestReport, lang: Language, *, faults_only: bool = False) -> list[str]:
    """One line per source and language that an origin is known for, then the totals.

    Texts that are missing for the same reason share a line, with what to do about it. With `faults_only`, a text that is loaded without a remark has no line.
    """
    named = {record.source for record in report.sources if record.reason == ONLY_NAMED}
    held = [
        record
        for record in report.sources
        if record.source not in named
        and not (faults_only and record.status == "loaded" and not record.reason)
    ]
    together = _missing_together(held, lang)
    alone = [record for record in held if _why_missing(record, lang) not in together]
    lines = [_source_line(record, lang) for record in alone]
    lines += [_missing_line(reason, names, lang) for reason, names in together.items()]
    lines += [_REMEDY[lang]] if together else []
    lines += [_NAMED[lang].format(count=len(named))] if named else []
    lines += _rollback_line(report, lang)
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


def _why_missing(record: SourceRecord, lang: Language) -> str:
    """Why a text is missing, "" for one that is not."""
    return reason_in(lang, record.reason) if record.status == "missing" else ""


def _missing_together(records: Iterable[SourceRecord], lang: Language) -> dict[str, list[str]]:
    """The reasons that many texts are missing for, with their names."""
    by_reason: dict[str, list[str]] = {}
    for record in records:
        if reason := _why_missing(record, lang):
            by_reason.setdefault(reason, []).append(f"{record.source} [{record.lang}]")
    return {why: names for why, names in by_reason.items() if len(names) >= TOLD_TOGETHER}


def _missing_line(reason: str, names: Sequence[str], lang: Language) -> str:
    told = {"status": STATUSES[lang]["missing"], "count": len(names), "names": ", ".join(names)}
    return _MISSING[lang].format(**told, reason=reason)


def _source_line(record: SourceRecord, lang: Language) -> str:
    known = default_manifest().sources
    title = known[record.source].title(lang) if record.source in known else record.title
    status = STATUSES[lang][record.status]
    origin = f" ({record.origin})" if record.origin else ""
    reason = f" — {reason_in(lang, record.reason, record.refusal)}" if record.reason else ""
    plural = "s" if record.passage_count > 1 else ""
    count = f", {record.passage_count} passage{plural}" if record.passage_count else ""
    return f"- {record.source} [{record.lang}] {title[:70]}: {status}{origin}{count}{reason}"


def _rollback_line(report: IngestReport, lang: Language) -> list[str]:
    """Whether a rollback holds or has just come to its end; nothing where there was none."""
    if not report.rolled_back_from or report.is_refused:
        return []
    sentence = _ROLLBACK[lang]["over" if report.is_published else "held"]
    return [sentence.format(served=report.index_version, newest=report.rolled_back_from)]
