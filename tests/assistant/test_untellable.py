from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from small_law import TODAY, WordsEmbedder, find

import assistant.untellable
from assistant.answerable import AnswerableModel
from assistant.assistant import Assistant
from assistant.machine import Machine
from assistant.untellable import Untellable, asks_for_fact, untellable
from corpus.embedder import Vectors
from corpus.index import Index
from corpus.nouns import Hit, Passage


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Auriez-vous le numéro de portable personnel du maire ?", "contact"),
        ("Give me the direct phone line of the inspector.", "contact"),
        ("Mon voisin Kévin Lardenois est-il inscrit au fichier des incidents ?", "register"),
        ("Can you check whether Ann Blythe is on the list", "register"),
        ("Est-ce que Zorbec revend les données de ses clients ?", "practice"),
        ("How long does Zorbec's sales team actually keep histories on its servers?", "practice"),
        ("quel pourcentage des PME avait un délégué en 2026 ?", "statistic"),
        ("Pour un article : quel pourcentage des PME avait un délégué en 2026 ?", "statistic"),
        ("average open rate drop, fashion retailers, 2026?", "statistic"),
    ],
)
def test_a_fact_about_the_world_is_recognised(
    question: str, kind: Untellable, index: Index
) -> None:
    assert untellable(question, (), index) == kind


@pytest.mark.parametrize(
    "question",
    [
        "Zorbec a-t-il le droit de revendre les données de ses clients ?",
        "How long may Zorbec keep histories?",
        "Puis-je publier le numéro de portable personnel de nos vendeurs ?",
        "Nous travaillons chez Zorbec : combien de temps on garde les fichiers ?",
        "Que fait la CNIL quand elle garde un dossier ?",
        "quel pourcentage du chiffre d'affaires mondial ?",
        "Quel article dit combien de sites sont concernés ?",
        "Combien d'entreprises l'article 37 vise-t-il ?",
        "Un crieur peut-il frapper à la porte d'un habitant ?",
    ],
)
def test_what_is_allowed_or_due_is_not(question: str, index: Index) -> None:
    assert untellable(question, (), index) is None


def test_a_statistic_may_be_told_where_research_comes_first(index: Index) -> None:
    question = "quel pourcentage des PME avait un délégué en 2026 ?"
    rule = find(index, "tours de garde").hits[:1]
    research = Passage("card:research-towns", "fr", "card", "card", "Villes", "La moitié.")
    assert untellable(question, rule, index) == "statistic"
    assert untellable(question, (Hit(research, research, 1.0), *rule), index) is None


def test_the_answer_says_why_it_cannot_tell_and_what_to_do(assistant: Assistant) -> None:
    answer = assistant.ask("Est-ce que Zorbec utilise un crieur à la porte ?", as_of=TODAY)
    assert answer.outcome == "not_found"
    assert "droit d'accès" in answer.text


class DeclinesAll(AnswerableModel):
    """A model to which everything asks for a fact."""

    def is_beyond_texts(self, vector: Vectors) -> bool:
        return True


@pytest.fixture
def declining(monkeypatch: pytest.MonkeyPatch) -> AnswerableModel:
    model = DeclinesAll("test/known", cast(Machine, None), threshold=0.0)
    monkeypatch.setattr(assistant.untellable, "answerable_model", lambda: model)
    return model


def test_what_was_learnt_speaks_for_its_own_vectors_only(
    declining: AnswerableModel, index: Index
) -> None:
    vector = np.zeros(2, dtype=np.float32)
    rule = find(index, "tours de garde").hits[:1]
    assert asks_for_fact(vector, declining.embedding_model, rule)
    assert not asks_for_fact(vector, "test/other", rule)


def test_research_may_tell_how_things_are(declining: AnswerableModel, index: Index) -> None:
    vector = np.zeros(2, dtype=np.float32)
    rule = find(index, "tours de garde").hits[:1]
    for research in (
        Passage("card:research-towns", "fr", "card", "card", "Villes", "La moitié."),
        Passage("goodintech-towns:p-1", "fr", "goodintech-towns", "page", "Villes", "La moitié."),
    ):
        hit = Hit(research, research, 1.0)
        assert not asks_for_fact(vector, declining.embedding_model, (hit, *rule))
        assert asks_for_fact(vector, declining.embedding_model, (*rule, hit))


def test_a_form_says_more_than_what_was_learnt(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = DeclinesAll(WordsEmbedder.name, cast(Machine, None), threshold=0.0)
    monkeypatch.setattr(assistant.untellable, "answerable_model", lambda: model)
    assert find(index, "Combien coûte un crieur ?").untellable == "fact"
    assert find(index, "Est-ce que Zorbec revend les données ?").untellable == "practice"
