from pathlib import Path

import pytest
from small_law import SMALL_LAW, open_small_law, publish

import evals.baselines
from corpus.errors import InvalidInput
from corpus.settings import DataSettings, Settings
from evals.baselines import Scope, _opened, timed
from evals.cnil import hold_source, rank_of
from evals.queries import Query, read_cnil

QUERY = Query("paraphrase", "le silence", frozenset({"cnil-faq:61"}), "cnil-faq")


def test_a_query_is_read_with_the_entries_that_answer_it(tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"query": "le silence", "gold_ids": ["61"], "kind": "paraphrase"}\n', "utf-8")
    assert read_cnil(file) == [QUERY]


def test_the_rank_is_the_first_place_that_answers_among_five() -> None:
    places = [{"cnil-faq:1"}, {"cnil-faq:2", "cnil-faq:61"}, {"cnil-faq:61"}]
    assert rank_of(QUERY, places) == 2
    assert rank_of(QUERY, [{"cnil-faq:1"}]) == 0
    assert rank_of(QUERY, [{f"cnil-faq:{n}"} for n in (1, 2, 3, 4, 5, 61)]) == 0


def test_an_index_without_the_entries_is_refused(tmp_path: Path) -> None:
    publish(tmp_path)
    hold_source(open_small_law(tmp_path))
    publish(tmp_path, [one for one in SMALL_LAW if one.source != "cnil-faq"], "v2")
    with pytest.raises(InvalidInput, match="the index holds no cnil-faq"):
        hold_source(open_small_law(tmp_path))


@pytest.mark.parametrize("way", ["recital", "bm25", "e5"])
def test_each_way_stays_within_the_source_and_the_places_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: evals.baselines.Way
) -> None:
    publish(tmp_path)
    monkeypatch.setattr(
        evals.baselines, "open_assistant", lambda _settings: open_small_law(tmp_path)
    )
    settings = Settings(data=DataSettings(directory=tmp_path))
    question = "Qui peut demander le silence au crieur ?"
    with _opened(way, Scope(places=2, source="gdpr"), settings) as search:
        (places,), (spent,) = timed(search, [question])
    assert 1 <= len(places) <= 2 and spent > 0
    assert all(article.startswith("gdpr:") for place in places for article in place)
    with _opened(way, Scope(source="cnil-faq"), settings) as search:
        assert {article for place in search(question) for article in place} <= {"cnil-faq:61"}
