"""The file that proves a check: facts, decision, path with verified quotes, duties, evidence, versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.answer import Citation
from assistant.blocks import Block, Run, block
from assistant.campaign.cited import CitedDecision, advice_of, assumed, duties_by_time, ways_of
from assistant.campaign.decision import DutyState, Part, Step
from assistant.campaign.facts import fact_table
from assistant.campaign.rules import rule_book
from assistant.campaign.wording import (
    ADVICE,
    CHECK_WORDS,
    COLONS,
    DUTY_STATES,
    FILE_WORDS,
    OUTCOMES,
    REASONS,
    TIMINGS,
)
from assistant.export_pdf import export_pdf
from assistant.wording import AUTHORITIES, QUOTE_STATUSES, spoken_date
from corpus.nouns import Language

LONGEST_AUTHOR = 120
_BOXES: dict[DutyState, str] = {"done": "[x]", "open": "[ ]", "declined": "[ ]", "later": "[ ]"}


def to_pdf(cited: CitedDecision, *, author: str, made: date, title: str = "") -> bytes:
    """The file as PDF; `author` and `title` are the reader's words and may be empty."""
    words = FILE_WORDS[cited.lang]
    footer = f"{words.footer} · {cited.disclaimer}"
    blocks = tuple(file_blocks(cited, author=author, made=made, title=title))
    return export_pdf(blocks, title=title or words.title, footer=footer, lang=cited.lang)


def file_blocks(
    cited: CitedDecision, *, author: str, made: date, title: str = ""
) -> Iterator[Block]:
    """The whole file as blocks of words, whatever its form."""
    words, headings, lang = FILE_WORDS[cited.lang], CHECK_WORDS[cited.lang], cited.lang
    decision = cited.decision
    yield block("title", title or words.title)
    yield _line(words.outcome, f"{OUTCOMES[lang][decision.outcome]}. {cited.headline}", lang)
    yield _line(words.author, author[:LONGEST_AUTHOR] or words.to_fill, lang)
    yield _line(words.made, spoken_date(made, lang), lang)
    yield _line(words.law_as_of, spoken_date(decision.day, lang), lang)
    yield _line(words.versions, f"{decision.rules_version} · {cited.index_version}", lang)
    if not decision.is_confirmed:
        yield block("note", headings.unconfirmed)
    yield block("heading", headings.facts)
    yield from _facts(cited)
    if decision.missing:
        yield block("heading", headings.missing)
        for name in decision.missing:
            fact = fact_table()[name]
            yield _item(fact.question[lang], f" {fact.why[lang]}", is_bold=True)
    yield block("heading", headings.path)
    for part in decision.parts:
        if len(decision.parts) > 1:
            yield _line(OUTCOMES[lang][part.outcome], said_case(part, cited), lang)
    for number, step in enumerate(decision.steps, start=1):
        yield from _step(number, step, cited)
    for rule in dict.fromkeys(rule for part in decision.parts for rule in part.doubts):
        marks = "".join(f"[{n}]" for n in cited.grounds.get(rule.id, ()))
        yield _item(f"{headings.could_refuse}{COLONS[lang]}{rule.title[lang]} {marks}", mark="?")
    if ways_of(decision):
        yield block("heading", headings.would_change)
        for way in ways_of(decision):
            fact = fact_table()[way.fact]
            outcome = OUTCOMES[lang][way.outcome]
            yield _item(f"{fact.question[lang]} {fact.said(way.value, lang)}", f" → {outcome}")
    yield block("heading", headings.duties)
    yield from _duties(cited)
    yield block("heading", headings.evidence)
    yield from _evidence(cited)
    yield from _risks(cited)
    yield block("heading", headings.citations)
    for citation in cited.citations:
        yield from _citation(citation, cited)
    yield Block("rule")
    yield block("note", f"{cited.disclaimer} {words.machine}")


def said_case(part: Part, cited: CitedDecision) -> str:
    """Which combination a part is about, in words."""
    table = fact_table()
    return " · ".join(
        ", ".join(table[name].said(one, cited.lang) for one in values)
        for name, values in part.case.items()
    )


def _line(name: str, said: str, lang: Language) -> Block:
    colon = COLONS[lang] if name and said else ""
    return Block("paragraph", (Run(name, is_bold=True), Run(f"{colon}{said}")))


def _item(first: str, rest: str = "", *, mark: str = "–", is_bold: bool = False) -> Block:
    return Block("item", (Run(first, is_bold=is_bold), Run(rest)), mark)


def _facts(cited: CitedDecision) -> Iterator[Block]:
    table, lang = fact_table(), cited.lang
    for name in cited.decision.facts.given:
        yield _item(table[name].question[lang], f" {cited.said(name)}")
    for name, presumed in assumed(cited.decision).items():
        said = f" {table[name].said(presumed, lang)} ({CHECK_WORDS[lang].assumed})"
        yield _item(table[name].question[lang], said)


def _step(number: int, step: Step, cited: CitedDecision) -> Iterator[Block]:
    lang = cited.lang
    marks = "".join(f"[{n}]" for n in cited.grounds.get(step.rule.id, ()))
    yield _item(f"{step.rule.title[lang]} ", marks, mark=f"{number}.", is_bold=True)
    yield block("paragraph", step.rule.because[lang])
    for beaten in step.beaten:
        said = f"{REASONS[lang][beaten.reason]}{COLONS[lang]}{beaten.rule.title[lang]}"
        yield Block("note", (Run(said),))


def _duties(cited: CitedDecision) -> Iterator[Block]:
    lang, known = cited.lang, rule_book().obligations
    for timing, duties in duties_by_time(cited.decision.duties).items():
        if duties:
            yield Block("paragraph", (Run(TIMINGS[lang][timing], is_bold=True),))
        for duty in duties:
            state = DUTY_STATES[lang][duty.state]
            yield _item(known[duty.id].said[lang], f" ({state})", mark=_BOXES[duty.state])


def _evidence(cited: CitedDecision) -> Iterator[Block]:
    known = rule_book().obligations
    for duty in cited.decision.duties:
        evidence = known[duty.id].evidence[cited.lang]
        if evidence:
            yield _item(evidence, mark="[ ]")


def _risks(cited: CitedDecision) -> Iterator[Block]:
    lang, headings = cited.lang, CHECK_WORDS[cited.lang]
    if cited.sanctions or cited.examples:
        yield block("heading", headings.risks)
    yield from (_item(sanction.said[lang]) for sanction in cited.sanctions)
    yield from (_item(example.title, f" [{example.citation}]") for example in cited.examples)
    advice = advice_of(cited.decision)
    if advice:
        yield block("heading", headings.advice)
    yield from (_item(ADVICE[lang][mark]) for mark in advice)


def _citation(citation: Citation, cited: CitedDecision) -> Iterator[Block]:
    lang = cited.lang
    told = (
        f" · {AUTHORITIES[lang][citation.authority]}"
        f" · {QUOTE_STATUSES[lang][citation.quote_status]} · {citation.locator} "
    )
    label = Run(f"[{citation.n}] {citation.label}", is_bold=True)
    link = (Run(citation.url, url=citation.url),) if citation.url else ()
    yield Block("paragraph", (label, Run(told), *link))
    if citation.quote:
        yield block("quote", citation.quote)
