from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest
from desk import LANGUAGES, TODAY, Desk

from assistant.campaign.decide import decide
from assistant.campaign.decision import Decision
from assistant.campaign.facts import Facts
from assistant.campaign.record import bases_of, to_csv
from assistant.campaign.rules import rule_book
from corpus.nouns import Language

MADE = date(2026, 11, 24)
SMS = {"operations": ["sms"], "audience": ["consumers"], "relationship": ["customer"]}
AGREED = {**SMS, "consent": "valid"}
COLUMNS = {
    "fr": [
        *("Traitement", "Responsable du traitement et coordonnées, DPO", "Finalités"),
        *("Base légale", "Catégories de personnes", "Catégories de données"),
        *("Source des données", "Catégories de destinataires", "Transferts hors de l'Union"),
        *("Durées de conservation", "Mesures de sécurité", "Contrôle de campagne", "Établi par"),
    ],
    "en": [
        *("Processing", "Controller and contact details, DPO", "Purposes", "Legal basis"),
        *("Categories of people", "Categories of data", "Source of the data"),
        *("Categories of recipients", "Transfers outside the Union", "Retention periods"),
        *("Security measures", "Campaign check", "Made by"),
    ],
}


def row(
    desk: Desk, raw: dict[str, Any], lang: Language = "en", title: str = "", author: str = ""
) -> dict[str, str]:
    """The entry as a spreadsheet of that language reads it."""
    written = to_csv(desk.cite(raw, lang), made=MADE, title=title, author=author)
    delimiter = ";" if lang == "fr" else ","
    heading, entry = csv.reader(written.splitlines(keepends=True), delimiter=delimiter)
    return dict(zip(heading, entry, strict=True))


def decided(raw: dict[str, Any]) -> Decision:
    return decide(Facts.from_json(raw), TODAY)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_columns_are_those_of_a_record_in_the_language_of_the_reader(
    desk: Desk, lang: Language
) -> None:
    assert list(row(desk, AGREED, lang)) == COLUMNS[lang]


def test_cells_are_apart_as_spreadsheets_of_the_language_expect(desk: Desk) -> None:
    fr, en = (to_csv(desk.cite(AGREED, lang), made=MADE) for lang in LANGUAGES)
    assert fr.startswith("Traitement;Responsable") and en.startswith("Processing,")
    assert fr.endswith("\r\n") and fr.count("\r\n") == en.count("\r\n") == 2


def test_what_the_facts_say_is_filled_in(desk: Desk) -> None:
    found = row(desk, {**AGREED, "data_origin": "direct", "transfer": "adequate"})
    assert found["Processing"] == "Send a text message (SMS, MMS, RCS)"
    assert found["Purposes"].startswith("Promote goods") and found["Purposes"].endswith("RCS)")
    assert found["Legal basis"] == "Consent, Article 6(1)(a)"
    assert found["Categories of people"] == "Consumers · Customers · Adults"
    assert found["Categories of data"] == "Sensitive data: No · to fill in"
    assert found["Source of the data"] == "From the people themselves"
    assert found["Transfers outside the Union"].startswith("Yes, to a country")
    version = rule_book().version
    assert found["Campaign check"] == f"Allowed, on conditions (2026-11-24, {version})"


def test_french_words_keep_their_space_before_a_colon(desk: Desk) -> None:
    assert row(desk, AGREED, "fr")["Catégories de données"] == "Données sensibles\u00a0: Non · à compléter"  # fmt: skip


def test_what_only_the_controller_knows_is_left_to_fill(desk: Desk) -> None:
    found = row(desk, AGREED)
    for column in (
        *("Controller and contact details, DPO", "Categories of recipients"),
        *("Retention periods", "Security measures", "Made by"),
    ):
        assert found[column] == "to fill in", column


def test_what_somebody_does_not_know_is_left_to_fill_too(desk: Desk) -> None:
    unknown = dict.fromkeys(("purpose", "special_categories", "data_origin", "transfer"), "unknown")
    found = row(desk, {**AGREED, **unknown})
    assert found["Purposes"] == "Send a text message (SMS, MMS, RCS)"
    for column in ("Categories of data", "Source of the data", "Transfers outside the Union"):
        assert found[column] == "to fill in", column


def test_without_any_fact_no_column_is_empty(desk: Desk) -> None:
    found = row(desk, {})
    filled = {name for name, cell in found.items() if cell != "to fill in"}
    assert all(found.values()) and filled == {"Campaign check"}


def test_a_title_and_an_author_stand_in_their_columns(desk: Desk) -> None:
    found = row(desk, AGREED, "fr", 'Soldes ; d\'hiver, "10 %"', "Ada")
    assert found["Traitement"] == 'Soldes ; d\'hiver, "10 %"' and found["Établi par"] == "Ada"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.test")']
)
def test_no_cell_is_taken_for_a_formula(desk: Desk, text: str) -> None:
    found = row(desk, AGREED, "en", text, text)
    assert found["Processing"] == f"'{text}" == found["Made by"]


def test_a_sign_of_a_formula_inside_a_cell_is_left_as_it_is(desk: Desk) -> None:
    assert row(desk, AGREED, "en", "1+1=2")["Processing"] == "1+1=2"


def test_words_over_several_lines_stay_in_one_cell(desk: Desk) -> None:
    assert row(desk, AGREED, "en", "one\r\n=two")["Processing"] == "one\r\n=two"


# Legal bases.


def test_a_permission_by_consent_stands_on_consent() -> None:
    assert bases_of(decided(AGREED)) == ("consent",)


def test_a_permission_that_must_be_weighed_stands_on_legitimate_interest() -> None:
    assert bases_of(decided({"operations": ["post"]})) == ("legitimate_interest",)


def test_a_permission_that_names_no_basis_leaves_it_to_the_controller(desk: Desk) -> None:
    contact_at = {"operations": ["email"], "audience": ["generic_addresses"]}
    assert bases_of(decided(contact_at)) == ()
    found = row(desk, contact_at)
    assert found["Legal basis"] == "to fill in" and found["Campaign check"].startswith(
        "Allowed, on conditions"
    )


def test_several_means_may_stand_on_several_bases_in_the_order_of_the_path(desk: Desk) -> None:
    raw = {**AGREED, "operations": ["sms", "email", "loyalty"]}
    assert bases_of(decided(raw)) == ("consent", "contract")
    assert row(desk, raw)["Legal basis"] == "Consent, Article 6(1)(a), Contract, Article 6(1)(b)"


def test_a_refused_campaign_has_no_basis_and_says_so(desk: Desk) -> None:
    refused = {**SMS, "relationship": ["prospect"], "consent": "none"}
    assert bases_of(decided(refused)) == ()
    found = row(desk, refused)
    assert found["Legal basis"] == "to fill in" and found["Campaign check"].startswith(
        "Not allowed"
    )


def test_a_permission_whose_duty_is_declined_is_no_basis() -> None:
    assert bases_of(decided({"operations": ["post"], "balancing_test": False})) == ()


@pytest.mark.parametrize(
    "exception",
    [
        {"relationship": ["customer"], "collected_at_sale": True, "similar_products": True},
        {"data_origin": "friend", "friend_single_message": True, "relationship": ["prospect"]},
    ],
)
def test_an_exception_to_consent_stands_on_legitimate_interest(exception: dict[str, Any]) -> None:
    raw = {"operations": ["email"], "audience": ["consumers"], "consent": "none"}
    raw |= {"refusal_offered_at_collection": True} | exception
    assert bases_of(decided(raw)) == ("legitimate_interest",)
