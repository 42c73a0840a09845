from __future__ import annotations

import pytest

from assistant.jurisdiction import field_words, fields, other_law


@pytest.mark.parametrize(
    ("question", "law"),
    [
        ("Que dit le CCPA sur la vente de données ?", "california"),
        ("LCAP : faut-il un consentement exprès ?", "canada"),
        ("Does CASL apply to one e-mail?", "canada"),
        ("CAN-SPAM postal address", "united-states"),
        ("What does the UK GDPR say about fines?", "united-kingdom"),
        ("amende nLPD", "switzerland"),
        ("appels publicitaires UWG §7", "germany"),
        ("Loi 25 du Québec : qui est responsable ?", "quebec"),
        ("LGPD encarregado", "brazil"),
    ],
)
def test_the_law_of_another_country_is_recognised_by_its_name(question: str, law: str) -> None:
    found = other_law(question)

    assert found is not None
    assert (found.law.id, found.law.is_apart, found.is_mixed) == (law, True, False)


@pytest.mark.parametrize(
    ("question", "law"),
    [
        ("Quel taux de TVA sur une newsletter payante ?", "tax"),
        ("how do I trademark the name of my newsletter", "intellectual-property"),
        ("droits d'auteur sur une photo", "intellectual-property"),
        ("mon licenciement est-il abusif", "employment"),
    ],
)
def test_another_branch_of_law_is_recognised_by_its_words(question: str, law: str) -> None:
    found = other_law(question)
    assert found is not None and found.law.id == law


@pytest.mark.parametrize(
    "question",
    [
        "Peut-on licencier un DPO ?",
        "Nous vendons en Allemagne et en Suisse, faut-il un contrat ?",
        "May I send a newsletter to my customers in Canada?",
        "Combien de temps garder les données de facturation pour la TVA ?",
        "Le consentement aux cookies",
    ],
)
def test_a_country_or_a_word_beside_our_field_is_no_other_law(question: str) -> None:
    assert other_law(question) is None


def test_a_question_that_names_our_law_too_is_mixed() -> None:
    found = other_law("Quelle différence entre le RGPD et le CCPA ?")
    assert found is not None and found.is_mixed
    alone = other_law("fines under the UK GDPR")
    assert alone is not None and not alone.is_mixed


def test_the_notice_names_the_law_and_the_authority_in_both_languages() -> None:
    found = other_law("LGPD")
    assert found is not None
    assert "brésilien" in found.text("fr") and "gov.br/anpd" in found.text("fr")
    assert "Brazilian" in found.text("en") and "does not cover" in found.text("en")


def test_every_law_of_the_table_has_names_an_authority_and_an_id_of_its_own() -> None:
    laws = fields().laws
    assert len({law.id for law in laws}) == len(laws) >= 20
    for law in laws:
        assert law.names["fr"] and law.names["en"] and law.authority, law.id
        assert law.pattern.pattern != law.places.pattern


def test_words_of_each_field_are_counted_once() -> None:
    assert field_words("cookies, cookies et recette") == (1, 1)
    assert field_words("Le RGPD et la CNIL") == (2, 0)
    assert field_words("zzz") == (0, 0)
