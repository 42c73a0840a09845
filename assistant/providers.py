"""Who answers behind a chat model's name: the provider, its host, its country."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.nouns import Language

COUNTRIES: dict[str, dict[Language, str]] = {
    "CA": {"fr": "Canada", "en": "Canada"},
    "CN": {"fr": "Chine", "en": "China"},
    "FR": {"fr": "France, Union européenne", "en": "France, European Union"},
    "US": {"fr": "États-Unis", "en": "United States"},
    "network": {"fr": "votre réseau", "en": "your network"},
    "region": {"fr": "région inconnue", "en": "unknown region"},
    "local": {"fr": "cette machine", "en": "this machine"},
    "": {"fr": "pays inconnu", "en": "unknown country"},
}
_PRIVATE_ENDINGS = (".local", ".lan", ".internal", ".home.arpa", ".intranet")


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a question goes; `country_code` is the provider's own ("" unknown, a key of COUNTRIES)."""

    name: str
    host: str
    country_code: str = ""
    is_local: bool = False

    def country(self, lang: Language) -> str:
        """The provider's country, in words: where its company is, whatever machine it rents."""
        return COUNTRIES[self.country_code][lang]


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    host: str
    country_code: str
    # In the order in which the provider's package reads them.
    address_variables: tuple[str, ...] = ()


_OLLAMA_CLOUD_HOST = "ollama.com"
# By LangChain's name of the provider.
_KNOWN: dict[str, _Known] = {
    "openai": _Known("OpenAI", "api.openai.com", "US", ("OPENAI_API_BASE", "OPENAI_BASE_URL")),
    "anthropic": _Known(
        "Anthropic", "api.anthropic.com", "US", ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL")
    ),
    "mistralai": _Known("Mistral AI", "api.mistral.ai", "FR", ("MISTRAL_BASE_URL",)),
    "azure_openai": _Known(
        "Microsoft Azure", "openai.azure.com", "region", ("AZURE_OPENAI_ENDPOINT",)
    ),
    "azure_ai": _Known("Microsoft Azure", "azure.com", "region", ("AZURE_AI_ENDPOINT",)),
    "google_genai": _Known("Google", "generativelanguage.googleapis.com", "US"),
    "google_vertexai": _Known("Google", "aiplatform.googleapis.com", "US"),
    "google_anthropic_vertex": _Known("Google", "aiplatform.googleapis.com", "US"),
    "groq": _Known("Groq", "api.groq.com", "US", ("GROQ_API_BASE", "GROQ_BASE_URL")),
    "deepseek": _Known("DeepSeek", "api.deepseek.com", "CN", ("DEEPSEEK_API_BASE",)),
    "cohere": _Known("Cohere", "api.cohere.com", "CA", ("CO_API_URL",)),
    "bedrock": _Known("Amazon Web Services", "amazonaws.com", "region"),
    "bedrock_converse": _Known("Amazon Web Services", "amazonaws.com", "region"),
    "anthropic_bedrock": _Known("Amazon Web Services", "amazonaws.com", "region"),
    "bedrock_mantle_anthropic": _Known("Amazon Web Services", "amazonaws.com", "region"),
    "bedrock_mantle_openai": _Known("Amazon Web Services", "amazonaws.com", "region"),
    "together": _Known("Together AI", "api.together.xyz", "US", ("TOGETHER_API_BASE",)),
    "fireworks": _Known("Fireworks AI", "api.fireworks.ai", "US", ("FIREWORKS_API_BASE",)),
    "openrouter": _Known("OpenRouter", "openrouter.ai", "US", ("OPENROUTER_API_BASE",)),
    "perplexity": _Known("Perplexity", "api.perplexity.ai", "US"),
    "xai": _Known("xAI", "api.x.ai", "US", ("XAI_API_BASE",)),
    "nvidia": _Known("NVIDIA", "integrate.api.nvidia.com", "US", ("NVIDIA_BASE_URL",)),
    "ollama_cloud": _Known("Ollama Cloud", _OLLAMA_CLOUD_HOST, "US"),
    "langsmith": _Known("LangSmith", "gateway.smith.langchain.com", "US"),
    # Its weights run in this process.
    "huggingface": _Known("Hugging Face", "localhost", "local"),
    "ollama": _Known("Ollama", "localhost", "local", ("OLLAMA_HOST",)),
}
# How LangChain guesses the provider of a bare model name.
_GUESSED = (
    (("gpt-", "o1", "o3", "chatgpt", "text-davinci"), "openai"),
    (("claude",), "anthropic"),
    (("command",), "cohere"),
    (("accounts/fireworks",), "fireworks"),
    (("gemini",), "google_vertexai"),
    (("amazon.", "anthropic.", "meta."), "bedrock"),
    (("mistral", "mixtral"), "mistralai"),
    (("deepseek",), "deepseek"),
    (("grok",), "xai"),
    (("sonar",), "perplexity"),
)


def provider_of(name: str, environment: Mapping[str, str]) -> Provider:
    """The provider behind a LangChain string ("mistralai:…"), by the addresses set for it."""
    prefix, _, model = name.partition(":")
    kind = prefix if model else _guessed(name)
    kind = kind.replace("-", "_").lower()
    known = _KNOWN.get(kind)
    if known is None:
        return Provider(kind or name, kind or name)
    address = next(filter(None, map(environment.get, known.address_variables)), "")
    if kind == "ollama" and model.endswith(("-cloud", ":cloud")):
        # The local program only passes these on.
        return provider_at(_OLLAMA_CLOUD_HOST)
    if not address:
        return Provider(known.name, known.host, known.country_code, known.country_code == "local")
    return provider_at(_host(address))


def provider_at(host: str) -> Provider:
    """The provider whose host this is: a known one, this machine, the network, or a stranger."""
    if _is_this_machine(host):
        return Provider("localhost", host or "localhost", "local", is_local=True)
    for known in _KNOWN.values():
        if host == known.host or host.endswith(f".{known.host}"):
            return Provider(known.name, host, known.country_code)
    return Provider(host, host, "network" if _is_private(host) else "")


def _guessed(model: str) -> str:
    starts = (kind for begins, kind in _GUESSED if model.lower().startswith(begins))
    return next(starts, "")


def _host(address: str) -> str:
    """The host of an address, without what else it may hold (a password, a path)."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        return (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return "?"


def _is_this_machine(host: str) -> bool:
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # A server told to listen on every address is called on this machine by that same name.
    return address.is_loopback or address.is_unspecified


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host.endswith(_PRIVATE_ENDINGS) or "." not in host
