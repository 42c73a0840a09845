from __future__ import annotations

import io
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_up_pdf import pdf
from PIL import Image

import assistant.page_image
from assistant.page_image import Box, PageImage, PageLimits, lines_of, page_image
from assistant.page_words import Found, find_words
from corpus.errors import PageNotDrawn
from corpus.nouns import PageSpan
from ingest.parse.pdf_read import read_pdf

ROOT = Path(__file__).resolve().parents[2]
FIRST_LINE = "The keeper lights the lamp at dusk."
PAGES = (
    (FIRST_LINE, "He counts the ships and writes their num-", "bers in the book before mid-"),
    ("night, then he sleeps.", FIRST_LINE, "Nothing else happens on this rock."),
)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "rock.pdf"
    path.write_bytes(pdf(PAGES))
    return path


def picture(image: PageImage) -> Image.Image:
    return Image.open(io.BytesIO(image.png)).convert("RGB")


def marked_rows(image: PageImage) -> set[int]:
    """The rows of the picture that hold the marker's yellow."""
    drawn = picture(image)
    pixels = drawn.load()
    assert pixels is not None
    return {
        y
        for y in range(drawn.height)
        for x in range(0, drawn.width, 2)
        if pixels[x, y] == assistant.page_image._MARKER
    }


def test_the_quoted_words_are_marked_where_they_stand_and_nothing_else(document: Path) -> None:
    image = page_image(document, 1, words=FIRST_LINE, width_pixels=800)
    assert (image.width, image.height) == (800, 600)
    assert image.found_share == 1 and len(image.boxes) == 1
    box = image.boxes[0]
    # The first line's baseline is 30 points below the top: 60 pixels at 2 pixels a point.
    assert box.top < 50 < 60 <= box.bottom < 80
    assert 35 <= box.left <= 45 and box.right < 560
    rows = marked_rows(image)
    assert rows and rows <= set(range(box.top, box.bottom))


def test_the_ink_under_the_marker_stays_black(document: Path) -> None:
    plain = picture(page_image(document, 1, width_pixels=800))
    marked = page_image(document, 1, words=FIRST_LINE, width_pixels=800)
    box = marked.boxes[0]
    place = (box.left, box.top, box.right, box.bottom)

    def darkest(image: Image.Image) -> int:
        return int(image.crop(place).convert("L").getextrema()[0])  # type: ignore[arg-type]

    assert darkest(picture(marked)) == darkest(plain) < 60


def test_a_word_broken_at_the_end_of_a_line_is_found_whole(document: Path) -> None:
    image = page_image(document, 1, words="writes their numbers in the book", width_pixels=800)
    assert image.found_share == 1
    assert [box.top for box in image.boxes] == sorted(box.top for box in image.boxes)
    assert len(image.boxes) == 2


def test_words_that_run_over_the_end_of_a_page_are_marked_on_both_pages(document: Path) -> None:
    quote = "in the book before midnight, then he sleeps."
    first = page_image(document, 1, words=quote, width_pixels=800)
    second = page_image(document, 2, words=quote, width_pixels=800)
    assert first.boxes and second.boxes
    assert 0 < first.found_share < 1 and 0 < second.found_share < 1
    assert first.found_share + second.found_share == pytest.approx(1)
    assert first.boxes[-1].top > second.boxes[0].top


def test_of_two_places_with_the_same_words_the_nearest_to_the_passage_is_marked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "twice.pdf"
    path.write_bytes(pdf((("Ring the bell.", "Wait a while.", "Ring the bell."),)))
    early = page_image(path, 1, words="Ring the bell.", near=PageSpan(1, 0, 14))
    late = page_image(path, 1, words="Ring the bell.", near=PageSpan(1, 29, 43))
    assert early.boxes[0].bottom < late.boxes[0].top


def test_words_that_are_not_on_the_page_mark_nothing(document: Path) -> None:
    image = page_image(document, 1, words="A whale swims under the lighthouse at noon.")
    assert image.boxes == () and image.found_share == 0
    assert image.png == page_image(document, 1).png


def test_a_page_turned_on_its_side_is_marked_where_its_words_are(tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(pdf(PAGES).replace(b"/MediaBox", b"/Rotate 90 /MediaBox"))
    image = page_image(path, 1, words="lights the lamp", width_pixels=600)
    assert (image.width, image.height) == (600, 800)
    # Turned clockwise, the top of the text is the right side of the image.
    assert all(box.left > 300 for box in image.boxes)
    assert max(box.bottom for box in image.boxes) - min(box.top for box in image.boxes) > 60


def test_an_accent_a_ligature_and_a_case_do_not_hide_a_word() -> None:
    found = find_words(
        "Lagardienneaﬀirmequelofﬁceestnécessaire", "affirme que l'OFFICE est ne\u0301cessaire"
    )
    assert found == Found(((11, 39),), 1.0)


def test_words_interrupted_by_a_footnote_are_found_in_two_runs() -> None:
    page = "thekeepercountstheships12andwritestheirnumbersdown"
    found = find_words(page, "The keeper counts the ships and writes their numbers down")
    assert [page[start:end] for start, end in found.runs] == [
        "thekeepercountstheships",
        "andwritestheirnumbersdown",
    ]
    assert found.share == 1


def test_a_last_short_word_after_an_interruption_is_found_too() -> None:
    page = "thekeepercountstheships1atsixthenhesleeps"
    found = find_words(page, "The keeper counts the ships at six")
    assert [page[start:end] for start, end in found.runs] == ["thekeepercountstheships", "atsix"]


def test_a_word_of_a_footnote_is_not_taken_for_the_words_on_the_next_page() -> None:
    page = "thekeepercountstheshipsofthebay1acatalogueofallthehomesoftheseabirdsandtheirchicksonarticleeight"
    found = find_words(page, "The keeper counts the ships of the bay, article six says so.")
    assert [page[start:end] for start, end in found.runs] == ["thekeepercountstheshipsofthebay"]


def test_a_few_letters_alike_are_not_taken_for_the_quote() -> None:
    assert find_words("thekeeperlightsthelamp", "the keener lies down") == Found()
    assert find_words("", "anything") == find_words("anything", "…!") == Found()


def test_letters_of_one_line_make_one_box_and_columns_make_two() -> None:
    line = [Box(10 + 8 * n, 20, 18 + 8 * n, 32) for n in range(5)]
    beside = [Box(300 + 8 * n, 20, 308 + 8 * n, 32) for n in range(3)]
    below = [Box(10 + 8 * n, 40, 18 + 8 * n, 52) for n in range(2)]
    boxes = [*line, *beside, *below]
    assert lines_of(boxes, Found(((0, len(boxes)),), 1)) == [
        Box(10, 20, 50, 32),
        Box(300, 20, 324, 32),
        Box(10, 40, 26, 52),
    ]


def refusal(path: Path, page: int = 1, limits: PageLimits | None = None) -> tuple[str, str]:
    with pytest.raises(PageNotDrawn) as refused:
        page_image(path, page, words="lamp", limits=limits or PageLimits())
    return refused.value.message("fr"), refused.value.message("en")


def test_a_missing_file_and_a_missing_page_are_told_apart(document: Path, tmp_path: Path) -> None:
    assert "n'est plus là" in refusal(tmp_path / "gone.pdf")[0]
    assert "no such page" in refusal(document, 3)[1]
    assert "n'a pas cette page" in refusal(document, 0)[0]


def test_what_is_no_pdf_is_refused_as_damaged(tmp_path: Path) -> None:
    for name, content in {
        "empty.pdf": b"",
        "words.pdf": b"just words",
        "cut.pdf": pdf(PAGES)[:60],
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert "endommagé" in refusal(path)[0]


@pytest.mark.parametrize("box", ["0 0 1000000 2", "0 0 2 1000000", "0 0 90000 90000"])
def test_a_freakish_page_is_drawn_small_or_refused_but_never_large(
    tmp_path: Path, box: str
) -> None:
    path = tmp_path / "huge.pdf"
    path.write_bytes(pdf(PAGES, box=box))
    try:
        image = page_image(path, 1)
    except PageNotDrawn:
        return
    assert image.width * image.height <= PageLimits().pixels


def test_a_page_that_takes_too_long_ends_with_a_plain_message(tmp_path: Path) -> None:
    path = tmp_path / "slow.pdf"
    curves = "0 0 m 400 300 0 300 400 0 c S " * 200_000
    path.write_bytes(pdf(PAGES, extra=curves))
    started = time.monotonic()
    message = refusal(path, limits=PageLimits(cpu_seconds=1))[1]
    assert "too long" in message and time.monotonic() - started < 10


def test_the_wall_clock_ends_a_worker_that_waits(
    document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(assistant.page_image, "_WORKER", sleeper)
    started = time.monotonic()
    assert "trop longue" in refusal(document, limits=PageLimits(wall_seconds=0.5))[0]
    assert time.monotonic() - started < 10


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is bounded on Linux")
def test_a_worker_without_memory_ends_with_a_plain_message(document: Path) -> None:
    refusal(document, limits=PageLimits(memory_bytes=30_000_000))


def test_damaged_copies_never_raise_anything_else(document: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(10):
        content = bytearray(document.read_bytes())
        for _ in range(12):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path = tmp_path / "damaged.pdf"
        path.write_bytes(bytes(content))
        try:
            page_image(path, 1, words=FIRST_LINE, width_pixels=300)
        except PageNotDrawn:
            continue


def test_the_worker_needs_nothing_of_ours(document: Path, tmp_path: Path) -> None:
    request = (
        f'{{"path": "{document}", "page": 1, "width": 200, "pixels": 1000000, "characters": 1000,'
        ' "pages": 10, "cpu_seconds": 5, "memory_bytes": 1073741824}'
    )
    worker = ROOT / "assistant" / "page_image_worker.py"
    finished = subprocess.run(
        [sys.executable, "-P", str(worker), request], cwd=tmp_path, capture_output=True, check=True
    )
    assert finished.stdout.startswith(b'{"width": 200, "height": 150')


def test_no_file_is_written_beside_the_document(document: Path) -> None:
    page_image(document, 1, words=FIRST_LINE)
    assert [path.name for path in document.parent.iterdir()] == [document.name]


def test_the_words_of_real_documents_are_found_on_their_pages(mirror: Path) -> None:
    """A sample; over all passages of the mirror's PDFs 99.8 % of 9,613 quotes are found."""
    chance = random.Random(11)
    quotes = []
    for name in ("cnil_guide_dpo_2021_fr", "edpb_guidelines_1-2024_legitimate_interest_v1_en"):
        path = mirror / "guidance" / f"{name}.pdf"
        pages = [(n, text) for n, text in enumerate(read_pdf(path).pages, start=1) if text]
        for number, text in chance.sample(pages, 4):
            lines = [line for line in text.split("\n") if len(line) > 60]
            quotes += [(path, number, line) for line in lines[:2]]
    shares = [page_image(path, page, words=words).found_share for path, page, words in quotes]
    assert len(shares) >= 8 and min(shares) >= 0.95
