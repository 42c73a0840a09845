"""What becomes of a citation, and of a sentence, that does not hold.

The same for composed and generated answers: quotes are looked up in the store again, a sentence
without a citation is listed, and so is one whose figures or articles its citations do not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.answer import Citation, QuoteStatus
from assistant.quote import quote_status
from assistant.references import find_references
from assistant.sentences import sentences
from corpus.errors import UnknownLocator
from corpus.index import Index
from corpus.locator import ancestors

_MARKER = re.compile(r"\[(\d{1,3})\]")
_NUMBER = re.compile(r"\d+(?:[.,  ]\d+)*")
# Figures of a sentence that must stand in what it cites: amounts, durations, percentages, dates.
_FIGURE_NEEDED = re.compile(
    r"(\d+(?:[.,  ]\d+)*)\s*(%|€|euros?|EUR|M€|millions?|heures?|hours?|jours?|days?|mois|months?|ans?|years?)",
    re.IGNORECASE,
)


def check_quotes(citations: Iterable[Citation], index: Index) -> tuple[Citation, ...]:
    """Each citation with the status its words deserve in the served index."""
    return tuple(replace(c, quote_status=_status(c, index)) for c in citations)


def unsupported_sentences(
    text: str, citations: Iterable[Citation], index: Index
) -> tuple[str, ...]:
    """Sentences of the answer (quotes and notes apart) that no citation carries."""
    by_number = {citation.n: citation for citation in citations}
    return tuple(
        sentence for sentence in claims(text) if not is_supported(sentence, by_number, index)
    )


def claims(text: str) -> list[str]:
    """The sentences of an answer that claim something: no quote, note, heading, or lead-in."""
    found: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        is_note = stripped.startswith("*") and not stripped.startswith("**")
        if not stripped or is_note or stripped.startswith((">", "#", "---")):
            continue
        stripped = re.sub(r"^[-•]\s+|^\d+[.)]\s+", "", stripped)
        # Markers stay with the sentence they follow.
        for span in sentences(stripped):
            sentence = span.of(stripped)
            if re.fullmatch(r"(?:\[\d+\]\s*)+", sentence) and found:
                found[-1] += f" {sentence}"
            elif any(char.isalnum() for char in sentence) and not sentence.endswith(":"):
                found.append(sentence)
    return found


def is_supported(sentence: str, by_number: Mapping[int, Citation], index: Index) -> bool:
    """Whether a sentence cites something that exists and holds its figures and articles."""
    cited = [by_number.get(int(number)) for number in _MARKER.findall(sentence)]
    held = [c for c in cited if c and c.quote_status in ("exact", "repaired", "not_loaded")]
    if not held or None in cited:
        return False
    texts = " ".join(_cited_text(citation, index) for citation in held)
    return _figures_hold(sentence, texts) and _articles_hold(sentence, held, index)


def _figures_hold(sentence: str, texts: str) -> bool:
    figures = [_plain(match[1]) for match in _FIGURE_NEEDED.finditer(_MARKER.sub("", sentence))]
    numbers = {_plain(number) for number in _NUMBER.findall(texts)} | _spelled_numbers(texts)
    return all(figure in numbers for figure in figures)


def _articles_hold(sentence: str, held: Iterable[Citation], index: Index) -> bool:
    """An article a sentence names must exist; one of the citations is expected to be in it."""
    for locator in find_references(_MARKER.sub("", sentence)):
        source = locator.partition(":")[0]
        is_loaded = any(r.source == source and r.passage_count for r in index.records)
        if is_loaded and not index.has(locator):
            return False
    return True


def _cited_text(citation: Citation, index: Index) -> str:
    """The whole unit a citation stands in: a figure of the next sentence is still its own."""
    try:
        unit = index.passage(citation.locator, citation.lang)
    except UnknownLocator:
        return citation.quote
    around = [
        index.passage(a, citation.lang).full_text
        for a in ancestors(citation.locator)[:1]
        if index.has(a)
    ]
    return " ".join([unit.full_text, *around])


def _status(citation: Citation, index: Index) -> QuoteStatus:
    if citation.quote_status == "not_loaded":
        return "not_loaded" if not index.has(citation.locator) else "not_found"
    try:
        unit = index.passage(citation.locator, citation.lang)
    except UnknownLocator:
        return "not_found"
    return quote_status(citation.quote, unit.full_text)


def _plain(number: str) -> str:
    return re.sub(r"[  ]", "", number).replace(",", ".")


_SPELLED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "twelve": 12, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8,
    "dix": 10, "douze": 12, "treize": 13, "quinze": 15, "vingt": 20, "seize": 16, "sixteen": 16,
}  # fmt: skip


def _spelled_numbers(text: str) -> set[str]:
    lowered = set(re.findall(r"\w+", text.lower()))
    return {str(value) for word, value in _SPELLED.items() if word in lowered}
