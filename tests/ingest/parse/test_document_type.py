import pytest
from small_corpus import pdf_document

from ingest.parse.document_type import DocumentUnreadable, decoded, document_type

PDF = pdf_document(["A line."])
PAGE = b"<!DOCTYPE html>\n<html><body><p>Words</p></body></html>"
WORDS = "Un accord écrit, daté et signé.".encode()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", PDF, "PDF"),
        ("A.PDF", b"\n\n" + PDF, "PDF"),
        ("a.pdf", b"junk before\n" + PDF, "PDF"),
        ("a.html", PAGE, "HTML"),
        ("a.htm", b"\xef\xbb\xbf  <!-- saved --><html>", "HTML"),
        ("a.html", b"<p>A piece of a page</p>", "HTML"),
        ("a.xhtml", b'<?xml version="1.0"?>\n<html xmlns="x">', "HTML"),
        ("a.md", WORDS, "Markdown"),
        ("a.markdown", b"<div align=center>Logo</div>\n\n# Title", "Markdown"),
        ("a.txt", WORDS, "TXT"),
        ("a.txt", b"Le signe %PDF- ouvre un PDF.", "TXT"),
        ("no suffix", WORDS, "TXT"),
        ("no suffix", PDF, "PDF"),
        ("no suffix", PAGE, "HTML"),
    ],
)
def test_a_document_is_what_its_name_and_content_agree_on(
    name: str, data: bytes, expected: str
) -> None:
    assert document_type(name, data) == expected


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.txt", PDF, "PDF"),
        ("a.md", PDF, "PDF"),
        ("a.html", PDF, "PDF"),
        ("a.pdf", PAGE, "HTML"),
        ("a.txt", PAGE, "HTML"),
        ("a.md", PAGE, "HTML"),
        ("a.pdf", WORDS, "TXT"),
        ("a.html", WORDS, "TXT"),
        ("a.txt", b'<?xml version="1.0"?><feed/>', "XML"),
        ("a.docx", b"PK\x03\x04....", "ZIP, Office"),
        ("a.pdf", b"PK\x03\x04....", "ZIP, Office"),
        ("a.doc", b"\xd0\xcf\x11\xe0....", "Office"),
        ("a.txt", b"{\\rtf1 words}", "RTF"),
        ("a.txt", b"\x89PNG\r\n", "PNG"),
        ("a.exe", b"MZ\x90\x00", "EXE"),
        ("a.txt", b"words\x00words", "?"),
        ("a.txt", b"\x01\x02\x03", "?"),
        ("a.csv", WORDS, "TXT"),
        ("a.html.exe", PAGE, "HTML"),
    ],
)
def test_a_document_that_is_not_what_its_name_says_is_refused(
    name: str, data: bytes, found: str
) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        document_type(name, data)
    assert caught.value.refusal.code == "wrong_type"
    assert caught.value.refusal.values["found"] == found
    assert name in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        "Accord écrit – 5 €".encode(),
        "Accord écrit – 5 €".encode("utf-8-sig"),
        "Accord écrit – 5 €".encode("utf-16"),
        b"\xfe\xff" + "Accord écrit – 5 €".encode("utf-16-be"),
        "Accord écrit – 5 €".encode("cp1252"),
    ],
)
def test_a_text_is_read_in_the_encodings_people_save_in(data: bytes) -> None:
    assert decoded(data) == "Accord écrit – 5 €"
    assert document_type("a.txt", data) == "TXT"


@pytest.mark.parametrize(
    "data",
    [
        b"a\x00b",
        b"a\x81\x8db\xff\xfe",
        "mots".encode("utf-16-le"),
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8",
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        decoded(data)


def test_a_character_cut_by_the_first_kilobytes_is_no_reason_to_refuse() -> None:
    for shift in range(4):
        assert document_type("a.txt", b"x" * shift + "é€".encode() * 5_000) == "TXT"
