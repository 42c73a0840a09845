"""Whether cases hold against the texts they name: `python -m evals.check_cases [FILE …]`.

Every gold locator stands in a loaded text (or in one that is only named), every fact in a gold text
and in no question, no question is asked twice. Status 1 for a fault.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.show import open_texts
from corpus.errors import RecitalError
from corpus.index import Index
from corpus.locator import ancestors
from corpus.manifest import default_manifest
from corpus.nouns import LANGUAGES, Language
from corpus.settings import load_settings
from evals.cases import CASE_SETS, CASES_FOLDER, Case, read_cases
from evals.metrics import comparable

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "count": "{cases} cas, {faults} fautes",
        "nowhere": "{case} : aucun texte ne porte {locator}",
        "not_stated": "{case} : aucun texte attendu ne dit {facts}",
        "in_question": "{case} : le fait {fact!r} est déjà dans la question",
        "repeated": "{case} demande ce que {other} demande : {question}",
    },
    "en": {
        "count": "{cases} cases, {faults} faults",
        "nowhere": "{case}: no text holds {locator}",
        "not_stated": "{case}: no gold text states {facts}",
        "in_question": "{case}: the fact {fact!r} stands in the question",
        "repeated": "{case} asks what {other} asks: {question}",
    },
}
NEAR_DUPLICATE = 0.8
"""Jaccard index of the word sets from which two questions count as one."""


def main(arguments: Sequence[str] | None = None, lang: Language = "en") -> int:
    """Check, print the faults; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.check_cases", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="files of cases (default: all of ours)")
    options = parser.parse_args(arguments)
    ours = [CASES_FOLDER / f"{name}.jsonl" for name in CASE_SETS]
    files = options.files or [path for path in ours if path.is_file()]
    try:
        cases = [case for path in files for case in read_cases(path)]
        faults = [*gold_faults(cases, open_texts(load_settings()), lang), *repeated(cases, lang)]
    except RecitalError as error:
        print(error.message(lang), file=sys.stderr)
        return 1
    print(_WORDS[lang]["count"].format(cases=len(cases), faults=len(faults)))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def gold_faults(cases: Iterable[Case], index: Index, lang: Language = "en") -> Iterator[str]:
    """One sentence for each locator that does not exist and each fact no gold text states."""
    w = _WORDS[lang]
    manifest = default_manifest().as_held(index.records)
    loaded = {record.source for record in index.records if record.passage_count}
    for case in cases:
        gold = (*case.gold, *case.may)
        for locator in gold:
            source = manifest.of_prefix(locator.partition(":")[0])
            if source is None or (source.id in loaded and not index.has(locator)):
                yield w["nowhere"].format(case=case.id, locator=locator)
        if set(case.needs) <= loaded:
            told = comparable(" ".join(_texts(gold, index)))
            for group in case.facts:
                if not any(comparable(fact) in told for fact in group):
                    yield w["not_stated"].format(case=case.id, facts=" | ".join(group))
        asked = comparable(" ".join((case.question, *case.history)))
        for fact in (fact for group in case.facts for fact in group):
            if comparable(fact) in asked:
                yield w["in_question"].format(case=case.id, fact=fact)


def repeated(cases: Sequence[Case], lang: Language = "en") -> Iterator[str]:
    """Pairs of cases that ask nearly the same in one language after the same questions."""
    sets = [(case, frozenset(_words(" ".join((*case.history, case.question))))) for case in cases]
    for place, (case, mine) in enumerate(sets):
        for other, theirs in sets[:place]:
            is_same_day = case.as_of == other.as_of
            if case.lang == other.lang and is_same_day and _overlap(mine, theirs) >= NEAR_DUPLICATE:
                told = {"case": case.id, "other": other.id, "question": case.question}
                yield _WORDS[lang]["repeated"].format(**told)


def _texts(locators: Iterable[str], index: Index) -> Iterator[str]:
    """The words of units and of those around and inside them, in every language and version."""
    for locator in locators:
        for unit in (locator, *ancestors(locator), *_within(locator, index)):
            for lang in LANGUAGES:
                for passage in index.versions_in_time(unit, lang):
                    yield f"{passage.heading} {passage.full_text}"


def _within(locator: str, index: Index) -> Iterator[str]:
    for unit in index.inside(locator):
        yield unit
        yield from _within(unit, index)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", comparable(text))


def _overlap(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / max(1, len(mine | theirs))


if __name__ == "__main__":
    sys.exit(main())
