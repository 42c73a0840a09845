from datetime import date

import pytest

from assistant.question import Question, understand
from assistant.shorthand import shorthand, written_out
from corpus.nouns import LANGUAGES, Language


@pytest.mark.parametrize(
    ("typed", "lang", "meant"),
    [
        ("jveu savoir ske la banque a, CMT jfais ?", "fr", "je veux savoir ce que la banque a, comment je fais ?"),
        ("can i txt ppl b4 monday", "en", "can i text message people before monday"),
        ("Le message est-il permis ?", "fr", "Le message est-il permis ?"),
        ("e-mail & textos à l'équipe", "fr", "e-mail & textos à l'équipe"),
    ],
)  # fmt: skip
def test_short_forms_are_written_out_and_all_else_stands(
    typed: str, lang: Language, meant: str
) -> None:
    assert written_out(typed, lang) == meant


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_short_form_stands_for_is_no_short_form(lang: Language) -> None:
    forms = shorthand(lang)
    assert forms and all(written_out(words, lang) == words for words in forms.values())


def test_a_question_stays_as_typed_and_is_searched_written_out() -> None:
    understood = understand(Question("jpeux garder un fichier client cmt ?", date(2026, 1, 1)))
    assert understood.question.text == "jpeux garder un fichier client cmt ?"
    assert understood.search_text == "je peux garder un fichier client comment ?"
