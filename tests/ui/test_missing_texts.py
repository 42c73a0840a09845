"""The page names the first texts that are missing and counts the rest."""

import pytest

from corpus.nouns import Language
from ui.sources import NAMED_TITLES, _first_titles
from ui.words import words_in


@pytest.mark.parametrize(("lang", "rest"), [("fr", "et 3 autres"), ("en", "and 3 more")])
def test_of_many_missing_texts_the_first_are_named_and_the_rest_counted(
    lang: Language, rest: str
) -> None:
    titles = [f"text {number}" for number in range(NAMED_TITLES + 3)]
    said = _first_titles(titles, words_in(lang))
    assert said.endswith(rest) and titles[NAMED_TITLES - 1] in said
    assert titles[NAMED_TITLES] not in said


def test_few_missing_texts_are_all_named() -> None:
    titles = [f"text {number}" for number in range(NAMED_TITLES + 1)]
    assert _first_titles(titles, words_in("en")) == "; ".join(titles)
