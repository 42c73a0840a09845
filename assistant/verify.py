"""What becomes of a citation, and of a sentence, that does not hold.

The same for composed and generated answers: quotes are looked up in the store again, a sentence
without a citation is listed, and so is one whose citations do not hold what it states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.answer import Citation, QuoteStatus
from assistant.dates import day_of
from assistant.language import detect_language
from assistant.quote import quote_status
from assistant.sentences import sentences
from assistant.statement import Fault, Ground, faults_in, states_something
from corpus.index import Index
from corpus.locator import ancestors
from corpus.nouns import Language, Passage

MARKER = re.compile(r"\[(\d{1,9})\]")
"""A citation's number in the text of an answer."""
_MARKERS_ALONE = re.compile(r"(?:\[\d+\]\s*)+")
_ITEM = re.compile(r"^(?:[-+*•]|\d+[.)])\s+")
# A quote, a heading, a rule, a note in italics.
_NO_CLAIM = re.compile(r">|#{1,6}\s|-{3,}$|\*[^*\s][^*]*\*$")
_TITLE = re.compile(r"(?<![\w*])\*(?![*\s])[^*\n]{1,120}(?<!\s)\*(?![\w*])")


def check_quotes(
    citations: Iterable[Citation], index: Index, as_of: date | None = None
) -> tuple[Citation, ...]:
    """Each citation with the status its words deserve in the version in force on `as_of`."""
    return tuple(replace(c, quote_status=_status(c, index, as_of)) for c in citations)


def unsupported_sentences(
    text: str, citations: Iterable[Citation], index: Index, as_of: date | None = None
) -> tuple[str, ...]:
    """Sentences of the answer (quotes and notes apart) that no citation carries."""
    return tuple(sentence for sentence, _ in find_faults(text, citations, index, as_of))


def find_faults(
    text: str, citations: Iterable[Citation], index: Index, as_of: date | None = None
) -> tuple[tuple[str, frozenset[Fault]], ...]:
    """The sentences that no citation carries, each with what is wrong with it."""
    claimed = claims(text)
    lang = detect_language(" ".join(claimed))
    desk = _Desk({citation.n: citation for citation in citations}, index, lang, as_of)
    judged = ((sentence, desk.faults(sentence)) for sentence in claimed)
    return tuple((sentence, faults) for sentence, faults in judged if faults)


def claims(text: str) -> list[str]:
    """The sentences of an answer that claim something: no quote, note, heading, or lead-in."""
    found: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if _NO_CLAIM.match(stripped):
            continue
        # Markers stay with the sentence they follow.
        for sentence in _sentences(_ITEM.sub("", stripped)):
            if _MARKERS_ALONE.fullmatch(sentence) and found:
                found[-1] += f" {sentence}"
            elif any(char.isalnum() for char in sentence) and not _is_lead_in(sentence):
                found.append(sentence)
    return found


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line; a title in italics ("*Consent? (cookies)*") is part of one."""
    titles = [match.span() for match in _TITLE.finditer(line)]
    start = None
    for span in sentences(line):
        start = span.start if start is None else start
        if not any(first < span.end < last for first, last in titles):
            yield line[start : span.end]
            start = None


def _is_lead_in(sentence: str) -> bool:
    """Whether it only announces what follows ("The conditions:"), without a figure or an article."""
    return sentence.endswith(":") and not states_something(sentence)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One answer's citations, and the index their passages are read in."""

    by_number: Mapping[int, Citation]
    index: Index
    lang: Language
    as_of: date | None

    def faults(self, sentence: str) -> frozenset[Fault]:
        """What is wrong with a sentence: it cites nothing that holds, or not what it states."""
        cited = [self.by_number.get(int(number)) for number in MARKER.findall(sentence)]
        held = [c for c in cited if c and c.quote_status in ("exact", "repaired", "not_loaded")]
        if not held or None in cited:
            return frozenset({"marker"})
        return faults_in(MARKER.sub("", sentence), self.lang, self._ground(held))

    def _ground(self, held: Sequence[Citation]) -> Ground:
        units = [unit for citation in held for unit in self._units(citation, citation.lang)]
        read = [unit for citation in held for unit in self._units(citation, self.lang)]
        own = [unit for unit in read if unit.lang == self.lang]
        is_loaded = all(self.index.has(citation.locator) for citation in held)
        return Ground(
            units=tuple(dict.fromkeys([*units, *own])),
            own=tuple(dict.fromkeys(own)),
            is_readable=is_loaded and len(own) == len(read),
            locators=tuple(citation.locator for citation in held),
            labels=" ; ".join(f"{c.label} {c.locator}" for c in held),
            days=frozenset(day_of(day) for citation in held for day in _days(citation)),
            exists=self._may_exist,
        )

    def _units(self, citation: Citation, lang: Language) -> list[Passage]:
        """The unit a citation stands in and the one around it: the next sentence is still its own."""
        locators = (citation.locator, *ancestors(citation.locator)[:1])
        return [self.index.passage(a, lang, self.as_of) for a in locators if self.index.has(a)]

    def _may_exist(self, locator: str) -> bool:
        source = locator.partition(":")[0]
        is_loaded = any(r.source == source and r.passage_count for r in self.index.records)
        return self.index.has(locator) or not is_loaded


def _days(citation: Citation) -> Iterator[date]:
    """The dates printed with a citation; a text that applies until a day stands the day before."""
    days = (citation.applies_from, citation.last_modified, citation.text_of, citation.published)
    yield from (day for day in days if day)
    if citation.applies_until:
        yield from (citation.applies_until, citation.applies_until - timedelta(days=1))


def _status(citation: Citation, index: Index, as_of: date | None) -> QuoteStatus:
    if citation.quote_status == "not_loaded":
        return "not_loaded" if not index.has(citation.locator) else "not_found"
    if not index.has(citation.locator):
        return "not_found"
    unit = index.passage(citation.locator, citation.lang, as_of)
    return quote_status(citation.quote, unit.full_text)
