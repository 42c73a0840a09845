"""What went wrong, as the one plain message a person sees; the details go to the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.errors import RecitalError
from corpus.nouns import Language
from ui.words import words_in

_LOG = logging.getLogger("recital.ui")


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that explains itself, or the number under which the log keeps another."""

    error: RecitalError | None = None
    number: str = ""

    def message(self, lang: Language) -> str:
        """The sentence to show, in the language of the interface at that moment."""
        if self.error is not None:
            return self.error.message(lang)
        return words_in(lang).unexpected.format(number=self.number)


@contextmanager
def failures_to(report: Callable[[Failure], None]) -> Iterator[None]:
    """Hand any error of the block to `report` instead of letting it reach the page."""
    try:
        yield
    except RecitalError as error:
        report(Failure(error=error))
    except Exception:  # noqa: BLE001  the edge: nobody should meet a traceback
        number = secrets.token_hex(3).upper()
        _LOG.exception("error %s", number)
        report(Failure(number=number))
