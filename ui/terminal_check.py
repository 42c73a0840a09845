"""A campaign decision on a terminal: outcome, what decides it, what to do, the facts, the quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.text import Text

from assistant.campaign.cited import CitedDecision, advice_of, duties_by_time, ways_of
from assistant.campaign.decision import Duty, Outcome, Part, Step
from assistant.campaign.facts import fact_table
from assistant.campaign.rules import Rule, rule_book
from assistant.campaign.wording import (
    ADVICE,
    CHECK_WORDS,
    COLONS,
    DUTY_STATES,
    OUTCOMES,
    REASONS,
    TIMINGS,
    CheckWords,
)
from assistant.wording import QUOTE_STATUSES, spoken_date
from corpus.nouns import Language
from ui.terminal_check_words import TERMINAL_WORDS, TerminalWords
from ui.terminal_facts import facts_assumed, facts_given
from ui.terminal_lines import heading, print_lines
from ui.terminal_questions import questions

if TYPE_CHECKING:
    from assistant.campaign.describe import Description

# A sign, a word and a colour: the outcome never hangs on the colour alone.
SIGNS: dict[Outcome, tuple[str, str]] = {
    "allowed": ("✓", "green"),
    "allowed_if": ("◐", "yellow"),
    "not_allowed": ("✗", "red"),
    "cannot_tell": ("?", "cyan"),
}
MOST_DOUBTS = 5
"""Rules that could still forbid, each with its quotes: the nearest ones."""


def print_decision(
    cited: CitedDecision, read: Description | None = None, *, is_day_given: bool = True
) -> None:
    """The whole decision, most important first; `read` is the sentence its facts were read from."""
    print_lines(_Report(cited, read).lines(is_day_given=is_day_given))


@dataclass(slots=True)
class _Report:
    cited: CitedDecision
    read: Description | None
    quoted: set[int] = field(default_factory=set)
    """Numbers of the quotes that a line refers to: the others are left to `--json`."""

    @property
    def lang(self) -> Language:
        return self.cited.lang

    @property
    def words(self) -> CheckWords:
        return CHECK_WORDS[self.lang]

    @property
    def said(self) -> TerminalWords:
        return TERMINAL_WORDS[self.lang]

    def lines(self, *, is_day_given: bool) -> Iterator[Text]:
        """What decides comes first; a to-do list only where doing it makes the campaign lawful."""
        yield from self._outcome()
        if self.cited.decision.outcome == "not_allowed":
            yield from self._path()
            yield from self._ways()
            yield from questions(self.cited.decision, self.lang)
            yield from self._doubts()
        else:
            yield from questions(self.cited.decision, self.lang)
            yield from self._doubts()
            yield from self._path()
        if self.cited.decision.outcome in ("allowed", "allowed_if"):
            yield from self._duties()
        else:
            yield from self._duties_besides()
        yield from facts_given(self.cited, self.read)
        yield from facts_assumed(self.cited)
        yield from self._risks()
        yield from self._citations()
        yield from self._last(is_day_given=is_day_given)

    def _outcome(self) -> Iterator[Text]:
        decision = self.cited.decision
        yield self._signed(decision.outcome, f". {self.cited.headline}", "bold")
        if self.read is not None:
            yield Text(self.words.unconfirmed, style="yellow")
        if len(decision.parts) > 1:
            for part in decision.parts:
                said = f"{COLONS[self.lang]}{self._case(part)}"
                yield Text("  ") + self._signed(part.outcome, said)

    def _signed(self, outcome: Outcome, rest: str, style: str = "") -> Text:
        sign, colour = SIGNS[outcome]
        return Text(f"{sign} {OUTCOMES[self.lang][outcome]}{rest}", style=f"{style} {colour}")

    def _case(self, part: Part) -> str:
        table = fact_table()
        return " · ".join(
            ", ".join(table[name].said(one, self.lang) for one in values)
            for name, values in part.case.items()
        )

    def _doubts(self) -> Iterator[Text]:
        parts = self.cited.decision.parts
        doubts = tuple(dict.fromkeys(rule for part in parts for rule in part.doubts))
        if doubts:
            yield heading(self.words.doubts)
        for rule in doubts[:MOST_DOUBTS]:
            yield Text(f"  ? {rule.title[self.lang]}{self._marks(rule)}")
        if (rest := len(doubts) - MOST_DOUBTS) > 0:
            yield Text(f"  ? {self.said.more_doubts.format(count=rest)}")

    def _path(self) -> Iterator[Text]:
        steps = self._deciding()
        if steps:
            is_open = self.cited.decision.outcome == "cannot_tell"
            yield heading(self.said.permits if is_open else self.words.path)
        for number, step in enumerate(steps, start=1):
            title = f"  {number}. {step.rule.title[self.lang]}{self._marks(step.rule)}"
            yield Text(title, style="bold")
            yield Text(f"     {step.rule.because[self.lang]}")
            for duty in step.declined:
                yield Text(f"     {self.said.declined}{COLONS[self.lang]}{self._duty(duty)}")
            for beaten in step.beaten:
                reason = f"{REASONS[self.lang][beaten.reason]}{COLONS[self.lang]}"
                yield Text(f"     ({reason}{beaten.rule.title[self.lang]})", style="dim")

    def _deciding(self) -> tuple[Step, ...]:
        """What refuses; else what permits; where nothing needs a permission, what imposes duties."""
        decision = self.cited.decision
        if decision.outcome == "not_allowed":
            return tuple(step for step in decision.steps if step.refuses)
        permits = tuple(step for step in decision.steps if step.rule.verdict == "permit")
        return permits or (() if decision.outcome == "cannot_tell" else decision.steps)

    def _ways(self) -> Iterator[Text]:
        ways = ways_of(self.cited.decision)
        yield heading(self.words.would_change)
        if not ways:
            yield Text(f"  {self.words.no_change}")
        for way in ways:
            fact = fact_table()[way.fact]
            outcome = OUTCOMES[self.lang][way.outcome]
            said = f"{fact.question[self.lang]} {fact.said(way.value, self.lang)}"
            yield Text(f"  – {said} → {outcome}")

    def _duties(self) -> Iterator[Text]:
        if self.cited.decision.duties:
            yield heading(self.words.duties)
        for timing, duties in duties_by_time(self.cited.decision.duties).items():
            if duties:
                yield Text(f"  {TIMINGS[self.lang][timing]}")
            for duty in duties:
                state = DUTY_STATES[self.lang][duty.state]
                yield Text(f"    – {self._duty(duty.id)} ({state}){self._grounds(duty)}")

    def _duty(self, name: str) -> str:
        return rule_book().obligations[name].said[self.lang]

    def _duties_besides(self) -> Iterator[Text]:
        besides = sum(duty.state != "declined" for duty in self.cited.decision.duties)
        if besides:
            yield Text(f"\n{self.said.duties_besides.format(count=besides)}")

    def _risks(self) -> Iterator[Text]:
        cited = self.cited
        if cited.sanctions or cited.examples:
            yield heading(self.words.risks)
        yield from (Text(f"  – {sanction.said[self.lang]}") for sanction in cited.sanctions)
        for example in cited.examples:
            self.quoted.add(example.citation)
            yield Text(f"  – {example.title} [{example.citation}]")
        advice = () if cited.decision.outcome == "not_allowed" else advice_of(cited.decision)
        if advice:
            yield heading(self.words.advice)
        yield from (Text(f"  – {ADVICE[self.lang][mark]}") for mark in advice)

    def _citations(self) -> Iterator[Text]:
        shown = [one for one in self.cited.citations if one.n in self.quoted]
        if shown:
            yield heading(self.words.citations)
        for citation in shown:
            line = Text(f"[{citation.n}] {citation.label}", style="bold")
            status = QUOTE_STATUSES[self.lang][citation.quote_status]
            line.append(f" · {status}", style="not bold")
            line.append(f" · {citation.locator}", style="not bold dim")
            yield line
            if citation.quote:
                yield Text(f"    {' '.join(citation.quote.split())}")

    def _last(self, *, is_day_given: bool) -> Iterator[Text]:
        yield Text(f"\n{self.cited.disclaimer}", style="dim")
        if not is_day_given:
            day = spoken_date(self.cited.decision.day, self.lang)
            yield Text(self.said.day.format(day=day))

    def _marks(self, rule: Rule) -> str:
        return self._numbers(self.cited.grounds.get(rule.id, ()))

    def _grounds(self, duty: Duty) -> str:
        """The quotes of the rules that impose a duty."""
        numbers = (n for rule in duty.imposed_by for n in self.cited.grounds.get(rule, ()))
        return self._numbers(tuple(sorted(set(numbers))))

    def _numbers(self, numbers: tuple[int, ...]) -> str:
        self.quoted.update(numbers)
        marks = "".join(f"[{n}]" for n in numbers)
        return f" {marks}" if marks else ""
