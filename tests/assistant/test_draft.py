from assistant.draft import Draft, put_first, word_count


def test_markers_and_signs_are_no_words_of_an_answer() -> None:
    assert word_count("**Oui, si l'habitant** le veut. [1] [12]\n\n> — *loi* · 3 %") == 7


def test_a_paragraph_is_put_before_everything_and_nothing_before_it_when_there_is_none() -> None:
    draft = Draft("Deux.")
    assert put_first(draft, "Un.").text == "Un.\n\nDeux."
    assert put_first(draft, "") == draft
