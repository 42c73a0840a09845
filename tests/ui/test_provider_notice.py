from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assistant.providers import Provider
from corpus.nouns import Language
from ui.provider_notice import show_provider_notice
from ui.render import plain
from ui.words import words_in


def page(provider: Provider | None, lang: Language) -> AppTest:
    def draw(assistant: object, lang: str) -> None:  # run as a script of its own
        from ui.provider_notice import show_provider_notice
        from ui.words import words_in

        show_provider_notice(assistant, words_in(lang))  # type: ignore[arg-type]

    kwargs = {"assistant": SimpleNamespace(provider=provider), "lang": lang}
    test = AppTest.from_function(draw, kwargs=kwargs).run()
    assert not test.exception
    return test


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "OpenAI (États-Unis, api.openai.com)"),
        ("en", "OpenAI (United States, api.openai.com)"),
    ],
)
def test_a_provider_elsewhere_is_named_with_its_country_and_host(lang: Language, said: str) -> None:
    [warning] = page(Provider("OpenAI", "api.openai.com", "US"), lang).warning
    assert plain(said) in warning.value


@pytest.mark.parametrize(
    "provider", [None, Provider("Ollama", "localhost", "local", is_local=True)]
)
def test_nothing_is_said_where_questions_stay(provider: Provider | None) -> None:
    assert len(page(provider, "fr").warning) == 0


def test_the_name_of_a_host_is_shown_as_text() -> None:
    host = "![x](http://evil.example/)"
    [warning] = page(Provider(host, host), "fr").warning
    assert "![x](" not in warning.value


def test_the_component_takes_what_the_page_has() -> None:
    show_provider_notice(SimpleNamespace(provider=None), words_in("fr"))  # type: ignore[arg-type]
