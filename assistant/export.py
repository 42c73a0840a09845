"""An answer, or a whole conversation, as a document to keep: what was asked, said, and stands where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Citation
from assistant.blocks import Block, Run, block, parse_blocks, to_markdown, to_plain_text
from assistant.conversations import StoredExchange
from assistant.filters import Filters
from assistant.wording import AUTHORITIES, LANGUAGE_NAMES, QUOTE_STATUSES, phrase, spoken_date
from corpus.nouns import Language


@dataclass(frozen=True, slots=True)
class _Phrases:
    question: str
    interrupted: str
    unsupported: str
    citations: str
    quote_status: str
    page: str
    asked: str
    as_of: str
    law_only: str
    modes: dict[str, str]
    made: str
    index_version: str
    machine: str
    legal: str


_PHRASES: dict[Language, _Phrases] = {
    "fr": _Phrases(
        question="Question",
        interrupted="Cette réponse a été interrompue.",
        unsupported="Aucune citation ne porte cette phrase\u00a0:",
        citations="Citations",
        quote_status="Vérification",
        page="page {page}",
        asked="Question posée le {day}.",
        as_of="Droit applicable au {day}.",
        law_only="Textes de loi seulement.",
        modes={
            "composed": "Réponse composée des textes et des fiches de Recital, sans modèle de langue.",
            "generated": "Réponse rédigée par {model}, citations vérifiées par Recital.",
            "sources_only": "Sources seules.",
        },
        made="Document établi le {day}.",
        index_version="Version de l'index\u00a0: {version}.",
        machine="Produit par une machine, Recital.",
        legal="Information, pas un conseil juridique.",
    ),
    "en": _Phrases(
        question="Question",
        interrupted="This answer was interrupted.",
        unsupported="No citation carries this sentence:",
        citations="Citations",
        quote_status="Check",
        page="page {page}",
        asked="Asked on {day}.",
        as_of="Law as of {day}.",
        law_only="Texts of law only.",
        modes={
            "composed": "Composed from the texts and Recital's cards, without a language model.",
            "generated": "Written by {model}, quotes checked by Recital.",
            "sources_only": "Sources only.",
        },
        made="Document made on {day}.",
        index_version="Index version: {version}.",
        machine="Made by a machine, Recital.",
        legal="Information, not legal advice.",
    ),
}


def export_plain_text(exchange: StoredExchange, lang: Language) -> str:
    """One answer with its citations, to be pasted anywhere."""
    return to_plain_text(_exchange(exchange, lang))


def export_markdown(
    exchanges: Sequence[StoredExchange], *, title: str, lang: Language, today: date
) -> str:
    """The exchanges as Markdown."""
    return to_markdown(export_blocks(exchanges, title=title, lang=lang, today=today))


def export_blocks(
    exchanges: Sequence[StoredExchange], *, title: str, lang: Language, today: date
) -> tuple[Block, ...]:
    """The exchanges as a document: each question with its answer, quotes, statuses and links."""
    said = _PHRASES[lang]
    blocks = [block("title", title)]
    blocks.append(block("note", f"{said.made.format(day=spoken_date(today, lang))} {notice(lang)}"))
    for exchange in exchanges:
        blocks += _exchange(exchange, lang)
    return tuple(blocks)


def notice(lang: Language) -> str:
    """What stands on every page: a machine wrote this, and it is no advice."""
    return f"{_PHRASES[lang].machine} {_PHRASES[lang].legal}"


def _exchange(exchange: StoredExchange, lang: Language) -> Iterator[Block]:
    said = _PHRASES[lang]
    yield block("heading", exchange.question)
    answer = exchange.answer
    if answer is None:
        yield block("paragraph", said.interrupted)
        return
    yield from parse_blocks(answer.text)
    for sentence in answer.unsupported:
        yield Block("note", (Run(f"{said.unsupported} "), Run(sentence, is_italic=True)))
    if answer.citations:
        yield Block("paragraph", (Run(said.citations, is_bold=True),))
    for citation in answer.citations:
        yield from _citation(citation, lang)
    yield block("note", " ".join(_origin(exchange, answer, lang)))


def _citation(citation: Citation, lang: Language) -> Iterator[Block]:
    said = [
        AUTHORITIES[lang][citation.authority],
        QUOTE_STATUSES[lang][citation.quote_status],
        *_dates(citation, lang),
    ]
    if citation.page is not None:
        said.append(_PHRASES[lang].page.format(page=citation.page))
    if citation.lang != lang:
        said.append(LANGUAGE_NAMES[lang][citation.lang])
    name = Run(f"[{citation.n}] {citation.label}", is_bold=True)
    yield Block("paragraph", (name, Run(f" — {', '.join(said)}")))
    if citation.quote:
        yield block("quote", citation.quote)
    if citation.url.startswith("https://"):
        yield Block("note", (Run(citation.url, url=citation.url),))


def _dates(citation: Citation, lang: Language) -> Iterator[str]:
    named = (
        ("in_force", citation.applies_from),
        ("until", citation.applies_until),
        ("modified", citation.last_modified),
        ("text_of", None if citation.applies_from else citation.text_of),
    )
    for name, day in named:
        if day is not None:
            yield phrase(name, lang, day=spoken_date(day, lang))


def _origin(exchange: StoredExchange, answer: Answer, lang: Language) -> Iterator[str]:
    said = _PHRASES[lang]
    if exchange.asked is not None:
        yield said.asked.format(day=spoken_date(exchange.asked.astimezone().date(), lang))
    yield said.as_of.format(day=spoken_date(answer.as_of, lang))
    yield from _limits(exchange.filters, lang)
    yield said.modes[answer.mode].format(model=answer.model or "?")
    yield said.index_version.format(version=answer.index_version)
    yield notice(lang)


def _limits(filters: Filters, lang: Language) -> Iterator[str]:
    if filters.is_law_only:
        yield _PHRASES[lang].law_only
    if filters.text_lang is not None:
        yield LANGUAGE_NAMES[lang][filters.text_lang].capitalize() + "."
