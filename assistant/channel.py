"""Which channel a question is about, where it names one: the law of calls is no answer on e-mails.

A card on rented lists stands on the law of e-mails and on that of calls; whoever asks about e-mails is
shown the first alone. Known by words, never by similarity; the other way round nothing is left out,
since CPCE article L34-5 also governs calls made by machines.
"""

from __future__ import annotations

import re

from assistant.word_list import plain

_WRITTEN = re.compile(
    r"\b(?:e ?mails?|mails?|mailings?|e ?mailings?|courriels?|newsletters?|infolettres?|sms|mms|textos?"
    r"|text messages?|texting)\b"
)
_SPOKEN = re.compile(
    r"\b(?:appel\w*|telephon\w*|tel|calls?|called|calling|callers?|phon\w*|vocal\w*|voice\w*|bloctel"
    r"|canal|canaux|channels?|demarch\w*)\b"
)
CALLS_ONLY = frozenset(
    f"conso:art-{name}" for name in ("l223-1", "l223-2", "r223-2", "r223-3", "d223-9")
)
"""Units that speak of telephone calls and of no other channel; L223-8 speaks of messages too."""


def is_written_only(question: str) -> bool:
    """Whether a question names e-mails or text messages and no call."""
    asked = plain(question)
    return bool(_WRITTEN.search(asked)) and not _SPOKEN.search(asked)


def speaks_of_calls(locator: str) -> bool:
    """Whether a unit speaks of telephone calls alone."""
    return locator in CALLS_ONLY
