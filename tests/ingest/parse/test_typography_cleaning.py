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


def test_bullets_and_arrows_of_symbol_fonts_become_plain_ones() -> None:
    assert clean_line("\uf0b7 cats\uf0a7dogs") == "• cats•dogs"
    assert clean_line("cats \uf0e0 dogs \uf0e8 birds") == "cats → dogs → birds"
    assert clean_line("\uf0ae cats") == "• cats"


def test_a_line_of_asterisks_says_nothing_and_one_asterisk_may() -> None:
    assert clean_text("cats\n****\n* * *\ndogs\n*") == "cats\ndogs\n*"


def test_what_is_part_of_a_word_is_no_bullet() -> None:
    assert clean_line("ca\uf0aets") == "ca\uf0aets"


@given(st.text(alphabet="ab \uf0b7\uf0a7\uf0e0\uf0ae\u00ad\x00"))
def test_cleaning_symbols_twice_changes_nothing(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(alphabet="abé ,.\n\t\u00a0"))
def test_no_word_is_lost(text: str) -> None:
    assert clean_text(text).split() == text.split()
