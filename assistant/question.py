"""What a person asks, checked, and what was understood of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answer import Turn
from assistant.facets import facets
from assistant.follow_up import standing_alone
from assistant.language import detect_language
from assistant.references import find_references
from assistant.shorthand import written_out
from corpus.embedder import clean_text
from corpus.errors import EmptyQuestion, QuestionTooLong
from corpus.nouns import Authority, Language

WEB_LIMIT = 2_000
"""Characters of a question typed on the web page."""
COMMAND_LINE_LIMIT = 9_999
"""Characters of a question given on the command line or in a batch."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked; `lang` None means "detect", and `likely_lang` (the
    interface's language) is taken where a few words could be either. `source` limits the search,
    `authorities` and `text_lang` limit whose words, and in which language, may answer."""

    text: str
    as_of: date
    lang: Language | None = None
    history: tuple[Turn, ...] = ()
    source: str | None = None
    likely_lang: Language = "fr"
    authorities: frozenset[Authority] | None = None
    text_lang: Language | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A question ready for retrieval.

    `search_text` is what is searched: the question, after the one it follows up. `references` are
    the locators the person named; `facets` the sentences of a question that has several.
    """

    question: Question
    lang: Language
    search_text: str
    references: tuple[str, ...]
    facets: tuple[str, ...] = ()


def check_question(text: str, limit: int) -> str:
    """The question cleaned of what no text should hold.

    Raises `EmptyQuestion` (no letter or digit in it) or `QuestionTooLong` (over `limit`).
    """
    if len(text) > limit:
        raise QuestionTooLong(length=len(text), limit=limit)
    cleaned = " ".join(clean_text(text).split())
    if not any(character.isalnum() for character in cleaned):
        raise EmptyQuestion()
    return cleaned


def understand(question: Question) -> Understood:
    """Language, references, and the text to search for a question (with its conversation)."""
    earlier = question.history[-1].question if question.history else ""
    default = detect_language(earlier, question.likely_lang) if earlier else question.likely_lang
    lang = question.lang or detect_language(question.text, default)
    typed = standing_alone(question.text, [turn.question for turn in question.history])
    search_text = written_out(typed, lang)
    references = find_references(question.text)
    return Understood(question, lang, search_text, references, facets(question.text))
