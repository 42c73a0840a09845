import re
from pathlib import Path

import pytest
from mirror_texts import load_mirror, mirror_path, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import prose

SOURCE, ORIGIN = source_and_origin("goodintech-news", "prose", "en")

TEXT = """Cats sleep. They
sleep a lot.

Why cats sleep

They are tired :

  • after lunch
  • at
night

Where
cats sleep

In the sun."""

NEWSLETTER = """Cat News

ISSUE ONE

All about cats.

On sleep: what a
survey says

Ann Other

.....

Ann studies cats.

METHODOLOGY

She watched **forty** cats.

On food

Bob Other

.....

METHODOLOGY

He fed cats.

Cat News

Write to us."""

MARKDOWN = """# Cats

> Of **cats**.

## Sleep

### By day

Cats sleep[@other_cats_2020; @other_dogs_2021]
in the [sun](https://cats.example).

## Food
"""


def load(tmp_path: Path, content: str, name: str = "text.txt") -> list[Passage]:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    return prose.load(SOURCE, ORIGIN, file)


def test_a_short_paragraph_without_a_full_stop_opens_a_section(tmp_path: Path) -> None:
    found = load(tmp_path, TEXT)
    assert [(p.locator, p.heading) for p in found] == [
        ("goodintech-news:sec-1", ""),
        ("goodintech-news:sec-2", "Why cats sleep"),
        ("goodintech-news:sec-3", "Where cats sleep"),
    ]


def test_a_line_break_inside_a_sentence_is_a_space(tmp_path: Path) -> None:
    texts = [passage.text for passage in load(tmp_path, TEXT)]
    assert texts[0] == "Cats sleep. They sleep a lot."
    assert texts[1] == "They are tired :\n- after lunch\n- at night"


def test_in_a_newsletter_sections_stand_under_the_title_of_their_article(tmp_path: Path) -> None:
    found = load(tmp_path, NEWSLETTER)
    assert [passage.heading for passage in found] == [
        "Cat News — ISSUE ONE",
        "On sleep: what a survey says — Ann Other",
        "On sleep: what a survey says — METHODOLOGY",
        "On food — Bob Other — METHODOLOGY",
        "Cat News",
    ]
    assert found[2].text == "She watched forty cats."


def test_a_long_line_without_a_full_stop_is_no_heading(tmp_path: Path) -> None:
    quote = "Somebody forgot to end this sentence about the many cats of the town " * 2
    [found] = load(tmp_path, f"Cats sleep.\n\n{quote}\n\nDogs bark.")
    assert found.text.split("\n")[1] == quote.strip()


def test_short_lines_that_nothing_follows_are_no_headings(tmp_path: Path) -> None:
    [found] = load(tmp_path, "Cats sleep.\n\nAnn Other\n\nWriter")
    assert found.text == "Cats sleep.\nAnn Other\nWriter"


def test_markdown_sections_follow_its_headings(tmp_path: Path) -> None:
    found = load(tmp_path, MARKDOWN, "text.md")
    assert [(p.heading, p.text) for p in found] == [
        ("", "Of cats."),
        ("Sleep — By day", "Cats sleep in the sun."),
    ]


def test_a_long_section_is_searched_in_parts(tmp_path: Path) -> None:
    found = load(tmp_path, "\n\n".join(["Cats sleep a lot. " * 40] * 4))
    assert not found[0].is_searched
    assert "\n".join(p.text for p in found[1:]) == found[0].text


@pytest.mark.parametrize("content", ["", "Only a heading", ".....\n\n—"])
def test_a_text_without_a_sentence_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceUnreadable, match="no sentence"):
        load(tmp_path, content)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes("é".encode("latin-1"))
    with pytest.raises(SourceUnreadable):
        prose.load(SOURCE, ORIGIN, file)


@pytest.mark.parametrize(
    ("source_id", "lang", "count"),
    [
        ("goodintech-news", "en", 28),
        ("goodintech-barometer", "fr", 7),
        ("marketing-risks", "fr", 26),
    ],
)
def test_no_word_of_the_real_texts_is_lost(source_id: str, lang: str, count: int) -> None:
    found = [p for p in load_mirror(source_id, "prose", lang) if "#" not in p.locator]
    assert [p.locator for p in found] == [f"{source_id}:sec-{n}" for n in range(1, count + 1)]
    _, origin = source_and_origin(source_id, "prose", lang)
    raw = mirror_path(origin.path).read_text(encoding="utf-8")
    # Addresses of links and citation keys are syntax, not words.
    shown = re.sub(r"\]\([^)]*\)|\[@[^\]]*\]", "", raw)
    kept = " ".join(f"{p.heading} {p.text}" for p in found)
    lost = set(re.findall(r"\w{3,}", shown)) - set(re.findall(r"\w{3,}", kept))
    # The first-level heading of the Markdown is the title, which the source has.
    assert lost <= {"Baromètre"}


def test_the_research_on_dpos_stands_under_its_title() -> None:
    found = load_mirror("goodintech-news", "prose", "en")
    title = "Study of the Data Protection Officer function"
    under = [p.heading.removeprefix(f"{title} — ") for p in found if p.heading.startswith(title)]
    assert under == [
        "Alexis Louvion",
        "WHY IS THIS TOPIC IMPORTANT ?",
        "METHODOLOGY",
        "KEY FINDINGS",
        "KEY TAKEAWAYS",
    ]
