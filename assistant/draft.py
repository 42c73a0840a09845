"""An answer before verification, and what may be put before or after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answer import Citation


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer's text and citations, before verification."""

    text: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def put_first(draft: Draft, paragraph: str) -> Draft:
    """The draft with a paragraph before everything else (a false premise put right)."""
    return replace(draft, text=f"{paragraph}\n\n{draft.text}") if paragraph else draft


def word_count(text: str) -> int:
    """Words a reader reads in Markdown: citation markers and signs alone are none."""
    read = re.sub(r"\[\d+\]", " ", text).split()
    return sum(any(char.isalnum() for char in word) for word in read)
