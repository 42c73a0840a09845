import csv
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.locator import Locator
from corpus.nouns import Passage
from ingest.parse import decisions_csv

SOURCE, ORIGIN = source_and_origin("cnil-decisions", "decisions_csv", "en")


def row(**changes: str) -> dict[str, str]:
    return {
        "case": "SAN-2030-001",
        "controller": "Cats SAS",
        "decided": "2030-01-02",
        "published": "",
        "fine": "50,000 EUR",
        "fine_amount": "50000",
        "fine_currency": "EUR",
        "type": "Complaint",
        "outcome": "Upheld",
        "relevant_law": "Article 7 GDPR",
        "gdpr_articles": "7",
        "original_source": "CNIL (in FR)",
    } | changes


def load(tmp_path: Path, *rows: dict[str, str]) -> list[Passage]:
    file = tmp_path / "decisions.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(row()) if not rows else list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return decisions_csv.load(SOURCE, ORIGIN, file)


def lines(passage: Passage) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in passage.text.split("\n"))


def test_a_decision_is_one_entry_of_labelled_lines(tmp_path: Path) -> None:
    [found] = load(tmp_path, row())
    assert found.locator == "cnil-decisions:san-2030-001"
    assert found.heading == "SAN-2030-001, Cats SAS"
    assert lines(found) == {
        "Case": "SAN-2030-001",
        "Parties": "Cats SAS",
        "Decided": "2030-01-02",
        "Fine": "50,000 EUR",
        "Procedure": "Complaint",
        "Outcome": "Upheld",
        "Provisions": "Article 7 GDPR",
        "Original": "CNIL (in FR)",
    }


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("250.000 EUR", "250,000 EUR"),
        ("2250000 EUR", "2,250,000 EUR"),
        ("1,000,000 EUR", "1,000,000 EUR"),
        ("900 EUR", "900 EUR"),
        ("None", "none"),
    ],
)
def test_a_fine_is_read_from_its_words_not_from_the_derived_amount(
    tmp_path: Path, printed: str, shown: str
) -> None:
    [found] = load(tmp_path, row(fine=printed, fine_amount="250"))
    assert lines(found)["Fine"] == shown


def test_a_field_that_is_not_stated_has_no_line(tmp_path: Path) -> None:
    [found] = load(tmp_path, row(controller="n/a", fine="n/a", decided=""))
    assert {"Parties", "Fine", "Decided"}.isdisjoint(lines(found))
    assert found.heading == "SAN-2030-001"


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("Cats InternationalAnonymous", "Cats International; Anonymous"),
        ("Cats LLCnoybLa Quadrature", "Cats LLC; noyb; La Quadrature"),
        ("CATS LLCCATS LIMITED", "CATS LLC; CATS LIMITED"),
        ("XXXXXXXXTOTAL CATS", "XXXXXXXX; TOTAL CATS"),
        ("KG COM", "KG COM"),
        ("McCat SAS", "McCat SAS"),
    ],
)
def test_glued_names_are_separated(tmp_path: Path, glued: str, apart: str) -> None:
    [found] = load(tmp_path, row(controller=glued))
    assert lines(found)["Parties"] == apart


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("Article 5 GDPRact no 1 on cats", "Article 5 GDPR; act no 1 on cats"),
        ("Directive 2002/58/ECOrdonnance n° 2", "Directive 2002/58/EC; Ordonnance n° 2"),
        ("à caractère collégialloi no 78-17", "à caractère collégial; loi no 78-17"),
        ('through "StopCat"Art. 82', 'through "StopCat"; Art. 82'),
        ("Article 7 of a contract of sale", "Article 7 of a contract of sale"),
    ],
)
def test_glued_provisions_are_separated(tmp_path: Path, glued: str, apart: str) -> None:
    [found] = load(tmp_path, row(relevant_law=glued))
    assert lines(found)["Provisions"] == apart


def test_a_case_without_a_number_of_its_own_still_gets_a_name(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        row(case="SAN-2030-002"),
        row(case="Deliberation n°SAN-2030-003 of May"),
        # The number is another row's own: it would name that decision.
        row(case="Deliberation SAN-2030-002 of May"),
        row(case="Unknown"),
    )
    assert [p.locator.partition(":")[2] for p in found] == [
        "san-2030-002",
        "san-2030-003",
        "deliberation-san-2030-002-of-may",
        "unknown-2030-01-02",
    ]


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([], "no decision"),
        ([row(), row()], "found twice: san-2030-001"),
        ([row(decided="soon")], "row 1, decided"),
        ([row(case="")], "row 1, case"),
        ([{"case": "SAN-2030-001"}], "row 1, controller"),
    ],
)
def test_a_table_of_another_form_is_refused(
    tmp_path: Path, rows: list[dict[str, str]], named: str
) -> None:
    with pytest.raises(SourceUnreadable, match=named):
        load(tmp_path, *rows)


def test_all_listed_decisions_of_the_cnil_are_there() -> None:
    found = load_mirror("cnil-decisions", "decisions_csv", "en")
    assert len(found) == 70
    assert [p.locator for p in found if str(Locator.parse(p.locator)) != p.locator] == []
    fines = {p.locator.partition(":")[2]: lines(p).get("Fine") for p in found}
    assert fines["san-2020-003"] == "250,000 EUR"
    assert fines["san-2020-018"] == "20,000 EUR"
    assert fines["san-2019-001"] == "50,000,000 EUR"
