"""Scores of one answer against its case, and their summary; pure functions, no model, no judge."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from corpus.locator import ancestors
from evals.cases import Case

Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Score:
    """One case's result; None where a measure does not apply to the case."""

    case_id: str
    is_outcome_right: bool
    cites_gold: bool | None
    holds_facts: float | None
    quotes_valid: bool
    unsupported_count: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95 % Wilson interval, all from 0 to 1, over `count` cases."""

    value: float
    low: float
    high: float
    count: int


def score(case: Case, answer: Answer) -> Score:
    """How an answer meets its case. A refusal counts whichever of the two refusals it is."""
    is_answered = answer.outcome == "answered"
    should_answer = case.outcome == "answered"
    cited = [citation.locator for citation in answer.citations]
    return Score(
        case_id=case.id,
        is_outcome_right=is_answered == should_answer,
        cites_gold=any(matches(c, case.gold) for c in cited) if should_answer else None,
        holds_facts=_fact_share(case, answer.text) if should_answer and case.facts else None,
        quotes_valid=all(c.quote_status != "not_found" for c in answer.citations),
        unsupported_count=len(answer.unsupported),
        milliseconds=answer.timings_ms.get("total", 0.0),
    )


def matches(locator: str, gold: Iterable[str]) -> bool:
    """Whether a locator is one of the gold ones, or around or inside one of them."""
    return any(
        locator == wanted or wanted in ancestors(locator) or locator in ancestors(wanted)
        for wanted in gold
    )


def rate(values: Sequence[bool]) -> Rate:
    """Share of true values with its Wilson interval; an empty sequence gives 0 of 0."""
    n = len(values)
    if n == 0:
        return Rate(0.0, 0.0, 0.0, 0)
    share = sum(values) / n
    centre = share + Z_95**2 / (2 * n)
    spread = Z_95 * math.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
    scale = 1 + Z_95**2 / n
    return Rate(share, max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale), n)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of `values`, `share` from 0 to 1; 0.0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def comparable(text: str) -> str:
    """Text without case, accents, apostrophe forms and odd spaces, for looking a fact up."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", plain)


def _fact_share(case: Case, text: str) -> float:
    said = comparable(text)
    held = [any(comparable(fact) in said for fact in group) for group in case.facts]
    return sum(held) / len(held)
