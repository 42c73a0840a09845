"""A source as the library lists it: what became of it, language by language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.manifest import as_recorded
from corpus.nouns import LANGUAGES, Language, Source, SourceStatus
from corpus.store import SourceRecord

# "named": known by its title only, on purpose. The others are those of `SourceRecord`.
Standing = Literal["loaded", "kept", "missing", "refused", "named"]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source and what became of it, one record a language."""

    source: Source
    records: tuple[SourceRecord, ...]

    @property
    def standing(self) -> Standing:
        """The best that can be said of any of its languages."""
        held = [record.status for record in self.records if record.passage_count]
        if held:
            return "loaded" if "loaded" in held else "kept"
        if any(record.status == "refused" for record in self.records):
            return "refused"
        is_expected = self.source.origins or self.source.authority == "user"
        return "missing" if is_expected else "named"

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages it is loaded in."""
        held = {record.lang for record in self.records if record.passage_count}
        return tuple(lang for lang in LANGUAGES if lang in held)

    @property
    def copies(self) -> tuple[Source, ...]:
        """The source as each copy it is loaded from leaves it; as the manifest has it if none is."""
        held = (as_recorded(self.source, record) for record in self.records if record.passage_count)
        return tuple(held) or (self.source,)

    @property
    def statuses(self) -> tuple[SourceStatus, ...]:
        """How far the loaded texts may be relied upon, each reservation once."""
        said = dict.fromkeys(copy.status for copy in self.copies)
        return tuple(status for status in said if status != "current")

    def notes(self, lang: str) -> tuple[str, ...]:
        """What a reader should know of the loaded texts, in `lang` if it is written in it."""
        return tuple(dict.fromkeys(copy.note(lang) for copy in self.copies if copy.note(lang)))

    @property
    def passage_count(self) -> int:
        """How many passages it has, all languages together."""
        return sum(record.passage_count for record in self.records)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why something of it is not loaded, or was kept; each once."""
        absent = (record.reason for record in self.records if record.status != "loaded")
        return tuple(dict.fromkeys(reason for reason in absent if reason))
