from __future__ import annotations

import pytest

from assistant.providers import COUNTRIES, provider_of


@pytest.mark.parametrize(
    ("name", "environment", "provider", "host", "country"),
    [
        ("openai:gpt-5-mini", {}, "OpenAI", "api.openai.com", "United States"),
        ("gpt-4o", {}, "OpenAI", "api.openai.com", "United States"),
        ("anthropic:claude", {}, "Anthropic", "api.anthropic.com", "United States"),
        ("claude-sonnet", {}, "Anthropic", "api.anthropic.com", "United States"),
        ("mistralai:mistral-small-latest", {}, "Mistral AI", "api.mistral.ai", "France, European Union"),
        ("mistral-small", {}, "Mistral AI", "api.mistral.ai", "France, European Union"),
        ("google_genai:gemini", {}, "Google", "generativelanguage.googleapis.com", "United States"),
        ("google-genai:gemini", {}, "Google", "generativelanguage.googleapis.com", "United States"),
        ("groq:llama", {}, "Groq", "api.groq.com", "United States"),
        ("deepseek:deepseek-chat", {}, "DeepSeek", "api.deepseek.com", "China"),
        ("azure_openai:gpt", {}, "Microsoft Azure", "openai.azure.com", "unknown region"),
        (
            "azure_openai:gpt", {"AZURE_OPENAI_ENDPOINT": "https://ours.openai.azure.com/"},
            "Microsoft Azure", "ours.openai.azure.com", "unknown region",
        ),
        # The protocol is not the provider.
        (
            "openai:mistral-small", {"OPENAI_BASE_URL": "https://api.mistral.ai/v1"},
            "Mistral AI", "api.mistral.ai", "France, European Union",
        ),
        (
            "openai:m", {"OPENAI_BASE_URL": "https://user:pass@llm.example.org:8443/v1?key=1"},
            "llm.example.org", "llm.example.org", "unknown country",
        ),
        (
            "openai:m", {"OPENAI_API_BASE": "https://api.deepseek.com", "OPENAI_BASE_URL": "http://localhost"},
            "DeepSeek", "api.deepseek.com", "China",
        ),
        ("openai:m", {"OPENAI_BASE_URL": "http://192.168.1.20:8000/v1"}, "192.168.1.20", "192.168.1.20", "your network"),
        ("ollama:m", {"OLLAMA_HOST": "gpu.lan:11434"}, "gpu.lan", "gpu.lan", "your network"),
        ("ollama:m", {"OLLAMA_HOST": "https://ollama.example.fr"}, "ollama.example.fr", "ollama.example.fr", "unknown country"),
        # The program on this machine hands these on to its maker's.
        ("ollama:gpt-oss:120b-cloud", {}, "Ollama Cloud", "ollama.com", "United States"),
        ("ollama:qwen3-coder:480b-cloud", {"OLLAMA_HOST": "localhost"}, "Ollama Cloud", "ollama.com", "United States"),
        ("newcomer:model", {}, "newcomer", "newcomer", "unknown country"),
        ("openai:m", {"OPENAI_BASE_URL": "http://localhost.evil.example/v1"}, "localhost.evil.example", "localhost.evil.example", "unknown country"),
        ("openai:m", {"OPENAI_BASE_URL": "https://127.0.0.1.evil.example/v1"}, "127.0.0.1.evil.example", "127.0.0.1.evil.example", "unknown country"),
        ("openai:m", {"OPENAI_BASE_URL": "https://notapi.mistral.ai.example/v1"}, "notapi.mistral.ai.example", "notapi.mistral.ai.example", "unknown country"),
        ("openai:m", {"OPENAI_BASE_URL": "http://[bad"}, "?", "?", "your network"),
    ],
)  # fmt: skip
def test_a_question_is_said_to_leave_for(
    name: str, environment: dict[str, str], provider: str, host: str, country: str
) -> None:
    found = provider_of(name, environment)
    assert (found.name, found.host, found.country("en")) == (provider, host, country)
    assert not found.is_local


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("ollama:mistral", {}),
        ("ollama:mistral", {"OLLAMA_HOST": ""}),
        ("ollama:mistral", {"OLLAMA_HOST": "127.0.0.1:11434"}),
        ("ollama:mistral", {"OLLAMA_HOST": ":56789"}),
        ("ollama:mistral", {"OLLAMA_HOST": "0.0.0.0"}),
        ("ollama:mistral", {"OLLAMA_HOST": "http://[::1]:11434"}),
        ("openai:m", {"OPENAI_BASE_URL": "http://localhost:8000/v1"}),
        ("openai:m", {"OPENAI_BASE_URL": "http://LOCALHOST.:8000/v1"}),
        ("openai:m", {"OPENAI_BASE_URL": "http://llm.localhost/v1"}),
        ("huggingface:some/model", {}),
    ],
)
def test_a_model_on_this_machine_is_local(name: str, environment: dict[str, str]) -> None:
    found = provider_of(name, environment)
    assert found.is_local and found.country("fr") == "cette machine"


def test_a_password_in_an_address_is_never_shown() -> None:
    found = provider_of("openai:m", {"OPENAI_BASE_URL": "https://user:hunter22@llm.example.org/v1"})
    assert "hunter22" not in repr(found)


def test_every_country_has_a_name_in_both_languages() -> None:
    assert all(set(names) == {"fr", "en"} for names in COUNTRIES.values())
