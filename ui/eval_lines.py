"""Results of the evaluation on a terminal: a summary, and two results side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corpus.nouns import Language
from evals.compare import Change, Comparison, Regression
from evals.intervals import percentile
from evals.judge_report import judge_lines
from evals.measures import MEASURES
from evals.records import Record
from evals.report import made, name_in, number, percent, written
from evals.results import Result
from evals.words import eval_words

Answers = tuple[Mapping[str, Record], Mapping[str, Record]]
_TITLE_WIDTH = 34
_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "shared": "{count} questions communes",
        "differs": "diffère : {name} ({before} → {after})",
        "same": "Aucune différence au-delà du hasard.",
        "better": "mieux",
        "worse": "moins bien",
        "other": "autre",
        "regressions": "Reculs, les pires d'abord :",
        "gained": "{count} questions sont maintenant entièrement justes : {names}",
        "before": "avant",
        "after": "après",
        "gone": "(la réponse n'est plus sur cette machine)",
        "failed": "{count} questions n'ont reçu aucune réponse :",
        "other_gold": "Les questions, les réponses attendues ou la notation ont changé entre les deux : une mesure a pu bouger pour cette seule raison.",
        "other_machine": "Mesurés sur des machines différentes ({before} → {after}) : les temps ne sont pas comparés.",
        "points": "points",
        "name": "résultat",
        "day": "jour",
        "suite": "suite",
        "answers": "réponses",
        "cases": "questions",
        "passed": "tout juste",
        "results": "Résultats : {count}",
    },
    "en": {
        "shared": "{count} questions in common",
        "differs": "differs: {name} ({before} → {after})",
        "same": "No difference beyond chance.",
        "better": "better",
        "worse": "worse",
        "other": "different",
        "regressions": "What got worse, the worst first:",
        "gained": "{count} questions are now right in every respect: {names}",
        "before": "before",
        "after": "after",
        "gone": "(its answer is no longer on this machine)",
        "failed": "{count} questions got no answer:",
        "other_gold": "The questions, the expected answers or the scoring changed in between: a measure may have moved by that alone.",
        "other_machine": "Measured on different machines ({before} → {after}): times are not compared.",
        "points": "points",
        "name": "result",
        "day": "day",
        "suite": "suite",
        "answers": "answers",
        "cases": "questions",
        "passed": "all right",
        "results": "Results: {count}",
    },
}


def summary_lines(result: Result, lang: Language) -> Iterator[str]:
    """Day and commit, each measure with its interval, what failed, how long answers took."""
    yield made(result, eval_words(lang))
    known = {measure.name: measure for measure in MEASURES}
    for name, found in result.rates().items():
        measure = known.get(name)
        title = measure.title[lang] if measure else name
        missing = f"  NaN: {found.missing}" if found.missing else ""
        figure = written(measure, found, lang)
        yield f"  {title:<{_TITLE_WIDTH}} {figure:<26} {found.count:>5}{missing}"
    spent = [value for row in result.rows if (value := row.of("milliseconds")) is not None]
    yield f"  p50 {percentile(spent, 0.5):.0f} ms, p95 {percentile(spent, 0.95):.0f} ms"
    if "judge" in result.more:
        yield from (f"  {line}" for line in judge_lines(result.more["judge"], lang))
    failed = [row for row in result.rows if row.failure]
    if failed:
        yield _WORDS[lang]["failed"].format(count=len(failed))
        yield from (f"  {row.id}: {row.failure}" for row in failed)


def listing_lines(results: Sequence[Result], lang: Language) -> Iterator[str]:
    """One line for each result under headings, oldest first, then how many there are."""
    w = _WORDS[lang]
    rows = [tuple(w[name] for name in ("name", "day", "suite", "answers", "cases", "passed"))]
    for one in results:
        passed = percent(share, lang) if (share := passed_share(one)) is not None else "–"
        told = (one.name, one.made_on.isoformat(), one.suite, one.answers)
        rows.append((*told, str(len(one.rows)), passed))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(
            f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)
        ).rstrip()
    yield w["results"].format(count=len(results))


def passed_share(result: Result) -> float | None:
    """The share of its answers that are right in every respect, None where it judged none."""
    rates = result.rates()
    return rates["passed"].value if "passed" in rates else None


def comparison_lines(found: Comparison, answers: Answers, lang: Language) -> Iterator[str]:
    """What differs by more than chance, then the regressions with both answers."""
    w = _WORDS[lang]
    yield f"{found.before.name} → {found.after.name}, {w['shared'].format(count=found.case_count)}"
    for name, (before, after) in found.differing.items():
        told = name_in("circumstance", name, lang)
        yield "  " + w["differs"].format(name=told, before=before or "–", after=after or "–")
    if found.has_other_gold:
        yield w["other_gold"]
    if found.has_other_machine:
        before, after = found.before.machine, found.after.machine
        yield w["other_machine"].format(before=before, after=after)
    yield from (_change_line(change, lang) for change in found.changes)
    if not found.changes:
        yield w["same"]
    if found.gained:
        yield w["gained"].format(count=len(found.gained), names=", ".join(found.gained))
    if found.regressions:
        yield w["regressions"]
    for one in found.regressions:
        yield from _regression_lines(one, answers, lang)


def comparison_json(found: Comparison, answers: Answers) -> dict[str, Any]:
    """The same as one JSON object."""
    return {
        "before": found.before.name,
        "after": found.after.name,
        "cases": found.case_count,
        "differing": {name: list(pair) for name, pair in found.differing.items()},
        "changes": [
            {
                "measure": change.measure.name,
                "before": change.before.value,
                "after": change.after.value,
                "difference": change.difference.value,
                "low": change.difference.low,
                "high": change.difference.high,
                "is_better": change.is_better,
            }
            for change in found.changes
        ],
        "gained": list(found.gained),
        "regressions": [
            {
                "id": one.case_id,
                "lost": {name: list(pair) for name, pair in one.lost.items()},
                "answers": [_answer(one.case_id, records) for records in answers],
            }
            for one in found.regressions
        ],
    }


def _change_line(change: Change, lang: Language) -> str:
    measure, found = change.measure, change.difference
    before, after = (written(measure, r, lang, short=True) for r in (change.before, change.after))
    verdict = {True: "better", False: "worse", None: "other"}[change.is_better]
    is_share = measure.unit == "share"
    scale, unit = (100, " " + _WORDS[lang]["points"]) if is_share else (1, "")
    gained, low, high = (
        number(scale * value, lang, signed=True) for value in (found.value, found.low, found.high)
    )
    title = f"{measure.title[lang]:<{_TITLE_WIDTH}}"
    told = f"{gained}{unit} [{low} … {high}]"
    return f"  {title} {before} → {after}  {told}  {_WORDS[lang][verdict]}"


def _regression_lines(one: Regression, answers: Answers, lang: Language) -> Iterator[str]:
    w, titles = _WORDS[lang], {measure.name: measure.title[lang] for measure in MEASURES}
    lost = ", ".join(
        f"{titles[name]} {percent(old, lang)} → {percent(new, lang)}"
        for name, (old, new) in one.lost.items()
    )
    yield f"\n{one.case_id}{eval_words(lang).colon}{lost}"
    for title, records in zip((w["before"], w["after"]), answers, strict=True):
        told = _answer(one.case_id, records)
        yield f"  [{title}] " + (w["gone"] if told is None else told.replace("\n", "\n  "))


def _answer(case_id: str, records: Mapping[str, Record]) -> str | None:
    record = records.get(case_id)
    if record is None:
        return None
    return str(record.answer["text"]) if record.answer is not None else record.failure
