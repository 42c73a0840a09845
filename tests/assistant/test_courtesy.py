import pytest

from assistant.courtesy import courtesy


@pytest.mark.parametrize(
    "text", ["Bonjour", "salut, ça va ?", "Hello there!", "hi", "good morning"]
)
def test_a_greeting_alone_is_a_greeting(text: str) -> None:
    assert courtesy(text) == "greeting"


@pytest.mark.parametrize("text", ["merci beaucoup", "Thanks a lot!", "au revoir"])
def test_thanks_alone_are_thanks(text: str) -> None:
    assert courtesy(text) == "thanks"


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, faut-il un DPO ?",
        "merci, et pour les SMS ?",
        "Thank you, now tell me how long I may keep the data of a lead",
        "cookies",
        "!!!",
    ],
)
def test_a_message_that_says_more_is_no_courtesy(text: str) -> None:
    assert courtesy(text) is None
