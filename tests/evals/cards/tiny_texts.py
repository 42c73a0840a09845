"""A tiny index of made-up law, and cards that stand on it."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from corpus.index import Index
from corpus.keywords import KeywordIndex
from corpus.nouns import Passage
from corpus.store import SCHEMA_VERSION, SourceRecord
from corpus.vectors import ExactVectors
from corpus.versions import BirthCertificate

TWENTY_WORDS = (
    "Le gardien du phare allume chaque soir la grande lampe verte avant que les bateaux de pêche "
    "ne quittent le port."
)
PASSAGES = (
    Passage("gdpr:art-7-1", "fr", "gdpr", "paragraph", "Preuve", "Le gardien démontre le consentement dans les 72 heures."),
    Passage("gdpr:art-7-1", "en", "gdpr", "paragraph", "Proof", "The keeper demonstrates consent within 72 hours."),
    Passage("lil:art-82", "fr", "lil", "article", "Lampes", TWENTY_WORDS),
    Passage("edpb-2022-1:par-5", "en", "edpb-2022-1", "paragraph", "Fees", "The fee follows from Article 83 and is never due twice."),
)  # fmt: skip


def tiny_index() -> Index:
    """The passages above, searchable by locator only."""
    sources = {(passage.source, passage.lang) for passage in PASSAGES}
    records = tuple(
        SourceRecord(source, lang, "loaded", passage_count=1) for source, lang in sorted(sources)
    )
    certificate = BirthCertificate(
        version="20261122T100000000000Z", schema_version=SCHEMA_VERSION, embedding_model="none",
        dimension=2, chroma_version="", passage_count=len(PASSAGES), vector_count=0, built_at="",
        inputs={}, verification={},
    )  # fmt: skip
    exact = ExactVectors((), np.zeros((0, 2), dtype=np.float32), {})
    return Index(certificate, PASSAGES, records, exact, exact, KeywordIndex({}))


TEXTS: dict[str, dict[str, Any]] = {
    "fr": {
        "title": "La preuve",
        "topics": ["preuve"],
        "questions": ["Qui prouve ?", "preuve délai", "prouver quand", "je prouve quoi"],
        "short_answer": "Prouvez le consentement sous 72 heures.",
        "carries": "le consentement est démontré dans les 72 heures",
        "body": "## Ce qu'il faut faire\nx\n## Quand c'est permis, quand ça ne l'est pas\nx\n"
        "## Exceptions et voisins\nx\n## À garder pour le prouver\nx\n## Erreurs fréquentes\nx\n",
    },
    "en": {
        "title": "Proof",
        "topics": ["proof"],
        "questions": ["Who proves?", "proof deadline", "prove when", "what do i prove"],
        "short_answer": "Prove consent within 72 hours.",
        "carries": "consent is demonstrated within 72 hours",
        "body": "## What to do\nx\n## Allowed, not allowed\nx\n## Exceptions\nx\n"
        "## Evidence to keep\nx\n## Common mistakes\nx\n",
    },
}


def write_card(folder: Path, lang: str, body: str = "", **changes: Any) -> None:
    """A right card of the practice kind, but for what is changed."""
    values = {key: value for key, value in TEXTS[lang].items() if key not in ("body", "carries")}
    front: dict[str, Any] = {
        "id": "proof",
        "lang": lang,
        "kind": "practice",
        "audiences": ["marketer"],
        "citations": [{"locator": "gdpr:art-7-1", "carries": TEXTS[lang]["carries"]}],
        "applies_from": date(2018, 5, 25),
        "applies_until": None,
        "checked_on": date(2026, 11, 22),
        "confidence": "high",
        **values,
        **changes,
    }
    (folder / "practice").mkdir(parents=True, exist_ok=True)
    head = yaml.safe_dump(front, allow_unicode=True)
    path = folder / "practice" / f"{front['id']}.{lang}.md"
    path.write_text(f"---\n{head}---\n{body or TEXTS[lang]['body']}", encoding="utf-8")


def write_both(folder: Path, **changes: Any) -> None:
    """The card in both languages."""
    write_card(folder, "fr", **changes)
    write_card(folder, "en", **changes)
