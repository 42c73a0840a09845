from dataclasses import replace
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin
from small_gdpr import markdown_page, markdown_units, xhtml_page, xhtml_units

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import eurlex, gdpr_markdown
from ingest.parse.gdpr import gdpr_frame
from ingest.parse.provisions import article_passages

SOURCE, ORIGIN = source_and_origin("gdpr", "gdpr_markdown", "en")


def load(tmp_path: Path, content: str) -> dict[str, Passage]:
    file = tmp_path / "law.md"
    file.write_text(content, encoding="utf-8")
    return {p.locator: p for p in gdpr_markdown.load(SOURCE, ORIGIN, file)}


def read(tmp_path: Path, content: str) -> dict[str, Passage]:
    """The units of the articles of a text that need not be whole."""
    file = tmp_path / "law.md"
    file.write_text(content, encoding="utf-8")
    articles, _ = gdpr_markdown.read_law(file, "en")
    frame = gdpr_frame(SOURCE, "en")
    return {p.locator: p for article in articles for p in article_passages(article, frame)}


def with_unit(name: str, text: str) -> str:
    return markdown_page([(n, text if n == name else unit) for n, unit in markdown_units()])


def test_the_same_law_in_both_forms_gives_the_same_passages(tmp_path: Path) -> None:
    page = tmp_path / "law.xhtml"
    page.write_text(xhtml_page(xhtml_units()), encoding="utf-8")
    source, origin = source_and_origin("gdpr", "eurlex", "en")
    assert list(load(tmp_path, markdown_page(markdown_units())).values()) == eurlex.load(
        source, origin, page
    )


def test_nested_points_indents_and_later_subparagraphs_get_their_locators(tmp_path: Path) -> None:
    article = """### Article 4

**Words**

For this law:

- (1) 'cat' means:
    - (a) a tame one;
    - (b) a wild one;

- (2) 'dog' means a dog.

### Article 5

**Sleep**

1. Cats sleep by:

—

day;

—

night.

They may snore."""
    found = read(tmp_path, with_unit("art_4", article.partition("\n\n### Article 5")[0]))
    assert found["gdpr:art-4-1-b"].text == "a wild one;"
    assert found["gdpr:art-4-1-b"].lead == "For this law:\n'cat' means:"
    assert found["gdpr:art-4-2"].heading == "Words"
    fifth = "### Article 5" + article.partition("### Article 5")[2]
    found = read(tmp_path, with_unit("art_5", fifth))
    assert found["gdpr:art-5-1-2"].text == "night."
    assert found["gdpr:art-5-1#2"].text == "They may snore."


def test_a_footnote_mark_goes_and_a_reference_stays(tmp_path: Path) -> None:
    words = "An act of the Council (4) and Article 22(1) and (4) apply."
    found = load(tmp_path, with_unit("rct_9", f"- (9) {words}\n\n  More words."))
    assert found["gdpr:rec-9"].text == (
        "An act of the Council and Article 22(1) and (4) apply.\nMore words."
    )


def test_closing_formulas_and_divisions_belong_to_no_unit(tmp_path: Path) -> None:
    closing = "This Regulation shall be binding in its entirety and so on.\n\n1. Once more."
    units = markdown_units()
    page = markdown_page([*units[:-1], (units[-1][0], f"{units[-1][1]}\n\n{closing}")])
    page = page.replace("## Enacting", "HAVE ADOPTED THIS REGULATION:\n\n## Enacting")
    found = load(tmp_path, page)
    assert found["gdpr:art-99-2"].text == "Be kind to art-99-2."
    assert found["gdpr:rec-173"].text == "Reason 173."


@pytest.mark.parametrize("content", ["", "# Law\n\n## Recitals\n\n- (1) Because."])
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"law\.md"):
        load(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        gdpr_markdown.load(SOURCE, ORIGIN, tmp_path / "absent.md")


def straight(passage: Passage) -> Passage:
    """With straight quotation marks: the two forms print Article 4 with different ones."""
    table = str.maketrans("‘’“”", "''\"\"")
    return replace(passage, text=passage.text.translate(table), lead=passage.lead.translate(table))


def test_the_consolidated_copy_equals_the_corrected_journal_text_in_every_unit() -> None:
    official = load_mirror("gdpr", "eurlex", "en")
    copy = load_mirror("gdpr", "gdpr_markdown", "en")
    assert [straight(passage) for passage in copy] == [straight(passage) for passage in official]
