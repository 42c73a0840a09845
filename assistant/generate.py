"""Answers written by a chat model over the same passages: the one door to a chat model.

The model points, we print: it writes prose with numbers in brackets, and the words quoted below
its prose are taken from the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.cite import quote_block
from assistant.compose import Citations, Draft
from assistant.prompt import CONTEXT_PASSAGES, NO_ANSWER, messages
from assistant.retrieve import Retrieved
from assistant.wording import phrase
from corpus.errors import ChatModelUnavailable
from corpus.index import Index
from corpus.locator import label
from corpus.manifest import Manifest

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Provider libraries wait for minutes, or for ever, unless told otherwise.
TIMEOUT_SECONDS = 60
MAXIMUM_RETRIES = 1
MAXIMUM_TOKENS = 800
MAXIMUM_CHARACTERS = 8_000
"""A model that writes on and on is cut here."""

_MARKER = re.compile(r"\[(\d{1,3})\]")


def open_chat_model(name: str) -> BaseChatModel:
    """The model behind a provider string ("ollama:mistral", "openai:…").

    Raises `ChatModelUnavailable` when its package or key is missing.
    """
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0}
    if name.startswith("ollama:"):
        options |= {"client_kwargs": {"timeout": TIMEOUT_SECONDS}, "num_predict": MAXIMUM_TOKENS}
    else:
        options |= {
            "timeout": TIMEOUT_SECONDS,
            "max_retries": MAXIMUM_RETRIES,
            "max_tokens": MAXIMUM_TOKENS,
        }
    try:
        model: BaseChatModel = init_chat_model(name, **options)
    except Exception as error:  # every provider package raises errors of its own
        raise ChatModelUnavailable(model=name, reason=_short(error)) from error
    return model


def stream_prose(
    model: BaseChatModel, name: str, retrieved: Retrieved, manifest: Manifest
) -> Iterator[str]:
    """Pieces of the model's prose as they come; raises `ChatModelUnavailable` if it fails."""
    understood = retrieved.understood
    hits = retrieved.hits[:CONTEXT_PASSAGES]
    labels = [
        label(h.passage.locator, manifest.source(h.passage.source), understood.lang,
              page=h.passage.page, heading=h.passage.heading)
        for h in hits
    ]  # fmt: skip
    told = messages(
        understood.question.text, hits, labels, understood.lang, understood.question.history
    )
    written = 0
    try:
        for chunk in model.stream(told):
            piece = str(chunk.text)
            written += len(piece)
            if piece:
                yield piece
            if written > MAXIMUM_CHARACTERS:
                return
    except Exception as error:  # every provider package raises errors of its own
        raise ChatModelUnavailable(model=name, reason=_short(error)) from error
    if not written:
        raise ChatModelUnavailable(model=name, reason="empty answer")


def draft_from_prose(
    prose: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> Draft | None:
    """The prose with its numbers made ours and the quotes they point to; None: the model declined.

    Numbers that point to no passage are left in place for the verifier to report.
    """
    if not prose.strip() or any(prose.strip().upper().startswith(word) for word in NO_ANSWER):
        return None
    lang = retrieved.understood.lang
    hits = retrieved.hits[:CONTEXT_PASSAGES]
    citations = Citations(index, manifest, retrieved)
    renumbered: dict[int, int] = {}
    for number in map(int, _MARKER.findall(prose)):
        if 1 <= number <= len(hits) and number not in renumbered:
            renumbered[number] = citations.add_hit(hits[number - 1]).n
    # A number beyond the context must not become a valid one by renumbering.
    invalid = len(hits) + len(renumbered) + 100
    text = _MARKER.sub(lambda m: f"[{renumbered.get(int(m[1]), invalid)}]", prose.strip())
    blocks = [quote_block(citation, lang) for citation in citations.cited]
    return Draft("\n\n".join([text, *blocks]), tuple(citations.cited))


def failure_notice(lang: str) -> str:
    """What the reader is told when the composed answer replaces the model's."""
    return phrase("model_failed", "fr" if lang == "fr" else "en")


def _short(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}"[:200]
