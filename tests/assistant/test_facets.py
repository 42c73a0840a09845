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
        ("Que faut-il lui répondre ?", "Il pleut. " + "Que faut-il lui répondre ? " * 2),
        ("Pourquoi ?", "Il pleut. Pourquoi ? Pourquoi ?"),
        ("Qui doit-elle prévenir avant que le crieur ne sonne ?", "Il pleut. " + "Qui doit-elle prévenir avant que le crieur ne sonne ? " * 2),
        ("Combien de jours le crieur garde-t-il la liste des voisins ?",) * 2,
    ],
)  # fmt: skip
def test_a_question_that_leans_on_the_story_is_searched_with_it(asked: str, searched: str) -> None:
    assert questions_among(("Il pleut.", asked)) == ((asked, searched.strip()),)


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
    expected = ((first, first), (second, f"{first} {second} {second}"))
    assert questions_among((first, second)) == expected


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


STORY = "The crier lost the list of all those neighbours who had asked for silence."


@pytest.mark.parametrize(
    ("asked", "clauses"),
    [
        ("What must the crier do now, and who has to be told by whom?", ["What must the crier do now?", "and who has to be told by whom?"]),
        ("Que doit-il faire ce matin, que dire aux voisins, et qui prévenir à la mairie ?", ["Que doit-il faire ce matin ?", "que dire aux voisins ?", "et qui prévenir à la mairie ?"]),
        ("What goes, what stays, and until when may we wait?", ["What goes, what stays?", "and until when may we wait?"]),
        ("The crier, who is deaf, may he go on ringing?", ["The crier, who is deaf, may he go on ringing?"]),
        ("Et concrètement, qui doit-il prévenir à la mairie ?", ["Et concrètement, qui doit-il prévenir à la mairie ?"]),
    ],
)  # fmt: skip
def test_questions_asked_in_one_breath_after_a_story_are_told_apart(
    asked: str, clauses: list[str]
) -> None:
    assert [question for question, _ in questions_among((STORY, asked))] == clauses


def test_without_a_story_a_sentence_stays_one_question() -> None:
    asked = "What must the crier do now, and who has to be told by whom?"
    assert [question for question, _ in questions_among(("It rains.", asked))] == [asked]


@pytest.mark.parametrize("word", ["quelle", "quelles ", "la ", "d'", "de la ", "et, ", "que "])
def test_a_long_run_of_question_words_is_read_without_trying_every_way(word: str) -> None:
    """Trying every way to read it would not end."""
    assert questions_among((STORY, f"{word * 3_000} ?"))


def test_what_tells_is_not_taken_for_a_question() -> None:
    assert questions_among(("Il pleut.", "Il neige.")) == ()


@given(st.text(max_size=3_000))
def test_there_are_never_more_facets_than_the_limit_nor_one_alone(text: str) -> None:
    found = facets(text)
    assert len(found) <= MOST_FACETS and len(found) != 1
    assert [c for c in "".join(found) if c.isalnum()] == [c for c in text if c.isalnum()][
        : sum(c.isalnum() for c in "".join(found))
    ]
