"""A text asked for by name is shown; what it allows is answered by what stands on it."""

import pytest
from small_law import find

from assistant.compose import compose
from assistant.named_answer import is_judged
from corpus.index import Index
from corpus.manifest import Manifest


@pytest.mark.parametrize(
    ("question", "is_about_a_case"),
    [
        ("L'article 5 du RGPD suffit-il pour qu'un crieur frappe à une porte ?", True),
        ("Does Article 5 GDPR allow a crier to knock at the door of a householder?", True),
        ("Que dit l'article 5 du RGPD ?", False),
        ("L'article 5 suffit-il ?", False),
        ("L'article 5 et l'article 83 du RGPD permettent-ils au crieur de frapper à la porte ?", False),
    ],
)  # fmt: skip
def test_a_question_of_what_a_text_allows_is_told_from_one_of_what_it_says(
    index: Index, question: str, is_about_a_case: bool
) -> None:
    assert is_judged(find(index, question)) is is_about_a_case


def test_what_a_named_text_allows_is_answered_by_the_card_that_stands_on_it(
    index: Index, manifest: Manifest
) -> None:
    question = (
        "L'article 5(1) du RGPD suffit-il pour qu'un crieur frappe à la porte d'un habitant ?"
    )
    answer = compose(find(index, question), index, manifest)
    assert "Oui, si l'habitant a donné son accord." in answer.text
    assert {"card:crier-visit", "gdpr:art-5-1"} <= {one.locator for one in answer.citations}


def test_what_a_named_text_says_is_shown_in_its_words(index: Index, manifest: Manifest) -> None:
    answer = compose(find(index, "Que dit l'article 5(1) du RGPD ?"), index, manifest)
    assert "Oui, si l'habitant" not in answer.text
    assert [one.locator for one in answer.citations] == ["gdpr:art-5-1"]
