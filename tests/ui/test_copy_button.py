import pytest
from streamlit.testing.v1 import AppTest


@pytest.mark.parametrize("key", ["abc__0", "___", "plain", "d_7f1a_1"])
def test_any_random_key_names_a_copy_button(key: str) -> None:
    def page(key: str) -> None:
        from ui.conversation_words import conversation_words
        from ui.copy_button import copy_button

        copy_button("Le texte.", conversation_words("fr"), key=key)

    shown = AppTest.from_function(page, args=(key,)).run()
    assert not shown.exception
