"""What an ingestion says: each text that should be there, the texts only cited in one line."""

from dataclasses import replace

from corpus.nouns import Language
from corpus.store import SourceRecord
from ingest.fetch_words import ONLY_NAMED
from ingest.pipeline import IngestReport
from ui.report import report_lines

LOADED = SourceRecord("gdpr", "fr", "loaded", origin="package", passage_count=3)
REFUSED = SourceRecord("lil", "fr", "refused", reason="lil.html: no article found")
CITED = tuple(
    SourceRecord(source, lang, "missing", reason=ONLY_NAMED)
    for source in ("ai-act", "dsa")
    for lang in ("fr", "en")
)
REPORT = IngestReport("2026", True, (LOADED, REFUSED, *CITED), 3, 5, 5, 1.5, {})


def _told(lang: Language, **options: bool) -> str:
    return "\n".join(report_lines(REPORT, lang, **options))


def test_texts_only_cited_are_counted_in_one_line() -> None:
    assert "2 textes seulement cités" in _told("fr")
    assert "2 texts only cited" in _told("en")
    assert "ai-act" not in _told("en")
    assert "- gdpr [fr]" in _told("en")


def test_no_line_speaks_of_cited_texts_where_there_are_none() -> None:
    assert "cited" not in "\n".join(report_lines(replace(REPORT, sources=(LOADED,)), "en"))


def test_an_update_names_faults_only() -> None:
    told = _told("en", faults_only=True)
    assert "- lil [fr]" in told
    assert "no article found" in told
    assert "- gdpr" not in told


def test_texts_missing_for_one_reason_share_a_line_with_what_to_do() -> None:
    missing = tuple(
        SourceRecord(source, "fr", "missing", reason="RECITAL_MIRROR_DIR is not set")
        for source in ("cpce", "lil", "conso")
    )
    alone = SourceRecord("wp251", "en", "missing", reason="wp251.pdf: not found")
    report = replace(REPORT, sources=(LOADED, *missing, alone))
    french, english = ("\n".join(report_lines(report, lang)) for lang in ("fr", "en"))
    assert (
        "- MISSING (3): cpce [fr], lil [fr], conso [fr] — RECITAL_MIRROR_DIR is not set" in english
    )
    assert "a network connection, or RECITAL_MIRROR_DIR=" in english
    assert "- ABSENTE (3) : cpce [fr], lil [fr], conso [fr] — RECITAL_MIRROR_DIR" in french
    assert "- wp251 [en]" in english
    few = "\n".join(report_lines(replace(REPORT, sources=missing[:2]), "en"))
    assert few.count("MISSING") == 2 and "a network connection" not in few
