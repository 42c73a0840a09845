"""The commands on index versions: `recital versions | rollback | gc | diff | update | erase | restore`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import IndexDamaged, UnknownVersion
from corpus.nouns import Language
from corpus.settings import Settings, load_settings
from corpus.versions import BUILDING, STORE, IndexVersions
from ui.index_words import IndexWords, index_words
from ui.terminal_language import terminal_language
from ui.version_label import name_version as give_name

if TYPE_CHECKING:
    from ingest.changes import Change
    from ingest.erase import Erasure
    from ingest.pipeline import IngestReport

MEGABYTE = 1_000_000
_COLOURS = {"added": "green", "removed": "red"}

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
ProgressJson = Annotated[
    bool, typer.Option("--progress-json", help="Report progress as JSON lines on stderr.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
Name = Annotated[str, typer.Argument(help="A version, or the name you gave it.")]

versions_app = typer.Typer(help="List the index versions, and name those to keep.")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of `recital versions`; a damaged version has no figures."""

    version: str
    label: str
    built_at: str
    passages: int
    vectors: int
    bytes: int
    is_served: bool
    is_damaged: bool


def add_index_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(versions_app, name="versions", invoke_without_command=True)
    for command in (rollback, gc, diff, update, erase, restore):
        app.command()(command)


def version_rows(versions: IndexVersions) -> list[VersionRow]:
    """Every finished version, oldest first."""
    served = versions.current()
    return [_row(versions, version, served) for version in versions.versions()]


@versions_app.callback()
def list_versions(context: typer.Context, as_json: AsJson = False) -> None:
    """List the index versions: name, date, counts, size, which one is served."""
    if context.invoked_subcommand is not None:
        return
    settings = load_settings()
    rows = version_rows(IndexVersions(settings.data.directory))
    if as_json:
        _print_json({"versions": [asdict(row) for row in rows]})
        return
    words = index_words(_language(settings))
    if not rows:
        typer.echo(words.no_version)
        return
    table = [words.heads, *(_cells(row, _language(settings)) for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(words.heads))]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


@versions_app.command("name")
def name_version(
    version: Name, label: Annotated[str, typer.Argument(help="The name to give it.")]
) -> None:
    """Give a version a name; it is kept until the name is taken away."""
    settings = load_settings()
    versions = IndexVersions(settings.data.directory)
    words = index_words(_language(settings))
    label = label.strip()
    found = give_name(versions, version, label, refusal=words.label_refused)
    typer.echo(words.named.format(version=found, label=label))


@versions_app.command("unname")
def unname_version(version: Name) -> None:
    """Take a version's name away: it is removed in its turn."""
    settings = load_settings()
    versions = IndexVersions(settings.data.directory)
    with versions.building_lock():
        found = versions.find(version)
        versions.set_label(found, "")
    typer.echo(index_words(_language(settings)).unnamed.format(version=found))


def rollback(
    version: Annotated[str, typer.Argument(help="Version or name; default: the one before.")] = "",
    as_json: AsJson = False,
) -> None:
    """Serve an older index version again, once it has passed its checks."""
    from ingest.rollback import roll_back

    settings = load_settings()
    served, chosen = roll_back(settings, version)
    if as_json:
        _print_json({"served": chosen, "was_served": served})
        return
    words = index_words(_language(settings))
    if served == chosen:
        typer.echo(words.already_served.format(version=chosen))
        return
    typer.echo(words.rolled_back.format(version=chosen, served=served))
    typer.echo(words.rollback_lasts)


def gc(
    keep: Annotated[
        int | None, typer.Option(min=1, max=20, help="How many to keep; default: the setting.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Remove old index versions and unfinished builds; named versions stay."""
    settings = load_settings()
    versions = IndexVersions(settings.data.directory)
    with versions.building_lock():
        versions.settle()
        before = _bytes_of(versions)
        unfinished = [path.name.removeprefix(BUILDING) for path in versions.leftovers()]
        removed = versions.collect(settings.index.kept_versions if keep is None else keep)
        freed = before - _bytes_of(versions)
    if as_json:
        _print_json({"removed": removed, "removed_unfinished": unfinished, "freed_bytes": freed})
        return
    words = index_words(_language(settings))
    typer.echo(_collected(removed, unfinished, freed, words))


def diff(
    before: Annotated[str, typer.Argument(help="Version or name; default: the one before.")] = "",
    after: Annotated[str, typer.Argument(help="Version or name; default: the one served.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show what changed between two index versions, article by article."""
    from corpus.store import read_store
    from ingest.changes import changes

    settings = load_settings()
    versions = IndexVersions(settings.data.directory)
    new = versions.find(after) if after else versions.require_current()
    old = versions.find(before) if before else versions.before(new)
    if old is None:
        raise UnknownVersion(version=f"before {new}", known=", ".join(versions.versions()))
    held = [read_store(versions.path(name) / STORE, name).passages for name in (old, new)]
    found = changes(*held)
    if as_json:
        _print_json({"before": old, "after": new, "changes": [c.to_json() for c in found]})
        return
    typer.echo(index_words(_language(settings)).compared.format(before=old, after=new))
    _print_changes(found, _language(settings))


def update(
    yes: Yes = False,
    offline: Annotated[bool, typer.Option(help="Ask no official address.")] = False,
    as_json: AsJson = False,
) -> None:
    """Obtain every text anew, show what changed, and publish once you agree."""
    from ingest.pipeline import ingest
    from ui.progress import show_progress

    settings = load_settings()
    lang = _language(settings)
    shown: list[Change] = []

    with ExitStack() as bars:

        def confirm(found: tuple[Change, ...]) -> bool:
            bars.close()  # a question cannot be read between bars that are drawn anew
            shown.extend(found)
            if not as_json:
                _print_changes(found, lang)
            return yes or _agrees(index_words(lang).publish_question)

        report = ingest(
            settings,
            progress=bars.enter_context(show_progress(lang)),
            refresh=True,
            offline=offline,
            confirm=confirm,
        )
    from ui.refused_texts import require_no_refusal

    if as_json:
        _print_json({**report.to_json(), "changes": [change.to_json() for change in shown]})
    else:
        _print_update(report, lang)
    if not report.is_refused:
        require_no_refusal(report.sources)


def erase(
    source: Annotated[str, typer.Argument(help="A source id, see `recital sources`.")],
    yes: Yes = False,
    as_json: AsJson = False,
    progress_json: ProgressJson = False,
) -> None:
    """Erase a source: no byte of it stays in the data folder."""
    from corpus.manifest import default_manifest
    from ingest.build import Workshop
    from ingest.erase import erase as run
    from ingest.erase import plan_erasure
    from ui.library_job import progress_for

    settings = load_settings()
    manifest, lang = default_manifest(), _language(settings)
    plan = plan_erasure(settings, manifest, source)
    known = manifest.sources.get(source)
    if not as_json:
        _print_plan(plan, known.title(lang) if known else source, lang)
    if not yes and not _agrees(index_words(lang).erase_question):
        typer.echo(index_words(lang).not_done, err=True)
        raise typer.Exit(1)
    with progress_for(lang, as_json=progress_json) as progress:
        workshop = Workshop(settings, IndexVersions(settings.data.directory), progress)
        done = run(workshop, manifest, source)
    if as_json:
        _print_json(asdict(done))
        return
    words = index_words(lang)
    typer.echo((words.erased if done.served else words.erased_all).format(source=source))
    typer.echo(f"{words.erased_memory} {words.erased_mirror}")


def restore(
    source: Annotated[str, typer.Argument(help="A source id that was erased.")],
    as_json: AsJson = False,
) -> None:
    """Let an erased source come back at the next ingestion."""
    from ingest.erase import restore as run

    settings = load_settings()
    was_erased = run(settings, source)
    if as_json:
        _print_json({"source": source, "was_erased": was_erased})
        return
    words = index_words(_language(settings))
    typer.echo((words.restored if was_erased else words.not_erased).format(source=source))


def _row(versions: IndexVersions, version: str, served: str | None) -> VersionRow:
    try:
        certificate = versions.certificate(version)
    except IndexDamaged:
        certificate = None
    return VersionRow(
        version=version,
        label=versions.label(version),
        built_at=certificate.built_at if certificate else "",
        passages=certificate.passage_count if certificate else 0,
        vectors=certificate.vector_count if certificate else 0,
        bytes=versions.byte_count(version),
        is_served=version == served,
        is_damaged=certificate is None,
    )


def _cells(row: VersionRow, lang: Language) -> tuple[str, ...]:
    words = index_words(lang)
    state = words.served if row.is_served else words.damaged if row.is_damaged else ""
    megabytes = f"{row.bytes / MEGABYTE:.1f}"
    counts = (str(row.passages), str(row.vectors), megabytes)
    return (row.version, row.label, row.built_at, *counts, state)


def _bytes_of(versions: IndexVersions) -> int:
    files = (file for file in versions.root.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files)


def _collected(
    removed: Sequence[str], unfinished: Sequence[str], freed: int, words: IndexWords
) -> str:
    """What `gc` says it removed."""
    if not removed and not unfinished:
        return words.nothing_collected
    rows = (
        (words.collected, "versions", removed),
        (words.collected_unfinished, "builds", unfinished),
    )
    told = [line.format(**{name: ", ".join(values)}) for line, name, values in rows if values]
    return " ".join([*told, words.freed.format(megabytes=round(freed / MEGABYTE, 1))])


def _print_plan(plan: Erasure, title: str, lang: Language) -> None:
    words = index_words(lang)
    typer.echo(words.erasing.format(source=plan.source, title=title, count=plan.passage_count))
    rows = (
        (words.erasing_files, "files", plan.files),
        (words.erasing_versions, "versions", plan.versions),
        (words.erasing_labels, "labels", plan.labels),
    )
    for sentence, name, values in rows:
        if values:
            typer.echo(sentence.format(**{name: ", ".join(values)}))


def _print_update(report: IngestReport, lang: Language) -> None:
    """What is not as it should be, source by source, then the totals."""
    from ui.report import report_lines

    *lines, total = report_lines(report, lang, faults_only=True)
    typer.echo("\n".join(lines))
    typer.echo(index_words(lang).not_published if report.is_refused else total)


def _print_changes(found: Iterable[Change], lang: Language) -> None:
    from corpus.manifest import default_manifest
    from ui.changes import change_lines

    lines = list(change_lines(found, default_manifest(), lang, _painted))
    typer.echo("\n".join(lines) if lines else index_words(lang).no_change)


def _painted(kind: str, text: str) -> str:
    return typer.style(text, fg=_COLOURS.get(kind), bold=kind == "title")


def _agrees(question: str) -> bool:
    """Yes or no, asked on stderr; without a terminal to ask on, no."""
    if not sys.stdin.isatty():
        return False
    return typer.confirm(question, default=False, err=True)


def _language(settings: Settings) -> Language:
    return settings.answer.lang or terminal_language()


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
