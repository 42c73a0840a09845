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
# Bullets and arrows of symbol fonts (Symbol, Wingdings): documents keep the place in the font, which
# is a box to whoever lacks it. What else of such a font stands alone marks an item too.
_ARROWS = str.maketrans(dict.fromkeys("\uf0e0\uf0e8\uf0f0", "→"))
_BULLETS = str.maketrans(
    dict.fromkeys("\uf06c\uf06e\uf06f\uf071\uf075\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc", "•")
)
_LONE_SYMBOL = re.compile("(?<!\\S)[\uf020-\uf0ff](?!\\S)")
# A line of asterisks parts what is above from what is below: it holds no word.
_DRAWN_RULE = re.compile(r"\*(?: ?\*)+")
# What the rules above are about: most lines have nothing of it.
_RARE = re.compile(f"{_INVISIBLE.pattern}|{_CONTROL.pattern}|[\uf020-\uf0ff]")
_SPACES = re.compile(r"\s+")


def clean_line(text: str) -> str:
    """One line: composed characters, plain single spaces and bullets, nothing invisible."""
    shown = unicodedata.normalize("NFC", text)
    if _RARE.search(shown):
        shown = _CONTROL.sub(" ", _INVISIBLE.sub("", shown))
        shown = _LONE_SYMBOL.sub("•", shown.translate(_ARROWS).translate(_BULLETS))
    line = _SPACES.sub(" ", shown).strip()
    return "" if _DRAWN_RULE.fullmatch(line) else line


def clean_text(text: str) -> str:
    """Like `clean_line`, line by line; empty lines are dropped."""
    lines = (clean_line(line) for line in re.split(r"\r\n|[\n\r\f\v\u0085\u2028\u2029]", text))
    return "\n".join(line for line in lines if line)
