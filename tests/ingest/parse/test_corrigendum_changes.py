import re
from pathlib import Path
from typing import Any

import pytest
from mirror_texts import load_mirror, mirror_path
from pydantic import TypeAdapter

from corpus.nouns import LANGUAGES, Language
from ingest.parse.corrigendum import (
    CORRIGENDUM_PATH,
    Change,
    ChangeNotPlaced,
    correct,
    correct_recital,
    read_changes,
)
from ingest.parse.provisions import Article, Block

PUBLISHED_LIST = "law/gdpr_corrigendum_2018_differences.json"


def change(unit: str, old: str, new: str) -> Change:
    return Change(lang="en", unit=unit, old=old, new=new)


def article(*texts: str) -> Article:
    blocks = [Block((str(n),), text, f"{n}.") for n, text in enumerate(texts, start=1)]
    return Article("3", "", tuple(blocks))


def texts_after(found: Article, *changes: Change) -> list[str]:
    return [block.text for block in correct(found, changes).blocks]


def test_words_are_replaced_in_their_own_unit_only() -> None:
    found = article("cats and dogs sleep", "cats and dogs sing")
    assert texts_after(found, change("art-3-1", "cats and", "cats or")) == [
        "cats or dogs sleep",
        "cats and dogs sing",
    ]


def test_another_article_stays_as_it_is() -> None:
    found = article("cats and dogs sleep")
    assert texts_after(found, change("art-30-1", "cats and", "cats or")) == ["cats and dogs sleep"]


def test_points_and_later_subparagraphs_are_reached() -> None:
    blocks = (
        Block(("1",), "You may:", "1."),
        Block(("1", "a"), "sing and dance", "(a)", True),
        Block(("1",), "not sing and shout", ""),
    )
    first = change("art-3-1-a", "sing and", "sing or")
    second = change("art-3-1", "sing and", "sing or")
    assert texts_after(Article("3", "", blocks), first, second) == [
        "You may:",
        "sing or dance",
        "not sing or shout",
    ]


def test_a_recital_is_corrected() -> None:
    changes = [change("rec-7", "that result", "processing that results")]
    assert correct_recital("7", "acts that result in harm", changes) == (
        "acts processing that results in harm"
    )
    assert correct_recital("8", "acts that result in harm", changes) == "acts that result in harm"


def test_an_ellipsis_stands_for_any_words_and_a_dollar_for_the_end() -> None:
    found = article("Tell the Board. The Board shall sing all day by any means.")
    ending = change("art-3-1", "the Board. The Board shall […] by any means.$", "the Board.$")
    assert texts_after(found, ending) == ["Tell the Board."]
    assert texts_after(correct(found, [ending]), ending) == ["Tell the Board."]


def test_words_that_must_end_the_unit_are_not_found_before_its_end() -> None:
    ending = change("art-3-1", "the Board. It sings.$", "the Board.$")
    with pytest.raises(ChangeNotPlaced, match="art-3-1"):
        correct(article("Tell the Board. It hums."), [ending])


def test_an_apostrophe_of_either_form_matches_and_is_kept() -> None:
    wanted = change("art-3-1", "l'ancien texte", "l'acte")
    assert texts_after(article("que l’ancien\u00a0texte vaut"), wanted) == ["que l’acte vaut"]
    assert texts_after(article("que l'ancien texte vaut"), wanted) == ["que l'acte vaut"]


def test_a_part_of_a_word_is_no_place() -> None:
    with pytest.raises(ChangeNotPlaced):
        correct(article("bobcats and dogs"), [change("art-3-1", "cats and", "cats or")])


def test_a_text_that_is_corrected_already_stays_as_it_is() -> None:
    found = article("the cats or dogs sleep")
    assert correct(found, [change("art-3-1", "cats and", "cats or")]) == found


@pytest.mark.parametrize("text", ["nothing alike", "cats and dogs, then cats and dogs"])
def test_a_change_that_fits_nowhere_or_twice_is_refused(text: str) -> None:
    with pytest.raises(ChangeNotPlaced, match="art-3-1"):
        correct(article(text), [change("art-3-1", "cats and", "cats or")])


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(ChangeNotPlaced, match="art-3-9"):
        correct(article("cats and dogs"), [change("art-3-9", "cats and", "cats or")])


def test_a_file_that_is_no_list_of_changes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "changes.json"
    file.write_text('{"about": "x", "changes": [{"lang": "de"}]}')
    with pytest.raises(ValueError, match=r"changes\.json"):
        read_changes("en", file)


def test_the_shipped_list_holds_short_fragments_only() -> None:
    changes = [change for lang in LANGUAGES for change in read_changes(lang)]
    longest = max(len(re.findall(r"\w+", words)) for c in changes for words in (c.old, c.new))
    assert longest < 18
    assert "OJ L 127, 23.5.2018" in CORRIGENDUM_PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages_are_corrected_in_the_same_articles(lang: Language) -> None:
    own = {c.unit.split("-")[1] for c in read_changes(lang) if c.by == "corrigendum"}
    # Two French slips (47, 53) have no English counterpart; the French words of recital 71 are
    # not at hand.
    only = {"fr": {"47", "53"}, "en": {"71"}}[lang]
    assert own - only == {"37", "41", "42", "43", "57", "64", "65", "69", "70"}


def shapes(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_change_of_the_published_list_is_made(lang: Language) -> None:
    published: dict[str, Any] = TypeAdapter(dict[str, Any]).validate_json(
        mirror_path(PUBLISHED_LIST).read_bytes()
    )
    articles = {
        p.locator.rpartition("-")[2]: shapes(p.text)
        for p in load_mirror("gdpr", "eurlex", lang)
        if p.kind == "article"
    }
    own = [row for row in published["changes"] if row["lang"] == lang]
    assert len(own) == {"fr": 35, "en": 2}[lang]
    for row in own:
        text = articles[str(row["article"])]
        # The next words may themselves be changed by the next row: the nearest ones are enough.
        before = shapes(" ".join(row["context_before"].split()[-3:]))
        if row["oj_2016"]:
            assert before + shapes(row["oj_2016"] + row["context_after"]) not in text, row
