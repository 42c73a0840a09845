"""Words a card shares with an official text: eighteen in a row are a copy, quotes apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

COPIED_WORDS = 18

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")


class OfficialWords:
    """Every run of eighteen words of the official texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {run for text in texts for run, _ in _runs(text)}

    def copied(self, text: str) -> str:
        """The first eighteen words of `text` that an official text has too, else ""."""
        unmarked = _QUOTED.sub(" ¶ ", text)
        for part in unmarked.split("¶"):
            for run, words in _runs(part):
                if run in self._runs:
                    return " ".join(words)
        return ""


def _runs(text: str) -> Iterator[tuple[int, list[str]]]:
    folded = unicodedata.normalize("NFKC", text).lower()
    words = _WORD.findall(folded)
    for start in range(len(words) - COPIED_WORDS + 1):
        run = words[start : start + COPIED_WORDS]
        yield hash(tuple(run)), run
