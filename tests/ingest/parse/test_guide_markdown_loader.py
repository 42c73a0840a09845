from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import guide_markdown
from ingest.parse.markdown import plain_text

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


ENGLISH = source_and_origin("cnil-dev-guide", "guide_markdown", "en")[1]


def english_sheets(folder: Path) -> None:
    """A guide of our own words with as many sheets and sections as the paired English edition."""
    for number, count in guide_markdown.read_pairing().section_counts.items():
        sections = "".join(f"\n## Section {n}\n\nWords {n}.\n" for n in range(1, count + 1))
        text = f"# Sheet n°{number}: Title {number}\n\nOpening.\n{sections}"
        (folder / f"{number:02}-title.md").write_text(text, encoding="utf-8")


def test_an_english_section_bears_the_number_of_the_french_one_it_translates(
    tmp_path: Path,
) -> None:
    english_sheets(tmp_path)
    found = {p.locator: p for p in guide_markdown.load(SOURCE, ENGLISH, tmp_path)}
    base = "cnil-dev-guide:sheet"
    assert found[f"{base}-6-4"].heading == "Title 6 — Section 3"
    assert found[f"{base}-17"].heading == found[f"{base}-17-0"].heading == "Title 16"
    assert found[f"{base}-17-1"].heading == "Title 16 — Section 2"
    assert found[f"{base}-17-en-1"].heading == "Title 16 — Section 1"
    assert not {f"{base}-6-3", f"{base}-16", f"{base}-15-4"} & found.keys()


def test_another_english_edition_than_the_paired_one_is_refused(tmp_path: Path) -> None:
    english_sheets(tmp_path)
    sheet = tmp_path / "07-title.md"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\n## New\n\nWords.\n")
    with pytest.raises(SourceUnreadable, match=r"another edition .*\[7\]"):
        guide_markdown.load(SOURCE, ENGLISH, tmp_path)


def test_sheets_and_sections_that_share_a_locator_are_as_long_a_list_in_both_editions() -> None:
    french, english = (
        {
            p.locator.partition(":")[2]: p.heading
            for p in load_mirror("cnil-dev-guide", "guide_markdown", lang)
            if "#" not in p.locator
        }
        for lang in ("fr", "en")
    )
    # What one edition has and the other has not, sheet by sheet.
    assert english.keys() - french.keys() == {"sheet-15-en-4", "sheet-17-en-1"}
    of_16_and_18 = {name for name in french if name.split("-")[1] in ("16", "18")}
    assert french.keys() - english.keys() - of_16_and_18 == {
        "sheet-6-3",
        "sheet-8-3",
        "sheet-9-4",
    }
    # Titles that are the same word in both languages, or nearly, stand at the same place.
    alike = {
        "sheet-1-1": ("Définition", "Definition"),
        "sheet-6-4": ("infrastructures", "infrastructures"),
        "sheet-9-3": ("Maintenir", "Maintain"),
        "sheet-12-5": ("Ressources utiles", "Useful resources"),
        "sheet-13-3": ("En conclusion", "In conclusion"),
        "sheet-17-1": ("exemption", "exemption"),
        "sheet-17-2": ("En pratique", "In practice"),
    }
    for name, (french_words, english_words) in alike.items():
        assert french_words in french[name]
        assert english_words in english[name]


def test_all_sheets_of_the_official_guide_are_read() -> None:
    passages = load_mirror("cnil-dev-guide", "guide_markdown", "fr")
    found = {passage.locator: passage for passage in passages}
    assert all(f"cnil-dev-guide:sheet-{number}" in found for number in range(19))
    assert [p.locator for p in passages if "**" in p.text.replace("** L", "")] == []
    assert [p.locator for p in passages if "](" in p.text or "<br" in p.text] == []


def test_the_mark_of_a_note_below_a_table_is_no_word() -> None:
    assert plain_text("\\** **When it rains**, stay in.") == "When it rains, stay in."
    assert plain_text("\\* **When it rains**, stay in.") == "* When it rains, stay in."
