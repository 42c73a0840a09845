import pytest

from ingest.parse.html_page import read_html

HIDING = {
    "display": '<p style="display:none">SECRET</p>',
    "display in capitals": '<p style="DISPLAY : None !important">SECRET</p>',
    "visibility": '<p style="visibility:hidden">SECRET</p>',
    "no size": '<p style="font-size:0">SECRET</p>',
    "a pixel": '<p style="font-size:1px">SECRET</p>',
    "a hundredth of the text": '<p style="font-size:1%">SECRET</p>',
    "shorthand": '<p style="font: 0px serif">SECRET</p>',
    "opacity": '<p style="opacity:0">SECRET</p>',
    "faint": '<p style="opacity:.0">SECRET</p>'.replace(".0", "0.01"),
    "attribute": "<p hidden>SECRET</p>",
    "aria": '<p aria-hidden="true">SECRET</p>',
    "white": '<p style="color:#fff">SECRET</p>',
    "white on a white box": '<div style="background:#fff"><p style="color:white">SECRET</p></div>',
    "near white": '<p style="color:rgb(254, 254, 254)">SECRET</p>',
    "red on red": '<div style="background:red"><b style="color:#ff0000">SECRET</b></div>',
    "old red on red": '<table bgcolor="#FF0000"><tr><td><font color="red">SECRET</font></table>',
    "transparent": '<p style="color:transparent">SECRET</p>',
    "clear": '<p style="color:rgba(0,0,0,0)">SECRET</p>',
    "left": '<p style="position:absolute;left:-9999px">SECRET</p>',
    "indent": '<p style="text-indent:-9999px">SECRET</p>',
    "moved": '<p style="transform:translateX(-9999px)">SECRET</p>',
    "shrunk": '<p style="transform:scale(0)">SECRET</p>',
    "no height": '<div style="height:0;overflow:hidden">SECRET</div>',
    "clip": '<p style="position:absolute;clip:rect(0,0,0,0)">SECRET</p>',
    "clip path": '<p style="clip-path: inset(100%)">SECRET</p>',
    "class": "<style>.x{display:none}</style><p class='a x'>SECRET</p>",
    "id": "<style>#x{opacity:0}</style><p id='x'>SECRET</p>",
    "tag": "<style>aside, em {display:none}</style><aside>SECRET</aside>",
    "tag and class": "<style>p.x.y{font-size:0}</style><p class='y x'>SECRET</p>",
    "inside": '<div style="display:none"><div><p style="display:block">SECRET</p></div></div>',
}
DROPPED = (
    "<script>SECRET</script>",
    "<style>SECRET{}</style>",
    "<nav>SECRET</nav>",
    "<!-- SECRET -->",
    "<template>SECRET</template>",
    "<noscript>SECRET</noscript>",
    "<svg><text>SECRET</text></svg>",
    '<img alt="SECRET" src="x">',
    '<input type="hidden" value="SECRET">',
    '<meta name="description" content="SECRET">',
    "<?php SECRET ?>",
)


def page(body: str) -> str:
    return f"<!doctype html><html><body><p>Seen words.</p>{body}<p>Seen too.</p></body></html>"


@pytest.mark.parametrize("body", HIDING.values(), ids=HIDING.keys())
def test_words_that_a_reader_cannot_see_are_left_out_and_flagged(body: str) -> None:
    (section,) = read_html(page(body))
    assert section.text == "Seen words.\nSeen too."
    assert section.has_hidden


@pytest.mark.parametrize("body", DROPPED)
def test_what_is_no_text_of_the_page_is_dropped(body: str) -> None:
    (section,) = read_html(page(body))
    assert section.text == "Seen words.\nSeen too."
    assert not section.has_hidden


@pytest.mark.parametrize(
    "body",
    [
        '<p style="color:#fff;background:#036">SHOWN</p>',
        '<div style="background:url(x.png)"><p style="color:white">SHOWN</p></div>',
        '<p style="color:#333">SHOWN</p>',
        '<div style="visibility:hidden"><p style="visibility:visible">SHOWN</p></div>',
        '<div style="font-size:0"><p style="font-size:16px">SHOWN</p></div>',
        '<p style="opacity:0.8;font-size:12px;display:block">SHOWN</p>',
        '<p style="position:absolute;left:-5px">SHOWN</p>',
        '<p aria-hidden="false">SHOWN</p>',
        "<style>@media print{.x{display:none}}</style><p class=x>SHOWN</p>",
        "<style>.x .y{display:none} .x:hover{display:none}</style><p class='x y'>SHOWN</p>",
        "<style>.x{display:none} .x.on{display:block}</style><p class='x on'>SHOWN</p>",
        '<div style="height:0">SHOWN</div>',
    ],
)
def test_words_that_a_reader_sees_are_kept(body: str) -> None:
    (section,) = read_html(page(body))
    assert section.text == "Seen words.\nSHOWN\nSeen too."
    assert not section.has_hidden


def test_an_icon_hidden_from_screen_readers_is_no_hidden_text() -> None:
    (section,) = read_html(page('<p>Next <span aria-hidden="true">→</span></p>'))
    assert not section.has_hidden


def test_headings_make_sections_named_after_those_above_them() -> None:
    sections = read_html(
        "<title>The note</title><p>Opening.</p><h1>Rules</h1><p>One.</p><h2>E-mail</h2><p>Two.</p>"
        "<h2>Post <i>only</i></h2><p>Three.</p><h1>End</h1><p>Four.</p>"
    )
    assert [(section.heading, section.text) for section in sections] == [
        ("The note", "Opening."),
        ("Rules", "One."),
        ("Rules — E-mail", "Two."),
        ("Rules — Post only", "Three."),
        ("End", "Four."),
    ]


def test_the_flag_stays_with_the_section_that_hid_something() -> None:
    sections = read_html(
        "<h1>A</h1><p>One.</p><h1>B</h1><p hidden>SECRET</p><p>Two.</p><h1>C</h1><p>Three.</p>"
    )
    assert [section.has_hidden for section in sections] == [False, True, False]


def test_lists_tables_and_breaks_keep_their_lines() -> None:
    (section,) = read_html(
        "<ul><li>One</li><li>Two <b>bold</b> word</li></ul><table><tr><th>A</th><th>B</th></tr>"
        "<tr><td>1</td><td>2</td></tr></table><p>Three<br>four\n  five</p><pre>six\nseven</pre>"
    )
    assert section.text.split("\n") == [
        "- One",
        "- Two bold word",
        "A | B",
        "1 | 2",
        "Three",
        "four five",
        "six",
        "seven",
    ]


def test_entities_are_characters_and_no_file_is_read() -> None:
    (section,) = read_html(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&lt;b&gt; caf&eacute; &x;</p>'
    )
    assert "<b> café" in section.text
    assert "root" not in section.text


def test_invisible_characters_are_taken_out() -> None:
    (section,) = read_html("<p>con\u200bsent\u202e \U000e0041re\ufe0fquired\u2060</p>")
    assert section.text == "consent required"


def test_a_page_nested_beyond_reading_is_refused_not_cut_short() -> None:
    with pytest.raises(ValueError, match="depth"):
        read_html("<div>" * 400 + "deep" + "</div>" * 400 + "<p>after</p>")


@pytest.mark.parametrize(
    "markup", ["<p></p>", "<title>Only a title</title>", "<p hidden>SECRET</p>"]
)
def test_a_page_without_words_has_no_section(markup: str) -> None:
    assert read_html(markup) == []


@pytest.mark.parametrize("markup", ["", "   "])
def test_no_page_at_all_is_refused(markup: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        read_html(markup)
