"""A tiny made-up law of street criers in memory, and an assistant over it: no model, no file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.chain import Setting
from corpus.embedder import Vectors
from corpus.index import Index
from corpus.keywords import KeywordIndex
from corpus.manifest import default_manifest
from corpus.nouns import Language, Passage, UnitKind
from corpus.store import SourceRecord
from corpus.vectors import ExactVectors

REFORM = date(2026, 8, 11)
HOSTILE = "<img src=http://evil.test/a.png> ![x](http://evil.test/b.png) $x$ :red[a] www.evil.test"


class OneEmbedder:
    """Every text lies in the same place: only words tell them apart."""

    name = "one"
    dimension = 2

    def embed_query(self, text: str) -> Vectors:
        return np.array([1, 0], dtype=np.float32)

    def embed_passages(self, texts: Any) -> Vectors:
        return np.stack([self.embed_query(text) for text in texts])


def _law(lang: Language, unit: str, kind: UnitKind, text: str, **more: Any) -> Passage:
    heading = "Des crieurs" if lang == "fr" else "Criers"
    values = {"heading": heading, "applies_from": date(2018, 5, 25), **more}
    return Passage(f"gdpr:{unit}", lang, "gdpr", kind, text=text, **values)


def _criers(lang: Language) -> list[Passage]:
    lead, points, second = {
        "fr": (
            "Le crieur se tait quand :",
            ("un volet est fermé ;", "un chien dort sur le seuil."),
            "Le paragraphe 1, point b), et l'article 22 valent aussi la nuit ; voir le considérant 7.",
        ),
        "en": (
            "The crier keeps silent when:",
            ("a shutter is closed;", "a dog sleeps on the doorstep."),
            "Point (b) of paragraph 1 and Article 22 hold at night too; see recital 7.",
        ),
    }[lang]
    marks = ("a)", "b)") if lang == "fr" else ("(a)", "(b)")
    listed = "\n".join(f"{mark} {text}" for mark, text in zip(marks, points, strict=True))
    first = f"{lead}\n{listed}"
    drum = {"fr": "Le tambour se tait aussi.", "en": "The drum keeps silent too."}[lang]
    sleep = {"fr": "La ville doit dormir.", "en": "The town must sleep."}[lang]
    return [
        _law(lang, "rec-7", "recital", sleep, heading=""),
        _law(lang, "art-21", "article", f"1. {first}\n2. {second}", is_searched=False),
        _law(lang, "art-21-1", "paragraph", first),
        _law(lang, "art-21-1-a", "point", points[0], lead=lead),
        _law(lang, "art-21-1-b", "point", points[1], lead=lead),
        _law(lang, "art-21-2", "paragraph", second),
        _law(lang, "art-22", "article", drum, heading="Tambours" if lang == "fr" else "Drums"),
    ]


PASSAGES: tuple[Passage, ...] = (
    *_criers("fr"),
    *_criers("en"),
    Passage("lil:art-8", "fr", "lil", "article", "Lanternes", f"Une lanterne. {HOSTILE}"),
    Passage(
        "conso:art-l223-1",
        "fr",
        "conso-2026-04",
        "article",
        "Colporteurs",
        "Le colporteur consulte la liste bleue.",
        applies_until=REFORM,
    ),
    Passage(
        "conso:art-l223-1",
        "fr",
        "conso",
        "article",
        "Colporteurs",
        "Le colporteur demande l'accord du meunier.",
        applies_from=REFORM,
    ),
    Passage(
        "card:crier-visit",
        "fr",
        "card",
        "card",
        "La visite du crieur",
        "Frappez de jour.",
        cited_locators=("gdpr:art-21-1", "eprivacy:art-13"),
        carried=("le silence", "l'annonce"),
    ),
)
RECORDS = (
    SourceRecord("gdpr", "fr", "loaded", passage_count=7),
    SourceRecord("gdpr", "en", "loaded", passage_count=7),
    SourceRecord("lil", "fr", "kept", passage_count=1, reason="gone since"),
    SourceRecord("conso", "fr", "loaded", "mirror", passage_count=1),
    SourceRecord("conso-2026-04", "fr", "loaded", passage_count=1),
    SourceRecord("cpce", "fr", "refused", reason="no <b>article</b> found"),
    SourceRecord("card", "fr", "loaded", passage_count=1),
    SourceRecord("cnil-faq", "fr", "missing", reason="no origin answered"),
)


@dataclass
class SmallReader:
    """Serves one index for ever."""

    served: Index
    embedder: OneEmbedder

    def index(self) -> Index:
        return self.served


def small_assistant(
    passages: tuple[Passage, ...] = PASSAGES, version: str = "20261122T1"
) -> Assistant:
    """An assistant over these passages."""
    embedder = OneEmbedder()
    searched = [passage for passage in passages if passage.is_searched]
    by_id = {passage.id: passage for passage in passages}
    keys = tuple((passage.id, "text") for passage in searched)
    matrix = np.tile(embedder.embed_query(""), (len(searched), 1))
    exact = ExactVectors(keys, matrix, by_id)
    keywords = KeywordIndex.build((p.id, p.lang, p.full_text) for p in searched)
    certificate: Any = SimpleNamespace(version=version)
    index = Index(certificate, passages, RECORDS, exact, exact, keywords)
    reader: Any = SmallReader(index, embedder)
    return Assistant(Setting(reader, default_manifest()))


@cache
def served() -> Assistant:
    """The same assistant for every visit."""
    return small_assistant()
