from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_law import QUESTIONS, REFORM, SMALL_LAW, TODAY, WordsEmbedder, find

from assistant.expansion import article_of_unit
from assistant.fusion import fuse
from assistant.matching import RERANKED, unit_of
from assistant.question import Question, understand
from assistant.retrieve import NAMED_SCORE, UNITS_PER_ARTICLE, _diverse, retrieve
from corpus.index import Index
from corpus.locator import ancestors, article_of
from corpus.manifest import default_manifest
from corpus.nouns import Language

Rankings = list[tuple[float, dict[str, float]]]
Item = TypeVar("Item")

UNITS = st.sampled_from([f"gdpr:art-{number}" for number in range(1, 9)])
SCORES = st.floats(-5, 5, allow_nan=False).map(lambda score: round(score, 3))
RANKINGS = st.lists(
    st.tuples(st.sampled_from([0.5, 1.0, 2.0]), st.dictionaries(UNITS, SCORES, max_size=8)),
    max_size=4,
)
LOCATORS = st.sampled_from(
    sorted({passage.locator for passage in SMALL_LAW if "#" not in passage.locator})
)


@given(RANKINGS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rankings_nor_that_of_units_counts(
    rankings: Rankings, chance: Random
) -> None:
    shuffled = [(weight, dict(_shuffled(scores.items(), chance))) for weight, scores in rankings]
    assert fuse(_shuffled(shuffled, chance)) == pytest.approx(fuse(rankings), abs=1e-9)


@given(RANKINGS.filter(bool), st.floats(0.001, 5), st.data())
def test_a_better_score_never_lowers_a_unit_nor_its_place(
    rankings: Rankings, gain: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rankings) - 1))
    weight, scores = rankings[place]
    if not scores:
        return
    unit = data.draw(st.sampled_from(sorted(scores)))
    better = list(rankings)
    better[place] = (weight, {**scores, unit: scores[unit] + gain})
    before, after = fuse(rankings), fuse(better)
    assert after[unit] >= before[unit] - 1e-6
    # What lay below it still does.
    for other in before:
        if before[other] < before[unit] - 1e-6:
            assert after[other] <= after[unit] + 1e-6


@given(st.dictionaries(UNITS, SCORES, min_size=2, max_size=7))
def test_a_unit_that_a_ranking_did_not_find_is_no_better_than_its_last(
    scores: dict[str, float],
) -> None:
    last = min(scores, key=lambda unit: scores[unit])
    everywhere = {unit: 1.0 for unit in (*scores, "gdpr:art-99")}
    fused = fuse([(1.0, scores), (1.0, everywhere)])
    assert fused["gdpr:art-99"] == pytest.approx(fused[last])
    assert fused["gdpr:art-99"] == pytest.approx(min(fused.values()))


@pytest.mark.parametrize("score", [3.0, 0.0, -2.0])
@pytest.mark.parametrize("unit", ["gdpr:art-1", "gdpr:art-9"])
def test_a_ranking_that_found_one_unit_adds_its_weight_to_it_whatever_the_score(
    unit: str, score: float
) -> None:
    scores = {"gdpr:art-1": 0.4, "gdpr:art-2": 0.9}
    # What the first ranking alone says: a unit it did not find is no better than its last.
    alone = fuse([(1.0, scores), (0.0, {unit: 0.0})])
    expected = {**alone, unit: alone[unit] + 0.6}
    assert fuse([(1.0, scores), (0.6, {unit: score})]) == pytest.approx(expected)
    assert fuse([(0.6, {unit: score})]) == {unit: 0.6}


def test_a_ranking_without_a_choice_changes_nothing() -> None:
    scores = {"gdpr:art-1": 0.4, "gdpr:art-2": 0.9}
    assert fuse([(1.0, scores), (1.0, {})]) == pytest.approx(fuse([(1.0, scores)]))
    assert fuse([]) == {}
    assert set(fuse([(1.0, {"gdpr:art-1": 0.5, "gdpr:art-2": 0.5})]).values()) == {0.0}


def test_the_weight_says_which_ranking_wins() -> None:
    one, other = {"gdpr:art-1": 1.0, "gdpr:art-2": 0.0}, {"gdpr:art-1": 0.0, "gdpr:art-2": 1.0}
    fused = fuse([(2.0, one), (1.0, other)])
    assert fused["gdpr:art-1"] > fused["gdpr:art-2"]


@given(st.lists(st.tuples(LOCATORS, SCORES), max_size=30), st.integers(1, 12))
def test_hits_are_few_different_and_in_the_order_given(
    ranked: list[tuple[str, float]], limit: int
) -> None:
    chosen = _diverse(ranked, limit)
    locators = [locator for locator, _ in chosen]
    assert len(locators) <= limit and len(set(locators)) == len(locators)
    assert [ranked.index(item) for item in chosen] == sorted(ranked.index(item) for item in chosen)
    for locator in locators:
        assert not set(ancestors(locator)) & set(locators)
    articles = [article_of(locator) for locator in locators]
    assert all(articles.count(article) <= UNITS_PER_ARTICLE for article in articles)


def test_one_article_leaves_room_for_the_next_ones() -> None:
    ranked = [(f"gdpr:art-6-1-{point}", 9.0) for point in "abcdef"] + [("gdpr:art-7", 1.0)]
    assert [locator for locator, _ in _diverse(ranked, 10)] == [
        *(f"gdpr:art-6-1-{point}" for point in "abcdef"[:UNITS_PER_ARTICLE]), "gdpr:art-7",
    ]  # fmt: skip


def test_the_better_of_a_paragraph_and_its_point_is_kept() -> None:
    ranked = [
        ("gdpr:art-6-1-f", 3.0),
        ("gdpr:art-6-1", 2.0),
        ("gdpr:art-6-1-a", 1.5),
        ("gdpr:art-7", 1.0),
    ]
    assert [locator for locator, _ in _diverse(ranked, 10)] == [
        "gdpr:art-6-1-f", "gdpr:art-6-1-a", "gdpr:art-7",
    ]  # fmt: skip
    assert _diverse(list(reversed(ranked)), 1) == [("gdpr:art-7", 1.0)]


def test_the_parts_of_a_unit_are_one_unit() -> None:
    assert unit_of("cnil-dev-guide:sheet-3#2") == unit_of("cnil-dev-guide:sheet-3")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_question_finds_the_unit_that_uses_its_words(lang: Language, index: Index) -> None:
    found = find(index, {"fr": "Pourquoi le crieur se tait devant un chien ?", "en": "Why is the crier silent when a dog sleeps?"}[lang])  # fmt: skip
    assert found.hits[0].passage.locator.startswith("gdpr:art-21-1")
    assert {
        hit.passage.lang
        for hit in found.hits
        if index.languages(hit.passage.locator) == ("fr", "en")
    } == {lang}


def test_the_hits_of_the_index_are_different_units_best_first(index: Index) -> None:
    found = find(index, QUESTIONS["fr"])
    locators = [hit.passage.locator for hit in found.hits]
    assert locators[0] == "card:crier-visit"
    assert len(set(locators)) == len(locators) and not any("#" in locator for locator in locators)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert found.hits[0].rankings.keys() == {"meaning", "keywords"}
    assert 0.9 < found.best_cosine <= 1.0001 and found.best_coverage == 1.0


def test_named_units_come_first_in_the_order_they_were_named(index: Index) -> None:
    found = find(index, "crieur : articles 83 et 5 du RGPD, et l'article 104 ?")
    assert [hit.passage.locator for hit in found.hits[:2]] == ["gdpr:art-83", "gdpr:art-5"]
    assert {hit.score for hit in found.hits[:2]} == {NAMED_SCORE}
    assert all(hit.score < NAMED_SCORE for hit in found.hits[2:])
    assert (found.named, found.unknown) == (("gdpr:art-83", "gdpr:art-5"), ("gdpr:art-104",))


def test_a_question_about_one_source_finds_no_other(index: Index) -> None:
    found = find(index, QUESTIONS["fr"], source="lil")
    assert {hit.passage.source for hit in found.hits} == {"lil"}


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 8, 10), "liste bleue"), (REFORM, "accord écrit")]
)
def test_of_two_versions_in_time_the_one_in_force_is_found(
    day: date, words: str, index: Index
) -> None:
    found = find(index, "Le colporteur peut-il approcher du moulin ?", as_of=day)
    assert found.hits[0].passage.locator == "conso:art-l223-1"
    assert words in found.hits[0].passage.text


def test_a_law_no_longer_in_force_is_not_found_and_was_while_it_lasted(index: Index) -> None:
    def locators(day: date) -> set[str]:
        found = find(index, "Où se vendent les tambours d'osier ?", as_of=day)
        return {hit.passage.locator for hit in found.hits}

    assert "conso:art-l223-9" in locators(date(2020, 12, 31))
    assert "conso:art-l223-9" not in locators(date(2021, 1, 1))


def test_the_focus_of_a_long_unit_is_the_part_that_answers(index: Index) -> None:
    hit = find(index, "Comment frotter les cloches de bronze au chiffon ?").hits[0]
    assert hit.passage.locator == "cnil-dev-guide:sheet-3"
    assert hit.focus.locator == "cnil-dev-guide:sheet-3#2"


def _shuffled(items: Iterable[Item], chance: Random) -> list[Item]:
    listed = list(items)
    chance.shuffle(listed)
    return listed


def test_a_unit_asked_for_by_name_is_found_on_a_day_on_which_it_does_not_apply(
    index: Index,
) -> None:
    found = find(index, "Que dit conso:art-l223-9 ?")
    assert found.named == ("conso:art-l223-9",)
    assert found.hits[0].score == NAMED_SCORE


def locators_of(hits: Iterable[Any]) -> list[str]:
    return [hit.passage.locator for hit in hits]


def test_a_search_shows_the_texts_a_card_leads_to_one_of_each_article(index: Index) -> None:
    found = find(index, QUESTIONS["fr"])
    shown = locators_of(found.texts)
    assert shown[0].startswith("gdpr:art-5")
    articles = [article_of_unit(locator) for locator in shown]
    assert len(set(articles)) == len(articles)
    assert "card:crier-visit" not in shown[:5]
    scores = [hit.score for hit in found.texts]
    assert scores == sorted(scores, reverse=True)


def test_two_questions_at_once_are_also_searched_one_by_one(index: Index) -> None:
    told = "Le crieur peut-il frapper à une porte ? Combien paie le crieur qui passe outre ?"
    found = find(index, told)
    assert [facet.understood.question.text for facet in found.facets] == told.replace(
        "? C", "?|C"
    ).split("|")
    assert locators_of(found.facets[1].texts)[0].startswith("gdpr:art-83")
    assert {"gdpr:art-5", "gdpr:art-83"} <= {
        article_of_unit(one) for one in locators_of(found.texts)[:3]
    }


def test_a_single_question_has_no_facets_to_search(index: Index) -> None:
    assert find(index, QUESTIONS["en"]).facets == ()


def test_the_law_alone_answers_when_asked_to(index: Index) -> None:
    manifest = default_manifest()
    asked = Question(QUESTIONS["fr"], TODAY, authorities=frozenset({"law"}))
    found = retrieve(understand(asked), index, WordsEmbedder(), manifest=manifest)
    for hits in (found.hits, found.texts):
        assert hits
        assert {manifest.source(hit.passage.source).authority for hit in hits} == {"law"}


def test_texts_of_one_language_are_shown_in_it(index: Index) -> None:
    found = find(index, QUESTIONS["fr"], text_lang="en")
    assert found.hits and {hit.passage.lang for hit in found.hits} == {"en"}


class FineLover:
    """A reranker that likes a text the better, if it speaks of a fine."""

    name = "fake"

    def __init__(self) -> None:
        self.seen: list[int] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.seen.append(len(texts))
        return [float("amende" in text) for text in texts]


def test_a_reranker_has_its_say_on_the_best_units(index: Index) -> None:
    understood = understand(Question("Que fait le crieur ?", TODAY))
    plain = retrieve(understood, index, WordsEmbedder())
    reranker = FineLover()
    again = retrieve(understood, index, WordsEmbedder(), reranker=reranker)
    assert "amende" not in plain.hits[0].passage.full_text
    assert "amende" in again.hits[0].passage.full_text
    assert reranker.seen and max(reranker.seen) <= RERANKED
