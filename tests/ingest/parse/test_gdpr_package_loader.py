"""The package is a dependency, so most of this runs without a mirror."""

import re
from functools import cache
from pathlib import Path

import pytest
from mirror_texts import load_mirror, package_file, source_and_origin

from corpus.errors import SourceUnreadable
from corpus.nouns import Passage
from ingest.parse import gdpr_package
from ingest.parse.gdpr_outline import OUTLINE_PATH

SOURCE, ORIGIN = source_and_origin("gdpr", "gdpr_package", "en")

# The package's text is the consolidated one, so it holds the corrigendum. These units differ from
# ours in one word each: two slips of the Official Journal that it mends, and one of its own.
OTHER_WORDS = {
    "gdpr:art-23-1": "holds point (e)",
    "gdpr:art-23-1-e": "'taxation a matters' became 'taxation matters'",
    "gdpr:art-78-2": "'the right to a an effective' became 'the right to an effective'",
    "gdpr:art-92-3": "'Union' became 'Unio n'",
}


@cache
def package_passages() -> dict[str, Passage]:
    passages = gdpr_package.load(SOURCE, ORIGIN, package_file())
    return {passage.locator: passage for passage in passages}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_the_package_alone_gives_every_article_and_recital() -> None:
    kinds = [passage.kind for passage in package_passages().values()]
    assert (kinds.count("article"), kinds.count("recital")) == (99, 173)


def test_numbering_that_the_package_lost_is_back() -> None:
    found = package_passages()
    assert found["gdpr:art-6-1-f"].kind == "point"
    assert found["gdpr:art-6-1-f"].lead == found["gdpr:art-6-1"].text.split("\n")[0]
    assert found["gdpr:art-4-11"].text.startswith("‘consent’")
    assert found["gdpr:art-6-1"].text.split("\n")[1].startswith("(a) ")
    assert found["gdpr:art-53-1"].text.split("\n")[1].startswith("— ")


def test_article_numbers_that_the_package_lost_are_back() -> None:
    assert "Articles 57 and 58" in package_passages()["gdpr:art-41-1"].text
    assert "Articles 13 and 14" in package_passages()["gdpr:art-12-1"].text


def test_neither_footnotes_nor_sentence_numbers_are_left() -> None:
    texts = [passage.text for passage in package_passages().values()]
    assert [text for text in texts if re.search(r"[¹²³]|Council ?\(\d|OJ L", text)] == []
    recitals = [p.text for p in package_passages().values() if p.kind == "recital"]
    assert [text for text in recitals if re.search(r"(?:^|\. )\d+ [A-Z]", text)] == []


def test_no_space_is_left_before_a_punctuation_mark_or_inside_a_reference() -> None:
    texts = [passage.text for passage in package_passages().values()]
    assert [text for text in texts if re.search(r" [,;.:)]|\( |Articles? \d+ \(", text)] == []


def test_headings_are_the_article_titles() -> None:
    assert package_passages()["gdpr:art-6-1-f"].heading == "Lawfulness of processing"


def test_another_edition_of_the_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "gdpr_bundled.json"
    other.write_bytes(package_file().read_bytes() + b"\n")
    with pytest.raises(SourceUnreadable, match="not the file"):
        gdpr_package.load(SOURCE, ORIGIN, other)


def test_an_absent_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        gdpr_package.load(SOURCE, ORIGIN, tmp_path / "absent.json")


def test_the_outline_holds_no_words_of_the_law() -> None:
    outline = OUTLINE_PATH.read_text(encoding="utf-8")
    named = set(re.findall(r"[A-Za-z]{2,}", outline))
    fields = {"package", "sha", "articles", "recitals", "text", "point", "indent"}
    romans = {"ii", "iii", "iv", "vi"}
    others = named - fields - romans - {"gdpr", "shift", "left", "mcp"}
    # What is left is the hexadecimal digest.
    assert all(re.fullmatch(r"[a-f]+", name) for name in others)


def test_locators_are_those_of_the_official_page() -> None:
    official = load_mirror("gdpr", "eurlex", "en")
    assert [passage.locator for passage in official] == list(package_passages())
    assert [(p.kind, p.is_searched) for p in official] == [
        (p.kind, p.is_searched) for p in package_passages().values()
    ]


def test_the_words_are_those_of_the_corrected_official_page_but_for_the_named_units() -> None:
    found = package_passages()
    official = load_mirror("gdpr", "eurlex", "en")
    unlike = [p.locator for p in official if words(p.text) != words(found[p.locator].text)]
    wholes = {locator for locator in unlike if locator.count("-") > 1}
    assert wholes == set(OTHER_WORDS)
    articles = {f"gdpr:art-{locator.split('-')[1]}" for locator in OTHER_WORDS}
    assert set(unlike) - wholes == articles
