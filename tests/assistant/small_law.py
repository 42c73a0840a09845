"""A made-up law of town criers, published as a real index, and the assistant that serves it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.chain import Setting
from assistant.chat_limits import ChatLimits
from assistant.generate import Chat, guarded
from assistant.providers import Provider
from assistant.question import Question, understand
from assistant.retrieve import Retrieved, retrieve
from corpus.embedder import Vectors
from corpus.index import Index, IndexReader
from corpus.keywords import KeywordIndex
from corpus.manifest import default_manifest
from corpus.nouns import Language, Passage
from corpus.settings import IndexSettings
from corpus.store import SCHEMA_VERSION, SourceRecord, StoreWriter, read_store
from corpus.vectors import build_chroma
from corpus.versions import CHROMA, KEYWORDS, STORE, BirthCertificate, IndexVersions
from ingest.embed import embed, faces

VERSION = "20261122T100000000000Z"
TODAY = date(2026, 11, 22)
SINCE = date(2018, 5, 25)
REFORM = date(2026, 8, 11)


class WordsEmbedder:
    """Hashed words on a common ground, so that any two texts lie near each other, as with e5."""

    name = "test/words"
    dimension = 256
    ground = 0.8

    def embed_query(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in set(re.findall(r"\w+", text.lower())):
            digest = sha256(word.encode()).digest()
            vector[1 + digest[0] % (self.dimension - 1)] += 1.0 if digest[1] % 2 else -1.0
        length = float(np.linalg.norm(vector)) or 1.0
        vector *= (1 - self.ground**2) ** 0.5 / length
        vector[0] = self.ground
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.embed_query(text) for text in texts])


def _law(unit: str, lang: Language, kind: Any, text: str, **more: Any) -> Passage:
    heading = {"fr": "Des crieurs", "en": "Criers"}[lang]
    values: dict[str, Any] = {
        "heading": heading,
        "url": f"https://eur-lex.europa.eu/{lang}/{unit}",
        "applies_from": SINCE,
        **more,
    }
    return Passage(locator=f"gdpr:{unit}", lang=lang, source="gdpr", kind=kind, text=text, **values)


_KNOCK = {
    "fr": "Le crieur ne frappe à une porte qu'avec l'accord de l'habitant.",
    "en": "A crier knocks at a door only with the agreement of the householder.",
}
_WITHDRAW = {
    "fr": "L'accord se retire à tout moment, avec effet sous 2 jours.",
    "en": "The agreement is withdrawn at any moment, with effect within 2 days.",
}
_LEAD = {"fr": "Le crieur se tait quand :", "en": "The crier keeps silent when:"}
_POINTS = {
    "fr": ("un volet est fermé ;", "un chien dort sur le seuil."),
    "en": ("a shutter is closed;", "a dog sleeps on the doorstep."),
}
_FINE = {
    "fr": (
        "Le crieur qui passe outre à l'article 5 paie une amende de 20 000 EUR au plus, ou 4 % de ses recettes.",
        "Il se tait ensuite pendant 72 heures et tient un registre pendant trois ans.",
    ),
    "en": (
        "A crier who disregards Article 5 pays a fine of 20 000 EUR at most, or 4 % of his takings.",
        "He then keeps silent for 72 hours and keeps a register for three years.",
    ),
}


def _criers(lang: Language) -> list[Passage]:
    points = "\n".join(f"{mark}) {text}" for mark, text in zip("ab", _POINTS[lang], strict=True))
    silence = f"{_LEAD[lang]}\n{points}"
    fine = " ".join(_FINE[lang])
    recital = {
        "fr": "La ville doit pouvoir dormir. Le repos des habitants passe avant le commerce des crieurs.",
        "en": "The town must be able to sleep. The rest of its people comes before the criers' trade.",
    }[lang]
    return [
        _law(
            "art-5", lang, "article", f"1. {_KNOCK[lang]}\n2. {_WITHDRAW[lang]}", is_searched=False
        ),
        _law("art-5-1", lang, "paragraph", _KNOCK[lang]),
        _law("art-5-2", lang, "paragraph", _WITHDRAW[lang]),
        _law("art-21", lang, "article", f"1. {silence}", is_searched=False),
        _law("art-21-1", lang, "paragraph", silence),
        _law("art-21-1-a", lang, "point", _POINTS[lang][0], lead=_LEAD[lang]),
        _law("art-21-1-b", lang, "point", _POINTS[lang][1], lead=_LEAD[lang]),
        _law("art-83", lang, "article", fine),
        _law("rec-7", lang, "recital", recital, heading=""),
    ]


_SEASONS = " ".join(
    f"Au {name}, la trompette se range dans son étui de cuir numéro {number} après la ronde du soir."
    for number, name in enumerate("printemps été automne hiver carnaval marché".split(), start=1)
)
_BELLS = "Les cloches de bronze se frottent au chiffon sec, puis se pendent à la poutre du grenier."
_LONG = f"{_SEASONS}\n{_BELLS}"

_FRENCH_ONLY = [
    Passage(
        "lil:art-82", "fr", "lil", "article", "Lanternes",
        "Nul n'allume une lanterne devant la maison d'autrui sans le lui avoir dit.",
    ),
    Passage(
        "conso:art-l223-1", "fr", "conso", "article", "",
        "Le colporteur inscrit sur la liste bleue n'approche pas du moulin pendant 10 jours.",
        applies_from=date(2020, 1, 1), applies_until=REFORM,
    ),
    Passage(
        "conso:art-l223-1", "fr", "conso", "article", "",
        "Le colporteur n'approche du moulin qu'avec un accord écrit du meunier.",
        applies_from=REFORM,
    ),
    Passage(
        "conso:art-l223-9", "fr", "conso", "article", "",
        "Les tambours d'osier se vendent au quai des potiers.",
        applies_until=date(2021, 1, 1),
    ),
    Passage(
        "cnil-faq:61", "fr", "cnil-faq", "entry", "Combien de temps garder le carnet de tournée ?",
        "Le carnet de tournée se garde jusqu'à la lune suivante.",
        url="https://www.cnil.fr/fr/carnet", last_modified=date(2017, 5, 3),
        questions=("Combien de temps garder le carnet de tournée ?",), keywords=("carnet", "lune"),
    ),
    Passage("cnil-dev-guide:sheet-3", "fr", "cnil-dev-guide", "section", "Instruments", _LONG, is_searched=False),
    Passage("cnil-dev-guide:sheet-3#1", "fr", "cnil-dev-guide", "section", "Instruments", _SEASONS),
    Passage("cnil-dev-guide:sheet-3#2", "fr", "cnil-dev-guide", "section", "Instruments", _BELLS),
    Passage(
        "cnil-dpo-guide:p12", "fr", "cnil-dpo-guide", "page", "",
        "Le veilleur note chaque ronde dans un cahier relié.", page=12,
    ),
]  # fmt: skip

QUESTIONS: dict[Language, str] = {
    "fr": "Un crieur peut-il frapper à la porte d'un habitant ?",
    "en": "May a crier knock at the door of a householder?",
}
SHORT_ANSWERS = {
    "fr": "Oui, si l'habitant a donné son accord. Sinon, l'amende monte à 20 000 euros.",
    "en": "Yes, if the householder gave an agreement. Otherwise the fine goes up to 20 000 euros.",
}
_CARRIED = {
    "fr": ("l'accord donné par l'habitant", "le montant de l'amende", "l'annonce par pigeon"),
    "en": ("the agreement of the householder", "the amount of the fine", "announcing by pigeon"),
}


def _card(lang: Language) -> Passage:
    return Passage(
        "card:crier-visit", lang, "card", "card", {"fr": "La visite du crieur", "en": "A crier's visit"}[lang],
        SHORT_ANSWERS[lang],
        questions=(QUESTIONS[lang],),
        keywords=("crieur", "porte") if lang == "fr" else ("crier", "door"),
        cited_locators=("gdpr:art-5-1", "gdpr:art-83", "eprivacy:art-13-2"),
        carried=_CARRIED[lang],
    )  # fmt: skip


SMALL_LAW: tuple[Passage, ...] = (
    *_criers("fr"), *_criers("en"), *_FRENCH_ONLY, _card("fr"), _card("en"),
)  # fmt: skip


def publish(data: Path, passages: Sequence[Passage] = SMALL_LAW, version: str = VERSION) -> None:
    """Write an index version piece by piece, as an ingestion does, and serve it."""
    embedder, versions = WordsEmbedder(), IndexVersions(data)
    building = versions.start_build(version)
    wanted = list(faces(passages, embedder.name))
    writer = StoreWriter(building / STORE)
    writer.write_passages(passages)
    writer.write_records(_records(passages))
    for rows in embed(wanted, embedder, {}, lambda _: None):
        writer.write_vectors(rows)
    writer.close()
    contents = read_store(building / STORE, version)
    by_id = {passage.id: passage for passage in passages}
    build_chroma(building / CHROMA, contents.vector_keys, contents.matrix, by_id)
    rows_of_words = ((p.id, p.lang, _words(p)) for p in passages if p.is_searched)
    KeywordIndex.build(rows_of_words).save(building / KEYWORDS)
    certificate = BirthCertificate(
        version=version,
        schema_version=SCHEMA_VERSION,
        embedding_model=embedder.name,
        dimension=embedder.dimension,
        chroma_version="1.5.9",
        passage_count=len(passages),
        vector_count=len(wanted),
        built_at="2026-11-22T10:00:00+00:00",
        inputs={},
        verification={},
    )
    versions.finish_build(building, certificate)
    versions.publish(version)


def supply(monkeypatch: pytest.MonkeyPatch, source: str, origin: str) -> None:
    """Have the next `publish` say that a source was read from another kind of origin."""
    records = _records

    def supplied(passages: Sequence[Passage]) -> list[SourceRecord]:
        return [
            replace(record, origin=origin) if record.source == source else record
            for record in records(passages)
        ]

    monkeypatch.setattr(f"{__name__}._records", supplied)


def open_small_law(data: Path, chat_model: Any = None, store: str = "exact") -> Assistant:
    embedder = WordsEmbedder()
    settings = IndexSettings.model_validate(
        {"embedding_model": embedder.name, "vector_store": store}
    )
    reader = IndexReader(data, settings, embedder)
    chat = None
    if isinstance(chat_model, Chat):
        chat = chat_model
    elif chat_model is not None:
        here = Provider("Fake", "localhost", "local", is_local=True)
        chat = guarded(chat_model, "fake:model", here, ChatLimits())
    return Assistant(Setting(reader, default_manifest(), chat))


def find(index: Index, text: str, **asked: Any) -> Retrieved:
    """What retrieval gives for a question of the small law."""
    question = Question(text, **{"as_of": TODAY, **asked})
    return retrieve(understand(question), index, WordsEmbedder())


def with_hits(retrieved: Retrieved, *locators: str) -> Retrieved:
    """The same, with only these hits, in this order."""
    by_locator = {hit.passage.locator: hit for hit in retrieved.hits}
    return replace(retrieved, hits=tuple(by_locator[locator] for locator in locators))


def _records(passages: Sequence[Passage]) -> list[SourceRecord]:
    records = []
    for source in default_manifest().sources.values():
        for lang in source.languages:
            count = sum(p.source == source.id and p.lang == lang for p in passages)
            if count:
                records.append(SourceRecord(source.id, lang, "loaded", "mirror", "0" * 64, count))
            else:
                records.append(
                    SourceRecord(source.id, lang, "missing", reason="no origin answered")
                )
    return records


def _words(passage: Passage) -> str:
    return " ".join((*passage.questions, passage.heading, *passage.keywords, passage.full_text))
