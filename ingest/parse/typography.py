"""Clean Unicode without touching a word: what every loader runs its text through."""

from __future__ import annotations

import re
import unicodedata

# Characters that show nothing: soft hyphen, zero-width and joining marks, bidirectional
# controls, variation selectors and the "tag" block used to hide text from a reader.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")


def clean_line(text: str) -> str:
    """One line: composed characters, plain single spaces, nothing invisible."""
    shown = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _SPACES.sub(" ", _CONTROL.sub(" ", shown)).strip()


def clean_text(text: str) -> str:
    """Like `clean_line`, line by line; empty lines are dropped."""
    lines = (clean_line(line) for line in re.split(r"\r\n|[\n\r\f\v\u0085\u2028\u2029]", text))
    return "\n".join(line for line in lines if line)
