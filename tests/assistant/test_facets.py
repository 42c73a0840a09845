from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facets import MOST_FACETS, facets, questions_among


def test_a_single_question_has_no_facets() -> None:
    assert facets("Le crieur peut-il frapper à la porte ?") == ()


def test_a_story_is_cut_into_its_sentences() -> None:
    told = "Le crieur a perdu sa liste. Les voisins le savent ! Doit-il les prévenir ?"
    assert facets(told) == (
        "Le crieur a perdu sa liste.",
        "Les voisins le savent !",
        "Doit-il les prévenir ?",
    )


def test_a_few_words_belong_to_the_sentence_before() -> None:
    told = (
        "Le crieur peut-il écrire aux voisins ? Et par SMS ? Combien de temps garde-t-il la liste ?"
    )
    assert facets(told) == (
        "Le crieur peut-il écrire aux voisins ? Et par SMS ?",
        "Combien de temps garde-t-il la liste ?",
    )


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("Que faut-il lui répondre ?", "Il pleut. Que faut-il lui répondre ?"),
        ("Pourquoi ?", "Il pleut. Pourquoi ?"),
        ("Combien de jours le crieur garde-t-il la liste des voisins ?",) * 2,
    ],
)  # fmt: skip
def test_a_question_that_leans_on_the_story_is_searched_with_it(asked: str, searched: str) -> None:
    assert questions_among(("Il pleut.", asked)) == ((asked, searched),)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Le crieur peut-il sonner ?", "Et concrètement, qui doit-il prévenir ?"),
        ("Une association peut-elle se plaindre ?", "Il faut qu'elle existe depuis combien de temps ?"),
        ("May the crier knock at the door?", "And at the window too?"),
        ("Le crieur garde-t-il la liste ?", "Combien de temps la garde-t-il ?"),
    ],
)  # fmt: skip
def test_a_question_that_goes_on_is_searched_with_the_one_before(first: str, second: str) -> None:
    assert questions_among((first, second)) == ((first, first), (second, f"{first} {second}"))


@pytest.mark.parametrize(
    "second",
    [
        "Combien de jours le crieur garde-t-il la liste des voisins ?",
        "La mairie peut-elle vendre la liste ?",
        "Who may sell the list of the neighbours?",
    ],
)
def test_a_question_that_names_what_it_is_about_stands_alone(second: str) -> None:
    first = "Le maire peut-il sonner à la porte ?"
    assert questions_among((first, second)) == ((first, first), (second, second))


def test_answers_offered_belong_to_their_question() -> None:
    asked = "La cloche sonne quand ?"
    offered = "Au premier coup de vent ou après la pluie ?"
    assert questions_among((asked, offered)) == ((f"{asked} {offered}",) * 2,)
    assert len(questions_among((asked, "Qui sonne, le crieur ou le maire ?"))) == 2
    assert len(questions_among(("Il pleut.", "Le vent ou la pluie d'abord ?"))) == 1


def test_what_tells_is_not_taken_for_a_question() -> None:
    assert questions_among(("Il pleut.", "Il neige.")) == ()


@given(st.text(max_size=3_000))
def test_there_are_never_more_facets_than_the_limit_nor_one_alone(text: str) -> None:
    found = facets(text)
    assert len(found) <= MOST_FACETS and len(found) != 1
    assert [c for c in "".join(found) if c.isalnum()] == [c for c in text if c.isalnum()][
        : sum(c.isalnum() for c in "".join(found))
    ]
