from io import BytesIO

import pytest
from pypdf import PdfReader
from written_pdf import LINE, pages_bytes, stream

from ingest.parse.pdf_worker import seen_text

SECRET = "The dog ate it."
PICTURE = stream(b"\x80", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray")


def shown(text: str, *, before: str = "", size: str = "11", at: str = "72 600") -> str:
    return f"q BT {before} /F1 {size} Tf {at} Td ({text}) Tj ET Q\n"


def row_of(*parts: str, page: bytes = b"", more: bytes = b"null") -> dict[str, object]:
    """What is made of a page that shows LINE and then the parts."""
    content = shown(LINE, at="72 720") + "".join(parts)
    pdf = pages_bytes(content.encode("latin-1"), page=page, more=[more])
    row = seen_text(PdfReader(BytesIO(pdf)).pages[0])
    assert LINE in str(row["text"])
    return row


HIDDEN = {
    "invisible mode": shown(SECRET, before="3 Tr"),
    "white": shown(SECRET, before="1 g"),
    "nearly white": shown(SECRET, before="0.98 0.99 1 rg"),
    "without ink": shown(SECRET, before="0 0 0 0 k"),
    "white in a named space": shown(SECRET, before="/DeviceRGB cs 1 1 1 sc"),
    "tiny": shown(SECRET, size="1"),
    "made tiny by the matrix": f"q 0.05 0 0 0.05 0 0 cm {shown(SECRET)} Q\n",
    "above the page": shown(SECRET, at="72 900"),
    "right of the page": shown(SECRET, at="700 600"),
    "left of the page": shown(SECRET, at="-700 600"),
    "in an array": f"q BT 3 Tr /F1 11 Tf 72 600 Td [(The dog) -300 ({SECRET})] TJ ET Q\n",
    "on the next line": f"q BT 3 Tr /F1 11 Tf 72 600 Td ({SECRET}) ' ET Q\n",
    "with spacings": f'q BT 3 Tr /F1 11 Tf 72 600 Td 1 1 ({SECRET}) " ET Q\n',
    "white beside a dark box": f"0 g 300 300 50 50 re f {shown(SECRET, before='1 g')}",
    "white on a white box": f"1 g 60 590 400 30 re f {shown(SECRET, before='1 g')}",
    "white on a dark line": f"1 w 60 600 m 400 600 l S {shown(SECRET, before='1 g')}",
    "dark after it was written": f"{shown(SECRET, before='1 g')} 0 g 60 590 400 30 re f\n",
}


@pytest.mark.parametrize("part", HIDDEN.values(), ids=HIDDEN)
def test_words_that_no_reader_sees_are_left_out_and_kept_apart(part: str) -> None:
    row = row_of(part)
    assert SECRET not in str(row["text"])
    assert SECRET in str(row["hidden"])


SEEN = {
    "black": shown(SECRET),
    "grey": shown(SECRET, before="0.9 g"),
    "small print": shown(SECRET, size="4"),
    "large through the matrix": f"q 20 0 0 20 0 0 cm {shown(SECRET, size='1', at='3 30')} Q\n",
    "white on a dark box": f"0.2 g 60 590 400 30 re f {shown(SECRET, before='1 g')}",
    "white on a dark shape": (
        f"0 0 1 rg 50 580 m 50 640 l 400 640 l 400 580 l f {shown(SECRET, before='1 g')}"
    ),
    "white on a thick line": f"20 w 60 604 m 400 604 l S {shown(SECRET, before='1 g')}",
    "white on a picture": f"q 400 0 0 90 60 570 cm /X1 Do Q {shown(SECRET, before='1 g')}",
    "white with a dark outline": shown(SECRET, before="2 Tr 1 g"),
    "full ink of a spot colour": shown(SECRET, before="/Spot cs 1 sc"),
    "black again": f"1 g {shown(SECRET, before='0 g')}",
    "after a saved white": f"q 1 g Q {shown(SECRET)}",
    "half on the page": shown(SECRET, at="-30 600"),
    "malformed colour": shown(SECRET, before="(white) g"),
}


@pytest.mark.parametrize("part", SEEN.values(), ids=SEEN)
def test_words_that_a_reader_may_see_are_kept(part: str) -> None:
    row = row_of(part, more=PICTURE)
    assert SECRET in str(row["text"])
    assert "hidden" not in row


def test_words_outside_the_part_of_the_page_that_is_shown_are_left_out() -> None:
    row = row_of(shown(SECRET, at="72 40"), page=b"/CropBox[0 100 612 792]")
    assert row["hidden"] == SECRET


def form(content: str, entries: str = "") -> bytes:
    resources = "/Resources<</Font<</F1 3 0 R>>>>"
    return stream(content.encode(), f"/Type/XObject/Subtype/Form{resources}{entries}".encode())


def test_a_form_is_followed_where_it_is_painted() -> None:
    words = form(shown(SECRET, at="0 0"))
    assert SECRET in str(row_of("q 1 0 0 1 72 600 cm /X1 Do Q\n", more=words)["text"])
    assert row_of("q 1 0 0 1 72 900 cm /X1 Do Q\n", more=words)["hidden"] == SECRET
    assert row_of("1 g /X1 Do\n", more=words)["hidden"] == SECRET
    away = form(shown(SECRET, at="0 0"), "/Matrix[1 0 0 1 0 -500]")
    assert row_of("/X1 Do\n", more=away)["hidden"] == SECRET


def test_what_a_form_sets_ends_with_it() -> None:
    row = row_of("/X1 Do\n", shown(SECRET), more=form("1 g 3 Tr"))
    assert SECRET in str(row["text"])


SCAN = "q 612 0 0 792 0 0 cm /X1 Do Q\n"


def test_the_invisible_layer_of_a_scan_is_its_text() -> None:
    row = row_of(SCAN, shown(SECRET, before="3 Tr"), more=PICTURE)
    assert SECRET in str(row["text"])
    assert row["layer"] is True
    assert "hidden" not in row


def test_a_page_with_nothing_but_an_invisible_layer_was_recognised() -> None:
    content = shown(LINE, before="3 Tr", at="72 720")
    row = seen_text(PdfReader(BytesIO(pages_bytes(content.encode(), more=[b"null"]))).pages[0])
    assert row == {"text": LINE, "layer": True}


def test_a_small_picture_is_no_scan() -> None:
    part = "q 100 0 0 100 60 300 cm /X1 Do Q\n" + shown(SECRET, before="3 Tr")
    assert row_of(part, more=PICTURE)["hidden"] == SECRET


def test_unseen_spaces_are_not_worth_a_word() -> None:
    row = row_of(shown("   ", before="3 Tr"))
    assert "hidden" not in row
