from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.question import (
    COMMAND_LINE_LIMIT,
    WEB_LIMIT,
    Question,
    check_question,
    understand,
)
from corpus.errors import EmptyQuestion, QuestionTooLong

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text", ["", "   \n\t", "?!… «»", "\x00\x00", "\ud800", "🦄 👍", "—"])
def test_a_question_without_a_letter_or_a_digit_is_empty(text: str) -> None:
    with pytest.raises(EmptyQuestion):
        check_question(text, COMMAND_LINE_LIMIT)


def test_the_longest_question_passes_and_one_character_more_does_not() -> None:
    assert (WEB_LIMIT, COMMAND_LINE_LIMIT) == (2_000, 9_999)
    assert len(check_question("a" * 9_999, COMMAND_LINE_LIMIT)) == 9_999
    with pytest.raises(QuestionTooLong) as refusal:
        check_question("a" * 10_000, COMMAND_LINE_LIMIT)
    assert "10000" in str(refusal.value) and "9999" in str(refusal.value)


def test_nul_lone_surrogates_and_line_breaks_are_cleaned_away() -> None:
    assert check_question("Le\x00 consen\ud800tement\r\n est-il  libre ?", WEB_LIMIT) == (
        "Le consentement est-il libre ?"
    )


def test_accents_typed_in_two_characters_become_one() -> None:
    assert check_question("de\u0301lai", WEB_LIMIT) == "délai"


@given(st.text(st.characters(), max_size=200))
def test_a_checked_question_is_clean_and_checking_it_again_changes_nothing(text: str) -> None:
    try:
        cleaned = check_question(text, COMMAND_LINE_LIMIT)
    except EmptyQuestion:
        return
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned and cleaned == " ".join(cleaned.split())
    assert check_question(cleaned, COMMAND_LINE_LIMIT) == cleaned


def test_a_follow_up_is_searched_with_the_question_before_it() -> None:
    history = (Turn("Une autre ?"), Turn("Puis-je écrire à un client ?", "Oui."))
    understood = understand(Question("Et par SMS ?", TODAY, history=history))
    assert understood.search_text == "Et par SMS ? Puis-je écrire à un client ? Et par SMS ?"
    assert understood.question.text == "Et par SMS ?"


def test_a_new_question_is_searched_alone_whatever_came_before() -> None:
    history = (Turn("Puis-je écrire à un client ?", "Oui."),)
    understood = understand(Question("Qui nomme un délégué ?", TODAY, history=history))
    assert understood.search_text == "Qui nomme un délégué ?"


def test_a_word_without_a_language_takes_that_of_the_conversation() -> None:
    english = understand(Question("B2B?", TODAY, history=(Turn("May I call a customer?"),)))
    french = understand(Question("B2B?", TODAY, history=(Turn("Puis-je appeler un client ?"),)))
    assert (english.lang, french.lang) == ("en", "fr")


def test_a_word_without_a_language_or_a_conversation_takes_that_of_the_interface() -> None:
    assert understand(Question("B2B?", TODAY, likely_lang="en")).lang == "en"
    assert understand(Question("Qui nomme un délégué ?", TODAY, likely_lang="en")).lang == "fr"


def test_a_language_asked_for_wins_over_the_language_typed() -> None:
    assert understand(Question("Qui nomme un délégué ?", TODAY, lang="en")).lang == "en"


def test_the_references_of_the_question_are_read_and_not_those_of_its_history() -> None:
    history = (Turn("Que dit l'article 5 du RGPD ?"),)
    understood = understand(Question("Et l'article 6(1)(f) ?", TODAY, history=history))
    assert understood.references == ("gdpr:art-6-1-f",)
