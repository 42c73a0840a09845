from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.classroom.lecture_list import (
    LONGEST_QUESTION,
    MOST_BYTES,
    MOST_QUESTIONS,
    LeftOut,
    list_to_markdown,
    parse_list,
    read_list,
)


def test_one_question_a_line_without_its_number_or_mark() -> None:
    found = parse_list("1. Who rings?\n\n- Who listens?\n  * [ ] Who sleeps?\n12) Who wakes?\n")
    assert found.questions == ("Who rings?", "Who listens?", "Who sleeps?", "Who wakes?")
    assert found.left_out == ()


def test_a_number_that_belongs_to_the_question_stays() -> None:
    found = parse_list("3 years for a prospect?\n2.5 % of what?\n72 hours, from when?")
    assert found.questions == (
        "3 years for a prospect?",
        "2.5 % of what?",
        "72 hours, from when?",
    )


def test_the_first_heading_is_the_title_and_the_others_are_told() -> None:
    found = parse_list("# Bells\n\nWho rings?\n## Part two\n## Who listens?\n", "file")
    assert (found.title, found.questions) == ("Bells", ("Who rings?", "Who listens?"))
    assert found.left_out == (LeftOut(4, "Part two", "heading"),)


def test_nothing_is_lost_what_is_no_question_is_told_with_its_line() -> None:
    long = "a" * (LONGEST_QUESTION + 1)
    found = parse_list(f"Who rings?\n???\n{long}\nWho rings?")
    assert found.questions == ("Who rings?",)
    assert [(left.line, left.text, left.reason) for left in found.left_out] == [
        (2, "???", "no_words"),
        (3, long, "too_long"),
        (4, "Who rings?", "repeated"),
    ]


def test_a_question_of_the_longest_kind_is_taken_and_the_hundred_and_first_is_told() -> None:
    lines = ["a" * LONGEST_QUESTION, *(f"Question {n}?" for n in range(MOST_QUESTIONS))]
    found = parse_list("\n".join(lines))
    assert len(found.questions) == MOST_QUESTIONS
    assert found.left_out == (LeftOut(101, "Question 99?", "too_many"),)


@pytest.mark.parametrize(
    "text",
    [
        "theme;question;note\nbells;Who rings?;x\nropes;Who pulls, and when?;y\n",
        'question,theme\nWho rings?,bells\n"Who pulls, and when?",ropes\n',
        "Who rings?\tbells\nWho pulls, and when?\tropes\n",
    ],
)
def test_a_table_gives_its_column_of_questions_else_the_first(text: str) -> None:
    found = read_list(text.encode(), "bells.csv")
    assert (found.title, found.questions) == ("bells", ("Who rings?", "Who pulls, and when?"))


def test_a_row_without_a_question_is_told() -> None:
    found = read_list(b"theme;question\nbells;\nropes;Who pulls?\n", "bells.csv")
    assert found.questions == ("Who pulls?",)
    assert found.left_out == (LeftOut(2, "bells;", "no_words"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_survive_whatever_program_wrote_the_file(encoding: str) -> None:
    found = read_list("Où est l'été ?".encode(encoding), "été.txt")
    assert found.questions == ("Où est l'été ?",)


def test_a_file_that_is_no_text_or_too_big_says_so() -> None:
    image = read_list(b"\x89PNG\r\n\x1a\n\x00\x00", "plan.txt")
    assert (image.questions, image.left_out[0].reason) == ((), "not_text")
    big = read_list(b"a\n" * MOST_BYTES, "big.txt")
    assert (big.questions, big.left_out[0].reason) == ((), "too_big")


def test_a_downloaded_list_is_read_back_as_it_was() -> None:
    written = parse_list("# Bells\n1. Who rings?\n2. 3 years for a prospect?\n")
    assert read_list(list_to_markdown(written).encode(), "x.md") == written


@given(st.text(max_size=400))
def test_every_line_with_words_is_either_a_question_or_told(text: str) -> None:
    found = parse_list(text)
    written = [line for line in text.splitlines() if any(c.isalnum() for c in line)]
    titles = 1 if found.title else 0
    told = [left for left in found.left_out if left.reason != "no_words"]
    assert len(found.questions) + len(told) + titles >= len(written) - text.count("#")
    assert all(1 <= len(question) <= LONGEST_QUESTION for question in found.questions)


@given(st.binary(max_size=300), st.sampled_from(["x.txt", "x.md", "x.csv"]))
def test_no_file_makes_the_reader_fail(content: bytes, name: str) -> None:
    found = read_list(content, name)
    assert all("\n" not in question for question in found.questions)
