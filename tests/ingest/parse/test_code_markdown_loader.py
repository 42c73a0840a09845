from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from mirror_texts import load_mirror, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage, UnitDates
from ingest.parse import code_markdown

CODE = """---
title: "Un code"
---
# Code des chats

## Livre Ier : Des chats > Chapitre II : Du sommeil.

### Article L12-3

Les chats dorment :

1° Le jour ;

2° La nuit.

## Titre II : Des chiens

### Chapitre Ier : Dispositions générales

#### Article 4

Les chiens veillent […] toujours [… troisième alinéa non transcrit …].
"""

DIRECTIVE = """# Directive on cats

## Recitals

- (1) Cats matter ( 2 ).

- (2) So do dogs,

## Enacting Terms

### Article 2

**Definitions**

Other acts apply.

The following shall apply:

- (a) ‘cat’ means an animal;
- (b) ‘dog’ means another.

### Article 4a

**Sleep**

1. Cats sleep.

   They may snore.

- (1a) Dogs shall at least:
   - — watch,
   - — bark,

   Nobody objects.

2. Both eat.
"""


def load(tmp_path: Path, source_id: str, lang: str, content: str) -> dict[str, Passage]:
    file = tmp_path / "law.md"
    file.write_text(content, encoding="utf-8")
    source, origin = source_and_origin(source_id, "code_markdown", lang)
    return {p.locator: p for p in code_markdown.load(source, origin, file)}


def test_articles_of_a_code_are_units_under_their_innermost_title(tmp_path: Path) -> None:
    found = load(tmp_path, "cpce", "fr", CODE)
    assert list(found) == ["cpce:art-l12-3", "cpce:art-4"]
    assert found["cpce:art-l12-3"].heading == "Du sommeil"
    assert found["cpce:art-l12-3"].text == "Les chats dorment :\n1° Le jour ;\n2° La nuit."


def test_a_title_that_says_nothing_gives_way_to_the_one_around_it(tmp_path: Path) -> None:
    assert load(tmp_path, "cpce", "fr", CODE)["cpce:art-4"].heading == "Des chiens"


def test_a_transcriber_s_note_is_only_a_gap(tmp_path: Path) -> None:
    found = load(tmp_path, "cpce", "fr", CODE)["cpce:art-4"]
    assert found.text == "Les chiens veillent […] toujours […]."


def test_a_long_article_is_searched_in_parts(tmp_path: Path) -> None:
    alineas = "\n\n".join(f"Alinéa {n} " + "mot " * 150 for n in range(4))
    found = load(tmp_path, "lil", "fr", f"# Loi\n\n## Article 9\n\n{alineas}\n")
    assert not found["lil:art-9"].is_searched
    parts = [passage for locator, passage in found.items() if "#" in locator]
    assert len(parts) > 1
    assert "\n".join(part.text for part in parts) == found["lil:art-9"].text


def test_a_directive_is_numbered_by_its_own_marks(tmp_path: Path) -> None:
    found = load(tmp_path, "eprivacy", "en", DIRECTIVE)
    assert list(found) == [
        "eprivacy:rec-1",
        "eprivacy:rec-2",
        "eprivacy:art-2",
        "eprivacy:art-2#2",
        "eprivacy:art-2-a",
        "eprivacy:art-2-b",
        "eprivacy:art-4a",
        "eprivacy:art-4a-1",
        "eprivacy:art-4a-1#2",
        "eprivacy:art-4a-1a",
        "eprivacy:art-4a-1a-1",
        "eprivacy:art-4a-1a-2",
        "eprivacy:art-4a-1a#2",
        "eprivacy:art-4a-2",
    ]


def test_points_and_subparagraphs_of_a_directive_keep_their_context(tmp_path: Path) -> None:
    found = load(tmp_path, "eprivacy", "en", DIRECTIVE)
    assert found["eprivacy:rec-1"].text == "Cats matter."
    assert found["eprivacy:art-2-a"].lead == "The following shall apply:"
    assert found["eprivacy:art-4a-1"].text == "Cats sleep.\nThey may snore."
    assert found["eprivacy:art-4a-1a"].text.split("\n")[1] == "— watch,"
    assert found["eprivacy:art-4a-2"].heading == "Sleep"


def test_a_unit_has_its_own_dates_and_the_prefix_of_its_source(tmp_path: Path) -> None:
    file = tmp_path / "law.md"
    alineas = "\n\n".join("mot " * 150 for _ in range(4))
    file.write_text(f"## Article L12-3\n\n{alineas}\n\n## Article L12-3-1\n\nDes mots.\n")
    source, origin = source_and_origin("conso-2026-04", "code_markdown", "fr")
    source = replace(source, unit_dates=(UnitDates(("art-l12-3",), None, date(2026, 8, 11)),))
    found = {p.locator: p for p in code_markdown.load(source, origin, file)}
    assert {p.source for p in found.values()} == {"conso-2026-04"}
    # The parts of the article share its date; article L12-3-1 is another one.
    assert found["conso:art-l12-3"].applies_until == date(2026, 8, 11)
    assert found["conso:art-l12-3#2"].applies_until == date(2026, 8, 11)
    assert found["conso:art-l12-3-1"].applies_until is None


def test_both_versions_of_an_article_share_its_locator_and_differ_by_date() -> None:
    before, since = (
        {p.locator: p for p in load_mirror(source_id, "code_markdown", "fr")}
        for source_id in ("conso-2026-04", "conso")
    )
    change = date(2026, 8, 11)
    assert before["conso:art-l223-1"].is_in_force(date(2026, 8, 10))
    assert not before["conso:art-l223-1"].is_in_force(change)
    assert since["conso:art-l223-1"].is_in_force(change)
    assert not since["conso:art-l223-1"].is_in_force(date(2026, 8, 10))
    ids = [p.id for found in (before, since) for p in found.values()]
    assert len(set(ids)) == len(ids)


def test_the_old_extract_is_dated_where_the_law_changed_and_only_there() -> None:
    source, _ = source_and_origin("conso-2026-04", "code_markdown", "fr")
    found = load_mirror("conso-2026-04", "code_markdown", "fr")
    units = [p for p in found if "#" not in p.locator]
    assert len(units) == 25
    ended = {p.locator.partition(":")[2] for p in units if p.applies_until}
    assert ended == {unit for dates in source.unit_dates for unit in dates.units}
    assert {p.applies_from for p in found} == {None}
    assert source.text_of == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "no article"),
        ("# Loi\n\nDu texte.", "no article"),
        ("### Article 1\n\n### Article 2\n\nx", "no words in cpce:art-1"),
        ("### Article 1\n\nx\n\n### Article 1\n\ny", "found twice: cpce:art-1"),
    ],
)
def test_a_file_without_a_sound_article_is_refused(
    tmp_path: Path, content: str, named: str
) -> None:
    with pytest.raises(SourceUnreadable, match=named):
        load(tmp_path, "cpce", "fr", content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    source, origin = source_and_origin("cpce", "code_markdown", "fr")
    with pytest.raises(SourceUnreadable):
        code_markdown.load(source, origin, tmp_path / "absent.md")


@pytest.mark.parametrize(
    ("source_id", "lang", "locators"),
    [
        ("cpce", "fr", ["cpce:art-l34-5", "cpce:art-l34-5#1"]),
        ("lil", "fr", ["lil:art-82", "lil:art-20-1"]),
        ("conso", "fr", ["conso:art-l223-1", "conso:art-l223-2"]),
        ("eprivacy", "en", ["eprivacy:art-13-2", "eprivacy:art-2-a", "eprivacy:rec-49"]),
    ],
)
def test_known_places_of_the_official_texts_have_their_locators(
    source_id: str, lang: str, locators: list[str]
) -> None:
    found = {passage.locator for passage in load_mirror(source_id, "code_markdown", lang)}
    assert set(locators) <= found


def test_the_directive_has_all_its_recitals_in_order() -> None:
    passages = load_mirror("eprivacy", "code_markdown", "en")
    recitals = [p.locator for p in passages if p.kind == "recital"]
    assert recitals == [f"eprivacy:rec-{n}" for n in range(1, 50)]
