from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import lecture_screen
import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from test_render import problems

from assistant.classroom.prepared import prepared_lists
from assistant.database import open_database
from assistant.ratings import Ratings
from ui.lecture_session import Lecture
from ui.lecture_words import LectureWords, lecture_words

FR, EN = lecture_words("fr"), lecture_words("en")
THREE = "Qui sonne ?\nQui écoute ?\nQui dort ?"


def page() -> None:
    import lecture_screen

    lecture_screen.main()


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own for what lecturers report."""
    for name in list(os.environ):
        if name.startswith("RECITAL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    streamlit.cache_resource.clear()
    lecture_screen.LECTURER.asked.clear()
    lecture_screen.LECTURER.index_version = "1"
    yield tmp_path / "data"
    streamlit.cache_resource.clear()


def opened(text: str = "", lang: str = "fr") -> AppTest:
    test = AppTest.from_function(page, default_timeout=30)
    test.session_state["lang"] = lang
    test.run()
    if text:
        test.text_area[0].set_value(text).run()
    assert not test.exception
    return test


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click().run()
    assert not test.exception
    return test


def lecture(test: AppTest) -> Lecture:
    found = test.session_state["lecture"]
    assert isinstance(found, Lecture)
    return found


def shown(test: AppTest) -> str:
    kinds = (test.subheader, test.markdown, test.caption, test.warning, test.info)
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def keys(test: AppTest) -> set[str]:
    return {str(button.key) for button in test.button}


def test_an_empty_list_says_how_to_begin() -> None:
    test = opened()
    assert FR.no_question in [element.value for element in test.info]
    assert keys(test) == set()


def test_a_list_of_ours_fills_the_text_and_can_be_changed() -> None:
    test = opened()
    ours = prepared_lists()[0].lists["fr"]
    test.button_group[0].set_value(prepared_lists()[0].id).run()
    assert test.text_area[0].value == "\n".join(ours.questions)
    assert test.text_input[0].value == ours.title
    test.text_area[0].set_value(f"{ours.questions[0]}\nQui sonne ?").run()
    assert lecture(test).questions.questions == (ours.questions[0], "Qui sonne ?")


def test_a_list_that_another_one_replaced_can_be_taken_back() -> None:
    test = opened(THREE)
    assert "lecture_take_back" not in keys(test)
    test.button_group[0].set_value(prepared_lists()[0].id).run()
    assert test.text_area[0].value != THREE
    press(test, "lecture_take_back")
    assert test.text_area[0].value == THREE


def test_lines_that_are_no_questions_are_told() -> None:
    test = opened("Qui sonne ?\n???\nQui sonne ?")
    assert "Ligne 2 aucun mot — ???" in shown(test).replace("**", "")
    assert "Ligne 3 déjà dans la liste — Qui sonne ?" in shown(test).replace("**", "")


def test_all_answers_are_prepared_one_after_the_other() -> None:
    test = press(opened(THREE), "lecture_prepare")
    assert lecture_screen.LECTURER.asked == THREE.split("\n")
    assert FR.all_ready in shown(test)
    assert "lecture_prepare" not in keys(test)


def test_what_fails_is_told_and_does_not_stop_the_others() -> None:
    test = press(opened(f"Qui sonne ?\nEt la lune ?\n{THREE}"), "lecture_prepare")
    assert set(lecture(test).answers) == set(THREE.split("\n"))
    assert "Et la lune ?" in str(test.warning[-1].value)


def test_a_new_index_version_asks_for_new_answers() -> None:
    test = press(opened(THREE), "lecture_prepare")
    lecture_screen.LECTURER.index_version = "2"
    test.run()
    assert "lecture_prepare" in keys(test)
    press(test, "lecture_prepare")
    assert {answer.index_version for answer in lecture(test).answers.values()} == {"2"}


def test_the_room_sees_one_thing_at_a_time() -> None:
    test = press(press(opened(THREE), "lecture_prepare"), "lecture_present")
    seen = [shown(test)]
    for _ in range(4):
        seen.append(shown(press(test, "stage_next")))
    question, answer, quote, sources, following = seen
    assert "Qui sonne ?" in question and "sonneur" not in question
    assert "Le sonneur" in answer and "La cloche" not in answer
    assert "> La cloche sonne à midi" in quote and "citation vérifiée" in quote
    assert "](<https://eur-lex.europa.eu/x>)" in sources and "loi" in sources
    assert "2 / 3" in following and "Qui écoute ?" in following
    assert not test.text_area and not test.subheader


def test_back_leads_to_the_last_view_of_the_question_before() -> None:
    test = press(press(opened(THREE), "lecture_prepare"), "lecture_present")
    assert test.button(key="stage_back").disabled
    for _ in range(4):
        press(test, "stage_next")
    assert "Sources" in shown(press(test, "stage_back"))
    assert "1 / 3" in shown(test)


def test_an_answer_that_was_not_prepared_is_made_when_it_is_reached() -> None:
    test = press(opened(THREE), "lecture_present")
    assert lecture_screen.LECTURER.asked == []
    assert "Le sonneur" in shown(press(test, "stage_next"))
    assert lecture_screen.LECTURER.asked == ["Qui sonne ?"]


def test_a_question_that_fails_says_why_and_the_lecture_goes_on() -> None:
    test = press(opened("Et la lune ?\nQui sonne ?"), "lecture_present")
    failed = shown(press(test, "stage_next"))
    assert "Et la lune ?" in failed and len(failed) > len("1 / 2 · Question\nEt la lune ?") + 20
    assert "2 / 2" in shown(press(test, "stage_next"))


def test_nothing_follows_the_very_last_view() -> None:
    test = press(press(opened("Qui sonne ?"), "lecture_prepare"), "lecture_present")
    for _ in range(3):
        press(test, "stage_next")
    assert test.button(key="stage_next").disabled
    before = shown(test)
    assert shown(press(test, "stage_page_down")) == before


def test_leaving_brings_the_list_and_its_answers_back() -> None:
    test = press(press(opened(THREE), "lecture_prepare"), "lecture_present")
    press(test, "stage_leave")
    assert test.text_area[0].value == THREE
    assert FR.all_ready in shown(test)


def test_no_word_of_a_text_becomes_markup() -> None:
    test = press(
        press(opened("Qui <img src=x> sonne ?\nQui dort ?"), "lecture_prepare"), "lecture_present"
    )
    for _ in range(4):
        for element in test.markdown:
            text = re.sub(r"^\s*<style>.*</style>\s*$", "", str(element.value), flags=re.DOTALL)
            assert not problems(text)
        press(test, "stage_next")


def test_the_page_speaks_english_too() -> None:
    test = opened("Who rings?", "en")
    assert EN.promise in shown(test)
    assert EN.count(1) == "1 question" and EN.count(2) == "2 questions"


def test_french_and_english_say_the_same_with_the_same_blanks() -> None:
    for field in fields(LectureWords):
        french, english = getattr(FR, field.name), getattr(EN, field.name)
        assert french and english
        if isinstance(french, dict):
            assert french.keys() == english.keys()
        else:
            assert french.count("{") == english.count("{")


def test_an_answer_the_room_found_wrong_goes_on_the_review_list(data: Path) -> None:
    test = opened(THREE)
    assert not test.selectbox
    press(test, "lecture_prepare")
    test.selectbox(key="correct_question").set_value("Qui écoute ?")
    test.text_area(key="correct_comment").set_value("Le guetteur, article 5.")
    submit = next(one for one in test.button if one.label == FR.correct_send)
    submit.click().run()
    assert not test.exception
    assert test.success[0].value == FR.correct_thanks
    (review,) = Ratings(open_database(f"sqlite:///{data / 'recital.sqlite'}")).reviews()
    assert review.question == "Qui écoute ?"
    assert (review.rating.reason, review.rating.comment) == ("other", "Le guetteur, article 5.")
    assert review.answer["text"].startswith("**Le sonneur** répond à : Qui écoute ?")


def test_where_nothing_is_kept_no_correction_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECITAL_CONVERSATION_DAYS", "0")
    test = press(opened(THREE), "lecture_prepare")
    assert not test.selectbox
