"""What a person types on the command line, read as what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from corpus.errors import InvalidInput, RecitalError
from corpus.nouns import Language
from corpus.settings import Settings
from ui.terminal_language import terminal_language


def read_day(text: str) -> date | None:
    """A day of the form YYYY-MM-DD, None for nothing; raises `InvalidInput`."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise InvalidInput(value=text, reason="not a date of the form YYYY-MM-DD") from error


def read_language(text: str) -> Language | None:
    """A language, None for nothing; raises `InvalidInput`."""
    known: dict[str, Language] = {"fr": "fr", "en": "en"}
    if text and text not in known:
        raise InvalidInput(value=text, reason="the language is fr or en")
    return known.get(text)


@contextmanager
def speaking(text: str) -> Iterator[Language]:
    """The language that `--lang` asks for, else the terminal's; what fails inside is told in it too."""
    lang = read_language(text) or terminal_language()
    try:
        yield lang
    except RecitalError as error:
        error.asked_in = lang
        raise


def interface_language(settings: Settings) -> Language:
    """The language of messages: as set, else that of the terminal."""
    return settings.answer.lang or terminal_language()
