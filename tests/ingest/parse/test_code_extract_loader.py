from datetime import date
from pathlib import Path

import pytest

from corpus.errors import SourceUnreadable
from corpus.nouns import Origin, Passage, Source
from ingest.parse.code_extract import load

CODE = """---
title: "Code des phares"
last_updated: "2026-10-01"
---
# Code des phares

## Partie législative

### LIVRE Ier : Des lampes

#### Chapitre Ier : Allumage.

##### Article L1

La lampe s'allume au crépuscule.

##### Article L1-1

Elle est rouge.

##### Article L1-2

Elle s'éteint à l'aube.

#### Chapitre II : Brume.

##### Article L1-1

Elle est rouge.

##### Article L2

La corne sonne deux fois.

##### Article L2

La corne sonne trois fois.

## Partie réglementaire

##### Article R1

Le gardien tient un registre.
"""


def source(applies_from: date | None = None) -> Source:
    urls = {"fr": "https://example.org"}
    return Source("phares", "law", {}, {}, urls, ("fr",), (), "", applies_from=applies_from)


def read(
    tmp_path: Path, members: str, code: str = CODE, applies_from: date | None = None
) -> list[Passage]:
    path = tmp_path / "code.md"
    path.write_text(code, encoding="utf-8")
    origin = Origin("web", "code.md", "code_extract", "fr", members=members)
    return load(source(applies_from), origin, path)


def test_the_named_articles_are_taken_and_no_other(tmp_path: Path) -> None:
    found = {passage.locator: passage.text for passage in read(tmp_path, "L1, L1-[1-2],R1")}

    assert found == {
        "phares:art-l1": "La lampe s'allume au crépuscule.",
        "phares:art-l1-1": "Elle est rouge.",
        "phares:art-l1-2": "Elle s'éteint à l'aube.",
        "phares:art-r1": "Le gardien tient un registre.",
    }


def test_an_article_keeps_the_heading_of_its_division(tmp_path: Path) -> None:
    [lamp] = read(tmp_path, "L1")

    assert lamp.heading == "Allumage"


def test_two_wordings_of_an_article_are_refused_rather_than_guessed(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="two wordings of article L2"):
        read(tmp_path, "L1,L2")


def test_an_article_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no article L9 in it"):
        read(tmp_path, "L1,L9")


def test_a_state_from_before_the_law_applied_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="state of 2026-10-01, before"):
        read(tmp_path, "L1", applies_from=date(2026, 10, 2))

    assert read(tmp_path, "L1", applies_from=date(2026, 10, 1))


def test_a_file_without_a_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="of which day"):
        read(tmp_path, "L1", "# Code\n\n##### Article L1\n\nTexte.\n")


def test_a_manifest_that_names_no_article_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no article named"):
        read(tmp_path, "")
