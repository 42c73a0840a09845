"""Lists of words as a person writes them in a table, found in a question whatever its spelling.

A form is one word or several; "*" stands for any ending. Case, accents, apostrophes and hyphens do
not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """The words of a text in small letters, without accents, parted by one space."""
    folded = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the forms in a `plain` text; without any form it finds nothing."""
    parts = (re.escape(form).replace(r"\*", r"\w*").replace(r"\ ", " ") for form in forms)
    return re.compile(rf"\b(?:{'|'.join(parts) or '(?!)'})\b")
