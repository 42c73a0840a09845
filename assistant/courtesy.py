"""Messages that are nothing else than polite: a greeting, a thank-you."""

from __future__ import annotations

import re
from typing import Literal

from assistant.word_list import plain

Courtesy = Literal["greeting", "thanks"]

_GREETING = re.compile(
    r"\b(?:bonjour|bonsoir|salut|slt|coucou|hello|hi|hey|good (?:morning|evening|afternoon)"
    r"|(?:comment )?(?:ca va|vas tu|allez vous)|tu vas bien|how are you(?: today)?|toi|there|today"
    r"|tout le monde|everyone|recital)\b"
)
_THANKS = re.compile(
    r"\b(?:merci|thanks|thank you|thx|bonne journee|bonne soiree|au revoir|a bientot|goodbye|bye"
    r"|have a nice day|see you)\b"
)
# Longer than this, a thank-you comes with a question.
THANKS_WORDS = 6


def courtesy(text: str) -> Courtesy | None:
    """Which courtesy a message is; None for a message that says anything more."""
    said = plain(text)
    if _THANKS.search(said) and len(said.split()) <= THANKS_WORDS and "?" not in text:
        return "thanks"
    return "greeting" if said and not _GREETING.sub("", said).strip() else None
