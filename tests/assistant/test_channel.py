import pytest

from assistant.channel import is_written_only, speaks_of_calls


@pytest.mark.parametrize(
    ("question", "is_written"),
    [
        ("Puis-je acheter un fichier d'e-mails ?", True),
        ("une newsletter à mes anciens clients", True),
        ("Can we send a text message?", True),
        ("un SMS ou un appel, lequel est permis ?", False),
        ("Can we e-mail or phone them?", False),
        ("Puis-je démarcher par mail ?", False),
        ("Quels canaux, e-mail compris ?", False),
        ("Puis-je écrire à mes clients ?", False),
    ],
)
def test_a_question_is_about_messages_alone_when_it_names_them_and_no_call(
    question: str, is_written: bool
) -> None:
    assert is_written_only(question) is is_written


def test_the_ban_on_offers_for_building_works_is_no_matter_of_calls_alone() -> None:
    assert speaks_of_calls("conso:art-l223-1") and not speaks_of_calls("conso:art-l223-8")
