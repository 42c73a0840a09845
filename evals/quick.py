"""The quick evaluation: every development case, composed answers, in one process, no model.

`python -m evals.quick` prints the table and fails (status 1) when a rate falls below the interval of
the recorded one; `--record` writes today's rates as the ones to hold; `--heldout` reports the
held-out cases instead, `--cases FILE` those of another file, and both record nothing; `--misses`
lists the cases that failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.draft import word_count
from corpus.errors import RecitalError
from corpus.nouns import LANGUAGES
from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.cases import DEVELOPMENT_CASES, HELD_OUT_CASES, Case, is_held_out, read_cases
from evals.metrics import Rate, Score, percentile, rate, score

RECORD = Path(__file__).parent / "results" / "quick.json"
# The law as of this day, so that a record can be compared on any day.
AS_OF = date(2026, 11, 22)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, compare; the exit status."""
    options = _options(arguments)
    switch_telemetry_off()
    try:
        assistant = open_assistant(load_settings())
        other = HELD_OUT_CASES if options.heldout else options.cases
        cases = _part(read_cases(other or DEVELOPMENT_CASES), options.part)
        results = run(assistant, answerable(cases, assistant))
    except RecitalError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    rates = summarise([s for _, _, s in results])
    profile = profile_of(assistant)
    print("\n".join(table(rates, results, profile)))
    if options.misses:
        print("\n".join(misses(results)))
    if other:
        return 0
    if options.record:
        record(profile, rates)
        return 0
    drops = find_drops(profile, rates)
    for drop in drops:
        print(drop, file=sys.stderr)
    return 1 if drops else 0


def _part(cases: Sequence[Case], part: str | None) -> list[Case]:
    """The cases of one half of a file in two parts; all without a part."""
    return [case for case in cases if part is None or is_held_out(case.id) == (part == "heldout")]


def answerable(cases: Sequence[Case], assistant: Assistant) -> list[Case]:
    """The cases whose sources are loaded (refusals need none)."""
    loaded = {status.source.id for status in assistant.sources() if status.is_loaded}
    return [case for case in cases if set(case.needs) <= loaded]


def run(assistant: Assistant, cases: Sequence[Case]) -> list[tuple[Case, Answer, Score]]:
    """Ask every case in its own language, composed answers only, with a progress bar."""
    from rich.progress import track

    results = []
    for case in track(cases, description="quick evaluation", disable=not sys.stderr.isatty()):
        answer = assistant.ask(case.question, as_of=AS_OF)
        results.append((case, answer, score(case, answer)))
    return results


def summarise(scores: Sequence[Score]) -> dict[str, Rate]:
    """The rates that are watched."""
    asked = [s for s in scores if s.cites_gold is not None]
    declined = [s for s in scores if s.cites_gold is None]
    return {
        "answered when answerable": rate([s.is_outcome_right for s in asked]),
        "declined when it should": rate([s.is_outcome_right for s in declined]),
        "cites a gold locator": rate([bool(s.cites_gold) for s in asked]),
        "holds every expected fact": rate(
            [s.holds_facts == 1.0 for s in asked if s.holds_facts is not None]
        ),
        "every quote found in the store": rate([s.quotes_valid for s in scores]),
        "no unsupported sentence": rate([s.unsupported_count == 0 for s in scores]),
    }


def table(
    rates: dict[str, Rate], results: Sequence[tuple[Case, Answer, Score]], profile: str
) -> list[str]:
    """The rates as a Markdown table, then the latencies and the lengths of what was answered."""
    spent = [s.milliseconds for _, _, s in results]
    answered = [answer for _, answer, _ in results if answer.outcome == "answered"]
    composing = [answer.timings_ms.get("answer", 0.0) for answer in answered]
    lengths = [word_count(answer.text) for answer in answered]
    openings = [word_count(answer.text.split("\n\n")[0]) for answer in answered]
    lines = [f"Quick evaluation, {len(results)} cases, sources: {profile}", ""]
    lines += ["| measure | share | 95 % interval | cases |", "|---|---|---|---|"]
    for name, r in rates.items():
        lines.append(f"| {name} | {r.value:.1%} | {r.low:.1%} to {r.high:.1%} | {r.count} |")
    return [
        *lines,
        "",
        f"Time per answer: {_spread(spent)} ms; composing: {_spread(composing)} ms.",
        f"Words per answer: {_spread(lengths)}; in the direct answer: {_spread(openings)}.",
        *_facts_found(results),
    ]


def _spread(values: Sequence[float]) -> str:
    return f"p50 {percentile(values, 0.5):.0f}, p95 {percentile(values, 0.95):.0f}"


def _facts_found(results: Sequence[tuple[Case, Answer, Score]]) -> Iterator[str]:
    """The share of the expected facts that the answers of each language hold, wherever they stand."""
    for lang in LANGUAGES:
        held = [
            (s.holds_facts * len(c.facts), len(c.facts))
            for c, _, s in results
            if c.lang == lang and s.holds_facts is not None
        ]
        if held:
            total = sum(count for _, count in held)
            share = sum(found for found, _ in held) / total
            yield f"Facts found in answers in {lang}: {share:.1%} of {total}."


def misses(results: Sequence[tuple[Case, Answer, Score]]) -> list[str]:
    """The cases that failed, with what was cited instead."""
    lines = []
    for case, answer, s in results:
        has_facts = s.holds_facts is None or s.holds_facts == 1.0
        if s.is_outcome_right and s.cites_gold is not False and has_facts:
            continue
        cited = ", ".join(c.locator for c in answer.citations) or ", ".join(answer.nearest)
        facts = "" if has_facts else " [facts]"
        lines.append(f"{case.id} {answer.outcome}{facts}: {case.question}")
        lines.append(f"    wanted {', '.join(case.gold) or case.outcome}; got {cited}")
    return lines


def profile_of(assistant: Assistant) -> str:
    """The loaded sources, as one word per source: results are compared within a profile only."""
    return " ".join(
        f"{status.source.id}/{'+'.join(status.languages)}"
        for status in assistant.sources()
        if status.is_loaded
    )


def find_drops(profile: str, rates: dict[str, Rate]) -> list[str]:
    """A sentence for each rate below the interval of the recorded one."""
    recorded = _read_record().get(profile)
    if recorded is None:
        return []
    return [
        f"Quality drop: {name} is {rates[name].value:.1%}, below {before['low']:.1%}, the lower end "
        f"of the recorded interval ({before['value']:.1%}). Mend it, or justify and --record."
        for name, before in recorded["rates"].items()
        if name in rates and rates[name].count and rates[name].value < before["low"]
    ]


def record(profile: str, rates: dict[str, Rate]) -> None:
    """Make today's rates the ones to hold for this profile."""
    records = _read_record()
    records[profile] = {
        "recorded_on": date.today().isoformat(),
        "rates": {name: asdict(value) for name, value in rates.items()},
    }
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read_record() -> dict[str, Any]:
    if not RECORD.is_file():
        return {}
    records: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return records


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.quick", description=__doc__)
    for name in ("record", "heldout", "misses"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--cases", type=Path, help="a file of cases to report on")
    parser.add_argument("--part", choices=("development", "heldout"), help="half of --cases")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
