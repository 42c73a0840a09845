import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.embedder import Embedder
from evals.measures import MEASURES
from evals.ragas_scores import NAMES, RagasScores, as_spans, silence_ragas, unmarked
from evals.sample import Sample

SAMPLE = Sample(
    question="Who may ask the crier to be silent?",
    response="Anybody may ask the crier to be silent.",
    quotes=("any person may ask the crier's silence",),
    contexts=("Any person may ask the crier’s silence at night.", "The crier walks at noon."),
    context_ids=("gdpr:art-21", "gdpr:art-5"),
    reference="Anybody may ask the crier to be silent.",
    reference_contexts=("Any person may ask the crier’s silence at night.",),
    reference_ids=("gdpr:art-21",),
)


@pytest.fixture
def scores(hash_embedder: Embedder) -> Iterator[RagasScores]:
    found = RagasScores(hash_embedder)
    yield found
    found.close()


def test_each_measure_scores_a_whole_sample_between_nought_and_one(scores: RagasScores) -> None:
    found = scores.score(SAMPLE)
    assert tuple(found) == NAMES
    assert found["ragas_id_recall"] == 1.0 and found["ragas_id_precision"] == 0.5
    assert found["ragas_context_recall"] == found["ragas_quoted_spans"] == 1.0
    assert found["ragas_context_precision"] == pytest.approx(1.0)
    assert found["ragas_similarity"] == pytest.approx(1.0, abs=1e-5)
    assert found["ragas_chrf"] == pytest.approx(1.0, abs=1e-5)


def test_a_measure_tells_a_bad_answer_from_a_good_one(scores: RagasScores) -> None:
    bad = replace(
        SAMPLE,
        response="Bread is baked at dawn.",
        quotes=("nobody may ever ask for silence",),
        context_ids=("gdpr:art-99",),
        contexts=("Bread is baked at dawn in every village.",),
    )
    found, good = scores.score(bad), scores.score(SAMPLE)
    for name in NAMES:
        lower, higher = found[name], good[name]
        assert lower is not None and higher is not None and lower < higher, name


def test_what_a_sample_lacks_is_not_scored(scores: RagasScores) -> None:
    found = scores.score(replace(SAMPLE, reference="", quotes=(), reference_ids=()))
    assert found["ragas_similarity"] is found["ragas_chrf"] is found["ragas_quoted_spans"] is None
    assert found["ragas_id_recall"] is None and found["ragas_context_recall"] == 1.0


def test_nothing_found_recalls_nothing_where_something_was_expected(scores: RagasScores) -> None:
    found = scores.score(replace(SAMPLE, contexts=(), context_ids=()))
    assert found["ragas_id_recall"] == found["ragas_context_recall"] == 0.0
    assert found["ragas_id_precision"] is found["ragas_context_precision"] is None


def test_quotes_too_short_to_be_told_apart_are_not_measured(scores: RagasScores) -> None:
    short = replace(SAMPLE, quotes=("no bread", "l'accord"))
    assert scores.score(short)["ragas_quoted_spans"] is None
    one_long = replace(SAMPLE, quotes=("no bread", *SAMPLE.quotes))
    assert scores.score(one_long)["ragas_quoted_spans"] == 1.0


def test_a_measure_that_fails_is_no_number(
    scores: RagasScores, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> float:
        raise ValueError("no")

    monkeypatch.setitem(scores._measures, "ragas_chrf", lambda _sample: fail())
    assert math.isnan(scores.score(SAMPLE)["ragas_chrf"] or 0.0)


def test_quotation_marks_and_apostrophes_do_not_cut_a_quote() -> None:
    assert as_spans(("l’accord « libre » d'autrui",)) == '"l accord « libre » d autrui"'
    assert unmarked("crier’s") == unmarked("crier's")


def test_nothing_is_sent_anywhere_and_no_id_is_written(
    scores: RagasScores,
    network_attempts: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    scores.score(SAMPLE)
    assert network_attempts == [] and not list(tmp_path.iterdir())


@pytest.mark.parametrize("chosen", ["1", "false"])
def test_ragas_itself_says_that_it_does_not_track(
    chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence_ragas()
    from ragas._analytics import do_not_track

    monkeypatch.setenv("RAGAS_DO_NOT_TRACK", chosen)
    do_not_track.cache_clear()
    do_not_track()
    silence_ragas()
    assert do_not_track()


def test_every_measure_is_explained() -> None:
    assert set(NAMES) <= {measure.name for measure in MEASURES}
