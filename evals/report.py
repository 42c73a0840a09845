"""A result as a report: what a person reads of it, in Markdown or HTML, in French or English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.wording import spoken_date, typeset
from corpus.nouns import LANGUAGES, Language
from evals import words as told
from evals.cases import Case
from evals.failures import Told, evenly, told_of
from evals.honesty import KNOWN_SETS, honesty
from evals.intervals import Rate, gap, mean, percentile
from evals.judge_report import judge_help, judge_lines
from evals.measures import MEASURES, Measure
from evals.metrics import WANTED
from evals.page import Fold, Heading, Listing, Paragraph, Part, Table
from evals.records import Record
from evals.results import Result, Row
from evals.words import EvalWords, eval_words

Simple = Heading | Paragraph | Listing | Table

PARTS = ("development", "held_out")
KIND_MEASURES = ("passed", "cites_gold", "facts", "recall_10")
GAP_MEASURES = ("passed", "hit_5", "recall_10")
"""Measures whose difference between the languages is told."""
SHORT_MS = 2
"""Below so many milliseconds a time is told with a digit more."""
MOST_FAILURES = 60
"""Failures written out, so that the page stays readable."""
_NAMES: dict[str, dict[str, dict[Language, str]]] = {
    "kind": told.KINDS,
    "lang": told.LANGS,
    "audience": told.AUDIENCES,
    "part": told.PARTS,
    "circumstance": told.CIRCUMSTANCES,
}


def report(
    result: Result, cases: Sequence[Case], records: Mapping[str, Record], lang: Language
) -> list[Part]:
    """The report; `records` are the answers themselves, where they are still at hand."""
    w = eval_words(lang)
    return [
        Heading(w.title, 1),
        Paragraph(made(result, w)),
        *_in_short(result, w),
        *_main(result, w),
        *(part for by in ("kind", "lang", "audience", "set") for part in _grouped(result, by, w)),
        *beside(result, lang),
        *_speed(result, w),
        Heading(w.honesty),
        Listing(tuple(honesty(cases, result, lang))),
        *_failures(result, cases, records, w),
        Heading(w.circumstances),
        Listing(tuple(_circumstances(result, w))),
    ]


def _circumstances(result: Result, w: EvalWords) -> Iterator[str]:
    for name, value in result.fingerprint.items():
        if value:
            yield f"{name_in('circumstance', name, w.lang)}{w.colon}{value}"


def beside(result: Result, lang: Language) -> list[Simple]:
    """What was measured beside the cases: other ways to search, what each stage is worth, a judge."""
    w = eval_words(lang)
    return [
        *_baselines(result, w),
        *_cnil(result, w),
        *_ablations(result, w),
        *_judge(result, w),
    ]


def made(result: Result, w: EvalWords) -> str:
    """Day, commit, machine of a result; what it did not ask, and what an earlier run had answered."""
    told = w.made.format(
        day=spoken_date(result.made_on, w.lang),
        commit=result.commit + ("+" if result.is_modified else ""),
        count=len(result.rows),
        machine=result.machine,
        seconds=round(result.seconds),
        index=result.index_version,
    )
    if result.taken_up:
        told += w.taken_up.format(count=result.taken_up)
    if result.left_out:
        told += w.left_out.format(count=result.left_out)
    return told


def written(
    measure: Measure | None, found: Rate | None, lang: Language, *, short: bool = False
) -> str:
    """A figure with its interval, in its unit; a dash for what was not measured."""
    if found is None or not found.count + found.missing:
        return "–"
    failed = f" ({eval_words(lang).missing.format(count=found.missing)})" if found.missing else ""
    if not found.count:
        return f"–{failed}"
    return _figure(measure, found, lang, short=short) + failed


def _figure(measure: Measure | None, found: Rate, lang: Language, *, short: bool) -> str:
    if measure is None or measure.unit == "share":
        value = percent(found.value, lang)
        return (
            value
            if short
            else f"{value} ({percent(found.low, lang)} – {percent(found.high, lang)})"
        )
    unit = " ms" if measure.unit == "ms" else ""
    return f"{found.value:.0f}{unit}" + ("" if short else f" ({found.low:.0f} – {found.high:.0f})")


def percent(share: float, lang: Language) -> str:
    """A share as people write it."""
    return number(100 * share, lang) + ("\u00a0%" if lang == "fr" else "%")


def number(value: float, lang: Language, digits: int = 1, *, signed: bool = False) -> str:
    """A number as people write it: a comma in French, a true minus in both."""
    told = f"{value:{'+' if signed else ''}.{digits}f}".replace("-", "\u2212")
    return told.replace(".", ",") if lang == "fr" else told


def milliseconds(value: float, lang: Language) -> str:
    """A time without its unit, with a digit after the point where it is short."""
    return number(value, lang, 0 if value >= SHORT_MS else 1)


def name_in(by: str, value: str, lang: Language) -> str:
    """The words for a value of an attribute cases are grouped by."""
    return _NAMES.get(by, {}).get(value, {}).get(lang, value)


def short_answer(result: Result, w: EvalWords) -> str | None:
    """One paragraph for somebody who reads no table; None where nothing was held out."""
    rates = of_part(result, "held_out").rates()
    wanted = ("passed", "cites_gold", "declined", "quotes_valid")
    if any(name not in rates for name in wanted):
        return None
    passed, cites, declined, quotes = (percent(rates[name].value, w.lang) for name in wanted)
    count = rates["passed"].count
    told = w.short_answer.format(
        count=count, passed=passed, cites=cites, declined=declined, quotes=quotes
    )
    unseen = never_seen(result)
    if not unseen.count:
        return told
    return told + w.never_seen.format(passed=written(None, unseen, w.lang), count=unseen.count)


def never_seen(result: Result) -> Rate:
    """How often the held-out questions of sets nobody knew are answered right in every respect."""
    held = of_part(result, "held_out").only(lambda row: row.set not in KNOWN_SETS)
    return mean([row.of("passed") for row in held.rows])


def of_part(result: Result, part: str) -> Result:
    """The result of the cases of one part."""
    return result.only(lambda row: row.part == part)


def language_gap(rows: Sequence[Row], measure: str = "passed") -> Rate:
    """French minus English of a measure, with its interval."""
    french, english = ([row.of(measure) for row in rows if row.lang == one] for one in LANGUAGES)
    return gap(french, english)


def _in_short(result: Result, w: EvalWords) -> Iterator[Part]:
    told_in_short = short_answer(result, w)
    if told_in_short:
        yield Heading(w.in_short)
        yield Paragraph(told_in_short)
    failed = [row.id for row in result.rows if row.failure]
    if failed:
        yield Paragraph(w.failed.format(count=len(failed), names=", ".join(failed)))


def _main(result: Result, w: EvalWords) -> Iterator[Part]:
    parts = result.groups("part")
    held = [name for name in PARTS if name in parts]
    head = (w.measure, *(name_in("part", name, w.lang) for name in held))
    known = {measure.name: measure for measure in MEASURES}
    names = [name for name in result.rates() if name in known]
    rows = tuple(
        (
            known[name].title[w.lang],
            *(written(known[name], parts[part].get(name), w.lang) for part in held),
        )
        for name in names
    )
    yield Table((*head,), rows)
    yield Paragraph(w.interval)
    yield Fold(
        w.what_they_mean,
        (
            Listing(
                tuple(f"{known[n].title[w.lang]}{w.colon}{known[n].meaning[w.lang]}" for n in names)
            ),
        ),
    )


def _grouped(result: Result, by: str, w: EvalWords) -> Iterator[Part]:
    known = {measure.name: measure for measure in MEASURES}
    held = [part for part in PARTS if any(row.part == part for row in result.rows)]
    groups = {part: of_part(result, part).groups(by) for part in held}
    counts = Counter((row.part, str(getattr(row, by))) for row in result.rows)
    rows = []
    for value in sorted({getattr(row, by) for row in result.rows}):
        cells = [name_in(by, value, w.lang)]
        for part in held:
            rates = groups[part].get(value, {})
            figures = (written(known[n], rates.get(n), w.lang, short=True) for n in KIND_MEASURES)
            cells += [str(counts[part, value]), *figures]
        rows.append(tuple(cells))
    head = [""]
    for part in held:
        label = name_in("part", part, w.lang)
        head += [f"{w.cases}, {label}", *(known[n].title[w.lang] for n in KIND_MEASURES)]
    yield Heading(w.by[by])
    yield Table(tuple(head), tuple(rows))
    if by == "lang":
        yield Paragraph(gap_line([row for row in result.rows if row.part == held[-1]], w))


def gap_line(rows: Sequence[Row], w: EvalWords) -> str:
    """How much better French does than English, in points, with the intervals: answers and search."""
    known = {measure.name: measure for measure in MEASURES}
    told = (_gap(language_gap(rows, name), known[name], w) for name in GAP_MEASURES)
    parts = (" ; " if w.lang == "fr" else "; ").join(filter(None, told))
    return typeset(f"{w.languages_gap}{w.colon}{parts}.", w.lang)


def _gap(found: Rate, measure: Measure, w: EvalWords) -> str:
    if not found.count:
        return ""
    gap, low, high = (
        number(100 * value, w.lang, signed=True) for value in (found.value, found.low, found.high)
    )
    title = measure.title[w.lang]
    return w.gap_of.format(title=title, gap=gap, low=low, high=high)


def _baselines(result: Result, w: EvalWords) -> Iterator[Simple]:
    ways: list[dict[str, Any]] = result.more.get("baselines", [])
    if not ways:
        return
    ours = next((way for way in ways if way["way"] == "recital"), None)
    rows = []
    for way in ways:
        shares = (way["hit"]["value"], way["recall"]["value"])
        ratio = "–"
        if ours is not None and way is not ours:
            parts = zip(shares, (ours["hit"]["value"], ours["recall"]["value"]), strict=True)
            ratio = " / ".join(
                f"× {number(theirs / mine, w.lang, 2)}" if mine else "–" for theirs, mine in parts
            )
        rows.append(
            (
                told.WAYS.get(way["way"], {}).get(w.lang, way["way"]),
                " / ".join(percent(share, w.lang) for share in shares),
                _held_out_shares(way, w.lang),
                ratio,
                _times(way, w.lang),
                f"{way['peak_mb']} {w.megabytes}",
                f"{way['prepare_seconds']:.0f} s",
            )
        )
    yield Heading(w.baselines)
    yield Paragraph(w.baselines_help)
    held_out = f"{w.any_all}, {name_in('part', 'held_out', w.lang)}"
    yield Table(("", w.any_all, held_out, w.ratio, w.time, w.memory, w.prepared), tuple(rows))


def _held_out_shares(way: Mapping[str, Any], lang: Language) -> str:
    """The same over held-out questions alone, a dash in results that did not tell them apart."""
    rates = way.get("parts", {}).get("held_out")
    if rates is None:
        return "–"
    shares = " / ".join(percent(found["value"], lang) for found in rates)
    return f"{shares} ({rates[0]['count']})"


def _cnil(result: Result, w: EvalWords) -> Iterator[Simple]:
    ways: list[dict[str, Any]] = result.more.get("cnil", [])
    if not ways:
        return
    kinds = list(ways[0]["kinds"])
    head = [""]
    for kind in kinds:
        name = told.CNIL_KINDS.get(kind, {}).get(w.lang, kind)
        head.append(f"{name} ({ways[0]['kinds'][kind]['queries']}), {w.first_five}")
    rows = [
        (
            told.WAYS.get(way["way"], {}).get(w.lang, way["way"]),
            *(_first_five(way["kinds"][kind], w.lang) for kind in kinds),
            _times(way, w.lang),
        )
        for way in ways
    ]
    yield Heading(w.cnil_title)
    yield Paragraph(w.cnil_help)
    yield Table((*head, w.time), tuple(rows))
    yield Paragraph(w.cnil)


def _times(way: Mapping[str, Any], lang: Language) -> str:
    return " / ".join(milliseconds(way[name], lang) for name in ("p50_ms", "p95_ms")) + " ms"


def _first_five(kind: Mapping[str, Any], lang: Language) -> str:
    first, five = (Rate(**kind[name]) for name in ("first", "five"))
    return f"{percent(first.value, lang)} / {written(None, five, lang)}"


def _ablations(result: Result, w: EvalWords) -> Iterator[Simple]:
    table: list[dict[str, Any]] = result.more.get("ablations", [])
    if not table:
        return
    known = {measure.name: measure for measure in MEASURES}
    names = list(table[0]["measures"])
    rows = []
    for one in table:
        title = one["title"][w.lang]
        cells = [w.nothing_removed if not one["name"] else f"{w.without}{w.colon}{title}"]
        for name in names:
            cell = percent(one["measures"][name], w.lang)
            change = one["changes"].get(name)
            if change is not None:
                mark = "*" if change["is_significant"] else ""
                cell += f" ({number(100 * change['value'], w.lang, signed=True)}{mark})"
            cells.append(cell)
        rows.append(tuple(cells))
    yield Heading(w.ablations)
    yield Paragraph(w.ablations_help)
    yield Table(("", *(known[name].title[w.lang] for name in names)), tuple(rows))


def _judge(result: Result, w: EvalWords) -> Iterator[Simple]:
    judge: dict[str, Any] | None = result.more.get("judge")
    yield Heading(w.judge)
    if judge is None:
        yield Paragraph(w.no_judge)
        return
    yield Listing(tuple(judge_lines(judge, w.lang)))
    yield Paragraph(judge_help(w.lang))


def _speed(result: Result, w: EvalWords) -> Iterator[Part]:
    spent = [value for row in result.rows if (value := row.of("milliseconds")) is not None]
    if spent:
        p50, p95 = (f"{percentile(spent, share):.0f}" for share in (0.5, 0.95))
        yield Heading(w.speed)
        yield Paragraph(w.speed_line.format(p50=p50, p95=p95, machine=result.machine))


def _failures(
    result: Result, cases: Sequence[Case], records: Mapping[str, Record], w: EvalWords
) -> Iterator[Part]:
    failed = [row for row in result.rows if row.of("passed") == 0.0]
    shown = [row for row in failed if row.part == "development"]
    yield Heading(w.failures)
    if not failed:
        yield Paragraph(w.no_failure)
        return
    shown = evenly(shown)
    count = min(len(shown), MOST_FAILURES)
    hidden = len(failed) - len(shown)
    yield Paragraph(w.failures_help.format(shown=count, count=len(failed), hidden=hidden))
    known = {case.id: case for case in cases}
    for row in shown[:MOST_FAILURES]:
        case = known.get(row.id)
        if case is not None:
            kept = told_of(result, row.id)
            record = records.get(row.id)
            yield Fold(f"{row.id} · {case.question}", tuple(_failure(row, case, record, kept, w)))


def _failure(
    row: Row, case: Case, record: Record | None, kept: Told | None, w: EvalWords
) -> Iterator[Simple]:
    wanted = " + ".join(" | ".join(group) for group in (*case.must, *case.facts)) or case.outcome
    yield Paragraph(f"{w.expected}{w.colon}{wanted}")
    yield Paragraph(f"{w.missed}{w.colon}{', '.join(missed(row, w.lang))}")
    if record is not None and record.answer is not None:
        yield Paragraph(f"{w.answered}{w.colon}{record.answer['text']}")
    elif kept is not None:
        yield Paragraph(f"{w.opened}{w.colon}{kept.opening} [{', '.join(kept.cited)}]")


def missed(row: Row, lang: Language) -> Iterator[str]:
    """What a failed answer missed, in words: what it had to meet wholly and did not."""
    for measure in MEASURES:
        value = row.of(measure.name)
        if measure.name in WANTED and value is not None and value < 1:
            yield measure.title[lang]
