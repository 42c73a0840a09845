from functools import cache
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin
from written_pdf import LINE, pdf_bytes, written

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import pdf_sheets

SOURCE, ORIGIN = source_and_origin("cnil-security-guide", "pdf_sheets", "en")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"
SHEETS = [
    [f"FACTSHEET {number} - CAT {letter} AND", f"DOG {letter}", f"Sheet {letter}. {LINE}"]
    for number, letter in enumerate(LETTERS, start=1)
]


def loaded(tmp_path: Path, *pages: list[str]) -> dict[str, Passage]:
    file = written(tmp_path, pdf_bytes(*pages))
    return {
        passage.locator.partition(":")[2]: passage
        for passage in pdf_sheets.load(SOURCE, ORIGIN, file)
    }


def test_each_sheet_is_a_unit_with_its_title_as_heading(tmp_path: Path) -> None:
    units = loaded(tmp_path, ["Foreword. " + LINE], *SHEETS)
    assert units["sheet-12"].heading == "CAT L AND DOG L"
    assert units["sheet-12"].text == f"FACTSHEET 12 - CAT L AND DOG L\nSheet L. {LINE}"
    assert units["sheet-12"].page == 13
    assert units["p1"].text == "Foreword. " + LINE


def test_a_sheet_runs_to_the_next_and_the_check_list_is_not_in_it(tmp_path: Path) -> None:
    more = [["TO GO FURTHER", "More. " + LINE], ["FACTSHEETS MEASURES", "1 " + LINE]]
    units = loaded(tmp_path, *SHEETS, *more)
    assert units["sheet-25"].text.endswith(f"TO GO FURTHER\nMore. {LINE}")
    assert [span.page for span in units["sheet-25"].spans][-1] == 26
    assert units["p27"].kind == "page"


def test_the_title_page_of_a_chapter_is_in_no_sheet(tmp_path: Path) -> None:
    units = loaded(tmp_path, *SHEETS[:3], ["MY DATA"], *SHEETS[3:])
    assert "MY DATA" not in units["sheet-3"].text
    assert units["p4"].text == "MY DATA"
    assert not units["p4"].is_searched


def test_a_title_printed_below_other_lines_comes_first(tmp_path: Path) -> None:
    pages = [*SHEETS[:4], ["TO GO FURTHER", *SHEETS[4]], *SHEETS[5:]]
    assert loaded(tmp_path, *pages)["sheet-5"].text.startswith("FACTSHEET 5")


@pytest.mark.parametrize("pages", [SHEETS[:24], [*SHEETS[1:], SHEETS[0]]])
def test_a_missing_or_misplaced_sheet_refuses_the_document(
    tmp_path: Path, pages: list[list[str]]
) -> None:
    with pytest.raises(SourceUnreadable, match="missing or out of order"):
        loaded(tmp_path, *pages)


@cache
def mirrored(lang: str) -> list[Passage]:
    return load_mirror("cnil-security-guide", "pdf_sheets", lang)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "unit", "phrase"),
    [("fr", "sheet-17", "sauvegardes régulières"), ("en", "sheet-17", "regular backups")],
)
def test_the_official_guide_has_its_25_sheets_in_both_languages(
    lang: str, unit: str, phrase: str
) -> None:
    sheets = {p.locator: p for p in mirrored(lang) if ":sheet-" in p.locator}
    whole = [locator for locator in sheets if "#" not in locator]
    assert whole == [f"cnil-security-guide:sheet-{number}" for number in range(1, 26)]
    assert phrase in sheets[f"cnil-security-guide:{unit}"].text


@pytest.mark.slow
def test_the_parts_of_a_sheet_have_their_own_page() -> None:
    pages = {p.locator: p.page for p in mirrored("fr")}
    assert pages["cnil-security-guide:sheet-4"] == 13
    assert pages["cnil-security-guide:sheet-4#5"] in (14, 15)
