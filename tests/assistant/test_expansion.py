from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.expansion import Ranked, combined, is_card

ARTICLES = st.sampled_from([f"gdpr:art-{number}" for number in range(1, 7)])
RANKINGS = st.dictionaries(ARTICLES, st.floats(0.01, 9), max_size=6).map(
    lambda scores: [Ranked(name, f"{name}-1", score) for name, score in scores.items()]
)


@given(RANKINGS, st.lists(RANKINGS, max_size=4))
def test_every_article_any_sentence_found_is_in_the_ranking_once_best_first(
    whole: list[Ranked], facets: list[list[Ranked]]
) -> None:
    found = combined(whole, facets)
    names = [one.article for one in found]
    assert sorted(names) == sorted({one.article for ranking in (whole, *facets) for one in ranking})
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(RANKINGS)
def test_one_ranking_alone_keeps_its_order(whole: list[Ranked]) -> None:
    expected = sorted(whole, key=lambda one: (-one.score, one.article))
    assert [one.article for one in combined(whole, [])] == [one.article for one in expected]


def test_what_every_sentence_finds_leads() -> None:
    one = [Ranked("gdpr:art-1", "gdpr:art-1-1", 2.0), Ranked("gdpr:art-5", "gdpr:art-5", 1.9)]
    two = [Ranked("gdpr:art-2", "gdpr:art-2", 2.0), Ranked("gdpr:art-5", "gdpr:art-5-1", 1.9)]
    assert combined([], [one, two])[0] == Ranked("gdpr:art-5", "gdpr:art-5-1", 1.9)


def test_our_cards_are_told_by_their_locator() -> None:
    assert is_card("card:email-b2c") and not is_card("cnil-faq:61")
