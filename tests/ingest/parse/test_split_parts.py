from hypothesis import given
from hypothesis import strategies as st

from corpus.nouns import Passage
from ingest.parse.split import LONG_CHARACTERS, PART_CHARACTERS, searched_parts, split_text


def unit(text: str) -> Passage:
    return Passage(
        locator="cpce:art-l1",
        lang="fr",
        source="cpce",
        kind="article",
        heading="Titre",
        text=text,
        questions=("Pourquoi ?",),
    )


def test_a_short_unit_has_no_parts() -> None:
    assert searched_parts(unit("a " * (LONG_CHARACTERS // 2))) == []


def test_parts_are_numbered_searched_and_without_questions() -> None:
    parts = searched_parts(unit("\n".join(["mot " * 200] * 3)))
    assert [part.locator for part in parts] == [f"cpce:art-l1#{n}" for n in (1, 2, 3)]
    assert all(part.is_searched and part.questions == () for part in parts)
    assert {part.heading for part in parts} == {"Titre"}


def test_a_list_stays_with_the_line_that_opens_it() -> None:
    before = "x" * (PART_CHARACTERS - 30)
    parts = split_text(f"{before}\nSont visés :\n1° Les uns ;\n2° Les autres.")
    assert parts == [before, "Sont visés :\n1° Les uns ;\n2° Les autres."]


def test_a_line_longer_than_a_part_is_cut_after_a_sentence() -> None:
    sentence = "Un chat dort " + "x" * 500 + "."
    parts = split_text(" ".join([sentence] * 4))
    assert parts == [f"{sentence} {sentence}"] * 2


def test_a_sentence_is_never_cut() -> None:
    sentence = "mot " * PART_CHARACTERS
    assert split_text(sentence) == [sentence]


@given(st.lists(st.text(alphabet="ab. :1°\n", max_size=600), max_size=12))
def test_no_word_is_lost_or_moved(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert " ".join(split_text(text)).split() == text.split()
