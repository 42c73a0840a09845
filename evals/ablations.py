"""What each stage is worth: the same questions asked by an assistant that lacks it.

A stage is taken out in a process of its own, by replacing what it does with nothing (or, for fusion,
with the usual alternative), so the program carries no switches for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

import assistant.chain
import assistant.compose
import assistant.expansion
import assistant.matching
import assistant.retrieve
import corpus
from assistant.assistant import Assistant
from assistant.expansion import is_card
from assistant.matching import Matcher
from assistant.retrieve import Retrieval
from corpus.index import Index, IndexReader
from corpus.keywords import KeywordIndex
from corpus.locator import ancestors
from corpus.nouns import Language, Passage
from corpus.vectors import ExactVectors, VectorKey, is_question

CORRIGENDUM = Path(corpus.__file__).parent / "outlines" / "gdpr_corrigendum_2018.json"
RRF_K = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """A stage and how to take it out of the assistant of this process."""

    name: str
    title: dict[Language, str]
    apply: Callable[[Assistant], None]


def without_cards(assistant: Assistant) -> None:
    """No card is searched, quoted or followed to the law it stands on."""
    _replace_index(assistant, keep=lambda key: not is_card(key[0]), has_cards=False)


def without_questions(assistant: Assistant) -> None:
    """No passage is found by the questions people ask it by: only by its own words."""
    _replace_index(assistant, keep=lambda key: not is_question(key[1]))


def without_meaning(assistant: Assistant) -> None:
    """No vector is compared: what is left is BM25 and the references a person names."""
    _replace_index(assistant, keep=lambda _key: False)


def without_keywords(_assistant: Assistant) -> None:
    """No word is looked up: what is left are vectors."""
    _put(assistant_matching, "_keyword_scores", lambda _understood, _index: {})


def without_map(_assistant: Assistant) -> None:
    """The embedding model's own cosines, without the map learnt for this field."""
    _put(assistant_matching, "metric_for", lambda _model: None)


def with_rank_fusion(_assistant: Assistant) -> None:
    """Reciprocal rank fusion in place of the sum of z-scores."""
    _put(assistant_matching, "fuse", reciprocal_rank_fusion)


def without_expansion(_assistant: Assistant) -> None:
    """Cards lend nothing to the law they stand on, and paragraphs speak for themselves only."""
    _put(assistant.expansion, "_lent", lambda *_arguments: {})
    _put(assistant.expansion, "POOLED", 0.0)


def without_sentences(_assistant: Assistant) -> None:
    """A story is searched as a whole, not sentence by sentence too."""
    _put(Retrieval, "_parts", lambda _self, _found: [])


def without_stories(_assistant: Assistant) -> None:
    """A story is answered by the card nearest the whole of it, alone, and declined by the whole."""
    _put(assistant.retrieve, "told_together", lambda whole, *_arguments: list(whole))
    _put(assistant.compose, "rules_at_stake", lambda *_arguments: ())
    _put(assistant.chain, "is_nearly_ours", lambda *_arguments: False)


def without_parts(_assistant: Assistant) -> None:
    """Several questions asked at once get one answer."""
    _put(assistant.retrieve, "questions_among", lambda _sentences: ())


def without_standing(_assistant: Assistant) -> None:
    """Drafts, superseded and old texts rank like those that stand."""
    _put(assistant_matching, "penalty", lambda _passage, _source: 0.0)


def without_leads(_assistant: Assistant) -> None:
    """Neither the definition asked for nor a text named by number comes first."""
    _put(Matcher, "leads", lambda _self, _found: {})


def without_answer_ranking(_assistant: Assistant) -> None:
    """The best units answer in the order in which they were found."""
    _put(assistant.retrieve, "reranked", lambda ranked, *_arguments: list(ranked))


def without_closest(_assistant: Assistant) -> None:
    """No text is quoted beside a card for lying nearest the case."""
    _put(assistant.retrieve, "closest_text", lambda *_arguments: None)


def without_corrigendum(assistant: Assistant) -> None:
    """The GDPR as printed on 4 May 2016: the words that the corrigendum of 2018 replaced."""
    whole = assistant.setting.reader.index()
    passages = tuple(_as_printed(passage) for passage in whole.passages.values())
    records, vectors = whole.records, whole.vectors
    less = Index(whole.certificate, passages, records, vectors, whole.exact, whole.keywords)
    _put(IndexReader, "index", lambda _self: less)


@lru_cache(maxsize=1)
def _changes() -> list[dict[str, str]]:
    """What the corrigendum replaced, unit by unit."""
    listed: list[dict[str, str]] = json.loads(CORRIGENDUM.read_text(encoding="utf-8"))["changes"]
    return listed


def _as_printed(passage: Passage) -> Passage:
    if passage.source != "gdpr":
        return passage
    text, lead = passage.text, passage.lead
    for change in _changes():
        unit = f"gdpr:{change['unit']}"
        is_here = passage.locator == unit or passage.locator in ancestors(unit)
        if is_here and passage.lang == change["lang"]:
            text, lead = (words.replace(change["new"], change["old"]) for words in (text, lead))
    return replace(passage, text=text, lead=lead)


def reciprocal_rank_fusion(
    rankings: Sequence[tuple[float, Mapping[str, float]]],
) -> dict[str, float]:
    """The weighted sum of 1 / (60 + rank), in the spread of a sum of z-scores."""
    total: dict[str, float] = defaultdict(float)
    for weight, scores in rankings:
        for rank, unit in enumerate(sorted(scores, key=lambda one: -scores[one]), start=1):
            total[unit] += weight / (RRF_K + rank)
    values = np.array(list(total.values()))
    spread = float(values.std()) if values.size else 0.0
    mean = float(values.mean()) if values.size else 0.0
    return {unit: (value - mean) / (spread or 1.0) for unit, value in total.items()}


assistant_matching = assistant.matching

ABLATIONS: tuple[Ablation, ...] = (
    Ablation("cards", {"fr": "nos fiches", "en": "our cards"}, without_cards),
    Ablation(
        "questions",
        {"fr": "les questions attachées aux passages", "en": "the questions attached to passages"},
        without_questions,
    ),
    Ablation("keywords", {"fr": "les mots (BM25)", "en": "words (BM25)"}, without_keywords),
    Ablation("meaning", {"fr": "le sens (e5)", "en": "meaning (e5)"}, without_meaning),
    Ablation(
        "map", {"fr": "la projection apprise", "en": "the map learnt for the field"}, without_map
    ),
    Ablation(
        "fusion",
        {"fr": "somme des z-scores (RRF à la place)", "en": "sum of z-scores (RRF instead)"},
        with_rank_fusion,
    ),
    Ablation(
        "expansion",
        {"fr": "des fiches vers la loi, des alinéas vers l'article", "en": "from cards to law, from paragraphs to article"},
        without_expansion,
    ),
    Ablation(
        "sentences",
        {"fr": "recherche phrase par phrase", "en": "search sentence by sentence"},
        without_sentences,
    ),
    Ablation(
        "stories",
        {"fr": "la réponse aux récits", "en": "answering stories"},
        without_stories,
    ),
    Ablation(
        "parts",
        {"fr": "une réponse par question posée", "en": "an answer to each question asked"},
        without_parts,
    ),
    Ablation("standing", {"fr": "actualité des textes", "en": "standing of texts"}, without_standing),
    Ablation(
        "leads",
        {"fr": "définitions et textes nommés", "en": "definitions and texts named"},
        without_leads,
    ),
    Ablation(
        "answer_ranking",
        {"fr": "choix de ce qui répond", "en": "choice of what answers"},
        without_answer_ranking,
    ),
    Ablation(
        "closest",
        {"fr": "le texte le plus proche du cas", "en": "the text closest to the case"},
        without_closest,
    ),
    Ablation(
        "corrigendum",
        {"fr": "le rectificatif de 2018", "en": "the corrigendum of 2018"},
        without_corrigendum,
    ),
)  # fmt: skip


def ablation(name: str) -> Ablation:
    """The ablation of that name; raises `KeyError`."""
    return {one.name: one for one in ABLATIONS}[name]


class _KeywordsWithoutCards:
    """A keyword index that finds no card."""

    def __init__(self, keywords: KeywordIndex, kept: frozenset[str]) -> None:
        self._keywords = keywords
        self._kept = kept

    def search(
        self, question: str, lang: Language, limit: int, allowed: frozenset[str] | None = None
    ) -> list[tuple[str, float]]:
        """See `KeywordIndex.search`."""
        kept = self._kept if allowed is None else self._kept & allowed
        return self._keywords.search(question, lang, limit, kept)


def _replace_index(
    served: Assistant, *, keep: Callable[[VectorKey], bool], has_cards: bool = True
) -> None:
    """Let the assistant read an index that holds less than the served one."""
    whole = served.setting.reader.index()
    rows = [row for row, key in enumerate(whole.exact.keys) if keep(key)]
    keys = [whole.exact.keys[row] for row in rows]
    exact = ExactVectors(keys, whole.exact.matrix[rows], whole.passages)
    passages = tuple(p for p in whole.passages.values() if has_cards or not is_card(p.locator))
    kept = frozenset(passage.id for passage in passages)
    keywords: Any = whole.keywords if has_cards else _KeywordsWithoutCards(whole.keywords, kept)
    less = Index(whole.certificate, passages, whole.records, exact, exact, keywords)
    _put(IndexReader, "index", lambda _self: less)


def _put(place: Any, name: str, value: object) -> None:
    """Replace a part of the program, which must be there, for the rest of this process."""
    if not hasattr(place, name):
        raise AttributeError(f"{place!r} has no {name}: the ablation takes nothing out")
    setattr(place, name, value)
