"""How well wrong statements are told from right ones, and wrong quotes from true ones.

`python -m evals.verification` holds every row of `cases/verification.jsonl` against the passages it
cites and prints, for each kind of mistake, how many were caught, and how many right sentences were
flagged. Then it changes the sentences of our cards in the same ways, by rule, and holds them against
the texts the cards cite. `--misses` lists what went wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from assistant.answer import Citation
from assistant.assistant import open_assistant
from assistant.cite import cite, cite_unloaded
from assistant.sentences import Span
from assistant.statement import Fault
from assistant.verify import find_faults
from corpus.errors import InvalidInput, RecitalError
from corpus.index import Index
from corpus.manifest import Manifest
from corpus.nouns import Language
from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.cases import CASES_FOLDER
from evals.intervals import Rate, rate
from evals.misstatements import Statement, derive

CASES = CASES_FOLDER / "verification.jsonl"
AS_OF = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found wrong with a statement."""

    statement: Statement
    faults: frozenset[Fault]


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, print; status 1 when a wrong figure, date, article or decision passes."""
    parser = argparse.ArgumentParser(prog="python -m evals.verification", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list the statements misjudged")
    options = parser.parse_args(arguments)
    switch_telemetry_off()
    try:
        setting = open_assistant(load_settings()).setting
        index = setting.reader.index()
        manifest = setting.manifest_of(index)
        written = judge(answerable(read_statements(CASES), index), index, manifest)
    except RecitalError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    derived = judge(derive(index), index, manifest)
    print("\n".join(table("Statements written by hand", written)))
    print("\n".join(["", *table("Sentences of our cards, changed by rule", derived)]))
    if options.misses:
        print("\n".join(misses([*written, *derived])))
    return 0 if is_strict(written) else 1


def read_statements(path: Path) -> tuple[Statement, ...]:
    """The rows of a file; raises `InvalidInput` naming the line that breaks the schema."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            rows.append(Statement.model_validate_json(line))
        except ValidationError as error:
            raise InvalidInput(value=f"{path}:{number}", reason=str(error)) from error
    return tuple(rows)


def answerable(rows: Sequence[Statement], index: Index) -> list[Statement]:
    """The statements whose passages are all in the index."""
    return [row for row in rows if all(map(index.has, row.cites))]


def judge(rows: Sequence[Statement], index: Index, manifest: Manifest) -> list[Verdict]:
    """Each statement held against the whole units it cites."""
    verdicts = []
    for row in rows:
        citations = cite_units(row.cites, row.lang, index, manifest)
        found = find_faults(row.sentence, citations, index, AS_OF)
        verdicts.append(Verdict(row, frozenset().union(*(faults for _, faults in found))))
    return verdicts


def cite_units(
    locators: Sequence[str], lang: Language, index: Index, manifest: Manifest
) -> tuple[Citation, ...]:
    """Citations 1, 2 … of whole units."""
    citations = []
    for n, locator in enumerate(locators, start=1):
        if not index.has(locator):
            citations.append(cite_unloaded(n, locator, manifest, lang))
            continue
        unit = index.passage(locator, lang, AS_OF)
        span, source = Span(0, len(unit.text)), manifest.source_of(unit)
        citations.append(cite(n, unit, span, source, lang, unit=unit))
    return tuple(citations)


CERTAIN: tuple[Fault, ...] = ("marker", "figure", "date", "number", "article", "decision")
"""The mistakes that a rule can always see; the others are caught as far as words are followed."""


def is_strict(verdicts: Sequence[Verdict]) -> bool:
    """Whether every mistake that a rule can see was caught."""
    return all(verdict.faults for verdict in verdicts if verdict.statement.fault in CERTAIN)


def rates(verdicts: Sequence[Verdict]) -> dict[str, Rate]:
    """The share flagged, for each kind of mistake and for the right sentences ("")."""
    kinds = dict.fromkeys(verdict.statement.fault for verdict in verdicts)
    return {
        kind: rate([bool(v.faults) for v in verdicts if v.statement.fault == kind])
        for kind in sorted(kinds)
    }


def table(title: str, verdicts: Sequence[Verdict]) -> list[str]:
    """The rates as a Markdown table."""
    lines = [f"{title}: {len(verdicts)}", "", "| mistake | flagged | 95 % interval | sentences |"]
    lines.append("|---|---|---|---|")
    for kind, r in rates(verdicts).items():
        name = kind or "none (a right sentence)"
        lines.append(f"| {name} | {r.value:.1%} | {r.low:.1%} to {r.high:.1%} | {r.count} |")
    right = [verdict.faults for verdict in verdicts if not verdict.statement.fault]
    flagged = Counter(fault for faults in right for fault in faults)
    told = ", ".join(f"{fault} {count}" for fault, count in flagged.most_common())
    return [*lines, "", f"Right sentences flagged for: {told or 'nothing'}."]


def misses(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """The statements misjudged, with what was found wrong with them."""
    for verdict in verdicts:
        statement = verdict.statement
        if bool(statement.fault) != bool(verdict.faults):
            found = ", ".join(sorted(verdict.faults)) or "nothing"
            yield f"{statement.id} [{found}] {statement.sentence} ({', '.join(statement.cites)})"


if __name__ == "__main__":
    sys.exit(main())
