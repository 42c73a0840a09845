"""A campaign decision on a terminal: outcome, path, what is missing, what is to do, quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from assistant.campaign.cited import CitedDecision, advice_of, assumed, duties_by_time, ways_of
from assistant.campaign.decision import Outcome
from assistant.campaign.facts import fact_table
from assistant.campaign.rules import rule_book
from assistant.campaign.wording import (
    ADVICE,
    CHECK_WORDS,
    COLONS,
    DUTY_STATES,
    OUTCOMES,
    REASONS,
    TIMINGS,
)
from assistant.wording import QUOTE_STATUSES

if TYPE_CHECKING:
    from assistant.campaign.describe import Description

WIDTH = 100
# A sign, a word and a colour: the outcome never hangs on the colour alone.
SIGNS: dict[Outcome, tuple[str, str]] = {
    "allowed": ("✓", "green"),
    "allowed_if": ("◐", "yellow"),
    "not_allowed": ("✗", "red"),
    "cannot_tell": ("?", "cyan"),
}


def print_decision(cited: CitedDecision, read: Description | None = None) -> None:
    """The whole decision, most important first."""
    console = Console(soft_wrap=False)
    console = console if console.width <= WIDTH else Console(width=WIDTH)
    for line in _lines(cited, is_read=read is not None):
        console.print(line)


def _lines(cited: CitedDecision, *, is_read: bool) -> Iterator[Text]:
    decision, lang = cited.decision, cited.lang
    words = CHECK_WORDS[lang]
    sign, colour = SIGNS[decision.outcome]
    yield Text(
        f"{sign} {OUTCOMES[lang][decision.outcome]}. {cited.headline}", style=f"bold {colour}"
    )
    if is_read:
        yield Text(words.unconfirmed, style="yellow")
    yield from _facts(cited)
    for part in decision.parts:
        if len(decision.parts) > 1:
            case = " · ".join(
                ", ".join(fact_table()[name].said(one, lang) for one in values)
                for name, values in part.case.items()
            )
            sign, colour = SIGNS[part.outcome]
            yield Text(f"  {sign} {OUTCOMES[lang][part.outcome]}{COLONS[lang]}{case}", style=colour)
    yield from _missing(cited)
    yield from _path(cited)
    yield from _ways(cited)
    yield from _duties(cited)
    yield from _risks(cited)
    for citation in cited.citations:
        line = Text(f"[{citation.n}] {citation.label}", style="bold")
        line.append(f" · {QUOTE_STATUSES[lang][citation.quote_status]}", style="not bold")
        line.append(f" · {citation.locator}", style="not bold dim")
        if citation.quote:
            line.append(f"\n    {' '.join(citation.quote.split())}", style="not bold")
        yield line
    yield Text(cited.disclaimer, style="dim")


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold underline")


def _facts(cited: CitedDecision) -> Iterator[Text]:
    lang, table = cited.lang, fact_table()
    yield _heading(CHECK_WORDS[lang].facts)
    for name in cited.decision.facts.given:
        yield Text(f"  {table[name].question[lang]} {cited.said(name)}")
    for name, presumed in assumed(cited.decision).items():
        said = table[name].said(presumed, lang)
        yield Text(f"  {table[name].question[lang]} {said} ({CHECK_WORDS[lang].assumed})", "dim")


def _missing(cited: CitedDecision) -> Iterator[Text]:
    lang = cited.lang
    if cited.decision.missing:
        yield _heading(CHECK_WORDS[lang].missing)
    for name in cited.decision.missing:
        fact = fact_table()[name]
        line = Text(f"  {fact.question[lang]}", style="bold")
        line.append(f"\n    {fact.why[lang]} ({fact.law}, {fact.id})", style="not bold dim")
        yield line


def _path(cited: CitedDecision) -> Iterator[Text]:
    lang = cited.lang
    yield _heading(CHECK_WORDS[lang].path)
    for number, step in enumerate(cited.decision.steps, start=1):
        marks = "".join(f"[{n}]" for n in cited.grounds.get(step.rule.id, ()))
        line = Text(
            f"  {number}. {step.rule.title[lang]} {marks}", style="bold" if step.refuses else ""
        )
        line.append(f"\n     {step.rule.because[lang]}", style="not bold dim")
        for beaten in step.beaten:
            said = f"{REASONS[lang][beaten.reason]}{COLONS[lang]}{beaten.rule.title[lang]}"
            line.append(f"\n     ({said})", style="not bold dim")
        yield line
    doubts = [rule for part in cited.decision.parts for rule in part.doubts]
    for rule in dict.fromkeys(doubts):
        marks = "".join(f"[{n}]" for n in cited.grounds.get(rule.id, ()))
        yield Text(f"  ? {CHECK_WORDS[lang].could_refuse}{COLONS[lang]}{rule.title[lang]} {marks}")


def _ways(cited: CitedDecision) -> Iterator[Text]:
    lang, ways = cited.lang, ways_of(cited.decision)
    if ways:
        yield _heading(CHECK_WORDS[lang].would_change)
    for way in ways:
        fact = fact_table()[way.fact]
        outcome = OUTCOMES[lang][way.outcome]
        yield Text(f"  {fact.question[lang]} {fact.said(way.value, lang)} → {outcome}")


def _duties(cited: CitedDecision) -> Iterator[Text]:
    lang, known = cited.lang, rule_book().obligations
    if cited.decision.duties:
        yield _heading(CHECK_WORDS[lang].duties)
    for timing, duties in duties_by_time(cited.decision.duties).items():
        for duty in duties:
            state = DUTY_STATES[lang][duty.state]
            yield Text(f"  {TIMINGS[lang][timing]} · {known[duty.id].said[lang]} ({state})")


def _risks(cited: CitedDecision) -> Iterator[Text]:
    lang = cited.lang
    if cited.sanctions or cited.examples:
        yield _heading(CHECK_WORDS[lang].risks)
    yield from (Text(f"  {sanction.said[lang]}") for sanction in cited.sanctions)
    yield from (Text(f"  {example.title} [{example.citation}]") for example in cited.examples)
    for mark in advice_of(cited.decision):
        yield Text(f"  {ADVICE[lang][mark]}", style="bold")
