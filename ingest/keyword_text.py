"""The words a passage is found by, when words are searched."""

from __future__ import annotations

from corpus.nouns import Passage


def keyword_text(passage: Passage) -> str:
    """Its questions, heading and keywords, then its text."""
    return " ".join((*passage.questions, passage.heading, *passage.keywords, passage.full_text))
