"""Texts in memory to make questions from: a tiny made-up law, all our cards, the laws of a mirror."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.study.texts import StudyTexts, articles_of, fact_cards
from corpus.card import Card
from corpus.index import Index
from corpus.manifest import default_manifest
from corpus.nouns import LANGUAGES, Language, Origin, Passage
from ingest.parse import cards
from ingest.parse.loaders import LOADERS

TODAY = date(2026, 11, 22)
CARDS = Path(__file__).parents[3] / "corpus" / "cards"
LAWS = ("gdpr", "lil", "cpce", "conso", "eprivacy")


def shelf(
    passages: Iterable[Passage], lang: Language = "en", facts: dict[str, Card] | None = None
) -> StudyTexts:
    """These passages as an index that is only read, never searched."""
    certificate: Any = SimpleNamespace(version="20261122T1")
    unused: Any = None
    index = Index(certificate, tuple(passages), (), unused, unused, unused)
    known = facts if facts is not None else fact_cards(lang)
    return StudyTexts(index, default_manifest(), lang, TODAY, known, articles_of(index))


@cache
def our_cards() -> tuple[Passage, ...]:
    """Every card, in both languages."""
    source = default_manifest().source("card")
    return tuple(
        passage
        for lang in LANGUAGES
        for passage in cards.load(source, Origin("repository", "cards", "cards", lang), CARDS)
    )


@cache
def laws_of(mirror: Path) -> tuple[Passage, ...]:
    """The laws that the mirror holds, each language from its first copy."""
    manifest = default_manifest()
    passages: list[Passage] = []
    for source in (manifest.source(name) for name in LAWS):
        for lang in source.languages:
            held = [o for o in source.origins if o.kind == "mirror" and o.lang == lang]
            held = [o for o in held if (mirror / o.path).exists()]
            if held:
                loader = LOADERS[held[0].loader]
                passages += loader(source, held[0], mirror / held[0].path)
    return tuple(passages)


def article(number: int, text: str, lang: Language = "en", **more: Any) -> Passage:
    """A whole article of a made-up law."""
    values: dict[str, Any] = {"heading": f"Subject {number}", **more}
    return Passage(f"gdpr:art-{number}", lang, "gdpr", "article", text=text, **values)


def card_passage(name: str, heading: str, text: str, body: str = "", **more: Any) -> list[Passage]:
    """A card and its body, as the index keeps them."""
    card = Passage(f"card:{name}", "en", "card", "card", heading, text, **more)
    if not body:
        return [card]
    return [card, Passage(f"card:{name}#body", "en", "card", "card", heading, body)]
