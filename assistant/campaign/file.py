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
    yield from _headed(headings.facts, _facts(cited))
    yield from _headed(headings.missing, _questions(cited))
    yield from _headed(headings.path, _path(cited))
    yield from _headed(headings.would_change, _ways(cited))
    yield from _headed(headings.duties, _duties(cited))
    yield from _headed(headings.evidence, _evidence(cited))
    yield from _risks(cited)
    quotes = (line for one in cited.citations for line in _citation(one, cited))
    yield from _headed(headings.citations, quotes)
    yield Block("rule")
    yield block("note", f"{cited.disclaimer} {words.machine}")


def _headed(heading: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """A heading and what stands under it; nothing where nothing does."""
    first = next(blocks, None)
    if first is not None:
        yield block("heading", heading)
        yield first
        yield from blocks


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


def _questions(cited: CitedDecision) -> Iterator[Block]:
    for name in cited.decision.missing:
        fact = fact_table()[name]
        yield _item(fact.question[cited.lang], f" {fact.why[cited.lang]}", is_bold=True)


def _path(cited: CitedDecision) -> Iterator[Block]:
    """The outcome of each part, the rules that held, then those that could still refuse."""
    decision, lang = cited.decision, cited.lang
    for part in decision.parts:
        if len(decision.parts) > 1:
            yield _line(OUTCOMES[lang][part.outcome], said_case(part, cited), lang)
    for number, step in enumerate(decision.steps, start=1):
        yield from _step(number, step, cited)
    for rule in dict.fromkeys(rule for part in decision.parts for rule in part.doubts):
        marks = "".join(f"[{n}]" for n in cited.grounds.get(rule.id, ()))
        could = f"{CHECK_WORDS[lang].could_refuse}{COLONS[lang]}{rule.title[lang]} {marks}"
        yield _item(could, mark="?")


def _ways(cited: CitedDecision) -> Iterator[Block]:
    for way in ways_of(cited.decision):
        fact, outcome = fact_table()[way.fact], OUTCOMES[cited.lang][way.outcome]
        said = f"{fact.question[cited.lang]} {fact.said(way.value, cited.lang)}"
        yield _item(said, f" → {outcome}")


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
