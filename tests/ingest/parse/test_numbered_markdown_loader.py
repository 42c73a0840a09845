from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import numbered_markdown

SOURCE, ORIGIN = source_and_origin("cnil-2020-091", "numbered_markdown", "fr")

TEXT = """# Des chats

**Deliberation n 1**

---

## Visas

Vu le chat.

## Article 1er - Du sommeil

**1.** Les chats dorment :
- le jour ;
- la nuit.

Ils ronflent.

### Du reveil

**2.** Ils se reveillent *tard*.

---

La Presidente
"""


def load(tmp_path: Path, content: str) -> list[Passage]:
    file = tmp_path / "text.md"
    file.write_text(content, encoding="utf-8")
    return numbered_markdown.load(SOURCE, ORIGIN, file)


def test_numbered_paragraphs_stand_under_their_article(tmp_path: Path) -> None:
    found = load(tmp_path, TEXT)
    assert [(p.locator, p.heading) for p in found] == [
        ("cnil-2020-091:par-1", "Article 1er - Du sommeil"),
        ("cnil-2020-091:par-2", "Article 1er - Du sommeil — Du reveil"),
    ]


def test_a_paragraph_keeps_its_list_and_ends_at_a_heading_or_a_rule(tmp_path: Path) -> None:
    first, second = load(tmp_path, TEXT)
    assert first.text == "Les chats dorment :\n- le jour ;\n- la nuit.\nIls ronflent."
    assert second.text == "Ils se reveillent tard."


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "no numbered paragraph"),
        ("**1.** Un.\n\n**3.** Trois.", "out of order at 3"),
        ("**2.** Deux.\n\n**1.** Un.", "out of order at 2"),
        ("**1.** Un.\n\n**1.** Un.", "out of order at 1"),
        ("**1.**\n\n**2.** Deux.", "no words in paragraph 1"),
    ],
)
def test_missing_empty_and_misplaced_paragraphs_are_named(
    tmp_path: Path, content: str, named: str
) -> None:
    with pytest.raises(SourceUnreadable, match=named):
        load(tmp_path, content)


def test_the_guidelines_have_all_their_paragraphs_under_their_articles() -> None:
    found = [
        p for p in load_mirror("cnil-2020-091", "numbered_markdown", "fr") if "#" not in p.locator
    ]
    assert [p.locator for p in found] == [f"cnil-2020-091:par-{n}" for n in range(1, 55)]
    headings = {p.heading.split(" - ")[0] for p in found}
    assert headings == {"Introduction", "Article 1er", *(f"Article {n}" for n in range(2, 7))}
