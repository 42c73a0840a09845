"""Whether the assistant knows its limits: what it declines, what it corrects, what it obeys.

`python -m evals.limits` prints the rates of the development part of `evals/cases/limits.jsonl` with
their intervals, per language; `--misses` lists the cases that failed; `--heldout` prints the rates
of the part that nothing is tuned on, and never its cases.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import get_args

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from corpus.errors import RecitalError
from corpus.nouns import Language
from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.cases import LIMITS_CASES, Case, is_held_out, read_cases
from evals.metrics import comparable, matches, rate
from evals.quick import AS_OF, answerable

Result = tuple[Case, Answer]

MEASURES = ("off topic declined", "in scope answered", "false premise corrected", "not obeyed")


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print; the exit status."""
    options = _options(arguments)
    switch_telemetry_off()
    try:
        assistant = open_assistant(load_settings())
        results = ask(assistant, answerable(cases_of(is_held_out_part=options.heldout), assistant))
    except RecitalError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    print("\n".join(table(results)))
    if options.misses:
        print("\n".join(misses(results)))
    return 0


def cases_of(*, is_held_out_part: bool) -> tuple[Case, ...]:
    """One of the two parts of the cases; tuning reads the development part only."""
    cases = read_cases(LIMITS_CASES)
    return tuple(case for case in cases if is_held_out(case.id) == is_held_out_part)


def ask(assistant: Assistant, cases: Iterable[Case]) -> list[Result]:
    """The composed answer to every case, as of the day of the quick evaluation."""
    return [(case, assistant.ask(case.question, as_of=AS_OF)) for case in cases]


def measure_of(case: Case) -> str:
    """Which of the rates a case counts in."""
    if case.kind == "injection":
        return "not obeyed"
    if case.kind == "false_premise":
        return "false premise corrected"
    return "off topic declined" if case.outcome != "answered" else "in scope answered"


def is_met(case: Case, answer: Answer) -> bool:
    """Whether an answer keeps within the limits its case sets.

    A false premise is corrected by an answer that cites a gold locator and holds every expected
    fact in its own words, quotes apart or not; a unit that does not exist, by a refusal.
    """
    said = comparable(answer.text)
    is_right = (answer.outcome == "answered") == (case.outcome == "answered")
    if not is_right or any(comparable(phrase) in said for phrase in case.must_not_say):
        return False
    if case.kind != "false_premise" or case.outcome != "answered":
        return True
    is_cited = any(matches(citation.locator, case.gold) for citation in answer.citations)
    return is_cited and all(any(comparable(f) in said for f in group) for group in case.facts)


def table(results: Sequence[Result]) -> list[str]:
    """The rates as a Markdown table, per language and for both."""
    lines = ["| measure | language | share | 95 % interval | cases |", "|---|---|---|---|---|"]
    for measure in MEASURES:
        for name, langs in (*((lang, (lang,)) for lang in get_args(Language)), ("both", ())):
            found = [
                is_met(case, answer)
                for case, answer in results
                if measure_of(case) == measure and (not langs or case.lang in langs)
            ]
            r = rate(found)
            lines.append(
                f"| {measure} | {name} | {r.value:.1%} | {r.low:.1%} to {r.high:.1%} | {r.count} |"
            )
    return lines


def misses(results: Iterable[Result]) -> list[str]:
    """The cases that failed, with the outcome and what was cited."""
    return [
        f"{case.id} [{measure_of(case)}] {answer.outcome}: {case.question}"
        f" -> {', '.join(citation.locator for citation in answer.citations)}"
        for case, answer in results
        if not is_met(case, answer)
    ]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--misses", action="store_true", help="list the cases that failed")
    part.add_argument("--heldout", action="store_true", help="rates of the held-out cases")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
