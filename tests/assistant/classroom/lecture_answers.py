"""Answers of a made-up law, as a lecture gets them."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.answer import Answer, Citation

BELL = "The bell rings at noon."


def cited(n: int = 1, quote: str = BELL, **more: Any) -> Citation:
    values: dict[str, Any] = {
        "n": n,
        "locator": f"gdpr:art-{n}",
        "source": "gdpr",
        "label": f"GDPR, Article {n}",
        "lang": "en",
        "authority": "law",
        "quote": quote,
        "quote_status": "exact",
        "url": "https://eur-lex.europa.eu/",
    }
    return Citation(**{**values, **more})


def answered(text: str, *citations: Citation, **more: Any) -> Answer:
    values: dict[str, Any] = {
        "question": "Who rings?",
        "lang": "en",
        "outcome": "answered",
        "mode": "composed",
        "index_version": "1",
        "as_of": date(2026, 11, 22),
    }
    return Answer(**{**values, "text": text, "citations": citations, **more})
