"""Facts on the desk, a decision with its quotes off it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.campaign.cited import CitedDecision, cite_decision
from assistant.campaign.decide import decide
from assistant.campaign.facts import Facts
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language

TODAY = date(2026, 11, 23)
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True)
class Desk:
    """Decides facts given as JSON and cites the decision from one index."""

    index: Index
    manifest: Manifest

    def cite(
        self,
        raw: dict[str, Any],
        lang: Language = "en",
        day: date = TODAY,
        *,
        is_confirmed: bool = True,
    ) -> CitedDecision:
        decision = decide(Facts.from_json(raw), day, is_confirmed=is_confirmed)
        return cite_decision(decision, self.index, self.manifest, lang)
