"""What a document says to a machine rather than to its reader: recognised, never obeyed.

Loaders take invisible characters out with `typography.clean_text`; here a run of them that spelt
something is noticed, and text that gives orders to a machine.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.parse.machine_orders import CHAT_MARKUP, ORDERS, ORDERS_IN_LETTERS

# The flag of a region is written with six tag characters; words take more. Bytes can also be
# written in variation selectors, and bits in marks of no width.
_HIDDEN_RUN = re.compile(
    "[\U000e0020-\U000e007f]{8}"
    "|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{8}"
    "|[\u200b-\u200f\u2060-\u2064\ufeff]{16}"
)

# Letters of other alphabets that pass for Latin ones, as small letters without accents.
_LOOKALIKES = str.maketrans(
    "авгеіјкмнорсѕтухԁԛԝһӏαβγεικνορτυχω’",
    "abreijkmhopcstyxdqwhlabyeiknoptuxw'",
)
_DIGIT_LETTERS = str.maketrans("013457@$", "oieastas")
_MIXED_WORD = re.compile(r"\b(?=\w*[^\W\d_])[\w@$]*[013457@$][\w@$]*\b")
# Letters one by one: "i g n o r e", "i-g-n-o-r-e".
_SPACED_LETTERS = re.compile(r"(?<!\w)(?:\w[ .*_\-]{1,3}){9,}\w(?!\w)")
_NOT_LETTER = re.compile(r"[\W_]")

# Format characters, accents by themselves, controls; and letters that show nothing.
_LEFT_OUT = frozenset(("Cf", "Mn", "Me", "Cc"))
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def has_hidden_characters(text: str) -> bool:
    """Whether invisible characters, as the file has them, spell something."""
    return _HIDDEN_RUN.search(text) is not None


def is_instruction_like(text: str) -> bool:
    """Whether a line, or a text of several, gives orders to a machine, in French or in English.

    Case, accents, look-alike letters, digits for letters, letters spaced out and invisible
    characters do not disguise it; an encoding (base64 …) does.
    """
    plain = _compared(text)
    if CHAT_MARKUP.search(plain) or ORDERS.search(plain):
        return True
    spelt = _MIXED_WORD.sub(lambda word: word[0].translate(_DIGIT_LETTERS), plain)
    if spelt != plain and ORDERS.search(spelt):
        return True
    runs = (_NOT_LETTER.sub("", run[0]) for run in _SPACED_LETTERS.finditer(spelt))
    return any(ORDERS_IN_LETTERS.search(run) for run in runs)


def _compared(text: str) -> str:
    """Small letters without accents, every invisible character gone."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    if folded.isascii():
        return folded
    kept = (char for char in folded if char == "\n" or _is_shown(char))
    return "".join(kept).translate(_LOOKALIKES)


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in _LEFT_OUT and char not in _INVISIBLE_LETTERS
