"""What becomes of a citation, and of a sentence, that does not hold.

The same for composed and generated answers: quotes are looked up in the store again, a sentence
without a citation is listed, and so is one whose figures or articles its citations do not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from assistant.answer import Citation, QuoteStatus
from assistant.figures import claimed_figures, held_figures
from assistant.quote import quote_status
from assistant.references import find_cited, find_references
from assistant.sentences import sentences
from corpus.index import Index
from corpus.locator import ancestors, article_of
from corpus.nouns import Passage

MARKER = re.compile(r"\[(\d{1,9})\]")
"""A citation's number in the text of an answer."""
_MARKERS_ALONE = re.compile(r"(?:\[\d+\]\s*)+")
_ITEM = re.compile(r"^(?:[-+*•]|\d+[.)])\s+")
# A quote, a heading, a rule, a note in italics.
_NO_CLAIM = re.compile(r">|#{1,6}\s|-{3,}$|\*[^*\s][^*]*\*$")


def check_quotes(
    citations: Iterable[Citation], index: Index, as_of: date | None = None
) -> tuple[Citation, ...]:
    """Each citation with the status its words deserve in the version in force on `as_of`."""
    return tuple(replace(c, quote_status=_status(c, index, as_of)) for c in citations)


def unsupported_sentences(
    text: str, citations: Iterable[Citation], index: Index, as_of: date | None = None
) -> tuple[str, ...]:
    """Sentences of the answer (quotes and notes apart) that no citation carries."""
    by_number = {citation.n: citation for citation in citations}
    return tuple(
        sentence for sentence in claims(text) if not is_supported(sentence, by_number, index, as_of)
    )


def claims(text: str) -> list[str]:
    """The sentences of an answer that claim something: no quote, note, heading, or lead-in."""
    found: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if _NO_CLAIM.match(stripped):
            continue
        stripped = _ITEM.sub("", stripped)
        # Markers stay with the sentence they follow.
        for span in sentences(stripped):
            sentence = span.of(stripped)
            if _MARKERS_ALONE.fullmatch(sentence) and found:
                found[-1] += f" {sentence}"
            elif any(char.isalnum() for char in sentence) and not _is_lead_in(sentence):
                found.append(sentence)
    return found


def is_supported(
    sentence: str, by_number: Mapping[int, Citation], index: Index, as_of: date | None = None
) -> bool:
    """Whether a sentence cites something that exists and holds its figures and articles."""
    cited = [by_number.get(int(number)) for number in MARKER.findall(sentence)]
    held = [c for c in cited if c and c.quote_status in ("exact", "repaired", "not_loaded")]
    if not held or None in cited:
        return False
    bare = MARKER.sub("", sentence)
    units = [_cited_units(citation, index, as_of) for citation in held]
    texts = " ".join(unit.full_text for around in units for unit in around)
    return claimed_figures(bare) <= held_figures(texts) and _articles_hold(bare, held, units, index)


def _is_lead_in(sentence: str) -> bool:
    """Whether it only announces what follows ("The conditions:"), without a figure or an article."""
    announces = sentence.endswith(":")
    return announces and not claimed_figures(sentence) and not find_references(sentence)


def _articles_hold(
    sentence: str, held: Iterable[Citation], units: Iterable[list[Passage]], index: Index
) -> bool:
    """An article a sentence names must exist, and a citation must be of it or refer to it."""
    named = find_references(sentence)
    if not named:
        return True
    known = {article_of(citation.locator) for citation in held}
    known |= {article_of(cited) for around in units for unit in around for cited in _cited(unit)}
    return all(article_of(n) in known and _may_exist(n, index) for n in named)


def _may_exist(locator: str, index: Index) -> bool:
    source = locator.partition(":")[0]
    is_loaded = any(r.source == source and r.passage_count for r in index.records)
    return index.has(locator) or not is_loaded


def _cited(unit: Passage) -> Iterator[str]:
    yield from unit.cited_locators
    yield from find_cited(f"{unit.heading}. {unit.full_text}", unit.locator)


def _cited_units(citation: Citation, index: Index, as_of: date | None) -> list[Passage]:
    """The unit a citation stands in and the one around it: the next sentence is still its own."""
    locators = (citation.locator, *ancestors(citation.locator)[:1])
    return [index.passage(a, citation.lang, as_of) for a in locators if index.has(a)]


def _status(citation: Citation, index: Index, as_of: date | None) -> QuoteStatus:
    if citation.quote_status == "not_loaded":
        return "not_loaded" if not index.has(citation.locator) else "not_found"
    if not index.has(citation.locator):
        return "not_found"
    unit = index.passage(citation.locator, citation.lang, as_of)
    return quote_status(citation.quote, unit.full_text)
