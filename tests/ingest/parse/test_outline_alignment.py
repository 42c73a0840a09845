import pytest
from mirror_texts import mirror_path, package_file

from ingest.outline import align, make_outline
from ingest.parse.gdpr_outline import OUTLINE_PATH, Outline
from ingest.parse.gdpr_package import join_parts


def aligned(wanted: list[str], text: str) -> list[str]:
    return [join_parts(text, parts) for parts in align(wanted, text, hidden=[])]


def test_a_flattened_text_is_cut_where_the_wanted_texts_begin() -> None:
    text = "You may where: someone asked; someone invited you. Say thanks."
    wanted = ["You may where:", "someone asked;", "someone invited you.", "Say thanks."]
    assert aligned(wanted, text) == wanted


def test_a_quotation_mark_goes_with_the_word_it_opens() -> None:
    text = "In short: ‘cat’ is an animal; ‘dog’ is another."
    wanted = ["In short:", "‘cat’ is an animal;", "‘dog’ is another."]
    assert aligned(wanted, text) == wanted


def test_a_number_only_the_wanted_text_has_is_put_back() -> None:
    assert aligned(["See Articles 7 and 8, then rest."], "See Articles 7 and , then rest.") == [
        "See Articles 7 and 8, then rest."
    ]


def test_a_number_only_the_flattened_text_has_is_left_out() -> None:
    assert aligned(["Cats sleep. Dogs bark."], "Cats sleep (4). 2 Dogs bark.") == [
        "Cats sleep. Dogs bark."
    ]


def test_words_only_the_flattened_text_has_stay() -> None:
    assert aligned(["Cats sleep.", "Dogs bark."], "Cats sleep well. Dogs bark.") == [
        "Cats sleep well.",
        "Dogs bark.",
    ]


def test_the_kept_outline_is_what_the_generator_makes() -> None:
    made = make_outline(mirror_path("law/gdpr_en.xhtml"), package_file())
    assert made == Outline.model_validate_json(OUTLINE_PATH.read_bytes())


def test_a_text_that_cannot_be_aligned_is_refused() -> None:
    with pytest.raises(ValueError, match="no words"):
        align(["Cats sleep.", "Dogs bark."], "", hidden=[])
