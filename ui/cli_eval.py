"""How good it is, and how we know: `recital eval run | list | compare | report | adopt | check`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from corpus.errors import NoResultSaved, RagasMissing
from corpus.nouns import Language
from corpus.settings import Settings, load_settings
from ui.arguments import speaking
from ui.progress import show_count, show_counts

if TYPE_CHECKING:
    from corpus.index import Index
    from evals.baselines import Way
    from evals.queries import Query
    from evals.results import Result
    from evals.runner import Plan, Progress

SuiteName = Literal["quick", "development", "held_out", "full"]
AnswersName = Literal["composed", "generated"]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Lang = Annotated[str, typer.Option("--lang", help="fr or en; default: the terminal's language.")]


class BaselineName(StrEnum):
    """Another way to search, or all of them; a list option takes no `Literal`."""

    TUTORIAL = "tutorial"
    BM25 = "bm25"
    E5 = "e5"
    ALL = "all"


_PROGRESS: dict[Language, dict[str, str]] = {
    "fr": {"ask": "Questions", "baselines": "Autres façons", "cnil": "CNIL", "ablate": "Sans chaque étape", "judge": "Juge"},
    "en": {"ask": "Questions", "baselines": "Other ways", "cnil": "CNIL", "ablate": "Without each stage", "judge": "Judge"},
}  # fmt: skip

_GATE: dict[Language, dict[str, str]] = {
    "fr": {
        "none": "Aucun résultat complet n'est enregistré dans evals/results : rien à quoi comparer. Lancez « make eval ».",
        "other_sources": "Personne n'a mesuré ces sources : la comparaison est faite avec {name}, sur les questions communes.",
        "compare": "Comparer : recital eval compare {before} {after}",
        "no_drop": "Aucune baisse par rapport à {name}.",
    },
    "en": {
        "none": "No full result is saved in evals/results: there is nothing to compare with. Run `make eval`.",
        "other_sources": "Nobody measured these sources: compared with {name}, on the questions in common.",
        "compare": "Compare: recital eval compare {before} {after}",
        "no_drop": "No drop against {name}.",
    },
}  # fmt: skip

_ADOPT: dict[Language, str] = {
    "fr": "Plus aucun nom ni détail qui désigne quelqu'un ? Écrire ce cas ?",
    "en": "No name and no detail left that tells who somebody is? Write this case?",
}


def add_eval_commands(app: typer.Typer) -> None:
    """Register the commands of this module as `recital eval …`."""
    group = typer.Typer(
        help="How good the answers are: run the cases, compare results, report, adopt a case.",
        no_args_is_help=True,
    )
    group.command("run")(run)
    group.command("list")(list_results)
    group.command("compare")(compare)
    group.command("report")(report)
    group.command("adopt")(adopt)
    group.command("check")(check)
    app.add_typer(group, name="eval")


def run(
    suite: Annotated[
        SuiteName, typer.Option(help="Which cases; quick: under two minutes.")
    ] = "quick",
    answers: Annotated[
        AnswersName, typer.Option(help="Who writes: this program, or RECITAL_CHAT_MODEL.")
    ] = "composed",
    baseline: Annotated[list[BaselineName] | None, typer.Option(help="Another way too.")] = None,
    cnil: Annotated[
        Path | None, typer.Option(help="Also the CNIL's own test queries: a JSON Lines file.")
    ] = None,
    ablations: Annotated[bool, typer.Option(help="Also without each stage in turn.")] = False,
    ragas: Annotated[
        bool, typer.Option(help="Also RAGAS; its judge if RECITAL_JUDGE_MODEL is set.")
    ] = False,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one per core.")] = 0,
    fresh: Annotated[bool, typer.Option(help="Forget what an earlier run has kept.")] = False,
    gate: Annotated[
        bool, typer.Option(help="Fail when a measure fell below the last committed result.")
    ] = False,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Ask every case of a suite, score it, save the result; interrupted, it goes on where it was."""
    from assistant.assistant import open_assistant
    from evals.cnil import hold_source
    from evals.queries import read_cnil
    from evals.results import RESULTS_FOLDER, folder_for, named_apart, save, to_json, yardstick
    from evals.runner import Plan, with_more
    from evals.runner import run as run_plan

    with speaking(lang) as spoken:
        settings = load_settings()
        if ragas and find_spec("ragas") is None:
            raise RagasMissing()
        queries: list[Query] = []
        if cnil is not None:
            queries = read_cnil(cnil)
            hold_source(open_assistant(settings))
        plan = Plan(suite, answers, workers, fresh, ragas)
        titles = _PROGRESS[spoken]
        with show_counts(titles["ask"], titles["judge"]) as (progress, judging):
            result = run_plan(plan, settings, progress, judging)
        beside = Beside(tuple(baseline or ()), tuple(queries), ablations)
        result = with_more(result, _besides(plan, settings, spoken, beside))
        committed = yardstick(RESULTS_FOLDER, result.profile, result.answers) if gate else None
        result, path = named_apart(result, folder_for(suite, settings.data.directory))
        save(result, path)
        if as_json:
            typer.echo(to_json(result))
        else:
            _print_summary(result, path, spoken)
        if gate:
            _hold_against(committed, result, spoken)


def list_results(as_json: AsJson = False, lang: Lang = "") -> None:
    """List the saved results, oldest first."""
    from evals.results import by_age, folders
    from ui.eval_lines import listing_lines, passed_share

    with speaking(lang) as spoken:
        found = by_age(folders(load_settings().data.directory))
        if not as_json:
            typer.echo("\n".join(listing_lines(found, spoken)))
            return
        rows = [
            {
                "name": one.name,
                "made_on": one.made_on.isoformat(),
                "suite": one.suite,
                "answers": one.answers,
                "cases": len(one.rows),
                "passed": None if (share := passed_share(one)) is None else round(share, 4),
            }
            for one in found
        ]
        typer.echo(json.dumps({"results": rows}, indent=2))


def compare(
    before: Annotated[str, typer.Argument(help="A result: its file, its name or its beginning.")],
    after: Annotated[str, typer.Argument(help="Another one.")],
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """What differs between two results by more than chance, and which cases got worse."""
    from evals.compare import compare as compare_results
    from evals.results import find, folders, read
    from ui.eval_lines import comparison_json, comparison_lines

    with speaking(lang) as spoken:
        settings = load_settings()
        places = folders(settings.data.directory)
        old, new = (read(find(name, places)) for name in (before, after))
        comparison = compare_results(old, new)
        answers = (_records(settings, old), _records(settings, new))
        if as_json:
            told = comparison_json(comparison, answers)
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
            return
        typer.echo("\n".join(comparison_lines(comparison, answers, spoken)))


def report(
    name: Annotated[
        str,
        typer.Argument(
            help="A result: its file, its name or its beginning; default: the last full run, of those over the most texts."
        ),
    ] = "",
    html: Annotated[Path | None, typer.Option(help="Write one HTML file instead.")] = None,
    lang: Lang = "",
) -> None:
    """The report of a result: Markdown, or one HTML file that needs nothing else to be read."""
    from evals.cases import development_cases, held_out_cases
    from evals.page import to_html, to_markdown
    from evals.report import report as report_on
    from evals.results import by_age, find, folders, most_telling, read
    from evals.suites import retrieval_cases
    from evals.words import eval_words

    with speaking(lang) as spoken:
        settings = load_settings()
        places = folders(settings.data.directory)
        known = [] if name else by_age(places)
        if not name and not known:
            raise NoResultSaved()
        result = read(find(name, places)) if name else most_telling(known)
        cases = (*development_cases(), *held_out_cases(), *retrieval_cases())
        parts = report_on(result, cases, _records(settings, result), spoken)
        if html is None:
            typer.echo(to_markdown(parts))
            return
        html.write_text(
            to_html(parts, title=eval_words(spoken).title, lang=spoken), encoding="utf-8"
        )
        typer.echo(str(html))


def adopt(
    review: Annotated[str, typer.Argument(help="The id of a review; see `recital reviews`.")],
    outcome: Annotated[str, typer.Option(help="answered, not_found or out_of_scope.")] = "answered",
    kind: Annotated[str, typer.Option(help="The kind of the case, e.g. permission.")] = "factual",
    audience: Annotated[str, typer.Option(help="marketer, trainee or lecturer.")] = "marketer",
    must: Annotated[
        list[str] | None, typer.Option(help="Locators one of which must be cited: A|B; repeatable.")
    ] = None,
    may: Annotated[list[str] | None, typer.Option(help="A locator that is right too.")] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="Spellings one of which must be said: A|B; repeatable.")
    ] = None,
    not_say: Annotated[list[str] | None, typer.Option(help="What must not be said.")] = None,
    reference: Annotated[str, typer.Option(help="A short right answer in your own words.")] = "",
    question: Annotated[
        str, typer.Option(help="The question in other words, where its own would name somebody.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    lang: Lang = "",
) -> None:
    """Turn an answer somebody found wrong into a case of the suite, without personal data."""
    from assistant.database import open_database
    from assistant.ratings import Ratings
    from evals.adopt import ADOPTED, Gold, adopted_row, find_review
    from evals.adopt import adopt as write
    from evals.cases import read_cases

    with speaking(lang) as spoken:
        gold = Gold(
            kind=kind,
            audience=audience,
            outcome=outcome,
            must=tuple(must or ()),
            may=tuple(may or ()),
            facts=tuple(fact or ()),
            must_not_say=tuple(not_say or ()),
            reference=reference,
            question=question,
        )
        settings = load_settings()
        ratings = Ratings(open_database(settings.data.database))
        found = find_review(ratings.reviews(with_reviewed=True), review)
        existing = read_cases(ADOPTED) if ADOPTED.is_file() else ()
        typer.echo(json.dumps(adopted_row(found, gold, existing), ensure_ascii=False, indent=2))
        if not yes and not typer.confirm(_ADOPT[spoken], err=True):
            raise typer.Exit(1)
        case = write(found, gold, ADOPTED, _texts_if_any(settings, spoken), spoken)
        ratings.mark_reviewed(review)
        typer.echo(f"{case.id} → {ADOPTED}")


def _texts_if_any(settings: Settings, lang: Language) -> Index | None:
    """The texts to hold a gold against; None, and a word of it, where none are prepared."""
    from assistant.show import open_texts
    from corpus.errors import IndexMissing

    try:
        return open_texts(settings)
    except IndexMissing as missing:
        typer.echo(missing.message(lang), err=True)
        return None


def check(lang: Lang = "") -> None:
    """Hold the cases against the texts they name: locators, facts, repetitions."""
    from evals.check_cases import main

    with speaking(lang) as spoken:
        raise typer.Exit(main([], spoken))


@dataclass(frozen=True, slots=True)
class Beside:
    """What is measured besides the cases: other ways, the CNIL's queries, each stage left out."""

    baselines: tuple[str, ...]
    queries: tuple[Query, ...]
    ablations: bool


def _besides(plan: Plan, settings: Settings, lang: Language, beside: Beside) -> dict[str, object]:
    from assistant.assistant import open_assistant
    from evals.ablate import ablate
    from evals.baselines import OURS, WAYS, measure
    from evals.cnil import measure_cnil
    from evals.runner import settings_for
    from evals.suites import answerable, cases_of

    if beside == Beside((), (), ablations=False):
        return {}
    settings, titles = settings_for(plan, settings), _PROGRESS[lang]
    cases = answerable(cases_of(plan.suite), open_assistant(settings))
    asked = beside.baselines
    ways = [one for one in WAYS if one in OURS or one in asked or "all" in asked]
    more: dict[str, object] = {}
    if asked:
        searched = [case for case in cases if case.must and not case.history and not case.as_of]
        with show_count(titles["baselines"]) as progress:
            told = _each(ways, lambda way: measure(way, searched, settings).to_json(), progress)
        more["baselines"] = told
    if beside.queries:
        with show_count(titles["cnil"]) as progress:
            queries, found = beside.queries, [way for way in ways if way != "answer"]
            told = _each(
                found, lambda way: measure_cnil(way, queries, settings).to_json(), progress
            )
        more["cnil"] = told
    if beside.ablations:
        quick = [case for case in cases if case.part == "development"]
        with show_count(titles["ablate"]) as progress:
            more["ablations"] = ablate(quick, settings, plan.workers, progress)
    return more


def _each(
    ways: Sequence[Way], work: Callable[[Way], dict[str, Any]], progress: Progress
) -> list[dict[str, Any]]:
    told = []
    for done, way in enumerate(ways, start=1):
        told.append(work(way))
        progress(done, len(ways))
    return told


def _print_summary(result: Result, path: Path, lang: Language) -> None:
    from ui.eval_lines import summary_lines

    typer.echo("\n".join(summary_lines(result, lang)))
    typer.echo(str(path))


def _hold_against(committed: Result | None, result: Result, lang: Language) -> None:
    """Exit with status 1 where quality dropped, or where nothing was ever committed to hold it against."""
    from evals.quality_gate import drops

    w = _GATE[lang]
    if committed is None:
        typer.echo(w["none"], err=True)
        raise typer.Exit(1)
    if committed.profile != result.profile:
        typer.echo(w["other_sources"].format(name=committed.name), err=True)
    found = drops(result, committed)
    for drop in found:
        typer.echo(drop.told(lang), err=True)
    if found:
        typer.echo(w["compare"].format(before=committed.name, after=result.name), err=True)
        raise typer.Exit(1)
    typer.echo(w["no_drop"].format(name=committed.name), err=True)


def _records(settings: Settings, result: Result) -> dict[str, Any]:
    """The answers of a result, where this machine still has them."""
    from evals.fingerprint import key_of
    from evals.records import Records

    return dict(Records(settings.data.directory, key_of(dict(result.fingerprint))).read())
