from pathlib import Path

from mirror_texts import load_mirror, mirror_path, source_and_origin
from written_pdf import LINE, pages_bytes, written

from ingest.parse import pdf
from ingest.parse.page_spans import hold, spans
from ingest.parse.pdf_layout import Layout
from ingest.parse.pdf_plane import IDENTITY
from ingest.parse.pdf_read import read_pdf
from ingest.parse.pdf_text import read_text

SOURCE, ORIGIN = source_and_origin("cnil-page-consent", "pdf", "fr")
HEADER = (20, 780, "20/04/2026, 18:25Les chats | CNIL")
FOOTER = (20, 20, "Page 1 of 1https://cats.example/sleep")
SENTENCE = (40, 700, "The cat that sleeps in its basket nearly all day long needs:")
TABLE = [
    (40, 720, "The table of all animals.\n"),
    (40, 700, "Finalités "),
    (90, 700, "Détails "),
    (200, 700, "Durées\n"),
    (40, 680, "Cats\n"),
    (90, 680, "Naps "),
    (200, 680, "6 ans\n"),
    (90, 660, "Meals\n"),
    (200, 660, "3 "),
    (212, 660, "ans\n"),
    (40, 640, "Dogs and\n"),
    (40, 628, "wolves\n"),
    (90, 640, "Walks\n"),
    (200, 640, "1 mois"),
]


def printed(*words: tuple[float, float, str]) -> bytes:
    """Words in the order they are printed in, each at its place in points."""
    shown = "".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj\n" for x, y, text in words)
    font = b"BT /F1 8 Tf\n%bET"
    return font % shown.encode("latin-1")


def lines_of(folder: Path, *words: tuple[float, float, str]) -> list[str]:
    content = read_pdf(written(folder, pages_bytes(printed(*words))))
    return [line for line in content.raw_pages[0].split("\n") if line]


def test_a_list_that_a_browser_prints_first_stands_below_its_sentence(tmp_path: Path) -> None:
    items = [(60, 680, "a basket"), (60, 660, "a bowl")]
    assert lines_of(tmp_path, HEADER, FOOTER, *items, SENTENCE) == [
        HEADER[2],
        SENTENCE[2],
        "a basket",
        "a bowl",
        FOOTER[2],
    ]


def test_the_room_between_two_paragraphs_is_an_empty_line(tmp_path: Path) -> None:
    rows = [(40, 640 - 20 * row, f"row {row}") for row in range(5)]
    words = printed(HEADER, FOOTER, (60, 680, "a bowl"), SENTENCE, *rows)
    raw = read_pdf(written(tmp_path, pages_bytes(words))).raw_pages[0]
    assert "a bowl\n\nrow 0\nrow 1\n" in raw


def test_the_next_cell_of_a_web_page_stays_behind_the_one_before(tmp_path: Path) -> None:
    cells = [(40, 640, "Naps"), (40, 620, "are long"), (40, 600, "and warm"), (200, 620, "X")]
    lines = lines_of(tmp_path, HEADER, FOOTER, (60, 680, "a bowl"), *cells, SENTENCE)
    assert lines[1:-1] == [SENTENCE[2], "a bowl", *(text for _, _, text in cells)]


def test_the_number_of_an_item_stands_before_its_words(tmp_path: Path) -> None:
    words = [(45, 680, "1."), (45, 660, "2."), (60, 680, "a basket"), (60, 660, "a bowl")]
    lines = lines_of(tmp_path, HEADER, FOOTER, *words, SENTENCE)
    assert lines[1:4] == [SENTENCE[2], "1. a basket", "2. a bowl"]


def test_a_browsers_page_in_columns_keeps_its_order(tmp_path: Path) -> None:
    left = [(40, 700 - 20 * row, f"left {row}") for row in range(5)]
    right = [(300, 700 - 20 * row, f"right {row}") for row in range(5)]
    lines = lines_of(tmp_path, HEADER, FOOTER, *left, *right, (40, 500, LINE))
    assert lines[2:12] == [text for _, _, text in (*left, *right)]


def test_a_page_no_browser_printed_keeps_its_order(tmp_path: Path) -> None:
    assert lines_of(tmp_path, (60, 680, "a basket"), SENTENCE) == ["a basket", SENTENCE[2]]


def test_the_items_of_a_web_page_each_begin_a_line(tmp_path: Path) -> None:
    items = [(60, 680, "a basket ;"), (60, 660, "a bowl.")]
    file = written(tmp_path, pages_bytes(printed(HEADER, FOOTER, *items, SENTENCE)))
    [passage] = pdf.load(SOURCE, ORIGIN, file)
    assert passage.text == f"{SENTENCE[2]}\na basket ;\na bowl."
    assert hold(passage.text, passage.spans, read_pdf(file).raw_pages)


def test_the_rows_of_a_retention_table_are_lines_and_its_cells_are_parted() -> None:
    layout = Layout()
    for x, y, words in TABLE:
        layout.visit(words, IDENTITY, (1.0, 0.0, 0.0, 1.0, x, y), None, 9.0)
    raw = layout.laid_out("".join(words for _, _, words in TABLE))
    document = read_text([raw])
    paragraphs = document.paragraphs(document.pages[0].lines)
    assert paragraphs == [
        "The table of all animals.",
        "Finalités | Détails | Durées",
        "Cats | Naps | 6 ans",
        "Meals | 3 ans",
        "Dogs and wolves | Walks | 1 mois",
    ]
    assert hold("\n".join(paragraphs), spans("\n".join(paragraphs), [raw], 1), [raw])


def test_a_cell_is_no_running_header_and_no_title() -> None:
    page = "Cats\n\x1f\x1fFinalités\x1fDurées\n\x1f\x1fArticle 3\x1f6 ans\x1f5"
    document = read_text([page] * 4)
    assert [len(page.lines) for page in document.pages] == [5, 5, 5, 5]
    [line, *rows] = document.paragraphs(document.pages[0].lines)
    assert (line, rows) == ("Finalités | Durées", ["Article 3 | 6 ans | 5"])


def test_the_official_page_on_consent_has_its_criteria_below_their_sentence() -> None:
    path = mirror_path(ORIGIN.path)
    raw_pages = read_pdf(path).raw_pages
    passages = load_mirror(SOURCE.id, "pdf", "fr")
    [page] = [p for p in passages if p.locator == "cnil-page-consent:p2"]
    assert "doit être :\n1. Libre :" in page.text
    assert all(hold(p.text, p.spans, raw_pages) for p in passages)


def test_a_duration_of_the_official_table_ends_with_its_cell() -> None:
    [page] = [p for p in load_mirror("cnil-hr-retention", "pdf", "fr") if p.locator.endswith(":p5")]
    assert "| 1 mois à compter de sa transmission au travailleur | 5 ans pour" in page.text
