from pathlib import Path

import pytest

from ingest.parse.corrigendum import Change, ChangeNotPlaced, correct, read_changes
from ingest.parse.provisions import Article, Block


def change(before: str, old: str, new: str, after: str) -> Change:
    return Change(
        lang="en",
        article=3,
        context_before=before,
        oj_2016=old,
        consolidated=new,
        context_after=after,
    )


def article(*texts: str) -> Article:
    blocks = [Block((str(n),), text, f"{n}.") for n, text in enumerate(texts, start=1)]
    return Article("3", "", tuple(blocks))


def texts_after(found: Article, *changes: Change) -> list[str]:
    return [block.text for block in correct(found, changes).blocks]


def test_words_are_replaced_between_their_neighbours() -> None:
    found = article("cats and dogs sleep", "cats and birds sing")
    assert texts_after(found, change("cats", "and", "or", "dogs sleep")) == [
        "cats or dogs sleep",
        "cats and birds sing",
    ]


def test_neighbours_may_lie_across_a_paragraph_number() -> None:
    found = article("cats sleep here.", "old dogs bark")
    assert texts_after(found, change("sleep here. 2.", "old", "young", "dogs")) == [
        "cats sleep here.",
        "young dogs bark",
    ]


def test_words_are_inserted_and_removed() -> None:
    found = article("cats sleep", "dogs really bark")
    assert texts_after(found, change("cats", "", "always", "sleep")) == [
        "cats always sleep",
        "dogs really bark",
    ]
    assert texts_after(found, change("dogs", "really", "", "bark")) == ["cats sleep", "dogs bark"]


def test_an_apostrophe_of_either_form_matches() -> None:
    found = article("l'ancien\u00a0texte vaut")
    assert texts_after(found, change("l’ancien", "texte", "l’acte", "vaut")) == [
        "l'ancien l'acte vaut"
    ]


def test_two_changes_may_be_each_other_s_neighbours() -> None:
    found = article("red cats sleep well")
    first = change("red", "cats", "dogs", "sleep well")
    second = change("red cats", "sleep", "bark", "well")
    assert texts_after(found, first, second) == ["red dogs bark well"]


def test_a_text_that_is_corrected_already_stays_as_it_is() -> None:
    found = article("the cats or dogs sleep")
    assert texts_after(found, change("the cats", "and", "or", "dogs sleep")) == [
        "the cats or dogs sleep"
    ]


@pytest.mark.parametrize("text", ["nothing alike", "cats and dogs, then cats and dogs"])
def test_a_change_that_fits_nowhere_or_twice_is_refused(text: str) -> None:
    wanted = change("cats", "and", "or", "dogs" if "nothing" in text else "")
    with pytest.raises(ChangeNotPlaced, match="article 3"):
        correct(article(text), [wanted])


def test_a_file_that_is_no_list_of_changes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "changes.json"
    file.write_text('{"about": "x", "changes": [{"lang": "de"}]}')
    with pytest.raises(ValueError, match=r"changes\.json"):
        read_changes(file, "en")
