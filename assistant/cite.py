"""Citations: a numbered quote, its label, its authority and its dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.quote import quote_status
from assistant.sentences import Span
from assistant.wording import (
    AUTHORITIES,
    LANGUAGE_NAMES,
    QUOTE_STATUSES,
    SOURCE_STATUSES,
    phrase,
    spoken_date,
)
from corpus.locator import label
from corpus.manifest import Manifest
from corpus.nouns import Language, Passage, Source

OLD_ENTRY_YEAR = 2018
"""Answers of the CNIL last changed in this year or before are marked as old."""


def cite(
    n: int, passage: Passage, span: Span, source: Source, lang: Language, *, unit: Passage
) -> Citation:
    """Quote `passage.text[span]` as the words of `unit` (the passage itself, or what it is part of).

    Only the law's own numbering is cited: a part made by us is cited as its unit, whose text holds
    the same words.
    """
    quote = span.of(passage.text)
    return Citation(
        n=n,
        locator=unit.locator,
        source=passage.source,
        label=label(unit.locator, source, lang, page=passage.page, heading=passage.heading),
        lang=passage.lang,
        authority=source.authority,
        quote=quote,
        quote_status=quote_status(quote, unit.full_text),
        url=passage.url or source.url(passage.lang),
        page=passage.page,
        applies_from=passage.applies_from or source.applies_from,
        applies_until=passage.applies_until or source.applies_until,
        last_modified=passage.last_modified,
        text_of=source.text_of,
        published=source.published,
        source_status=source.status,
        flags=(*passage.flags, *_age_flag(passage)),
    )


def _age_flag(passage: Passage) -> tuple[str, ...]:
    """ "old" for an answer last changed in the year in which the GDPR began to apply, or before."""
    changed = passage.last_modified
    is_old = passage.kind != "card" and changed is not None and changed.year <= OLD_ENTRY_YEAR
    return ("old",) if is_old else ()


def cite_unloaded(n: int, locator: str, manifest: Manifest, lang: Language) -> Citation:
    """A citation of a unit whose text is not in the index: label and link, no words."""
    source = manifest.of_locator(locator)
    return Citation(
        n=n,
        locator=locator,
        source=source.id,
        label=label(locator, source, lang),
        lang=source.languages[0],
        authority=source.authority,
        quote="",
        quote_status="not_loaded",
        url=source.url(lang),
        applies_from=source.applies_from,
        applies_until=source.applies_until,
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """What a reader is told beside a text; a warning says how far the text can be relied upon."""

    text: str
    is_warning: bool = False


def facts_of(citation: Citation, lang: Language) -> tuple[Fact, ...]:
    """Whose word the cited text is, since when it stands, and with what reservations."""
    told = [Fact(AUTHORITIES[lang][citation.authority])]
    told += [Fact(text) for text in _dates(citation, lang)]
    if citation.source_status != "current":
        told.append(Fact(SOURCE_STATUSES[lang][citation.source_status], is_warning=True))
    if "instructions" in citation.flags:
        told.append(Fact(phrase("speaks_to_machines", lang), is_warning=True))
    if "hidden" in citation.flags:
        told.append(Fact(phrase("hidden_words", lang)))
    if citation.quote and citation.lang != lang:
        told.append(Fact(LANGUAGE_NAMES[lang][citation.lang]))
    return tuple(told)


def _dates(citation: Citation, lang: Language) -> Iterator[str]:
    is_law = citation.authority == "law"
    if citation.applies_from and is_law:
        yield phrase("in_force", lang, day=spoken_date(citation.applies_from, lang))
    if citation.applies_until and (is_law or not citation.published):
        yield phrase("until", lang, day=spoken_date(citation.applies_until, lang))
    if citation.text_of and not citation.applies_from:
        yield phrase("text_of", lang, day=spoken_date(citation.text_of, lang))
    if citation.last_modified:
        yield phrase("modified", lang, day=spoken_date(citation.last_modified, lang))
    if citation.published and not citation.applies_from:
        yield phrase("published", lang, day=spoken_date(citation.published, lang))


def quote_block(citation: Citation, lang: Language) -> str:
    """The citation as a Markdown block quote: the words, then who says them and since when."""
    told = facts_of(citation, lang)
    facts = [f"**{fact.text}**" if fact.is_warning else fact.text for fact in told]
    facts.append(f"*{QUOTE_STATUSES[lang][citation.quote_status]}*")
    if citation.quote_status == "not_loaded" and citation.url:
        facts.append(f"[{phrase('official_text', lang)}]({citation.url})")
    signature = f"— **{citation.label}** · {' · '.join(facts)} [{citation.n}]"
    lines = [f"> {line}" for line in citation.quote.splitlines() if line.strip()]
    return "\n>\n".join([*_joined_points(lines), f"> {signature}"])


def _joined_points(lines: list[str]) -> list[str]:
    # Points (a), (b) … of a paragraph are lines of one block, not paragraphs of their own.
    return ["  \n".join(lines)] if lines else []
