import html
import re
from pathlib import Path

import pytest

from corpus.errors import SourceUnreadable
from corpus.nouns import Language, Origin, Passage, Source
from ingest.parse.code_markdown import load as load_markdown
from ingest.parse.eurlex_consolidated import load

SOURCE = Source(
    "lamps",
    "law",
    {},
    {},
    {"en": "https://example.org/en", "fr": "https://example.org/fr"},
    ("en", "fr"),
    (),
    "",
)
MARK = '<p class="modref"><a href="x" title="32009L0136: REPLACED">▼M2</a></p>'
DELETED = '<p class="modref"><a href="x" title="32009L0136: DELETED">▼M2</a> —————</p>'
NOTE = '(<a href="#E0001" id="src.E0001"><span class="superscript">1</span></a>)'


def page(body: str, lang: str = "EN") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML//EN" "xhtml-strict.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>'
        f'<p class="reference">02002L0001 — {lang} — 19.12.2009 — 002.007</p>'
        '<table><tr><td><p class="title-doc-first">DIRECTIVE</p></td></tr></table>'
        f'{body}<p class="footnote">({NOTE}) OJ L 1, p. 1.</p></body></html>'
    )


def article(number: str, title: str, *lines: str) -> str:
    return (
        f'<p class="title-article-norm">Article {number}</p>'
        f'<p class="stitle-article-norm">{title}</p>' + "".join(lines)
    )


def norm(words: str) -> str:
    return f'<p class="norm">{words}</p>'


def point(mark: str, words: str, inside: str = "") -> str:
    space = '<span style="word-spacing: 15pt"> </span>'
    return (
        '<div style="margin-left: 24pt; text-indent: -24pt">'
        f'<p class="norm">{mark}{space}{words}</p>{inside}</div>'
    )


def read(tmp_path: Path, content: str, lang: Language = "en") -> dict[str, Passage]:
    path = tmp_path / "page.xhtml"
    path.write_text(content, encoding="utf-8")
    origin = Origin("web", "page.xhtml", "eurlex_consolidated", lang)
    return {passage.locator: passage for passage in load(SOURCE, origin, path)}


def test_paragraphs_points_and_indents_get_the_locators_of_the_law(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        page(
            article(
                "1",
                "Lamps",
                norm("1.  The keeper:"),
                point("(a)", "lights the lamp;"),
                point("(b)", "counts:", point("(i)", "ships;")),
                norm("The lamp is red."),
                norm("2.  At dawn it is put out:"),
                point("—", "in summer,"),
                point("—", "in winter."),
            )
        ),
    )

    assert {locator: passage.text for locator, passage in found.items() if "-1-" in locator} == {
        "lamps:art-1-1": "The keeper:\n(a) lights the lamp;\n(b) counts:\n(i) ships;\nThe lamp is red.",
        "lamps:art-1-1-a": "lights the lamp;",
        "lamps:art-1-1-b": "counts:\n(i) ships;",
        "lamps:art-1-1-b-i": "ships;",
        "lamps:art-1-1#2": "The lamp is red.",
        "lamps:art-1-2": "At dawn it is put out:\n— in summer,\n— in winter.",
        "lamps:art-1-2-1": "in summer,",
        "lamps:art-1-2-2": "in winter.",
    }
    assert found["lamps:art-1"].heading == "Lamps"
    assert found["lamps:art-1-1-a"].lead == "The keeper:"


@pytest.mark.parametrize(
    ("lang", "first", "inserted", "paragraph"),
    [
        ("en", "1", "14a", "1a.  "),
        ("fr", "premier", '14 <span class="italics">bis</span>', "1 <span>bis</span>.  "),
    ],
)
def test_what_was_inserted_has_one_locator_in_both_languages(
    tmp_path: Path, lang: Language, first: str, inserted: str, paragraph: str
) -> None:
    body = (
        article(first, "A", norm("One."))
        + article("14", "B", norm("1.  Old."), norm(f"{paragraph}New."))
        + article(inserted, "C", norm("Newest."))
    )

    found = read(tmp_path, page(body, lang.upper()), lang)

    assert list(found) == [
        "lamps:art-1",
        "lamps:art-14",
        "lamps:art-14-1",
        "lamps:art-14-1a",
        "lamps:art-14a",
    ]
    assert found["lamps:art-14-1a"].text == "New."


def test_what_the_publisher_adds_is_not_law(tmp_path: Path) -> None:
    inline = '<span><a href="x"><span class="boldface">►C1</span></a></span>'
    end = '<span class="boldface"> ◄ </span>'
    body = MARK + article(
        "1",
        f"{inline} Lamps{end}",
        MARK,
        norm(f"1.  The lamp {NOTE}, {inline}lit{end} at dusk, is red {NOTE}."),
        DELETED,
        norm(f"{inline} 2.  It is kept.{end}"),
    )

    found = read(tmp_path, page(body))

    assert found["lamps:art-1"].heading == "Lamps"
    assert found["lamps:art-1-1"].text == "The lamp, lit at dusk, is red."
    assert found["lamps:art-1-2"].text == "It is kept."
    assert "OJ L 1" not in found["lamps:art-1"].text


def test_the_nested_rendition_gives_the_same_units(tmp_path: Path) -> None:
    body = """
<div class="eli-subdivision" id="art_1"><p class="title-article-norm">Article 1</p>
<div class="eli-title"><p class="stitle-article-norm">Lamps</p></div>
<div class="norm"><span class="no-parag">1.  </span><div class="norm inline-element">The keeper:
<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>(a) </span></div>
<div class="grid-list-column-2"><p class="norm">lights the lamp;</p></div></div>
<p class="norm">The lamp is red.</p></div></div>
<div class="norm"><span class="no-parag">2.  </span><div class="norm inline-element">At dawn it
is put out.</div></div></div>
"""
    found = read(tmp_path, page(body))

    assert {locator: passage.text for locator, passage in found.items() if "-1-" in locator} == {
        "lamps:art-1-1": "The keeper:\n(a) lights the lamp;\nThe lamp is red.",
        "lamps:art-1-1-a": "lights the lamp;",
        "lamps:art-1-1#2": "The lamp is red.",
        "lamps:art-1-2": "At dawn it is put out.",
    }


def test_a_page_of_the_site_with_open_elements_is_read(tmp_path: Path) -> None:
    content = page(article("1", "Lamps", norm("Lit.")))
    opened = content.replace("<head>", "<head><meta name='viewport' content='x'>")

    assert read(tmp_path, opened)["lamps:art-1"].text == "Lit."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (page("<p class='norm'>nothing</p>"), "no article found"),
        (page(article("2", "B", norm("x")) + article("1", "A", norm("x"))), "out of order"),
        (page(article("1", "A", norm("x")) * 2), "repeated"),
        (page(article("1", "A")), "no words in article 1"),
        (page(article("1", "A", norm("x")), "DE"), "the page is in 'DE'"),
        (page(article("one", "A", norm("x"))), "unknown article heading"),
        ("", "page.xhtml"),
    ],
)
def test_a_page_that_is_not_the_law_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(SourceUnreadable, match=reason):
        read(tmp_path, content)


def test_an_entity_is_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    content = page(article("1", "Lamps", norm("Lit &x;."))).replace(
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML//EN" "xhtml-strict.dtd">',
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
    )

    assert "secret" not in read(tmp_path, content)["lamps:art-1"].text


def as_page(markdown: str) -> str:
    """The enacting terms of the mirror's Markdown in the flat rendition of EUR-Lex."""
    lines = []
    for line in markdown.partition("## Enacting Terms")[2].splitlines():
        words = html.escape(re.sub(r"\s*\( \d+ \)", "", line.strip().strip("*")))
        if match := re.fullmatch(r"#+ Article (\S+)", words):
            lines.append(f'<p class="title-article-norm">Article {match[1]}</p>')
        elif line.startswith("**"):
            lines.append(f'<p class="stitle-article-norm">{words}</p>')
        elif match := re.fullmatch(r"- \((\d+[a-z])\) (.*)", words):
            lines.append(norm(f"{match[1]}.  {match[2]}"))
        elif match := re.fullmatch(r"- (\([a-z]\)|—) (.*)", words):
            lines.append(point(match[1], match[2]))
        elif words and not words.startswith("#"):
            lines.append(norm(words))
    return page("".join(lines))


def test_the_directive_has_the_locators_of_the_mirror(tmp_path: Path, mirror: Path) -> None:
    markdown = mirror / "law" / "eprivacy_en_consolidated.md"
    origin = Origin("mirror", markdown.name, "code_markdown", "en")
    expected = {
        passage.locator: passage.text
        for passage in load_markdown(SOURCE, origin, markdown)
        if passage.kind != "recital"
    }

    found = read(tmp_path, as_page(markdown.read_text(encoding="utf-8")))

    assert {locator: passage.text for locator, passage in found.items()} == expected
