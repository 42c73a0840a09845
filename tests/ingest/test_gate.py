"""A refused text is told and kept from before; a GDPR that is nowhere whole is not published over."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_corpus import MANIFEST, SmallCorpus, served

from corpus.errors import GdprRefused
from corpus.store import DAMAGED, SourceRecord
from ingest.fetch_words import reason_in
from ingest.gate import refused_texts

GDPR = """
[[source]]
id = "gdpr"
authority = "law"
titles = {fr = "Règlement des jardins", en = "Garden Regulation"}
short_titles = {fr = "RJ", en = "GR"}
urls = {fr = "https://example.org/gdpr", en = "https://example.org/gdpr"}
languages = ["fr", "en"]
licence = "MIT"
origins = [
  {kind = "mirror", path = "gdpr_fr.jsonl", loader = "faq", lang = "fr"},
  {kind = "mirror", path = "gdpr_en.jsonl", loader = "faq", lang = "en"},
]
"""


@pytest.fixture
def with_law(corpus: SmallCorpus) -> SmallCorpus:
    corpus.manifest_text = MANIFEST + GDPR
    for lang in ("fr", "en"):
        row = (
            f'{{"id": "1", "question": "Q ?", "answer_text": "Rake in {lang}.", "lang": "{lang}"}}'
        )
        (corpus.mirror / f"gdpr_{lang}.jsonl").write_text(row + "\n", encoding="utf-8")
    return corpus


def damage(corpus: SmallCorpus, lang: str) -> None:
    (corpus.mirror / f"gdpr_{lang}.jsonl").write_text("{cut short\n")


def law(corpus: SmallCorpus) -> dict[str, str]:
    """Language -> what became of the law there, as the next ingestion reports it."""
    report = corpus.ingest()
    return {record.lang: record.status for record in report.sources if record.source == "gdpr"}


def test_a_law_damaged_in_one_language_is_missing_there_and_told(with_law: SmallCorpus) -> None:
    damage(with_law, "fr")

    report = with_law.ingest()

    assert report.is_published
    assert report.to_json()["refused_texts"] == ["gdpr/fr"]
    with served(with_law) as index:
        assert index.passage("gdpr:1", "en").text == "Rake in en."
    again = with_law.ingest()
    assert not again.is_published
    assert again.to_json()["refused_texts"] == ["gdpr/fr"], "told as long as it lasts"


def test_a_law_damaged_in_every_language_is_not_published_from_nothing(
    with_law: SmallCorpus,
) -> None:
    damage(with_law, "fr")
    damage(with_law, "en")

    with pytest.raises(GdprRefused) as failed:
        with_law.ingest()

    assert with_law.versions.current() is None
    assert with_law.versions.leftovers() == []
    assert "gdpr_fr.jsonl : ligne 1" in failed.value.message("fr")
    assert "Rien n'est publié" in failed.value.message("fr")
    assert "gdpr_en.jsonl: line 1" in failed.value.message("en")


def test_a_law_damaged_in_one_language_and_absent_in_the_other_is_not_published(
    with_law: SmallCorpus,
) -> None:
    damage(with_law, "fr")
    (with_law.mirror / "gdpr_en.jsonl").unlink()
    with pytest.raises(GdprRefused, match=r"\(fr\)"):
        with_law.ingest()


def test_a_law_damaged_later_is_kept_whole_and_told(with_law: SmallCorpus) -> None:
    with_law.ingest()
    damage(with_law, "fr")
    damage(with_law, "en")

    report = with_law.ingest()

    assert [record.source for record in refused_texts(report.sources)] == ["gdpr", "gdpr"]
    assert {r.status for r in report.sources if r.source == "gdpr"} == {"kept"}
    with served(with_law) as index:
        assert index.passage("gdpr:1", "fr").text == "Rake in fr."


def test_a_law_that_is_mended_is_told_no_more(with_law: SmallCorpus, tmp_path: Path) -> None:
    whole = (with_law.mirror / "gdpr_fr.jsonl").read_bytes()
    with_law.ingest()
    damage(with_law, "fr")
    assert law(with_law)["fr"] == "kept"
    (with_law.mirror / "gdpr_fr.jsonl").write_bytes(whole)

    report = with_law.ingest()

    assert refused_texts(report.sources) == []
    assert {r.status for r in report.sources if r.source == "gdpr"} == {"loaded"}


def test_texts_that_no_origin_has_are_no_failure(with_law: SmallCorpus) -> None:
    for file in with_law.mirror.glob("gdpr_*"):
        file.unlink()
    shutil.rmtree(with_law.mirror / "guide")

    report = with_law.ingest()

    assert report.is_published
    assert refused_texts(report.sources) == []
    with_law.ingest()
    shutil.rmtree(with_law.mirror / "cards")
    assert refused_texts(with_law.ingest().sources) == [], "kept because nobody has it"


def record(source: str, status: str, refusal: str = "") -> SourceRecord:
    make: Callable[..., SourceRecord] = SourceRecord
    return make(source, "fr", status, refusal=refusal)


def test_a_document_of_the_users_is_none_of_the_texts_refused() -> None:
    assert refused_texts([record("user-notes", "refused", "password")]) == []
    assert refused_texts([record("lil", "loaded"), record("lil", "missing")]) == []
    assert len(refused_texts([record("lil", "refused"), record("lil", "kept", DAMAGED)])) == 2


@pytest.mark.parametrize(
    ("recorded", "french"),
    [
        (
            "law.xhtml: missing: gdpr:art-22-2, gdpr:art-22-2-a (+3); without words: gdpr:rec-4",
            "law.xhtml : il manque gdpr:art-22-2, gdpr:art-22-2-a (+3); sans texte : gdpr:rec-4",
        ),
        (
            "out of order: gdpr:art-6 before gdpr:art-5",
            "dans le désordre : gdpr:art-6 vient avant gdpr:art-5",
        ),
        (
            "gdpr_fr.xhtml: paragraph 022.001 does not start with its number",
            "gdpr_fr.xhtml : le paragraphe 022.001 ne commence pas par son numéro",
        ),
        (
            "law/gdpr_fr.xhtml: Permission denied",
            "law/gdpr_fr.xhtml : accès interdit",
        ),
        (
            "x.md: [Errno 2] No such file or directory: '/a b/x.md'",
            "x.md : fichier ou dossier introuvable",
        ),
        ("faq.jsonl: line 1, id: Field required", "faq.jsonl : ligne 1, id : Field required"),
        ("law.xhtml: Opening and ending tag mismatch", "law.xhtml : illisible (Opening and ending tag mismatch)"),
        ("404 from example.org", "réponse 404 de example.org"),
        ("not in the mirror (law/x: y.md)", "absent du miroir (law/x: y.md)"),
    ],
)  # fmt: skip
def test_what_a_loader_says_is_told_in_french(recorded: str, french: str) -> None:
    assert reason_in("fr", recorded) == french


def test_what_the_system_says_is_told_plainly_in_english_too() -> None:
    recorded = "x.md: [Errno 13] Permission denied: '/home/x.md'"
    assert reason_in("en", recorded) == "x.md: access is not allowed"
