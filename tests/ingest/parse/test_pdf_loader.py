from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin
from written_pdf import LINE, pdf_bytes, written

from corpus.errors import SourceUnreadable
from ingest.parse import pdf
from ingest.parse.page_spans import hold
from ingest.parse.pdf_read import read_pdf

SOURCE, ORIGIN = source_and_origin("cnil-dpo-guide", "pdf", "fr")


def test_each_page_is_a_unit_with_its_number(tmp_path: Path) -> None:
    file = written(tmp_path, pdf_bytes([LINE], [], [LINE, LINE]))
    first, third = pdf.load(SOURCE, ORIGIN, file)
    assert (first.locator, first.page, first.kind) == ("cnil-dpo-guide:p1", 1, "page")
    assert (third.locator, third.page) == ("cnil-dpo-guide:p3", 3)
    assert third.url.endswith("#page=3")
    assert first.text == LINE


def test_a_long_page_is_searched_in_parts(tmp_path: Path) -> None:
    file = written(tmp_path, pdf_bytes([LINE] * 40))
    page, *parts = pdf.load(SOURCE, ORIGIN, file)
    assert not page.is_searched
    assert [part.locator for part in parts][:2] == ["cnil-dpo-guide:p1#1", "cnil-dpo-guide:p1#2"]
    assert {part.page for part in parts} == {1}


def test_a_section_title_is_the_heading_of_the_pages_below_it(tmp_path: Path) -> None:
    file = written(tmp_path, pdf_bytes(["Fiche 2 : Le sommeil ?", LINE], [LINE, LINE]))
    headings = [p.heading for p in pdf.load(SOURCE, ORIGIN, file)]
    assert headings == ["Fiche 2 : Le sommeil ?"] * 2


def test_the_parts_of_a_page_have_the_heading_they_stand_under(tmp_path: Path) -> None:
    sections = [line for n in (1, 2) for line in (f"Fiche {n} : Le chat {n}", *[LINE] * 15)]
    _, *parts = pdf.load(SOURCE, ORIGIN, written(tmp_path, pdf_bytes(sections)))
    assert [part.heading for part in parts] == ["Fiche 1 : Le chat 1", "Fiche 2 : Le chat 2"]
    assert parts[1].text.startswith("Fiche 2")


def test_a_passage_knows_where_its_words_stand(tmp_path: Path) -> None:
    file = written(tmp_path, pdf_bytes([LINE] * 40))
    raw_pages = read_pdf(file).raw_pages
    for passage in pdf.load(SOURCE, ORIGIN, file):
        assert hold(passage.text, passage.spans, raw_pages)


def test_the_footnotes_of_a_page_come_last(tmp_path: Path) -> None:
    file = written(tmp_path, pdf_bytes([f"{LINE}1", "1 Voir le guide.", "2 Voir ailleurs."]))
    [page] = pdf.load(SOURCE, ORIGIN, file)
    assert page.text == f"{LINE}\n1 Voir le guide.\n2 Voir ailleurs."


def test_a_contents_page_is_kept_and_not_searched(tmp_path: Path) -> None:
    entries = [f"{n}. Le chat {n} ........ {n}" for n in range(1, 7)]
    contents, page = pdf.load(SOURCE, ORIGIN, written(tmp_path, pdf_bytes(entries, [LINE])))
    assert (contents.locator, contents.is_searched) == ("cnil-dpo-guide:p1", False)
    assert page.is_searched


def test_a_document_that_is_not_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"animals\.pdf: broken") as caught:
        pdf.load(SOURCE, ORIGIN, written(tmp_path, pdf_bytes([LINE])[:300]))
    assert caught.value.values["refusal"] == "broken"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        pdf.load(SOURCE, ORIGIN, tmp_path / "absent.pdf")


def test_the_official_guide_is_read_without_broken_words() -> None:
    passages = load_mirror("cnil-dpo-guide", "pdf", "fr")
    text = "\n".join(passage.text for passage in passages)
    assert "ﬁ" not in text
    assert "sous-traitant" in text
    assert not [line for line in text.split("\n") if line.endswith("-")]
    assert {passage.page for passage in passages} >= set(range(4, 50))
