"""The best units are weighed by all that is known of them; what leads for a reason stays in front."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_law import QUESTIONS, TODAY, WordsEmbedder

from assistant.answer_ranking import RERANKED_UNITS, reranked, told_together
from assistant.expansion import Ranked
from assistant.matching import Found, Matcher
from assistant.question import Question, understand
from corpus.index import Index


def _found(index: Index, text: str = QUESTIONS["fr"]) -> Found:
    return Matcher(index, WordsEmbedder()).search(understand(Question(text, TODAY)))


def _units(index: Index) -> list[str]:
    return sorted({p.locator for p in index.passages.values() if "#" not in p.locator})


def test_of_two_units_as_near_the_one_on_the_article_all_agree_on_answers(index: Index) -> None:
    found = Found(_found(index, "zzz").understood, np.zeros(3, np.float32), {}, {}, {})
    ranked = [("gdpr:art-21-1", 1.0), ("gdpr:art-83", 0.9), ("gdpr:art-5-1", 0.8)]
    agreed = [
        Ranked("gdpr:art-83", "gdpr:art-83", 2.0),
        Ranked("gdpr:art-21", "gdpr:art-21-1", 0.1),
    ]
    assert reranked(ranked, (), found, agreed, index)[0][0] == "gdpr:art-83"


def test_a_unit_that_leads_stays_in_front(index: Index) -> None:
    ranked = [("gdpr:art-83", 9.0), ("card:crier-visit", 1.0), ("gdpr:art-5-1", 0.5)]
    found = reranked(ranked, {"gdpr:art-83"}, _found(index), (), index)
    assert found[0] == ("gdpr:art-83", 9.0)


def test_a_single_unit_is_left_alone(index: Index) -> None:
    assert reranked([("gdpr:art-83", 1.0)], (), _found(index), (), index) == [("gdpr:art-83", 1.0)]


@given(st.data())
@pytest.mark.filterwarnings("error")
def test_no_unit_is_lost_and_scores_never_rise_down_the_ranking(
    index: Index, data: st.DataObject
) -> None:
    units = data.draw(st.lists(st.sampled_from(_units(index)), unique=True, min_size=1))
    scores = data.draw(
        st.lists(st.floats(-3, 6), min_size=len(units), max_size=len(units)).map(
            lambda found: sorted(found, reverse=True)
        )
    )
    count = data.draw(st.integers(0, min(2, len(units))))
    ranked = list(zip(units, scores, strict=True))
    again = reranked(ranked, set(units[:count]), _found(index), (), index)
    assert sorted(unit for unit, _ in again) == sorted(units)
    assert [score for _, score in again] == sorted((s for _, s in again), reverse=True)
    behind = count + RERANKED_UNITS
    assert [unit for unit, _ in again[behind:]] == units[behind:]


def test_what_the_sentences_of_a_story_agree_on_answers_it() -> None:
    whole = [("card:a", 5.0), ("card:b", 4.0), ("card:c", 1.0)]
    parts = [[("card:b", 9.0), ("card:a", 1.0)], [("card:b", 3.0)], [("card:c", 2.0)]]
    found = told_together(whole, parts, ())
    assert [unit for unit, _ in found] == ["card:b", "card:a", "card:c"]
    assert found[0][1] == 5.0, "the best keeps the score of the whole's best"


def test_what_leads_a_story_stays_in_front_of_it() -> None:
    whole = [("card:a", 5.0), ("card:b", 4.0)]
    found = told_together(whole, [[("card:b", 9.0)]] * 3, {"card:a"})
    assert found == [("card:a", 5.0), ("card:b", 5.0)]


_rankings = st.lists(
    st.tuples(st.sampled_from([f"card:{name}" for name in "abcdefgh"]), st.floats(-3, 9)),
    unique_by=lambda one: one[0],
    min_size=1,
).map(lambda found: sorted(found, key=lambda one: -one[1]))


@given(_rankings, st.lists(_rankings, max_size=4), st.integers(0, 2))
def test_a_story_loses_no_unit_and_its_scores_never_rise(
    whole: list[tuple[str, float]], parts: list[list[tuple[str, float]]], leading: int
) -> None:
    found = told_together(whole, parts, {unit for unit, _ in whole[:leading]})
    units = [unit for unit, _ in found]
    assert len(units) == len(set(units)) and {unit for unit, _ in whole} <= set(units)
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
