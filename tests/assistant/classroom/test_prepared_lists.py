from __future__ import annotations

from assistant.classroom.lecture_list import list_to_markdown, read_list
from assistant.classroom.prepared import prepared_lists
from corpus.nouns import LANGUAGES


def test_each_topic_has_ten_questions_in_both_languages() -> None:
    lists = prepared_lists()
    assert len({prepared.id for prepared in lists}) == len(lists) >= 5
    for prepared in lists:
        for lang in LANGUAGES:
            found = prepared.lists[lang]
            assert found.title and len(set(found.questions)) == 10
            assert all(question.endswith("?") for question in found.questions)


def test_our_lists_are_lists_that_a_person_could_have_loaded() -> None:
    for prepared in prepared_lists():
        for found in prepared.lists.values():
            assert read_list(list_to_markdown(found).encode(), "list.md") == found
