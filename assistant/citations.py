"""The citations of one answer, numbered as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Citation
from assistant.cite import cite, cite_unloaded
from assistant.excerpt import excerpt, weights
from assistant.figures import held_figures
from assistant.quote import QUOTE_CHARACTERS
from assistant.retrieve import Retrieved
from assistant.sentences import Span
from corpus.index import Index
from corpus.keywords import words
from corpus.manifest import Manifest
from corpus.nouns import Hit, Language, Passage

# e5 cosines of the parts of one article differ by a few hundredths.
CARRIED_WEIGHT = 0.1
"""What the share of the words a unit is cited for counts, beside the cosine with the question."""


@dataclass(slots=True)
class Citations:
    """Quotes numbered in the order in which they are asked for."""

    index: Index
    manifest: Manifest
    retrieved: Retrieved
    cited: list[Citation] = field(default_factory=list)
    counts: bool = False
    """Whether a number was asked for: quotes are chosen to hold one."""

    @property
    def lang(self) -> Language:
        """The reader's language."""
        return self.retrieved.understood.lang

    def about(self, facet: Retrieved) -> Citations:
        """The same citations, going on with another part of the question."""
        return replace(self, retrieved=facet)

    def find(self, locator: str) -> Citation | None:
        """The citation of a unit that was asked for before."""
        return next((citation for citation in self.cited if citation.locator == locator), None)

    def add_hit(self, hit: Hit, *, limit: int = QUOTE_CHARACTERS) -> Citation:
        """Quote what matched best in a hit."""
        wanted = words(self.retrieved.understood.search_text, self.lang)
        focus = hit.focus
        if self.counts and not held_figures(focus.text) and held_figures(hit.passage.text):
            focus = hit.passage
        # A part made by us is cited as its unit; a point of the law is cited as itself.
        unit = hit.passage if "#" in focus.locator else focus
        return self.find(unit.locator) or self.add(focus, unit, wanted, limit=limit)

    def add(
        self,
        passage: Passage,
        unit: Passage,
        wanted: Sequence[str],
        *,
        limit: int = QUOTE_CHARACTERS,
    ) -> Citation:
        """Quote the part of `passage` that holds most `wanted` words, or its opening."""
        span = excerpt(passage.text, weights(wanted), passage.lang, limit, counts=self.counts)
        return self.add_span(passage, unit, span)

    def add_span(self, passage: Passage, unit: Passage, span: Span) -> Citation:
        """Quote a stretch of `passage` as the words of `unit`."""
        source = self.manifest.source_of(passage)
        citation = cite(len(self.cited) + 1, passage, span, source, self.lang, unit=unit)
        self.cited.append(citation)
        return citation

    def add_locator(
        self,
        locator: str,
        carries: Mapping[Language, str],
        *,
        limit: Callable[[Passage], int] = lambda _: QUOTE_CHARACTERS,
    ) -> Citation:
        """Quote the unit at a locator for what it carries, or name it as not loaded.

        `limit` says how many characters of a unit are quoted.

        `carries` says in each language what the unit is cited for: a text is searched for the words
        of its own language. A unit that was cited before keeps its number and its quote.
        """
        found = self.find(locator)
        if found is not None:
            return found
        as_of = self.retrieved.understood.question.as_of
        if not self.index.has(locator):
            unloaded = cite_unloaded(len(self.cited) + 1, locator, self.manifest, self.lang)
            self.cited.append(unloaded)
            return unloaded
        unit = self.index.passage(locator, self.lang, as_of)
        carried = words(carries.get(unit.lang, ""), unit.lang)
        is_read = unit.lang == self.lang
        asked = words(self.retrieved.understood.search_text, self.lang) if is_read else ()
        part = self._nearest_part(unit, carried)
        wanted = weights(carried, carried, asked)
        return self.add_span(
            part, unit, excerpt(part.text, wanted, part.lang, limit(unit), counts=self.counts)
        )

    def _nearest_part(self, unit: Passage, wanted: Sequence[str]) -> Passage:
        """The part of a long unit that lies nearest the question and what the unit is cited for."""
        as_of = self.retrieved.understood.question.as_of
        inside = [
            self.index.passage(i, unit.lang, as_of) for i in self.index.inside(unit.locator, as_of)
        ]
        parts = [part for part in inside if part.is_searched and "#" in part.locator]
        asked = set(wanted)

        def nearness(part: Passage) -> float:
            shared = len(asked & set(words(part.text, part.lang)))
            cosine = self.index.exact.text_cosine(part.id, self.retrieved.vector)
            return cosine + CARRIED_WEIGHT * shared / max(1, len(asked))

        return max(parts, key=nearness) if len(parts) > 1 else unit
