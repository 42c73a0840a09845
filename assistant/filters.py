"""What a reader limits a question to: the law alone, texts of one language, the law of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from corpus.nouns import LANGUAGES, Authority, Language


@dataclass(frozen=True, slots=True)
class Filters:
    """Nothing set, nothing limited; `as_of` None is the law of today."""

    is_law_only: bool = False
    text_lang: Language | None = None
    as_of: date | None = None

    @property
    def authorities(self) -> frozenset[Authority] | None:
        """Whose words may answer; None: everybody's."""
        return frozenset({"law"}) if self.is_law_only else None

    def to_json(self) -> dict[str, Any]:
        """What is set, as it is stored beside the answer."""
        written = {
            "law_only": self.is_law_only,
            "text_lang": self.text_lang,
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }
        return {name: value for name, value in written.items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The filters `to_json` gave; what cannot be read limits nothing."""
        lang, day = stored.get("text_lang"), stored.get("as_of")
        try:
            as_of = date.fromisoformat(day) if day else None
        except (TypeError, ValueError):
            as_of = None
        return cls(bool(stored.get("law_only")), lang if lang in LANGUAGES else None, as_of)


NO_FILTERS = Filters()
