import os
from dataclasses import replace
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from ingest.parse import pdf
from ingest.parse.pdf import PdfLimits, PdfRefused, read_pdf

_MIRROR = os.environ.get("RECITAL_MIRROR_DIR", "")
SOURCE, ORIGIN = source_and_origin("cnil-dpo-guide", "pdf", "fr")
LINE = "The cat sleeps in its basket nearly all day long and eats twice."


def pdf_bytes(*pages: list[str]) -> bytes:
    """A small PDF written by hand: one line of text per string."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 72 720 Td\n{shown}ET".encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            table,
            size,
            len(content),
        )
    )


def written(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "animals.pdf"
    file.write_bytes(content)
    return file


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
    assert [p.heading for p in pdf.load(SOURCE, ORIGIN, file)] == ["Le sommeil ?"] * 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a PDF"),
        (b"PK\x03\x04 a zip", "not a PDF"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "damaged"),
        (pdf_bytes([LINE])[:300], "damaged"),
        (pdf_bytes([], []), "no text"),
    ],
)
def test_a_file_that_is_not_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(SourceUnreadable, match=rf"animals\.pdf: {reason}"):
        pdf.load(SOURCE, ORIGIN, written(tmp_path, content))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        pdf.load(SOURCE, ORIGIN, tmp_path / "absent.pdf")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (PdfLimits(pages=2), "too long: 3 pages, the limit is 2"),
        (PdfLimits(file_bytes=100), "too heavy"),
        (PdfLimits(characters=100), "too heavy"),
        (PdfLimits(wall_seconds=0.01), "took too long"),
    ],
)
def test_each_limit_refuses(tmp_path: Path, limits: PdfLimits, reason: str) -> None:
    file = written(tmp_path, pdf_bytes([LINE], [LINE], [LINE]))
    with pytest.raises(PdfRefused, match=reason):
        read_pdf(file, limits)


def test_a_document_that_takes_too_much_processor_time_is_stopped(tmp_path: Path) -> None:
    file = written(tmp_path, pdf_bytes(*[["(" * 20 + ")" * 20] * 4000] * 40))
    with pytest.raises(PdfRefused, match="processor time"):
        read_pdf(file, replace(PdfLimits(), cpu_seconds=1))


def hostile_file(name: str) -> Path:
    path = Path(_MIRROR).parent / "hostile_pdfs" / name
    if not _MIRROR or not path.exists():
        pytest.skip("no folder of hostile PDFs beside RECITAL_MIRROR_DIR")
    return path


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("pypdf_r6-both-passwords.pdf", "password"),
        ("pdfjs_issue6010_2.pdf", "password"),
        ("pdfjs_Pages-tree-refs.pdf", "damaged"),
        ("pdfjs_issue19484_2.pdf", "damaged"),
        ("pdfjs_bomb_giant.pdf", "damaged|no text"),
        ("pdfjs_poppler-937-0-fuzzed.pdf", "damaged"),
        ("samples_grayscale-image.pdf", "no text"),
    ],
)
def test_hostile_files_are_refused_for_the_right_reason(name: str, reason: str) -> None:
    with pytest.raises(PdfRefused, match=reason):
        read_pdf(hostile_file(name))


def test_the_official_guide_is_read_without_broken_words() -> None:
    passages = load_mirror("cnil-dpo-guide", "pdf", "fr")
    text = "\n".join(passage.text for passage in passages)
    assert "ﬁ" not in text
    assert "sous-traitant" in text
    assert not [line for line in text.split("\n") if line.endswith("-")]
    assert {passage.page for passage in passages} >= set(range(4, 50))
