"""The keyword index: BM25 over stemmed words, one index per language (the one door to bm25s)."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus.nouns import LANGUAGES, Language
from corpus.spelling import Spelling

# Robertson's usual values; see evals for what they are worth here.
K1, B = 1.2, 0.75
_REMEMBERED_WORDS = 100_000

_WORD = re.compile(r"\w+", re.UNICODE)
_STEMMERS = {"fr": "french", "en": "english"}
# Words that carry no topic in a question; kept short on purpose: BM25's idf does the rest.
STOPWORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "a au aux avec ce ces cette d dans de des du elle en est et eux il ils j je l la le les leur "
        "leurs lui m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que quel quelle "
        "quelles quels qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos votre vous y "
        "c comment combien quand quoi est-ce dois doit peut peux puis ai avons avez ont fait faut etre "
        "suis sommes etes ca cela".split()
    ),
    "en": frozenset(
        "a an and are as at be by can could do does for from had has have how i if in is it its may me "
        "my of on or our shall should so that the their them they this to us was we what when where "
        "which who why will with would you your am im".split()
    ),
}


def words(text: str, lang: Language) -> list[str]:
    """Stemmed, accent-free content words of `text`, in order."""
    lowered = unicodedata.normalize("NFC", text.lower())
    stems = (_stem(word, lang) for word in _WORD.findall(lowered))
    return [stem for stem in stems if stem]


class KeywordIndex:
    """BM25 scores of passages for a question, per language."""

    def __init__(self, parts: dict[Language, tuple[Any, list[str]]]) -> None:
        self._parts = parts
        self._spellings: dict[Language, Spelling] = {}

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that can be searched."""
        return tuple(self._parts)

    @classmethod
    def build(cls, rows: Iterable[tuple[str, Language, str]]) -> KeywordIndex:
        """From (passage id, language, text) rows."""
        import bm25s

        # The library sets its own logger to DEBUG when imported.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        grouped: dict[Language, list[tuple[str, str]]] = {lang: [] for lang in LANGUAGES}
        for passage_id, lang, text in rows:
            grouped[lang].append((passage_id, text))
        parts: dict[Language, tuple[Any, list[str]]] = {}
        for lang, pairs in grouped.items():
            if pairs:
                engine = bm25s.BM25(k1=K1, b=B, method="lucene")
                engine.index([words(text, lang) for _, text in pairs], show_progress=False)
                parts[lang] = (engine, [passage_id for passage_id, _ in pairs])
        return cls(parts)

    def save(self, directory: Path) -> None:
        """Write one folder per language."""
        directory.mkdir(exist_ok=True)
        for lang, (engine, ids) in self._parts.items():
            engine.save(str(directory / lang), show_progress=False)
            (directory / lang / "ids.json").write_text(json.dumps(ids), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> KeywordIndex:
        """Read what `save` wrote; raises OSError or ValueError on a damaged folder."""
        import bm25s

        parts: dict[Language, tuple[Any, list[str]]] = {}
        held = {entry.name for entry in directory.iterdir()}
        for lang in LANGUAGES:
            folder = directory / lang
            if lang in held:
                ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
                try:
                    parts[lang] = (bm25s.BM25.load(str(folder), load_vocab=True), ids)
                except EOFError as error:  # NumPy's word for an empty file
                    raise ValueError(f"{lang}: {error}") from error
        return cls(parts)

    def _spelling(self, lang: Language) -> Spelling:
        if lang not in self._spellings:
            engine, _ = self._parts[lang]
            # The library keeps the scores by word: where the next word's begin tells how many.
            starts = np.asarray(engine.scores["indptr"])
            counts = np.diff(starts)
            self._spellings[lang] = Spelling(
                (word, int(counts[number]))
                for word, number in engine.vocab_dict.items()
                if number < len(counts)
            )
        return self._spellings[lang]

    def search(
        self, question: str, lang: Language, limit: int, allowed: frozenset[str] | None = None
    ) -> list[tuple[str, float]]:
        """The best `limit` (passage id, BM25 score > 0), best first, in `lang`'s index only."""
        if lang not in self._parts:
            return []
        engine, ids = self._parts[lang]
        spelling = self._spelling(lang)
        mended = (spelling.mended(word) for word in words(question, lang))
        query = [word for word in mended if word in engine.vocab_dict]
        if not query:
            return []
        scores = np.asarray(engine.get_scores(query))
        if allowed is not None:
            scores = np.where([passage_id in allowed for passage_id in ids], scores, 0.0)
        count = min(limit, len(ids))
        best = np.argpartition(-scores, count - 1)[:count]
        ranked = best[np.argsort(-scores[best], kind="stable")]
        return [(ids[i], float(scores[i])) for i in ranked if scores[i] > 0]


def coverage(question: Iterable[str], passage: Iterable[str]) -> float:
    """Share of the question's distinct words that the passage holds, 0 to 1."""
    asked = set(question)
    return len(asked & set(passage)) / len(asked) if asked else 0.0


@lru_cache(maxsize=len(_STEMMERS))
def _stemmer(lang: Language) -> Any:
    import Stemmer

    return Stemmer.Stemmer(_STEMMERS[lang])


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _stem(word: str, lang: Language) -> str:
    """The stem of a word in small letters, without accents; "" for a stop word."""
    if _fold(word) in STOPWORDS[lang]:
        return ""
    # Stem before folding accents: the French stemmer needs them.
    return _fold(_stemmer(lang).stemWord(word))


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
