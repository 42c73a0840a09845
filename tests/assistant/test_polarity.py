from __future__ import annotations

import pytest

from assistant.clause import clause_of, read
from assistant.polarity import Fault, contradictions
from corpus.nouns import Language

LAW: dict[Language, str] = {
    "en": (
        "The controller shall tell the householder of the visit before knocking at the door. "
        "A crier may ring the bell of the mill twice. "
        "The processor hands the register of visits to the controller every evening. "
        "All houses of the street are visited, except the mill by the river."
    ),
    "fr": (
        "Le responsable du traitement doit prévenir l'habitant de la visite avant de frapper à la porte. "
        "Le crieur peut sonner deux fois la cloche du moulin. "
        "Le crieur ne peut pas entrer dans le jardin du meunier. "
        "Toutes les maisons de la rue sont visitées, sauf le moulin de la rivière."
    ),
}


@pytest.mark.parametrize(
    ("lang", "claim", "fault"),
    [
        ("en", "The controller shall not tell the householder of the visit before knocking.", "negation"),
        ("en", "A crier must ring the bell of the mill twice.", "modality"),
        ("en", "The controller hands the register of visits to the processor every evening.", "actor"),
        ("en", "The processor shall tell the householder of the visit before knocking at the door.", "actor"),
        ("en", "All houses of the street are visited, including the mill by the river.", "exception"),
        ("fr", "Le crieur peut entrer dans le jardin du meunier.", "negation"),
        ("fr", "Le crieur doit sonner deux fois la cloche du moulin.", "modality"),
        ("fr", "Le sous-traitant doit prévenir l'habitant de la visite avant de frapper à la porte.", "actor"),
        ("fr", "Toutes les maisons de la rue sont visitées, y compris le moulin de la rivière.", "exception"),
    ],
)  # fmt: skip
def test_the_contrary_of_a_text_is_seen(lang: Language, claim: str, fault: Fault) -> None:
    assert fault in contradictions(claim, lang, [read(LAW[lang], lang)])


@pytest.mark.parametrize(
    ("lang", "claim"),
    [
        ("en", "The controller must tell the householder of the visit before knocking."),
        ("en", "A crier can ring the bell of the mill twice."),
        (
            "en",
            "The register of visits is handed to the controller by the processor every evening.",
        ),
        ("en", "Nobody sleeps while the drum is played."),
        ("en", "Only then may the crier knock."),
        ("fr", "L'habitant est prévenu de la visite avant que l'on frappe à la porte."),
        ("fr", "Le crieur ne peut entrer dans le jardin du meunier."),
        ("fr", "Le moulin de la rivière n'est pas visité."),
    ],
)
def test_the_same_in_other_words_and_another_topic_are_left_alone(
    lang: Language, claim: str
) -> None:
    assert contradictions(claim, lang, [read(LAW[lang], lang)]) == frozenset()


def test_a_text_that_says_both_contradicts_neither() -> None:
    text = f"{LAW['en']} A crier must ring the bell of the mill twice."
    assert (
        contradictions("A crier must ring the bell of the mill twice.", "en", [read(text, "en")])
        == set()
    )


def test_a_limit_is_no_negation_and_an_only_denies_nothing_for_certain() -> None:
    assert clause_of("not later than the next evening", "en").is_denied is False
    assert clause_of("ne frappe qu'avec un accord", "fr").is_denied is None
