from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.follow_up import FOLLOW_UP_WORDS, is_follow_up, standing_alone


@pytest.mark.parametrize(
    "text",
    [
        "Et par SMS ?", "Mais pour un mineur ?", "What about phone calls?", "and in B2B?",
        "Même par courrier ?", "Combien de temps ?", "why?", "Jusqu'à quand ?", "quelles sanctions ?",
        "Is it the same for prospects?", "Alors comment faire ?",
        "à quelles conditions ?", "donne-moi les exceptions", "c'est quel article ?", "Quel délai ?",
        "unless what?", "who is, then?", "how long do we have?", "Et s'il refuse, on fait comment ?",
        "We told our partners, what about them?", "du coup tout devient illicite ?", "no, I meant customers",
    ],
)  # fmt: skip
def test_a_short_question_that_leans_on_another_follows_up(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "Quel délai pour répondre ?",
        "Etiquetage des données ?",
        "Where is consent defined?",
        "Comment fonctionne Bloctel ?",
        "Who is the DPO?",
        "How long may we keep prospects?",
        "Et " + "mot " * FOLLOW_UP_WORDS + "?",
        "Is it legal to e-mail prospects?",
        "Do companies that sell data need consent?",
        "List the rights people have",
        "Who signs the record of processing?",
        "Unrelated: how long may we keep the recordings of our shop?",
        "Quelles sont les sanctions prévues par le RGPD ?",
    ],
)
def test_a_question_that_stands_alone_does_not_follow_up(text: str) -> None:
    assert not is_follow_up(text)


@pytest.mark.parametrize(
    ("earlier", "text", "searched"),
    [
        (["Puis-je écrire à un voisin ?"], "Et par SMS ?", "Puis-je écrire à un voisin ? Et par SMS ?"),
        (["Puis-je envoyer un e-mail à un prospect ?"], "Et par SMS ?",
         "Puis-je envoyer à un prospect ? Et par SMS ?"),
        (["May I e-mail prospects without consent?"], "What about existing customers?",
         "May I e-mail without consent? What about existing customers?"),
        (["Puis-je envoyer un e-mail à un prospect ?", "Et par SMS ?"], "Et à un mineur ?",
         "Puis-je envoyer ? Et par SMS ? Et à un mineur ?"),
        (["Qui nomme un délégué ?"], "Puis-je appeler un client ?", "Puis-je appeler un client ?"),
        ([], "Et par SMS ?", "Et par SMS ?"),
        (["Et alors ?"], "Et par SMS ?", "Et alors ? Et par SMS ?"),
    ],
)  # fmt: skip
def test_a_follow_up_takes_what_it_does_not_say_from_the_question_before(
    earlier: list[str], text: str, searched: str
) -> None:
    # What is asked last is said twice, so that it weighs most.
    assert standing_alone(text, earlier) == (searched if searched == text else f"{text} {searched}")


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=80))
def test_nothing_a_person_types_breaks_it_and_the_question_itself_is_kept(
    earlier: list[str], text: str
) -> None:
    found = standing_alone(text, earlier)
    assert found == text or found.endswith(" ".join(text.split()))
