from __future__ import annotations

from datetime import date

import pytest
from study_shelf import article, card_passage, our_cards, shelf

from assistant.study.articles import article_questions
from assistant.study.cases import case_questions, truth_questions
from assistant.study.decisions import decision_questions
from assistant.study.figures import figure_questions
from assistant.study.gaps import GAP, gap_questions
from assistant.study.question import StudyQuestion
from assistant.study.terms import term_questions
from corpus.nouns import Passage

CRIERS = "A crier who has heard a refusal keeps silent before that door until the next moon."
TABLE = """## Allowed, not allowed
- Ringing at noon: allowed.
- Ringing at dusk: possible, softly.
- Ringing at a mourning house: not allowed.
- Ringing twice: see the other card.

## Common mistakes
Thinking that a closed shutter means nothing; shouting; believing it is nobody's door.
"""


def right(question: StudyQuestion) -> str:
    assert question.right is not None
    return question.right.text.replace("\u00a0", " ")


def wrong(question: StudyQuestion) -> set[str]:
    return {
        option.text.replace("\u00a0", " ") for option in question.options if not option.is_right
    }


def town_law() -> list[Passage]:
    texts = {
        19: "The drum is kept dry in the hall, and is greased before every feast of the town.",
        20: "A lantern is hung at each corner of the market, and is lit when the bell falls silent.",
        21: CRIERS,
        22: "The well is covered at night, and the watchman holds its only key until the morning.",
    }
    return [article(number, text) for number, text in texts.items()]


def test_which_article_says_this_offers_its_neighbours() -> None:
    question = next(article_questions("gdpr:art-21", shelf(town_law()), 1))
    assert question.stem_quote == question.citation.quote == CRIERS
    assert right(question) == "GDPR, Article 21"
    assert wrong(question) <= {f"GDPR, Article {number}" for number in (19, 20, 22)}


def test_words_that_two_articles_share_are_never_asked_about() -> None:
    law = [*town_law(), article(23, f"In winter too: {CRIERS}")]
    asked = [q.stem_quote for q in article_questions("gdpr:art-21", shelf(law), 1)]
    assert CRIERS not in asked


def test_a_sentence_that_names_its_article_is_never_asked_about() -> None:
    text = "Article 21 holds for every crier who has heard a refusal, at noon and at dusk."
    law = [passage for passage in town_law() if passage.locator != "gdpr:art-21"]
    assert not list(article_questions("gdpr:art-21", shelf([*law, article(21, text)]), 1))


def test_the_gap_takes_one_word_of_the_law_and_offers_words_of_its_family() -> None:
    text = (
        "The controller shall ring the bell within 72 hours of the wreck being seen from the shore."
    )
    questions = list(gap_questions("gdpr:art-33", shelf([article(33, text)]), 1))
    hours = questions[0]
    assert right(hours) == "72 hours"
    assert hours.stem_quote == text.replace("72 hours", GAP)
    assert hours.citation.quote == text
    assert wrong(hours) == {"24 hours", "48 hours", "96 hours"}
    assert {right(question) for question in questions} == {"72 hours", "controller", "shall"}


@pytest.mark.parametrize(
    "text",
    [
        "The controller shall ring, and the processor shall pull the rope of the same great bell.",
        "A controller is whoever rings the bell first, even before the watchman comes to the tower.",
        "Joint-controller is the name of two ringers who pull at one rope of the great harbour bell.",
    ],
)
def test_no_gap_where_the_sentence_would_tell_or_fit_one_word_only(text: str) -> None:
    questions = gap_questions("gdpr:art-26", shelf([article(26, text)]), 1)
    assert "controller" not in {right(question) for question in questions}


def test_a_french_gap_never_follows_an_elision() -> None:
    text = "Le sonneur répond dans un délai d'un mois à compter du jour où la cloche a sonné."
    law = [article(12, text, "fr")]
    assert not list(gap_questions("gdpr:art-12", shelf(law, "fr"), 1))


def test_the_one_forbidden_case_stands_among_the_allowed_ones() -> None:
    passages = [
        *card_passage("bells", "Bells", "At noon only.", TABLE),
        *card_passage(
            "drums", "Drums", "Never.", TABLE.replace("at dusk: possible", "at dusk: see")
        ),
    ]
    [question] = case_questions("card:bells", shelf(passages), 1)
    assert right(question) == "Ringing at a mourning house"
    assert wrong(question) == {"Ringing at noon", "Ringing at dusk"}
    assert not list(case_questions("card:drums", shelf(passages), 1))


def test_a_mistake_becomes_a_false_statement_and_the_short_answer_a_true_one() -> None:
    passages = card_passage("bells", "Bells", "The bell rings at noon only. Not later.", TABLE)
    found = {q.stem: right(q) for q in truth_questions("card:bells", shelf(passages), 1)}
    assert found == {
        "Bells — true or false: “A closed shutter means nothing.”": "False",
        "Bells — true or false: “The bell rings at noon only.”": "True",
    }


def test_a_figure_stands_among_other_figures_of_its_unit() -> None:
    question, typed = figure_questions("card:figure-breach-72-hours", shelf(our_cards()), 1)
    assert right(question) == "72 hours"
    assert wrong(question) == {"24 hours", "35 hours"}
    assert typed.options == () and typed.is_right_answer("72")


def test_a_figure_the_card_itself_mentions_is_no_wrong_option() -> None:
    question = next(
        figure_questions("card:figure-prior-consultation-8-weeks", shelf(our_cards()), 1)
    )
    assert "weeks" in right(question)
    card = shelf(our_cards()).held(question.locator)
    assert card is not None
    assert not [option for option in wrong(question) if option in card.text]


def test_a_definition_that_holds_its_term_is_not_asked_for() -> None:
    assert not list(term_questions("card:term-cnil", shelf(our_cards()), 1))


def test_terms_that_may_mean_the_same_never_stand_side_by_side() -> None:
    asked, meaning = term_questions("card:term-international-organisation", shelf(our_cards()), 1)
    assert right(asked) == "international organisation"
    assert right(meaning).startswith("It is a body born of a treaty")
    assert not [text for text in wrong(asked) if "organisation" in text]


def test_a_fine_asks_for_its_amount_and_its_party() -> None:
    amount, party = decision_questions("card:decision-cnil-san-2025-004", shelf(our_cards()), 1)
    assert right(amount) == "325,000,000 euros"
    assert right(party) == "GOOGLE LLC, GOOGLE IRELAND LIMITED"
    assert "325,000,000 euros" in party.stem.replace("\u00a0", " ")


def test_a_judgment_asks_for_its_lesson_among_lessons_on_other_articles() -> None:
    [question] = decision_questions("card:decision-cjeu-c-673-17", shelf(our_cards()), 1)
    assert right(question) == "A pre-ticked box is not consent"
    # Orange Romania (C-61/19) teaches the same, on the same article.
    assert not [text for text in wrong(question) if "ticked" in text]


def test_a_rule_that_has_ended_says_until_when_it_was_asked_about() -> None:
    texts = shelf(our_cards())
    ended = [at for at, card in texts.cards_of("figure") if card.applies_until is not None]
    assert ended
    before = shelf(our_cards())
    for at in ended:
        for question in figure_questions(at, before, 1):
            assert "rule in force until" in question.stem
    assert date(2026, 8, 11) < texts.as_of
