"""Worked scenarios: a story, its facts, the outcome the law implies and the rule that decides.

They lie beside the tables (`rules/scenarios/`, one file per family) and were written from the texts,
the cards and the decisions by people who had not seen the engine or the conditions of the rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.campaign.decision import Decision, Outcome
from assistant.campaign.facts import Facts
from corpus.nouns import Language

_FOLDER = Path(__file__).with_name("rules") / "scenarios"


@dataclass(frozen=True, slots=True)
class Scenario:
    """`rule` decides, by `locator`; `decision` names the authority's case it reproduces, if any.

    `written_rule` is the rule its author named where a more precise one was added since.
    """

    id: str
    family: str
    lang: Language
    story: str
    day: date
    facts: Facts
    outcome: Outcome
    rule: str
    locator: str
    reason: str
    missing: tuple[str, ...] = ()
    decision: str = ""
    written_rule: str = ""


def read_scenarios(folder: Path = _FOLDER) -> Iterator[Scenario]:
    """Every scenario of a folder, family by family; raises `ValueError` for a file that is none."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            day = date.fromisoformat(row["as_of"])
            yield Scenario(
                id=row["id"],
                family=path.stem,
                lang=row["lang"],
                story=row["story"],
                day=day,
                facts=Facts.from_json(row["facts"], today=day),
                outcome=row["outcome"],
                rule=row["rule"],
                locator=row["locator"],
                reason=row["reason"],
                missing=tuple(row.get("missing", ())),
                decision=row.get("decision", ""),
                written_rule=row.get("written_rule", ""),
            )


def rules_in_play(decision: Decision) -> frozenset[str]:
    """The rules that held, that gave way, or that could still refuse."""
    held = {step.rule.id for step in decision.steps}
    beaten = {one.rule.id for step in decision.steps for one in step.beaten}
    doubts = {rule.id for part in decision.parts for rule in part.doubts}
    return frozenset(held | beaten | doubts)
