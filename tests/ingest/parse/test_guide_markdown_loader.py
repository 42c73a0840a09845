from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import guide_markdown

SOURCE, ORIGIN = source_and_origin("cnil-dev-guide", "guide_markdown", "fr")

SHEET = """# Fiche n°12 : Nourrir les chats

#### Un chat mange
deux fois par jour.

## Matin

* **Des croquettes**, et
  de [l'eau](https://chat.example).

```bash
# du code
feed --cat
```

## Soir
<details><summary> <em> Variante </em> </summary>

Du poisson.
</details>
"""


def load(folder: Path, **sheets: str) -> dict[str, Passage]:
    for name, content in sheets.items():
        (folder / f"{name}.md").write_text(content, encoding="utf-8")
    return {p.locator: p for p in guide_markdown.load(SOURCE, ORIGIN, folder)}


def test_a_sheet_and_its_sections_are_units(tmp_path: Path) -> None:
    found = load(tmp_path, **{"12_chats": SHEET})
    base = "cnil-dev-guide:sheet-12"
    assert list(found) == [base, f"{base}-0", f"{base}-1", f"{base}-2"]
    assert not found[base].is_searched
    assert found[f"{base}-1"].heading == "Nourrir les chats — Matin"
    assert found[f"{base}-0"].heading == "Nourrir les chats"


def test_wrapped_lines_are_joined_and_syntax_goes(tmp_path: Path) -> None:
    found = load(tmp_path, **{"12_chats": SHEET})
    base = "cnil-dev-guide:sheet-12"
    assert found[f"{base}-0"].text == "Un chat mange\ndeux fois par jour."
    assert found[f"{base}-1"].text == "- Des croquettes, et de l'eau.\n[…]"
    assert found[f"{base}-2"].text == "Variante\nDu poisson."


def test_sheets_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    found = load(tmp_path, **{"10_b": "# B\n\nx", "9_a": "# A\n\nx", "notes": "# C\n\nx"})
    sheets = [locator for locator, p in found.items() if not p.is_searched]
    assert sheets == ["cnil-dev-guide:sheet-9", "cnil-dev-guide:sheet-10"]


def test_a_long_section_is_searched_in_parts(tmp_path: Path) -> None:
    body = "\n\n".join(["mot " * 200] * 3)
    found = load(tmp_path, **{"1_a": f"# A\n\n## B\n\n{body}"})
    assert not found["cnil-dev-guide:sheet-1-1"].is_searched
    assert found["cnil-dev-guide:sheet-1-1#2"].is_searched


def test_an_empty_folder_a_file_and_a_sheet_without_a_title_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no sheet"):
        load(tmp_path)
    with pytest.raises(SourceUnreadable, match="sheet 1 has no title"):
        load(tmp_path, **{"1_a": "Rien."})
    with pytest.raises(SourceUnreadable):
        guide_markdown.load(SOURCE, ORIGIN, tmp_path / "1_a.md")


def test_all_sheets_of_the_official_guide_are_read() -> None:
    passages = load_mirror("cnil-dev-guide", "guide_markdown", "fr")
    found = {passage.locator: passage for passage in passages}
    assert all(f"cnil-dev-guide:sheet-{number}" in found for number in range(19))
    assert [p.locator for p in passages if "**" in p.text.replace("** L", "")] == []
    assert [p.locator for p in passages if "](" in p.text or "<br" in p.text] == []
