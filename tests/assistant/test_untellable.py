from __future__ import annotations

import pytest
from small_law import TODAY, find

from assistant.assistant import Assistant
from assistant.untellable import Untellable, untellable
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
