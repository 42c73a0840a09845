"""A decision with its words and its verified quotes: what the screen shows, the file keeps and `--json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.answer import Citation
from assistant.campaign.decide import ways_out
from assistant.campaign.decision import Decision, Duty, Part, Step, Way
from assistant.campaign.facts import OPERATIONS, Fact, Texts, Value, fact_table
from assistant.campaign.rules import Advice, Rule, Timing, rule_book
from assistant.campaign.wording import (
    ADVICE,
    HEADLINES,
    UNKNOWN_SAID,
    Sanction,
    sanctions_of,
)
from assistant.cite import cite, cite_unloaded
from assistant.excerpt import excerpt, weights
from assistant.quote import QUOTE_CHARACTERS
from assistant.wording import DISCLAIMER, spoken_date
from corpus.index import Index
from corpus.keywords import words
from corpus.manifest import Manifest
from corpus.nouns import Language, Passage

MOST_GROUNDS = 3
MOST_GROUNDS_OF_A_DUTY = 1
"""Passages cited for one rule: the strongest come first in its table."""
MOST_EXAMPLES = 4
"""Decisions told as examples of what a campaign like this cost others."""
PURPOSE_OF_AN_EXAMPLE: Texts = {"fr": "amende prononcée faits", "en": "fine imposed facts"}


@dataclass(frozen=True, slots=True)
class Example:
    """A decision of an authority or a court, told by one of our cards."""

    locator: str
    title: str
    citation: int


@dataclass(frozen=True, slots=True)
class CitedDecision:
    """A decision in a reader's language. `grounds` gives the numbers of the quotes of each rule."""

    decision: Decision
    lang: Language
    citations: tuple[Citation, ...]
    grounds: Mapping[str, tuple[int, ...]]
    examples: tuple[Example, ...]
    sanctions: tuple[Sanction, ...]
    index_version: str

    @property
    def headline(self) -> str:
        """The outcome in one sentence."""
        return HEADLINES[self.lang][self.decision.outcome]

    @property
    def disclaimer(self) -> str:
        """Information, not legal advice, and the day of the law."""
        return DISCLAIMER[self.lang].format(day=spoken_date(self.decision.day, self.lang))

    def said(self, fact: str) -> str:
        """What was given of a fact, in words."""
        return said_value(fact_table()[fact], self.decision.facts.given.get(fact), self.lang)

    def to_json(self) -> dict[str, Any]:
        """The contract of `recital check --json`: fields may be added, never renamed."""
        decision, lang = self.decision, self.lang
        return {
            "outcome": decision.outcome,
            "headline": self.headline,
            "lang": lang,
            "as_of": decision.day.isoformat(),
            "facts": decision.facts.to_json(),
            "assumed": dict(assumed(decision)),
            "confirmed": decision.is_confirmed,
            "missing": [self._missing(fact_table()[name]) for name in decision.missing],
            "rules": [self._rule(step) for step in decision.steps],
            "parts": [self._part(part) for part in decision.parts],
            "obligations": [self._duty(duty) for duty in decision.duties],
            "would_change": [_way(way, lang) for way in ways_of(decision)],
            "risks": {
                "sanctions": [
                    {"text": sanction.said[lang], "locator": sanction.card}
                    for sanction in self.sanctions
                ],
                "decisions": [
                    {"title": one.title, "locator": one.locator, "citation": one.citation}
                    for one in self.examples
                ],
            },
            "advice": [{"who": mark, "why": ADVICE[lang][mark]} for mark in advice_of(decision)],
            "citations": [citation.to_json() for citation in self.citations],
            "rules_version": decision.rules_version,
            "index_version": self.index_version,
            "notice": self.disclaimer,
        }

    def _missing(self, fact: Fact) -> dict[str, Any]:
        lang = self.lang
        return {
            "fact": fact.id,
            "question": fact.question[lang],
            "why": fact.why[lang],
            "locator": fact.law,
            "values": [{"value": one.id, "label": one.said[lang]} for one in fact.values],
            "could_refuse": [rule.id for rule in doubts_about(self.decision, fact.id)],
        }

    def _rule(self, step: Step) -> dict[str, Any]:
        rule, lang = step.rule, self.lang
        return {
            "id": rule.id,
            "family": rule.family,
            "verdict": "refuse" if step.refuses else rule.verdict,
            "title": rule.title[lang],
            "because": rule.because[lang],
            "citations": list(self.grounds.get(rule.id, ())),
            "law": [{"locator": one.locator, "carries": one.carries[lang]} for one in rule.law],
            "applies_from": rule.applies_from.isoformat(),
            "applies_until": rule.applies_until.isoformat() if rule.applies_until else None,
            "stands_before": [
                {"id": one.rule.id, "title": one.rule.title[lang], "reason": one.reason}
                for one in step.beaten
            ],
            "declined": list(step.declined),
        }

    def _part(self, part: Part) -> dict[str, Any]:
        return {
            "case": {name: list(values) for name, values in part.case.items()},
            "outcome": part.outcome,
            "rules": [step.rule.id for step in part.steps],
            "could_refuse": [rule.id for rule in part.doubts],
            "missing": list(part.missing),
            "would_change": [_way(way, self.lang) for way in self._ways(part)],
        }

    def _ways(self, part: Part) -> tuple[Way, ...]:
        return ways_out(part, self.decision.facts, self.decision.day)

    def _duty(self, duty: Duty) -> dict[str, Any]:
        obligation = rule_book().obligations[duty.id]
        return {
            "id": duty.id,
            "when": obligation.timing,
            "state": duty.state,
            "text": obligation.said[self.lang],
            "evidence": obligation.evidence[self.lang],
            "locator": obligation.law,
            "rules": list(duty.imposed_by),
        }


def cite_decision(
    decision: Decision, index: Index, manifest: Manifest, lang: Language
) -> CitedDecision:
    """The decision with quotes from the index, as the law stands on its day.

    `manifest` knows what the index holds. A text that is not loaded is cited by name and link.
    """
    quotes = _Quotes(index, manifest, lang, decision.day)
    rules = [rule for part in decision.parts for rule in part.doubts]
    rules += [step.rule for step in decision.steps]
    rules.sort(key=lambda rule: rule.verdict == "duty")  # what decides is numbered first
    grounds = {
        rule.id: tuple(
            quotes.add(ground.locator, ground.carries) for ground in rule.law[: _grounds(rule)]
        )
        for rule in rules
    }
    examples = tuple(_examples(decision, quotes))
    return CitedDecision(
        decision=decision,
        lang=lang,
        citations=tuple(quotes.cited),
        grounds=grounds,
        examples=examples,
        sanctions=sanctions_of(_threatening(decision)),
        index_version=index.version,
    )


def assumed(decision: Decision) -> Mapping[str, Value]:
    """What is taken for granted of what the rules look at: the reader may correct it."""
    means = {value for part in decision.parts for value in part.case.get(OPERATIONS, ())}
    looked_at = rule_book().facts_for(means)
    taken: dict[str, Value] = {}
    for part in decision.parts:
        taken |= part.assumed
    return {fact.id: taken[fact.id] for fact in fact_table() if fact.id in taken.keys() & looked_at}


def _grounds(rule: Rule) -> int:
    return MOST_GROUNDS_OF_A_DUTY if rule.verdict == "duty" else MOST_GROUNDS


def doubts_about(decision: Decision, fact: str) -> tuple[Rule, ...]:
    """The rules that could still refuse and look at a fact."""
    doubts = (rule for part in decision.parts for rule in part.doubts if fact in rule.when)
    return tuple(dict.fromkeys(doubts))


def ways_of(decision: Decision) -> tuple[Way, ...]:
    """What would lift a refusal, each way once, those that lead furthest first."""
    if decision.outcome != "not_allowed":
        return ()
    parts = decision.parts
    ways = dict.fromkeys(
        way for one in parts for way in ways_out(one, decision.facts, decision.day)
    )
    order = ("allowed", "allowed_if", "cannot_tell")
    return tuple(sorted(ways, key=lambda way: order.index(way.outcome)))


def advice_of(decision: Decision) -> tuple[Advice, ...]:
    """Whom to involve and what to assess: what the rules say, and what the open duties mean."""
    duties = {duty.id for duty in decision.duties if duty.state != "done"}
    marks: list[Advice] = list(decision.advice)
    if "balancing_test" in duties:
        marks.append("lia")
    if "impact_assessment" in duties:
        marks += ["dpia", "dpo"]
    return tuple(dict.fromkeys(marks))


def said_value(fact: Fact, given: object, lang: Language) -> str:
    """A given value in words."""
    if given is None:
        return UNKNOWN_SAID[lang]
    if isinstance(given, date):
        return spoken_date(given, lang)
    values: Iterable[Value] = given if isinstance(given, tuple) else (given,)
    return ", ".join(fact.said(value, lang) for value in values)


def _threatening(decision: Decision) -> tuple[Rule, ...]:
    """The rules that refuse or could; for what is allowed, those whose conditions must be kept."""
    refusing = [step.rule for part in decision.parts for step in part.refusals]
    doubtful = [rule for part in decision.parts for rule in part.doubts]
    held = [step.rule for step in decision.steps if step.rule.verdict == "permit"]
    return tuple(dict.fromkeys(refusing or doubtful or held))


def _examples(decision: Decision, quotes: _Quotes) -> Iterator[Example]:
    cards = dict.fromkeys(card for rule in _threatening(decision) for card in rule.decisions)
    for card in list(cards)[:MOST_EXAMPLES]:
        locator = f"card:{card}"
        if quotes.index.has(locator):
            title = quotes.unit(locator).heading
            yield Example(locator, title, quotes.add(locator, PURPOSE_OF_AN_EXAMPLE))


@dataclass(slots=True)
class _Quotes:
    index: Index
    manifest: Manifest
    lang: Language
    day: date
    cited: list[Citation] = field(default_factory=list)

    def add(self, locator: str, carries: Texts) -> int:
        """The number of the quote of a unit for what it carries: a new one, or one shown before."""
        number = len(self.cited) + 1
        found = self._quote(number, locator, carries)
        for citation in self.cited:
            if (citation.locator, citation.quote) == (locator, found.quote):
                return citation.n
        self.cited.append(found)
        return number

    def _quote(self, number: int, locator: str, carries: Texts) -> Citation:
        if not self.index.has(locator):
            return cite_unloaded(number, locator, self.manifest, self.lang)
        unit = self.unit(locator)
        carried = words(carries[unit.lang], unit.lang)
        part = self._best_part(unit, carried)
        span = excerpt(part.text, weights(carried), part.lang, QUOTE_CHARACTERS)
        source = self.manifest.source_of(unit)
        return cite(number, part, span, source, self.lang, unit=unit)

    def unit(self, locator: str) -> Passage:
        return self.index.passage(locator, self.lang, self.day)

    def _best_part(self, unit: Passage, carried: Sequence[str]) -> Passage:
        """The part of a long unit that holds most of what it is cited for."""
        inside = [
            self.index.passage(locator, unit.lang, self.day)
            for locator in self.index.inside(unit.locator, self.day)
        ]
        parts = [part for part in inside if part.is_searched and "#" in part.locator]
        wanted = set(carried)
        return max(
            parts, key=lambda part: len(wanted & set(words(part.text, part.lang))), default=unit
        )


def _way(way: Way, lang: Language) -> dict[str, Any]:
    fact = fact_table()[way.fact]
    return {
        "fact": way.fact,
        "value": way.value,
        "question": fact.question[lang],
        "label": fact.said(way.value, lang),
        "outcome": way.outcome,
    }


def duties_by_time(duties: Sequence[Duty]) -> Mapping[Timing, tuple[Duty, ...]]:
    """Obligations in the order in which they fall due."""
    times: tuple[Timing, ...] = ("before", "in_each_message", "afterwards")
    known = rule_book().obligations
    return {time: tuple(duty for duty in duties if known[duty.id].timing == time) for time in times}
