"""Citations: a numbered quote, its label, its authority and its dates."""

from __future__ import annotations

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
        flags=passage.flags,
    )


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


def quote_block(citation: Citation, lang: Language) -> str:
    """The citation as a Markdown block quote: the words, then who says them and since when."""
    facts = [AUTHORITIES[lang][citation.authority]]
    if citation.applies_from and citation.authority == "law":
        facts.append(phrase("in_force", lang, day=spoken_date(citation.applies_from, lang)))
    if citation.applies_until and citation.authority == "law":
        facts.append(phrase("until", lang, day=spoken_date(citation.applies_until, lang)))
    if citation.text_of and not citation.applies_from:
        facts.append(phrase("text_of", lang, day=spoken_date(citation.text_of, lang)))
    if citation.last_modified:
        facts.append(phrase("modified", lang, day=spoken_date(citation.last_modified, lang)))
    if citation.published and not citation.applies_from:
        facts.append(phrase("published", lang, day=spoken_date(citation.published, lang)))
    if citation.source_status != "current":
        facts.append(f"**{SOURCE_STATUSES[lang][citation.source_status]}**")
    if "instructions" in citation.flags:
        facts.append(f"**{phrase('speaks_to_machines', lang)}**")
    if citation.quote and citation.lang != lang:
        facts.append(LANGUAGE_NAMES[lang][citation.lang])
    facts.append(f"*{QUOTE_STATUSES[lang][citation.quote_status]}*")
    if citation.quote_status == "not_loaded" and citation.url:
        facts.append(f"[{phrase('official_text', lang)}]({citation.url})")
    signature = f"— **{citation.label}** · {' · '.join(facts)} [{citation.n}]"
    lines = [f"> {line}" for line in citation.quote.splitlines() if line.strip()]
    return "\n>\n".join([*_joined_points(lines), f"> {signature}"])


def _joined_points(lines: list[str]) -> list[str]:
    # Points (a), (b) … of a paragraph are lines of one block, not paragraphs of their own.
    return ["  \n".join(lines)] if lines else []
