"""What people type for short, written out before anything is searched ("can i txt ppl", "cmt jfais").

The question itself stays as it was typed: only what is searched is written out.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

import corpus
from assistant.word_list import plain
from corpus.nouns import Language

TABLE = Path(corpus.__file__).parent / "shorthand.toml"
_WORD = re.compile(r"\w+", re.UNICODE)


@lru_cache(maxsize=2)
def shorthand(lang: Language) -> dict[str, str]:
    """Each short form in small letters without accents, and the words it stands for."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))[lang]
    return {plain(short): words for short, words in table.items()}


def written_out(text: str, lang: Language) -> str:
    """The text with its short forms written out; all else as it stands."""
    forms = shorthand(lang)
    return _WORD.sub(lambda found: forms.get(plain(found.group()), found.group()), text)
