from __future__ import annotations

import pytest
from small_law import TODAY

from assistant.assistant import Assistant
from assistant.unknown_document import unknown_documents
from corpus.index import Index
from corpus.manifest import Manifest


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("what did the CNIL decide in SAN-2026-913?", "SAN-2026-913"),
        ("montant de l'amende, décision CNIL SAN 2026‑913 ?", "SAN 2026-913"),
        ("La recommandation n° 2027-014 impose quelle durée ?", "2027-014"),
        ("EDPB guidelines 88/2025 on loyalty apps", "88/2025"),
        ("Que dit l'arrêt C-999/31 ?", "C-999/31"),
    ],
)
def test_a_document_that_no_text_bears_or_cites_is_unknown(
    question: str, number: str, index: Index, manifest: Manifest
) -> None:
    assert unknown_documents(question, index, manifest) == (number,)


@pytest.mark.parametrize(
    "question",
    [
        "Que dit la délibération 2020-091 sur les cookies ?",  # in the manifest's titles
        "EDPB guidelines 1/2024",
        "What changed in the law of 2026-08?",
        "Les règles de la période 2019-2021 ?",
        "notre dossier réf. 26-41877",
    ],
)
def test_a_known_document_a_date_or_a_file_number_is_not(
    question: str, index: Index, manifest: Manifest
) -> None:
    assert unknown_documents(question, index, manifest) == ()


def test_the_answer_says_which_number_was_not_found(assistant: Assistant) -> None:
    french = assistant.ask("Que dit la décision SAN-2026-913 du crieur ?", as_of=TODAY)
    assert french.outcome == "not_found"
    assert "**SAN-2026-913**" in french.text
    english = assistant.ask("What does SAN-2026-913 say about the crier?", as_of=TODAY)
    assert "No text that is loaded bears or cites the number **SAN-2026-913**" in english.text


def test_an_article_named_beside_it_is_still_shown(assistant: Assistant) -> None:
    answer = assistant.ask("Que dit l'article 5 du RGPD, et SAN-2026-913 ?", as_of=TODAY)
    assert answer.outcome == "answered"
