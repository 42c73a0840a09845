"""Words that mean the same in French and English, so that a sentence is compared across languages.

The groups come from `corpus/glossary.toml` (everyday words) and from the glossary cards.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.card import Card
from corpus.keywords import words
from corpus.nouns import LANGUAGES, Language

GLOSSARY_PATH = Path(__file__).parents[2] / "corpus" / "glossary.toml"

_Form = tuple[str, ...]


class Glossary:
    """Which concept each form of words names, per language."""

    def __init__(self, groups: Iterable[dict[Language, Sequence[str]]]) -> None:
        self._concepts: dict[Language, dict[_Form, frozenset[str]]] = {"fr": {}, "en": {}}
        self._named: dict[tuple[str, Language], frozenset[str]] = {}
        for group in groups:
            name = f"={group['en'][0]}"
            for lang in LANGUAGES:
                for form in group[lang]:
                    self._add(lang, tuple(words(form, lang)), name)
        self._longest = max(
            (len(form) for forms in self._concepts.values() for form in forms), default=0
        )

    def _add(self, lang: Language, form: _Form, concept: str) -> None:
        if form:
            known = self._concepts[lang].get(form, frozenset())
            self._concepts[lang][form] = known | {concept}

    def concepts(self, text: str, lang: Language) -> dict[str, frozenset[str]]:
        """The known forms in a text, as typed and stemmed, each with the concepts it may name.

        Longer forms are read first; the words of one that was read belong to it alone.
        """
        stems = words(text, lang)
        found: dict[str, frozenset[str]] = {}
        position = 0
        while position < len(stems):
            length = self._length_at(stems, position, lang)
            if length:
                form = tuple(stems[position : position + length])
                found[" ".join(form)] = self._concepts[lang][form]
            position += max(length, 1)
        return found

    def named(self, text: str, lang: Language) -> frozenset[str]:
        """Every concept a text names, by whatever form, a form inside a longer one included."""
        if (text, lang) not in self._named:
            stems = words(text, lang)
            forms = self._concepts[lang]
            held: set[str] = set()
            for start in range(len(stems)):
                for length in range(1, min(self._longest, len(stems) - start) + 1):
                    held |= forms.get(tuple(stems[start : start + length]), frozenset())
            self._named[text, lang] = frozenset(held)
        return self._named[text, lang]

    def _length_at(self, stems: Sequence[str], start: int, lang: Language) -> int:
        for length in range(min(self._longest, len(stems) - start), 0, -1):
            if tuple(stems[start : start + length]) in self._concepts[lang]:
                return length
        return 0


def read_glossary(cards: Iterable[Card], path: Path = GLOSSARY_PATH) -> Glossary:
    """The everyday words of the file and the terms of the glossary cards."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["same"]
    groups: list[dict[Language, Sequence[str]]] = [
        {"fr": row["fr"], "en": row["en"]} for row in rows
    ]
    groups += [{"fr": card.term.fr, "en": card.term.en} for card in cards if card.term]
    return Glossary(groups)
