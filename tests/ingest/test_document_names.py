import unicodedata
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.locator import Locator
from ingest.document_names import document_ids, safe_name, slug, unused_name


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Charte cookies (v2).pdf", "Charte cookies (v2).pdf"),
        ("Règlement d'été – final.PDF", "Règlement d'été - final.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\note.pdf", "note.pdf"),
        ("no suffix", "no suffix.pdf"),
        ("note.htm", "note.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src-x onerror-alert(1).pdf"),
        ("CON.pdf", "document CON.pdf"),
        ("nul", "document nul.pdf"),
        ("note.pdf. . .", "note.pdf"),
        ("...pdf", "pdf.pdf"),
        ("", "document.pdf"),
        ("///", "document.pdf"),
        ("\x00\n\r\t.pdf", "document.pdf"),
        ("report\u202efdp.pdf", "reportfdp.pdf"),
        ("a  ..-- b.pdf", "a .- b.pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_recognisable(given_name: str, expected: str) -> None:
    assert safe_name(given_name, "PDF") == expected


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_every_disk_takes(name: str) -> None:
    safe = safe_name(name, "TXT")
    assert PurePath(safe).name == safe
    assert safe.endswith((".txt", ".text"))
    assert not safe.startswith((".", " ", "-"))
    assert len(safe.encode()) < 200
    assert not any(unicodedata.category(char).startswith("C") for char in safe)
    assert not set(safe) & set('<>:"/\\|?*')
    assert safe_name(safe, "TXT") == safe


@given(st.lists(st.text(min_size=1, max_size=80), unique=True, max_size=12))
def test_ids_are_different_and_make_locators(names: list[str]) -> None:
    ids = document_ids(names)
    assert len(set(ids.values())) == len(names)
    for source_id in ids.values():
        assert str(Locator.parse(f"{source_id}:sec-1")) == f"{source_id}:sec-1"


def test_an_id_is_the_slug_of_the_name_and_does_not_depend_on_the_others() -> None:
    assert document_ids(["Règlement d'Œuvre.pdf"]) == {
        "Règlement d'Œuvre.pdf": "user-reglement-d-oeuvre"
    }
    assert document_ids(["a.pdf", "b.pdf"])["a.pdf"] == document_ids(["a.pdf"])["a.pdf"] == "user-a"


def test_names_with_one_slug_all_get_a_hash_that_is_their_own() -> None:
    ids = document_ids(["a.pdf", "A.txt", "sub/a.md", "b.md"])
    assert ids["b.md"] == "user-b"
    assert len({ids["a.pdf"], ids["A.txt"], ids["sub/a.md"]}) == 3
    assert all(ids[name].startswith("user-a-") for name in ("a.pdf", "A.txt", "sub/a.md"))
    assert document_ids(["a.pdf", "A.txt"])["a.pdf"] == ids["a.pdf"]


def test_a_name_built_to_take_the_hash_of_others_gets_an_id_of_its_own() -> None:
    taken = document_ids(["a.pdf", "a.txt"])["a.pdf"].removeprefix("user-")
    ids = document_ids(["a.pdf", "a.txt", f"{taken}.md"])
    assert len(set(ids.values())) == 3


def test_a_name_already_taken_is_numbered() -> None:
    assert unused_name("note.pdf", []) == "note.pdf"
    assert unused_name("note.pdf", ["note.pdf"]) == "note (2).pdf"
    assert unused_name("note.pdf", ["Note.txt", "note (2).md"]) == "note (3).pdf"
    long = "x" * 150 + ".pdf"
    first = unused_name(long, [long])
    second = unused_name(long, [long, first])
    assert len({slug(name) for name in (long, first, second)}) == 3


def test_a_name_in_another_alphabet_still_has_a_slug() -> None:
    assert slug("Политика.pdf") == "document"
    assert len(set(document_ids(["Политика.pdf", "隐私.pdf"]).values())) == 2
