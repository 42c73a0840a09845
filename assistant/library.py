"""The library: every source with what became of it, and the texts unit by unit, as a reader sees them.

Built once for each index version, from the index and the manifest alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.cross_references import Reference, cross_references
from assistant.leaves import Leaf, leaves_of, printed_number
from assistant.reading import Piece, pieces_of
from assistant.source_row import SourceRow
from corpus.errors import UnknownLocator
from corpus.index import Index
from corpus.locator import Locator, ancestors, label
from corpus.manifest import Manifest
from corpus.nouns import LANGUAGES, Language, Passage, Source
from corpus.store import SourceRecord


@dataclass(frozen=True, slots=True)
class Side:
    """One unit in one language: its pieces, and the references their words make, piece by piece."""

    passage: Passage
    source: Source
    pieces: tuple[Piece, ...]
    references: tuple[tuple[Reference, ...], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A leaf, open: each of its units by language, its neighbours, its versions in time.

    `units[i]` holds the sides of the i-th unit, French first. `target` is the unit asked for.
    """

    target: str
    leaf: Leaf
    units: tuple[tuple[Side, ...], ...]
    versions: tuple[Passage, ...]
    previous: Leaf | None
    next: Leaf | None

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages any of its units is in."""
        held = {side.passage.lang for sides in self.units for side in sides}
        return tuple(lang for lang in LANGUAGES if lang in held)


class Library:
    """Immutable; shared by every reader of an index version."""

    def __init__(self, index: Index, manifest: Manifest) -> None:
        self.version = index.version
        self.manifest = manifest
        self._index = index
        self._held: dict[str, list[Passage]] = defaultdict(list)
        for passage in index.passages.values():
            self._held[passage.locator].append(passage)
        self._leaves = leaves_of(self._held)
        self._place = {
            locator: (prefix, number)
            for prefix, leaves in self._leaves.items()
            for number, leaf in enumerate(leaves)
            for locator in leaf.locators
        }

    def rows(self) -> tuple[SourceRow, ...]:
        """Every source of the manifest and every document of the user, loaded or not."""
        records: dict[str, list[SourceRecord]] = defaultdict(list)
        for record in self._index.records:
            records[record.source].append(record)
        sources = self.manifest.sources.values()
        return tuple(SourceRow(source, tuple(records[source.id])) for source in sources)

    def texts(self) -> tuple[Source, ...]:
        """One source for each text that can be opened, in the order of the manifest."""
        first: dict[str, Source] = {}
        for source in self.manifest.sources.values():
            if self._leaves.get(source.prefix):
                first.setdefault(source.prefix, source)
        return tuple(first.values())

    def sources_of(self, prefix: str) -> tuple[Source, ...]:
        """The sources whose units begin with that prefix: several, when they are versions in time."""
        return tuple(s for s in self.manifest.sources.values() if s.prefix == prefix)

    def leaves(self, prefix: str) -> tuple[Leaf, ...]:
        """What can be opened of a text, in reading order; nothing where it is not loaded."""
        return self._leaves.get(prefix, ())

    def has(self, locator: str) -> bool:
        """Whether the unit is loaded."""
        return locator in self._held

    def unit(self, locator: str, lang: Language, as_of: date | None = None) -> Passage:
        """The unit in `lang`, else in the language it has; raises `UnknownLocator`."""
        return self._index.passage(locator, lang, as_of)

    def source_of(self, passage: Passage) -> Source:
        """The source a passage belongs to."""
        return self.manifest.source_of(passage)

    def name(self, passage: Passage, lang: Language) -> str:
        """A unit without the name of its text: "Article 6(1)(f)", "Page 12"."""
        source = self.source_of(passage)
        whole = label(passage.locator, source, lang, heading=passage.heading)
        name = whole.removeprefix(source.short_title(lang)).lstrip(" \u00a0,:")
        return name[:1].upper() + name[1:]

    def open(self, locator: str, as_of: date) -> Reading:
        """The leaf a unit stands in; raises `UnknownLocator` where it is not loaded."""
        target = self._nearest(str(Locator.parse(locator)))
        prefix, number = self._place[self._top(target)]
        leaves = self._leaves[prefix]
        leaf = leaves[number]
        return Reading(
            target=target,
            leaf=leaf,
            units=tuple(self._sides(unit, as_of) for unit in leaf.locators),
            versions=self._versions(self._top(target)),
            previous=leaves[number - 1] if number else None,
            next=leaves[number + 1] if number + 1 < len(leaves) else None,
        )

    def find_words(self, prefix: str, words: str, limit: int) -> tuple[list[Passage], int]:
        """The units of a text that hold exactly `words`, whatever their case, and how many do."""
        wanted = " ".join(words.split()).casefold()
        found = [
            passage
            for leaf in self.leaves(prefix)
            for top in leaf.locators
            for passage in self._innermost(top)
            if wanted and wanted in " ".join(passage.text.split()).casefold()
        ]
        return found[:limit], len(found)

    def _innermost(self, locator: str) -> Iterable[Passage]:
        """The smallest units inside one: words are shown where they stand."""
        parts = self._index.inside(locator)
        for part in parts:
            yield from self._innermost(part)
        covered = {(p.lang, p.source) for part in parts for p in self._held[part]}
        for passage in self._held[locator]:
            if (passage.lang, passage.source) not in covered:
                yield passage

    def _sides(self, locator: str, as_of: date) -> tuple[Side, ...]:
        sides = []
        for lang in LANGUAGES:
            passage = self._index.passage(locator, lang, as_of)
            if passage.lang == lang:
                sides.append(self._side(passage))
        return tuple(sides)

    def _side(self, passage: Passage) -> Side:
        first, *others = pieces_of(passage, self._inside)
        number = printed_number(passage.locator)
        pieces = (replace(first, mark=f"{number} {first.mark}".strip()), *others)
        source = self.source_of(passage)
        # "Article 5" of somebody's contract is its own, not the law's.
        is_followed = source.authority != "user"
        references = tuple(self._references(piece) if is_followed else () for piece in pieces)
        return Side(passage, source, pieces, references)

    def _inside(self, unit: Passage) -> Sequence[Passage]:
        """The units directly inside one, of its language and its version."""
        return [
            part
            for locator in self._index.inside(unit.locator)
            for part in self._held[locator]
            if (part.lang, part.source, part.applies_from)
            == (unit.lang, unit.source, unit.applies_from)
        ]

    def _references(self, piece: Piece) -> tuple[Reference, ...]:
        """Those that lead to a loaded unit, or to the loaded unit around it, but not back here."""
        here, found = {piece.locator, self._top(piece.locator)}, []
        for reference in cross_references(piece.text, piece.locator):
            try:
                target = self._nearest(reference.locator)
            except UnknownLocator:
                continue
            if target not in here:
                found.append(Reference(reference.start, reference.end, target))
        return tuple(found)

    def _nearest(self, locator: str) -> str:
        for candidate in (locator, *ancestors(locator)):
            if candidate in self._held:
                return candidate
        raise UnknownLocator(locator=locator)

    def _top(self, locator: str) -> str:
        return next(name for name in (locator, *ancestors(locator)) if name in self._place)

    def _versions(self, locator: str) -> tuple[Passage, ...]:
        """One passage for each version in time of a unit, the oldest first."""
        by_dates = {(p.applies_from, p.applies_until): p for p in reversed(self._held[locator])}
        versions = by_dates.values()
        ended = [p for p in versions if p.applies_until is not None]
        if not ended and len(by_dates) < 2:
            return ()
        return tuple(sorted(versions, key=lambda p: p.applies_from or date.min))
