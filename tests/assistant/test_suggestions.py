from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation
from assistant.suggestions import suggestions
from corpus.nouns import Passage


def card(name: str, question: str, topics: tuple[str, ...], cited: tuple[str, ...]) -> Passage:
    return Passage(
        locator=f"card:{name}",
        lang="fr",
        source="card",
        kind="card",
        heading=name,
        text="Selon le cas.",
        questions=("lampe brume obligation", question),
        keywords=topics,
        cited_locators=cited,
    )


CARDS = (
    card("lamp", "Qui allume la lampe ?", ("lampe",), ("gdpr:art-6-1-f",)),
    card("oil", "Quelle huile pour la lampe ?", ("lampe",), ("gdpr:art-7-1",)),
    card("horn", "Quand sonner la corne ?", ("corne",), ("gdpr:art-6-4",)),
    card("log", "Que noter dans le journal ?", ("lampe", "journal"), ("gdpr:art-6-1",)),
    card("boat", "Où amarrer le bateau ?", ("bateau",), ("gdpr:art-88",)),
)
CITATION = Citation(1, "card:lamp", "card", "Fiche", "fr", "card", "", "exact", "")
ANSWER = Answer(
    question="lampe",
    lang="fr",
    outcome="answered",
    mode="composed",
    text="",
    citations=(CITATION,),
    index_version="1",
    as_of=date(2026, 11, 22),
)


def test_the_next_questions_are_those_of_cards_on_the_same_topic_or_law() -> None:
    assert suggestions([ANSWER], CARDS, []) == (
        "Que noter dans le journal ?",
        "Quelle huile pour la lampe ?",
        "Quand sonner la corne ?",
    )


def test_a_question_already_asked_or_answered_is_not_suggested() -> None:
    asked = ["quelle huile pour la lampe"]
    assert "Quelle huile pour la lampe ?" not in suggestions([ANSWER], CARDS, asked)
    horn = replace(ANSWER, citations=(replace(CITATION, locator="card:horn"),))
    assert "Quand sonner la corne ?" not in suggestions([horn, ANSWER], CARDS, [])
    assert "Qui allume la lampe ?" not in suggestions([ANSWER], CARDS, [])


def test_after_an_answer_from_the_law_alone_the_article_leads_on() -> None:
    law = replace(CITATION, locator="gdpr:art-7-1", authority="law")
    assert suggestions([replace(ANSWER, citations=(law,))], CARDS, []) == (
        "Quelle huile pour la lampe ?",
    )


def test_without_an_answer_the_nearest_card_is_what_to_ask() -> None:
    lost = replace(ANSWER, citations=(), outcome="not_found", nearest=("card:boat",))
    assert suggestions([lost], CARDS, []) == ("Où amarrer le bateau ?",)


def test_nothing_near_means_no_suggestion() -> None:
    assert suggestions([replace(ANSWER, citations=())], CARDS, []) == ()
    assert suggestions([], CARDS, []) == ()


def test_words_typed_into_a_search_box_are_never_suggested() -> None:
    typed = (replace(CARDS[1], questions=("huile lampe ?", "huile")),)
    assert suggestions([ANSWER], (CARDS[0], *typed), []) == ()
