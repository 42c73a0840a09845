"""Answers written by a chat model over the same passages: the one door to a chat model.

The model points, we print: it writes prose with numbers in brackets, and the words quoted below
its prose are taken from the store.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.cite import quote_block
from assistant.compose import Citations, Draft
from assistant.prompt import CONTEXT_PASSAGES, NO_ANSWER, messages
from assistant.retrieve import Retrieved
from assistant.verify import MARKER
from assistant.wording import AUTHORITIES, SOURCE_STATUSES, phrase
from corpus.errors import ChatModelUnavailable
from corpus.index import Index
from corpus.locator import label
from corpus.manifest import Manifest
from corpus.nouns import Hit, Language, Passage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Provider libraries wait for minutes, or for ever, unless told otherwise.
TIMEOUT_SECONDS = 60
MAXIMUM_RETRIES = 1
MAXIMUM_TOKENS = 800
MAXIMUM_CHARACTERS = 8_000
"""A model that writes on and on is given up here."""
MAXIMUM_SECONDS = 120
"""So is one that writes a word a minute."""

# "[1, 3]" and "[1-3]" point to several passages at once.
_MARKER_GROUP = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})+)\]")
# What would make a model's words look like one of our quotes, notes or headings, or hide them.
_BLOCK_MARKS = re.compile(
    r"^[ \t]*(?:(?:(?:[-+*]|\d+[.)])[ \t]+)*(?:>|#{1,6}(?=\s))[ \t]*)+|^[ \t]*(?:```|~~~).*$",
    re.MULTILINE,
)
_WHOLE_LINE_EMPHASIS = re.compile(r"^[ \t]*([*_])(?![*_\s])([^*_\n]*)\1[ \t]*$", re.MULTILINE)


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
    hits = context_hits(retrieved)
    labels = [_label(hit.passage, manifest, understood.lang) for hit in hits]
    told = messages(
        understood.question.text, hits, labels, understood.lang, understood.question.history
    )
    started, written, fault = time.monotonic(), "", ""
    try:
        for chunk in model.stream(told):
            piece = str(chunk.text)
            written += piece
            if piece:
                yield piece
            fault = _excess(len(written), time.monotonic() - started)
            if fault:
                break
    except Exception as error:  # every provider package raises errors of its own
        raise ChatModelUnavailable(model=name, reason=_short(error)) from error
    if fault or not written.strip():
        raise ChatModelUnavailable(model=name, reason=fault or "empty answer")


def context_hits(retrieved: Retrieved) -> tuple[Hit, ...]:
    """The hits a chat model is told, in order: those that speak to a machine are kept from it."""
    safe = (hit for hit in retrieved.hits if "instructions" not in hit.focus.flags)
    return tuple(islice(safe, CONTEXT_PASSAGES))


def _label(passage: Passage, manifest: Manifest, lang: Language) -> str:
    """How a passage is named to the model: its reference, whose word it is, how far it holds."""
    source = manifest.source_of(passage)
    name = label(passage.locator, source, lang, page=passage.page, heading=passage.heading)
    standing = [AUTHORITIES[lang][source.authority]]
    if source.status != "current":
        standing.append(SOURCE_STATUSES[lang][source.status])
    return f"{name} ({', '.join(standing)})"


def _excess(characters: int, seconds: float) -> str:
    """Which limit an answer has passed, or ""."""
    if characters > MAXIMUM_CHARACTERS:
        return f"more than {MAXIMUM_CHARACTERS} characters"
    return f"not finished after {MAXIMUM_SECONDS} seconds" if seconds > MAXIMUM_SECONDS else ""


def draft_from_prose(
    prose: str, retrieved: Retrieved, index: Index, manifest: Manifest
) -> Draft | None:
    """The prose with its numbers made ours and the quotes they point to; None: the model declined.

    A number that points to no passage becomes one that no citation has, for the verifier to report.
    """
    if _declines(prose):
        return None
    prose = _plain_prose(prose)
    lang = retrieved.understood.lang
    hits = context_hits(retrieved)
    citations = Citations(index, manifest, retrieved)
    renumbered: dict[int, int] = {}
    for number in map(int, MARKER.findall(prose)):
        if 1 <= number <= len(hits) and number not in renumbered:
            renumbered[number] = citations.add_hit(hits[number - 1]).n
    # A number beyond the context must not become a valid one by renumbering.
    invalid = len(hits) + len(renumbered) + 100
    text = MARKER.sub(lambda m: f"[{renumbered.get(int(m[1]), invalid)}]", prose)
    blocks = [quote_block(citation, lang) for citation in citations.cited]
    return Draft("\n\n".join([text, *blocks]), tuple(citations.cited))


def _declines(prose: str) -> bool:
    """Whether the model wrote that the passages do not answer, however it dressed the words."""
    words = _bare_words(prose)
    agreed = [_bare_words(form) for form in NO_ANSWER]
    # "No answer is due within the month" answers: only capitals, or the words alone, decline.
    return words[:2] in agreed or [word.upper() for word in words] in [*agreed, []]


def _bare_words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(char for char in letters if char.isalnum() or char.isspace()).split()


def _plain_prose(prose: str) -> str:
    """The prose without what only our own text may have, each marker on its own."""
    unmarked = _WHOLE_LINE_EMPHASIS.sub(r"\2", _BLOCK_MARKS.sub("", prose))
    return _MARKER_GROUP.sub(_separate_markers, unmarked).strip()


def _separate_markers(group: re.Match[str]) -> str:
    numbers: list[int] = []
    for part in re.split(r"[,;]", group[1]):
        ends = list(map(int, re.split(r"[–-]", part)))
        is_range = 0 <= ends[-1] - ends[0] < CONTEXT_PASSAGES
        numbers += range(ends[0], ends[-1] + 1) if is_range else ends
    return " ".join(f"[{number}]" for number in numbers)


def failure_notice(lang: str) -> str:
    """What the reader is told when the composed answer replaces the model's."""
    return phrase("model_failed", "fr" if lang == "fr" else "en")


def _short(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}"[:200]
