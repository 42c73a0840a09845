"""How right the campaign check is: scenarios, grounds, sentences, time.

`python -m evals.campaign` decides every worked scenario and compares it with what its author read in
the law; holds every ground of every rule against the passage it cites; reads the story of every
scenario (half of them is for tuning, the other held out) and compares the facts found with those its author meant; and times a decision. Status 1 for
a scenario that comes out otherwise or a ground that does not hold. `--misses` lists what went wrong,
`--stories FILE` reads descriptions from a file of JSON Lines ({"text", "facts", "lang"}) instead.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.campaign.decide import decide
from assistant.campaign.describe import describe
from assistant.campaign.facts import OPERATIONS, Facts, Given, fact_table
from assistant.campaign.rules import Rule, rule_book
from assistant.campaign.scenarios import Scenario, read_scenarios
from assistant.show import open_texts
from corpus.errors import RecitalError
from corpus.manifest import default_manifest
from corpus.nouns import LANGUAGES
from corpus.settings import load_settings
from evals.cards.support import support
from evals.cards.verify import Texts, read_cards, read_topics
from evals.cases import is_held_out
from evals.intervals import percentile

PERMITS = ("allowed", "allowed_if")
SAME_CONTACT_DAYS = 190
"""A date read from "two years ago" is right within half a year."""
TIMED_ROUNDS = 3


@dataclass(slots=True)
class Grounds:
    """What became of the passages that rules stand on."""

    checked: int = 0
    not_loaded: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """How stories were read: facts right, wrong and missed, and what that does to the outcome."""

    stories: int = 0
    means_right: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the facts read that the story says."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the facts the story says that were read."""
        return self.right / max(1, self.right + self.missed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.campaign", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    parser.add_argument("--stories", type=Path, help="read these descriptions instead")
    options = parser.parse_args(arguments)
    if options.stories:
        print("\n".join(reading_lines(read_stories(told(options.stories)), options.misses)))
        return 0
    try:
        grounds = check_grounds()
    except RecitalError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    scenarios = tuple(read_scenarios())
    wrong = [one for one in scenarios if decide(one.facts, one.day).outcome != one.outcome]
    rules = tuple(rule_book().rules)
    hits = Counter(scenario.rule for scenario in scenarios)
    langs = " + ".join(f"{sum(s.lang == lang for s in scenarios)} {lang}" for lang in LANGUAGES)
    print(f"scenarios    {len(scenarios) - len(wrong)} of {len(scenarios)} as written ({langs})")
    print(f"rules        {len(rules)}, the least covered decides {min(hits[r.id] for r in rules)}")
    print(f"decisions    {len({s.decision for s in scenarios if s.decision})} cases reproduced")
    print(
        f"grounds      {grounds.checked} checked, {grounds.not_loaded} of texts not loaded here, "
        f"{len(grounds.faults)} faults"
    )
    for is_heldout, name in ((False, "development"), (True, "held out")):
        part = [one for one in scenarios if is_held_out(one.id) == is_heldout]
        found = read_stories((one.story, one.facts, one.day, one) for one in part)
        print(f"stories, {name} half")
        print("\n".join(reading_lines(found, options.misses and not is_heldout)))
    print("\n".join(timing_lines(scenarios)))
    faults = [f"{one.id}: {decide(one.facts, one.day).outcome}, not {one.outcome}" for one in wrong]
    for fault in [*faults, *grounds.faults]:
        print(fault, file=sys.stderr)
    return 1 if faults or grounds.faults else 0


def check_grounds() -> Grounds:
    """Every passage a rule, a fact or an obligation cites: known, carrying, nothing copied."""
    index = open_texts(load_settings())
    manifest = default_manifest().with_documents(index.documents).as_held(index.records)
    texts = Texts(index, manifest, read_cards()[0], read_topics())
    found = Grounds()
    for rule in rule_book().rules:
        found.faults += _rule_faults(rule, texts, found)
    cited = {fact.id: fact.law for fact in fact_table()}
    cited |= {one.id: one.law for one in rule_book().obligations.values()}
    for name, locator in cited.items():
        if texts.is_loaded(locator) and not index.has(locator):
            found.faults.append(f"{name}: {locator} has no such unit")
    return found


def _rule_faults(rule: Rule, texts: Texts, found: Grounds) -> Iterator[str]:
    for ground in rule.law:
        if not texts.index.has(ground.locator):
            found.not_loaded += 1
            if texts.is_loaded(ground.locator):
                yield f"{rule.id}: {ground.locator} has no such unit"
            continue
        for lang in texts.index.languages(ground.locator):
            found.checked += 1
            held = support(ground.carries[lang], lang, ground.locator, texts.index, texts.glossary)
            if not held.holds:
                lacking = ", ".join((*held.figures, *held.references, *held.missing))
                yield f"{rule.id}: {ground.locator} ({lang}) does not carry: {lacking}"
    for text in (rule.title, rule.because, *(ground.carries for ground in rule.law)):
        for lang in LANGUAGES:
            copied = texts.official.copied(text[lang])
            if copied:
                yield f"{rule.id}: words of an official text: {copied}"


Story = tuple[str, Facts, date, Scenario | None]


def told(path: Path) -> Iterator[Story]:
    """Descriptions of a file; raises `OSError`, `ValueError` and as `Facts.from_json` does."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        day = date.fromisoformat(row.get("as_of", date.today().isoformat()))
        yield row["text"], Facts.from_json(row["facts"], today=day), day, None


def read_stories(stories: Iterable[Story]) -> Reading:
    """What `describe` makes of stories, held against the facts their authors meant."""
    found = Reading()
    for text, meant, day, scenario in stories:
        read = describe(text, day).facts
        found.stories += 1
        found.means_right += _same(meant.given.get(OPERATIONS), read.given.get(OPERATIONS))
        differing = []
        for name in meant.given.keys() | read.given.keys():
            if name in meant.given and name in read.given:
                is_right = _same(meant.given[name], read.given[name])
                found.right += is_right
                found.wrong += not is_right
                found.missed += not is_right
            else:
                is_right = False
                found.missed += name in meant.given
                found.wrong += name in read.given
            if not is_right:
                differing.append(f"{name}: {read.given.get(name)!r} for {meant.given.get(name)!r}")
        if scenario is not None:
            found.outcomes[decide(read, day).outcome, scenario.outcome] += 1
        if differing:
            found.misses.append(f"{text}\n    " + "; ".join(sorted(differing)))
    return found


def _same(meant: Given, read: Given) -> bool:
    if isinstance(meant, date) and isinstance(read, date):
        return abs((meant - read).days) <= SAME_CONTACT_DAYS
    if isinstance(meant, tuple) and isinstance(read, tuple):
        return set(meant) == set(read)
    return meant == read


def reading_lines(found: Reading, with_misses: bool) -> Iterator[str]:
    """The figures of a reading as lines."""
    yield (
        f"  {found.stories} read: means right in {found.means_right / found.stories:.1%}, "
        f"facts precision {found.precision:.1%}, recall {found.recall:.1%}"
    )
    total = sum(found.outcomes.values())
    if total:
        same = sum(n for (read, meant), n in found.outcomes.items() if read == meant)
        asked = sum(n for (read, _), n in found.outcomes.items() if read == "cannot_tell")
        rash = sum(
            n
            for (read, meant), n in found.outcomes.items()
            if read in PERMITS and meant == "not_allowed"
        )
        strict = sum(
            n
            for (read, meant), n in found.outcomes.items()
            if read == "not_allowed" and meant in PERMITS
        )
        yield (
            f"  outcome as written {same / total:.1%}, asks instead {asked / total:.1%} in all; "
            f"permits what is refused {rash / total:.1%}, refuses what is permitted {strict / total:.1%}"
        )
    if with_misses:
        yield from found.misses


def timing_lines(scenarios: Sequence[Scenario]) -> Iterator[str]:
    """Milliseconds of a decision over all scenarios."""
    spent = []
    for _ in range(TIMED_ROUNDS):
        for one in scenarios:
            before = time.perf_counter()
            decide(one.facts, one.day)
            spent.append((time.perf_counter() - before) * 1000)
    yield (
        f"a decision   p50 {percentile(spent, 0.5):.2f} ms, p95 {percentile(spent, 0.95):.2f} ms, "
        f"longest {max(spent):.1f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
