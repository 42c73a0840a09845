"""What a judge's report says, line by line, for the report of a run and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corpus.nouns import Language
from evals.judge_words import AGREEMENTS, LINES, PROBLEMS
from evals.measures import MEASURES


def judge_lines(told: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """Which judge, what it cost, what failed measure by measure, and how far our checks agree."""
    w = LINES[lang]
    yield w["judge"].format(**told)
    yield w["cost"].format(**told)
    if told["given_up"]:
        yield w["given_up"].format(problem=_problem(told["given_up"], lang))
    yield from _failures(told["measures"], lang)
    for check, found in told["agreement"].items():
        yield _agreement(AGREEMENTS[check][lang], found, lang)


def judge_help(lang: Language) -> str:
    """How to read the lines."""
    return LINES[lang]["help"]


def _failures(measures: Mapping[str, Any], lang: Language) -> Iterator[str]:
    titles = {measure.name: measure.title[lang] for measure in MEASURES}
    for name, found in measures.items():
        failures = found["failures"]
        if failures:
            problems = ", ".join(f"{_problem(kind, lang)} {n}" for kind, n in failures.items())
            counts = {"scored": found["scored"], "failed": sum(failures.values())}
            yield LINES[lang]["failed"].format(measure=titles[name], problems=problems, **counts)


def _agreement(of: str, found: Mapping[str, Any], lang: Language) -> str:
    w = LINES[lang]
    if not found["count"]:
        return w["nothing"].format(of=of)
    kappa = w["no_kappa"] if found["kappa"] is None else f"{found['kappa']:.2f}"
    shares = {name: _percent(found[name], lang) for name in ("share", "first", "second")}
    return w["agreement"].format(
        of=of,
        count=found["count"],
        kappa=kappa.replace(".", ",") if lang == "fr" else kappa,
        share=shares["share"],
        judge=shares["first"],
        ours=shares["second"],
    )


def _percent(share: float, lang: Language) -> str:
    return f"{share * 100:.0f}\u00a0%" if lang == "fr" else f"{share:.0%}"


def _problem(kind: str, lang: Language) -> str:
    return PROBLEMS.get(kind, {}).get(lang, kind)
