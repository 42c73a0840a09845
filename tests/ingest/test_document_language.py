import pytest

from ingest.document_language import document_language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Nous demandons un accord avant chaque campagne.", "fr"),
        ("We ask for an agreement before each campaign.", "en"),
        ("The opt-in newsletter of la Redoute is sent to the customers who asked for it.", "en"),
        ("La newsletter « The Garden » est envoyée aux clients qui l'ont demandée.", "fr"),
    ],
)
def test_the_commonest_words_tell_the_language(text: str, lang: str) -> None:
    assert document_language(text) == lang


def test_where_nothing_tells_the_default_holds() -> None:
    assert document_language("42") == "fr"
    assert document_language("42", "en") == "en"
