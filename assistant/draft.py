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


def shortened(draft: Draft, words: int) -> Draft:
    """The draft without its last blocks, so that text and notices have at most so many words.

    What comes up to the first quote is kept, whatever its length; a heading goes with its list.
    """
    blocks = draft.text.split("\n\n")
    quotes = [place for place, block in enumerate(blocks) if block.startswith(">")]
    least = quotes[0] + 1 if quotes else 1
    room = words - sum(map(word_count, draft.notices))
    while len(blocks) > least and sum(map(word_count, blocks)) > room:
        del blocks[-1]
        if len(blocks) > least and is_heading(blocks[-1]):
            del blocks[-1]
    return replace(draft, text="\n\n".join(blocks))


def is_heading(block: str) -> bool:
    """Whether a block of Markdown announces the one after it."""
    return block.endswith(":") and "\n" not in block and not block.startswith(">")


def word_count(text: str) -> int:
    """Words a reader reads in Markdown: citation markers and signs alone are none."""
    read = re.sub(r"\[\d+\]", " ", text).split()
    return sum(any(char.isalnum() for char in word) for word in read)
