from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
import streamlit
import study_screen
from streamlit.testing.v1 import AppTest
from test_render import problems

from ui.conversation import Exchange
from ui.study_round import Round
from ui.study_words import StudyWords, study_words

FR, EN = study_words("fr"), study_words("en")


def page() -> None:
    import study_screen

    study_screen.main()


@pytest.fixture(autouse=True)
def _clean_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)
    streamlit.cache_resource.clear()
    yield
    streamlit.cache_resource.clear()


def opened(exchange: Exchange | None = None) -> AppTest:
    test = AppTest.from_function(page, default_timeout=30)
    test.session_state["exchange"] = exchange or study_screen.exchange()
    test.run()
    assert not test.exception
    return test


def press(test: AppTest, key: str) -> AppTest:
    [button] = [button for button in test.button if str(button.key).startswith(key)]
    button.click().run()
    assert not test.exception
    return test


def current(test: AppTest) -> Round:
    [found] = test.session_state["study_rounds"].values()
    assert isinstance(found, Round) and found.question is not None
    return found


def to_a_choice(test: AppTest) -> Round:
    """The round, at a question with options."""
    while not test.radio:
        press(test, "another_")
    return current(test)


def choose(test: AppTest, *, rightly: bool) -> None:
    question = to_a_choice(test).question
    assert question is not None
    places = [at for at, option in enumerate(question.options) if option.is_right == rightly]
    test.radio[0].set_value(places[0]).run()
    press(test, "check_")


def shown(test: AppTest) -> str:
    kinds = (test.markdown, test.caption, test.success, test.error, test.info)
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def without_our_own(markdown: str) -> str:
    """The text without the marks, badges and links to the library that the screen itself writes."""
    bare = re.sub(r":(?:red|green)\[[✓✗]\]|:[a-z]+-badge\[[^\]]*\]", "", markdown)
    return re.sub(r"\[[^\]]*\]\(<library\?[^>]*>\)", "", bare)


def test_a_button_under_an_answer_puts_one_question_on_what_it_stands_on() -> None:
    test = press(opened(), "test_me_")
    question = to_a_choice(test).question
    assert question is not None and question.locator in (study_screen.CARD, "gdpr:art-33-1")
    assert question.stem.replace("\u00a0", " ") in shown(test).replace("\u00a0", " ")
    assert not [b for b in test.button if str(b.key).startswith("test_me_")]


def test_nothing_can_be_checked_before_a_choice_is_made() -> None:
    test = press(opened(), "test_me_")
    to_a_choice(test)
    [check] = [button for button in test.button if str(button.key).startswith("check_")]
    assert check.disabled and test.radio[0].value is None


def test_a_right_choice_is_praised_and_proved_by_the_checked_words() -> None:
    test = press(opened(), "test_me_")
    choose(test, rightly=True)
    text, question = shown(test), current(test).question
    assert question is not None
    assert [element.value for element in test.success] == [FR.right]
    assert question.citation.quote in text and "citation vérifiée" in text
    assert f"library?unit={question.citation.locator}" in text
    assert FR.score.format(right=1, asked=1) in text


def test_a_wrong_choice_is_told_what_is_right_and_why_each_option_is_not() -> None:
    test = press(opened(), "test_me_")
    choose(test, rightly=False)
    question = current(test).question
    assert question is not None and question.right is not None
    assert question.right.text in str(test.error[0].value)
    for option in question.options:
        assert option.text in shown(test)
    assert FR.chosen in shown(test)
    assert FR.score.format(right=0, asked=1) in shown(test)


def test_a_short_answer_is_typed() -> None:
    test = press(opened(), "test_me_")
    while not test.text_input:
        press(test, "another_")
    found = current(test).question
    assert found is not None and found.figure is not None
    test.text_input[0].set_value(str(found.figure.value))
    press(test, "FormSubmitter")
    assert [element.value for element in test.success] == [FR.right]


def test_the_score_counts_each_question_once_over_the_whole_session() -> None:
    test = press(opened(), "test_me_")
    choose(test, rightly=True)
    press(test, "another_")
    if test.radio:
        choose(test, rightly=False)
    else:
        test.text_input[0].set_value("1000")
        press(test, "FormSubmitter")
    assert FR.score.format(right=1, asked=2) in shown(test)
    press(test, "close_")
    assert FR.score.format(right=1, asked=2) in shown(press(test, "test_me_"))


def test_the_last_question_says_that_it_is_the_last() -> None:
    test = press(opened(), "test_me_")
    while not current(test).is_last:
        press(test, "another_")
    if test.radio:
        choose(test, rightly=True)
    else:
        test.text_input[0].set_value("1")
        press(test, "FormSubmitter")
    assert FR.last in shown(test)
    assert not [button for button in test.button if str(button.key).startswith("another_")]


def test_an_answer_on_nothing_that_can_be_asked_about_says_so() -> None:
    test = press(opened(study_screen.exchange("card:gone")), "test_me_")
    assert [element.value for element in test.info] == [FR.none]


def test_an_answer_that_was_refused_or_interrupted_has_no_button() -> None:
    kept = study_screen.exchange()
    assert kept.answer is not None
    assert not opened(Exchange("?")).button
    assert not opened(replace(kept, answer=replace(kept.answer, outcome="not_found"))).button


def test_no_word_of_a_text_becomes_markup() -> None:
    test = press(opened(), "test_me_")
    while True:
        if test.radio:
            choose(test, rightly=True)
        for element in test.markdown:
            assert not problems(without_our_own(str(element.value)))
        if current(test).is_last:
            break
        press(test, "another_")


def test_french_and_english_say_the_same_with_the_same_blanks() -> None:
    for field in fields(StudyWords):
        french, english = getattr(FR, field.name), getattr(EN, field.name)
        assert french and english
        assert french.count("{") == english.count("{")
