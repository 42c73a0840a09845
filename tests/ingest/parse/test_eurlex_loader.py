import re
from pathlib import Path

import pytest
from mirror_texts import load_mirror, mirror_path, source_and_origin
from small_gdpr import row, xhtml_article, xhtml_page, xhtml_units

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import eurlex
from ingest.parse.gdpr import gdpr_frame
from ingest.parse.provisions import article_passages

MARK = '<a id="ntc1" href="#ntr1">(<span class="oj-note-tag">1</span>)</a>'


def page(
    *,
    articles: dict[int, str] | None = None,
    absent: str = "",
    lang: str = "EN",
) -> str:
    """The small regulation with the bodies of these articles, and without the absent unit."""
    own = {
        f"art_{number}": xhtml_article(number, body) for number, body in (articles or {}).items()
    }
    units = [(name, own.get(name, unit)) for name, unit in xhtml_units() if name != absent]
    return xhtml_page(units, lang)


def load(tmp_path: Path, content: str | bytes) -> dict[str, Passage]:
    file = tmp_path / "law.xhtml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    source, origin = source_and_origin("gdpr", "eurlex", "en")
    return {passage.locator: passage for passage in eurlex.load(source, origin, file)}


def read(tmp_path: Path, content: str) -> dict[str, Passage]:
    """The units of the articles of a page that need not be whole."""
    file = tmp_path / "law.xhtml"
    file.write_text(content, encoding="utf-8")
    source, _ = source_and_origin("gdpr", "eurlex", "en")
    articles, _ = eurlex.read_law(file, "en")
    frame = gdpr_frame(source, "en")
    return {p.locator: p for article in articles for p in article_passages(article, frame)}


def test_paragraphs_points_and_later_subparagraphs_get_their_locators(tmp_path: Path) -> None:
    body = (
        '<div id="007.001"><p class="oj-normal">1.   You may where:</p>'
        f"{row('(a)', 'asked;')}{row('(b)', 'invited.')}"
        '<p class="oj-normal">Say thanks.</p></div>'
    )
    found = read(tmp_path, page(articles={7: body}))
    assert found["gdpr:art-7-1"].text == "You may where:\n(a) asked;\n(b) invited.\nSay thanks."
    assert found["gdpr:art-7-1-b"].lead == "You may where:"
    assert found["gdpr:art-7-1#2"].text == "Say thanks."
    assert found["gdpr:art-7-1-b"].heading == "Title 7"
    assert found["gdpr:art-7-1-b"].url.endswith("#art_7")


def test_indents_are_counted(tmp_path: Path) -> None:
    body = f'<div id="007.001"><p>1. By:</p>{row("—", "day;")}{row("—", "night.")}</div>'
    found = read(tmp_path, page(articles={7: body}))
    assert found["gdpr:art-7-1-2"].text == "night."
    assert found["gdpr:art-7-1"].text == "By:\n— day;\n— night."


def test_footnote_marks_leave_no_trace(tmp_path: Path) -> None:
    found = read(
        tmp_path, page(articles={7: f'<p class="oj-normal">The act\u00a0{MARK}, too.</p>'})
    )
    assert found["gdpr:art-7"].text == "The act, too."


@pytest.mark.parametrize(
    ("absent", "named"),
    [
        ("art_50", "missing: gdpr:art-50, gdpr:art-50-a"),
        ("rct_9", r"law.xhtml: missing: gdpr:rec-9\)"),
    ],
)
def test_a_missing_unit_is_named(tmp_path: Path, absent: str, named: str) -> None:
    with pytest.raises(SourceUnreadable, match=named):
        load(tmp_path, page(absent=absent))


def test_an_empty_article_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"without words: gdpr:art-12\)"):
        load(tmp_path, page(articles={12: ""}))


@pytest.mark.parametrize(
    "content",
    [b"", b"not a page", b"<html><body>", page()[:3000].encode(), "é".encode("latin-1") * 9],
)
def test_a_file_that_is_no_page_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceUnreadable, match=r"law\.xhtml"):
        load(tmp_path, content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    source, origin = source_and_origin("gdpr", "eurlex", "en")
    with pytest.raises(SourceUnreadable):
        eurlex.load(source, origin, tmp_path / "absent.xhtml")


def test_the_page_of_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="expected"):
        load(tmp_path, page(lang="FR"))


def test_no_file_beside_the_page_is_read_through_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    doctype = '<!DOCTYPE html [<!ENTITY x SYSTEM "secret.txt">]>'
    content = doctype + page(articles={7: '<p class="oj-normal">Hello &x;</p>'})
    assert "secret" not in read(tmp_path, content)["gdpr:art-7"].text


def test_french_and_english_have_the_same_locators_in_the_same_order() -> None:
    french, english = (load_mirror("gdpr", "eurlex", lang) for lang in ("fr", "en"))
    assert [passage.locator for passage in french] == [passage.locator for passage in english]
    assert [passage.kind for passage in french] == [passage.kind for passage in english]


@pytest.mark.parametrize(("lang", "link"), [("fr", " ou "), ("en", " or ")])
def test_the_corrigendum_of_2018_needs_no_file_beside_the_page(
    tmp_path: Path, lang: str, link: str
) -> None:
    source, origin = source_and_origin("gdpr", "eurlex", lang)
    alone = tmp_path / "page.xhtml"
    alone.write_bytes(mirror_path(origin.path).read_bytes())
    found = {passage.locator: passage for passage in eurlex.load(source, origin, alone)}
    article_9, _, after = found["gdpr:art-37-1-c"].text.partition("9")
    assert article_9
    assert after.startswith(link)


def test_a_page_with_neither_the_old_nor_the_corrected_words_is_refused(tmp_path: Path) -> None:
    body = '<div id="041.003"><p class="oj-normal">3.   Submit the draft.</p></div>'
    with pytest.raises(SourceUnreadable, match=r"law\.xhtml: art-41-3"):
        load(tmp_path, page(articles={41: body}))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_known_places_of_the_regulation_have_their_locators(lang: str) -> None:
    found = {passage.locator: passage for passage in load_mirror("gdpr", "eurlex", lang)}
    kinds = {
        "gdpr:art-6-1-f": "point",
        "gdpr:art-4-11": "point",
        "gdpr:art-4-16-a": "point",
        "gdpr:art-6-1#2": "paragraph",
        "gdpr:art-83-5": "paragraph",
        "gdpr:rec-47": "recital",
        "gdpr:art-10": "article",
    }
    assert {locator: found[locator].kind for locator in kinds} == kinds
    assert found["gdpr:art-10"].is_searched
    assert not found["gdpr:art-6"].is_searched


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_line_of_an_article_is_in_a_unit_that_is_searched(lang: str) -> None:
    passages = load_mirror("gdpr", "eurlex", lang)
    searched = "\n".join(passage.full_text for passage in passages if passage.is_searched)
    articles = [passage for passage in passages if passage.kind == "article"]
    lines = [line for article in articles for line in article.text.split("\n")]
    words = [re.sub(r"^(?:\(?\w{1,4}\)|\d+\.|—) ", "", line) for line in lines]
    assert [line for line in words if line not in searched] == []
