from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.typography import clean_line, clean_text


def test_invisible_characters_disappear_and_odd_spaces_become_plain() -> None:
    assert clean_line("don\u00adnées\u00a0: \u200bl'\ufeffart.\u202f6\x00") == "données : l'art. 6"


def test_letters_are_composed() -> None:
    assert clean_line("e\u0301te\u0301") == "été"


def test_hidden_tag_characters_are_removed() -> None:
    assert clean_line("loi\U000e0041\U000e0042") == "loi"


def test_lines_stay_lines_and_empty_ones_go() -> None:
    assert clean_text("un\r\n\n  deux \u2028trois") == "un\ndeux\ntrois"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(alphabet="abé ,.\n\t\u00a0"))
def test_no_word_is_lost(text: str) -> None:
    assert clean_text(text).split() == text.split()
