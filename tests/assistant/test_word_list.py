from assistant.word_list import pattern, plain


def test_case_accents_apostrophes_and_hyphens_do_not_count() -> None:
    assert plain("L'Été, peut-être !") == "l ete peut etre"


def test_a_form_is_a_whole_word_unless_a_star_ends_it() -> None:
    assert pattern(["cookie"]).search(plain("les cookies")) is None
    assert pattern(["cookie*"]).search(plain("les cookies"))
    assert pattern(["vie privee"]).search(plain("la vie-privée"))


def test_without_a_form_nothing_is_found() -> None:
    assert pattern([]).search("anything at all") is None
