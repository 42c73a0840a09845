import logging
from functools import cache
from pathlib import Path

import pytest
from mirror_texts import load_mirror, mirror_path, source_and_origin
from written_pdf import LINE, pdf_bytes, written

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import pdf_paragraphs
from ingest.parse.page_spans import hold
from ingest.parse.paragraph_numbers import numbered
from ingest.parse.pdf_lines import printed_lines
from ingest.parse.pdf_read import read_pdf

SOURCE, ORIGIN = source_and_origin("edpb-2024-1", "pdf_paragraphs", "en")
FRENCH, FRENCH_ORIGIN = source_and_origin("cnil-san-2020-018", "pdf_paragraphs", "fr")


def loaded(tmp_path: Path, *pages: list[str]) -> dict[str, Passage]:
    file = written(tmp_path, pdf_bytes(*pages))
    return {
        passage.locator.partition(":")[2]: passage
        for passage in pdf_paragraphs.load(SOURCE, ORIGIN, file)
    }


def numbers_of(*pages: str) -> list[tuple[int, str]]:
    lines = [line for page in printed_lines(pages) for line in page]
    return [(number, lines[index].text) for number, index in numbered(lines).items()]


def test_a_paragraph_is_a_unit_without_its_number(tmp_path: Path) -> None:
    units = loaded(tmp_path, ["1. " + LINE, "2. " + LINE, "It purrs."])
    assert units["par-1"].text == LINE
    assert units["par-2"].text == f"{LINE}\nIt purrs."
    assert (units["par-2"].kind, units["par-2"].page) == ("paragraph", 1)


def test_a_paragraph_over_two_pages_is_one_unit_with_a_span_on_each(tmp_path: Path) -> None:
    long = "The cat that sleeps in its basket nearly all day long eats only"
    units = loaded(tmp_path, ["1. " + LINE, "2. " + long], ["twice a day.", "3. " + LINE])
    assert units["par-2"].text == f"{long} twice a day."
    assert [span.page for span in units["par-2"].spans] == [1, 2]
    assert (units["par-2"].page, units["par-3"].page) == (1, 2)
    assert units["par-3"].url.endswith("#page=2")


def test_titles_between_paragraphs_are_headings_and_not_their_words(tmp_path: Path) -> None:
    units = loaded(
        tmp_path,
        ["I. Sleep", "1. " + LINE, "II. Food", "A. Meat", "2. " + LINE, "B. Fish", "3. " + LINE],
    )
    assert [units[f"par-{n}"].heading for n in (1, 2, 3)] == [
        "I. Sleep",
        "II. Food – A. Meat",
        "II. Food – B. Fish",
    ]
    assert units["par-1"].text == LINE


def test_what_stands_before_the_first_and_after_the_last_paragraph_is_kept(tmp_path: Path) -> None:
    units = loaded(tmp_path, ["Summary: " + LINE], ["1. " + LINE], ["ANNEX", LINE])
    assert units["p1"].text == "Summary: " + LINE
    assert units["p3"].text == f"ANNEX\n{LINE}"
    assert units["par-1"].text == LINE


def test_the_operative_part_of_a_decision_is_a_searched_unit(tmp_path: Path) -> None:
    file = written(tmp_path, pdf_bytes(["1. " + LINE, "PAR CES MOTIFS", "decides: 20 000 euros."]))
    units = pdf_paragraphs.load(FRENCH, FRENCH_ORIGIN, file)
    assert units[-1].locator == "cnil-san-2020-018:sec-dispositif"
    assert units[-1].is_searched
    assert "20 000 euros" in units[-1].text
    assert "20 000 euros" not in units[0].text


def test_footnotes_are_units_of_their_own_that_are_not_searched(tmp_path: Path) -> None:
    units = loaded(tmp_path, ["1. " + LINE + "1", "1 See the guide to cats."])
    assert units["par-1"].text == LINE
    assert units["note-1"].text == "See the guide to cats."
    assert not units["note-1"].is_searched


def test_a_missing_number_is_named_and_its_words_are_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [f"{n}. {LINE}" for n in range(1, 41)]
    lines[19] = "The twentieth. " + LINE
    with caplog.at_level(logging.WARNING):
        units = loaded(tmp_path, lines)
    assert "par-20" not in units
    assert "The twentieth." in units["par-19"].text
    assert "paragraphs [20] are missing" in caplog.text


def test_too_many_missing_numbers_refuse_the_document(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"paragraphs \[2\] are missing"):
        loaded(tmp_path, [f"{n}. {LINE}" for n in (1, 3, 4)])


def test_a_document_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no numbered paragraph"):
        loaded(tmp_path, [LINE, LINE])


def test_an_empty_paragraph_refuses_the_document(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="paragraph 2 is empty"):
        loaded(tmp_path, ["1. " + LINE, "2.", "3. " + LINE])


def test_a_list_inside_a_paragraph_does_not_take_its_number() -> None:
    page = "1. Le chat.\n2. Il faut :\n1. un panier ;\n2. une gamelle.\n3. Le chien.\n4. Le coq."
    assert numbers_of(page) == [
        (1, "1. Le chat."),
        (2, "2. Il faut :"),
        (3, "3. Le chien."),
        (4, "4. Le coq."),
    ]


def test_a_number_that_a_sentence_breaks_on_is_not_a_paragraph() -> None:
    page = "1. Le chat dort, voir l'article\n2 du règlement.\n2. Le chien veille.\n3. Le coq."
    assert [text for _, text in numbers_of(page)][1] == "2. Le chien veille."


@cache
def mirrored(source_id: str, lang: str) -> list[Passage]:
    return load_mirror(source_id, "pdf_paragraphs", lang)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source_id", "lang", "count"),
    [
        ("cnil-2020-092", "fr", 55),
        ("cnil-san-2020-018", "fr", 126),
        ("cnil-san-2025-004", "fr", 275),
        ("cnil-san-2026-003", "fr", 148),
        ("edpb-2022-1", "en", 198),
        ("edpb-2024-1", "en", 137),
        ("edpb-2025-3", "en", 122),
    ],
)
def test_every_numbered_paragraph_is_found_in_order_and_where_the_pages_have_it(
    source_id: str, lang: str, count: int
) -> None:
    passages = mirrored(source_id, lang)
    found = [p.locator for p in passages if p.kind == "paragraph" and "#" not in p.locator]
    assert found == [f"{source_id}:par-{number}" for number in range(1, count + 1)]
    pages = [p.page or 0 for p in passages if p.locator in found]
    assert pages == sorted(pages)
    _, origin = source_and_origin(source_id, "pdf_paragraphs", lang)
    raw_pages = read_pdf(mirror_path(origin.path)).raw_pages
    exact = sum(hold(p.text, p.spans, raw_pages) for p in passages)
    assert exact >= 0.99 * len(passages)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source_id", "lang", "unit", "phrase"),
    [
        ("edpb-2024-1", "en", "par-114", "the prior consent of the individual recipient"),
        ("edpb-2024-1", "en", "par-2", "in particular where the data subject is a child"),
        ("edpb-2022-1", "en", "par-198", "through an independent supervisory authority"),
        ("cnil-2020-092", "fr", "par-27", "« tout accepter » et « tout refuser »"),
        ("cnil-san-2020-018", "fr", "sec-dispositif", "20 000 (vingt mille) euros"),
        ("cnil-san-2025-004", "fr", "sec-dispositif", "(200 000 000) d’euros"),
        ("cnil-san-2026-003", "fr", "sec-dispositif", "cinq millions d’euros"),
    ],
)
def test_known_words_stand_in_their_paragraph(
    source_id: str, lang: str, unit: str, phrase: str
) -> None:
    [passage] = [p for p in mirrored(source_id, lang) if p.locator == f"{source_id}:{unit}"]
    assert phrase in passage.text


@pytest.mark.slow
def test_the_heading_of_a_paragraph_is_the_section_it_stands_in() -> None:
    headings = {p.locator: p.heading for p in mirrored("edpb-2024-1", "en")}
    assert headings["edpb-2024-1:par-110"] == "4.1. The notion of direct marketing"
    french = {p.locator: p.heading for p in mirrored("cnil-2020-092", "fr")}
    assert french["cnil-2020-092:par-12"].startswith("2.1 – Information sur les finalités")
