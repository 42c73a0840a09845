import time

import pytest

from ingest.parse.plain_document import read_markdown, read_plain_text


def test_markdown_headings_make_sections() -> None:
    sections = read_markdown(
        "---\ntitle: x\n---\nOpening.\n\n# Rules\n\nOne\nline.\n\nE-mail\n------\nTwo.\n\n## Post ##\nThree.\n"
    )
    assert [(section.heading, section.text) for section in sections] == [
        ("", "Opening."),
        ("Rules", "One line."),
        ("Rules — E-mail", "Two."),
        ("Rules — Post", "Three."),
    ]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        (
            "**Bold** and *slanted* and __bold__ and _slanted_",
            "Bold and slanted and bold and slanted",
        ),
        ('a [link](https://example.org "title") here', "a link here"),
        ("an ![image](x.png) here", "an image here"),
        ("see <https://example.org>", "see https://example.org"),
        ("`code` and ``more``", "code and more"),
        ("5 * 3 and snake_case_name and 2*3*4", "5 * 3 and snake_case_name and 2*3*4"),
        (r"\*not slanted\* and 1\. no list", "*not slanted* and 1. no list"),
        ("> quoted\n> words", "quoted words"),
        ("<b>tags</b> go, a < b stays", "tags go, a < b stays"),
        ("* one\n* two\n  more\n1. three", "- one\n- two more\n1. three"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"),
        ("```\n# no heading\n```\nafter", "# no heading\nafter"),
        ("one\n\n***\n\ntwo", "one\ntwo"),
    ],
)
def test_markdown_loses_its_syntax_and_no_word(markdown: str, words: str) -> None:
    (section,) = read_markdown(markdown)
    assert section.text == words


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- SECRET -->",
        "<!--\nSECRET\nwords\n-->",
        "[//]: # (SECRET)",
        "[comment]: <> (SECRET)",
        "<!-- SECRET",
    ],
)
def test_comments_are_dropped_and_flagged(hidden: str) -> None:
    sections = read_markdown(f"# A\n\nSeen.\n\n{hidden}\n")
    assert [section.text for section in sections] == ["Seen."]
    assert sections[0].has_hidden


def test_a_reference_for_a_link_hides_nothing() -> None:
    (section,) = read_markdown('Seen [1].\n\n[1]: https://example.org "A page"\n')
    assert section.text == "Seen [1]."
    assert not section.has_hidden


def test_plain_text_has_sections_below_underlined_and_capital_lines() -> None:
    sections = read_plain_text(
        "Opening.\n\nRules\n=====\n\nOne.\n\nE-MAIL ONLY\n\nTwo.\n\n# Marked\nThree *stars* stay.\n"
    )
    assert [(section.heading, section.text) for section in sections] == [
        ("", "Opening."),
        ("Rules", "One."),
        ("Rules — E-MAIL ONLY", "Two."),
        ("Marked", "Three *stars* stay."),
    ]


def test_lines_broken_by_the_width_of_a_page_are_joined() -> None:
    (section,) = read_plain_text(
        "This first line is as long as a line of an e-mail usually\nis before it goes on.\nShort.\nLines.\n"
    )
    assert section.text.split("\n") == [
        "This first line is as long as a line of an e-mail usually is before it goes on.",
        "Short.",
        "Lines.",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "**a",
        "__a ",
        "[",
        "[](",
        "![](",
        "<a",
        "<!--",
        "`",
        "#a\nb\n",
        "-\n",
        "| -",
        "a:\n- b\n",
        "\\*",
        "a\n",
    ],
)
@pytest.mark.parametrize("read", [read_markdown, read_plain_text])
def test_no_document_takes_more_than_its_length_to_read(read: object, piece: str) -> None:
    text = (piece * 200_000)[:200_000]
    started = time.process_time()
    assert callable(read)
    read(text)
    assert time.process_time() - started < 5
