from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lecture_answers import BELL, answered, cited

from assistant.classroom.frames import CHARACTERS_OF_A_FRAME, SOURCES_OF_A_FRAME, frames_of

QUESTION = "Who rings?"


def test_a_question_without_an_answer_is_one_view() -> None:
    [frame] = frames_of(QUESTION, None)
    assert (frame.kind, frame.text) == ("question", QUESTION)


def test_question_answer_quotes_and_sources_come_one_at_a_time() -> None:
    card = cited(2, "Our words.", authority="card", label="Card")
    unloaded = cited(3, "", quote_status="not_loaded")
    answer = answered(f"**The watchman.** [1]\n\n> {BELL}", cited(), card, unloaded)
    frames = frames_of(QUESTION, answer)
    assert [frame.kind for frame in frames] == ["question", "answer", "quote", "sources"]
    assert frames[1].text == "**The watchman.** [1]"
    assert (frames[2].text, frames[2].citation) == (BELL, answer.citations[0])
    assert frames[3].sources == answer.citations


def test_a_long_answer_is_cut_between_its_blocks_and_numbered() -> None:
    block = "The watchman rings. " * 20
    frames = frames_of(QUESTION, answered("\n\n".join([block] * 4)))
    pages = [frame for frame in frames if frame.kind == "answer"]
    assert [(page.part, page.parts) for page in pages] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert all(page.text == block.strip() for page in pages)


def test_a_short_closing_line_does_not_stand_alone() -> None:
    block = "The watchman rings. " * 31
    [_, answer] = frames_of(QUESTION, answered(f"{block}\n\nTexts of 22 November 2026."))
    assert answer.text.endswith("Texts of 22 November 2026.")


def test_a_list_stays_with_the_line_that_announces_it() -> None:
    block = "The watchman rings. " * 30
    frames = frames_of(QUESTION, answered(f"{block}\n\nHe has:\n\n- {'a rope ' * 30}\n- a key"))
    assert frames[2].text.startswith("He has:")


def test_many_sources_take_several_views() -> None:
    answer = answered("Yes.", *(cited(n, "") for n in range(1, SOURCES_OF_A_FRAME + 2)))
    views = [frame for frame in frames_of(QUESTION, answer) if frame.kind == "sources"]
    assert [len(view.sources) for view in views] == [SOURCES_OF_A_FRAME, 1]


@given(st.lists(st.integers(1, 300), min_size=1, max_size=20))
def test_a_long_quote_is_shown_whole_in_slices_of_itself(lengths: list[int]) -> None:
    quote = " ".join("A" + "b" * length + "." for length in lengths)
    views = frames_of(QUESTION, answered("Yes.", cited(1, quote)))
    slices = [view.text for view in views if view.kind == "quote"]
    assert all(piece in quote for piece in slices)
    assert " ".join(slices) == quote
    assert all(len(piece) <= CHARACTERS_OF_A_FRAME for piece in slices)
