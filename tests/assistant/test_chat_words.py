from __future__ import annotations

from typing import get_args

import pytest

from assistant.chat_failure import Failure, FailureKind
from assistant.chat_words import FAILURES, departure_notice, failure_notice
from assistant.providers import Provider
from corpus.nouns import LANGUAGES, Language

MISTRAL = Provider("Mistral AI", "api.mistral.ai", "FR")


def test_every_failure_has_its_sentence_in_both_languages() -> None:
    assert set(FAILURES) == set(get_args(FailureKind))
    assert all(set(sentences) == set(LANGUAGES) for sentences in FAILURES.values())


@pytest.mark.parametrize("kind", get_args(FailureKind))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_notice_says_what_failed_and_what_stands_in_its_place(
    kind: FailureKind, lang: Language
) -> None:
    said = failure_notice(Failure(kind, 404, 12.4), MISTRAL, lang)
    assert "{" not in said and said.count(".") >= 2
    assert said.endswith(
        {"fr": "composée à partir des textes.", "en": "composed from the texts."}[lang]
    )


def test_a_rest_is_told_in_whole_seconds() -> None:
    assert "dans 12 s" in failure_notice(Failure("resting", 0, 12.4), MISTRAL, "fr")
    assert "in about 1 s" in failure_notice(Failure("resting", 0, 0.01), MISTRAL, "en")


def test_the_warning_names_the_provider_its_country_and_its_host() -> None:
    french, english = departure_notice(MISTRAL, "fr"), departure_notice(MISTRAL, "en")
    assert "Mistral AI (France, Union européenne, api.mistral.ai)" in french
    assert "Mistral AI (France, European Union, api.mistral.ai)" in english


def test_an_unknown_country_is_said_to_be_unknown() -> None:
    stranger = Provider("llm.example.org", "llm.example.org")
    assert "llm.example.org (pays inconnu, llm.example.org)" in departure_notice(stranger, "fr")


def test_nothing_is_said_of_a_model_on_this_machine() -> None:
    assert departure_notice(Provider("Ollama", "localhost", "local", is_local=True), "fr") == ""
