from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from typer.testing import CliRunner, Result

import assistant.assistant
from assistant.providers import Provider
from corpus.errors import InvalidInput
from corpus.settings import Settings
from ui.cli import app

ABROAD = Provider("OpenAI", "api.openai.com", "US")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Settings]]:
    """The settings the assistant was opened with; its provider is the one of a chat model."""
    seen: list[Settings] = []

    def open_fake(settings: Settings, *, is_one_shot: bool = False) -> Any:
        seen.append(settings)
        fake: Any = AskedAssistant()
        fake.provider = ABROAD if settings.answer.chat_model else None
        return fake

    monkeypatch.setattr(assistant.assistant, "open_assistant", open_fake)
    monkeypatch.setenv("RECITAL_LANG", "fr")
    yield seen


class AskedAssistant(FakeAssistant):
    provider: Provider | None = None

    def ask(self, question: str, **_: Any) -> Any:
        return [*self.stream(question)][-1]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["ask", "Puis-je sonner ?", "--json", *arguments])


def test_where_a_question_goes_is_said_before_it_goes(
    opened: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITAL_CHAT_MODEL", "openai:gpt-5-mini")
    result = run()
    assert result.exit_code == 0, result.output
    assert "OpenAI" in result.stderr and "api.openai.com" in result.stderr
    assert "OpenAI" not in result.stdout


def test_composed_answers_can_be_asked_for_although_a_chat_model_is_set(
    opened: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECITAL_CHAT_MODEL", "openai:gpt-5-mini")
    result = run("--answers", "composed")
    assert result.exit_code == 0 and result.stderr == ""
    assert opened[0].answer.chat_model == ""


def test_generated_answers_need_a_chat_model(opened: list[Settings]) -> None:
    result = run("--answers", "generated")
    assert isinstance(result.exception, InvalidInput) and opened == []
    assert "RECITAL_CHAT_MODEL" in str(result.exception)
