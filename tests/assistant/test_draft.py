from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft, put_first, shortened, word_count


def test_markers_and_signs_are_no_words_of_an_answer() -> None:
    assert word_count("**Oui, si l'habitant** le veut. [1] [12]\n\n> — *loi* · 3 %") == 7


def test_a_paragraph_is_put_before_everything_and_nothing_before_it_when_there_is_none() -> None:
    draft = Draft("Deux.")
    assert put_first(draft, "Un.").text == "Un.\n\nDeux."
    assert put_first(draft, "") == draft


LONG = Draft(
    "**Yes, if.** [1]\n\n- first case\n\n> the law says so\n\nNote:\n\n- one two three four",
    notices=("old text",),
)


def test_an_answer_too_long_loses_its_end_with_the_heading_of_it() -> None:
    assert shortened(LONG, 15) == LONG
    assert shortened(LONG, 14).text == "**Yes, if.** [1]\n\n- first case\n\n> the law says so"


def test_what_comes_up_to_the_first_quote_is_kept_whatever_its_length() -> None:
    assert shortened(LONG, 0).text.endswith("> the law says so")
    assert shortened(Draft("only one block of words"), 1).text == "only one block of words"


@given(
    st.lists(st.sampled_from(["a b", "> q", "Note:", "- x y z"]), min_size=1), st.integers(0, 20)
)
def test_a_shortened_answer_begins_like_the_whole_one(blocks: list[str], words: int) -> None:
    whole = Draft("\n\n".join(blocks))
    short = shortened(whole, words).text
    assert whole.text.startswith(short)
    if word_count(short) > words:
        assert short.count("> q") <= 1
