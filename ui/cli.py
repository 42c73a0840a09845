"""The command line: `recital ingest | ask | search | show | check | sources | serve`.

Heavy modules are imported by the command that needs them: `recital show` never loads a model, and
no question of the default model loads torch.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from corpus.errors import EmptyQuestion, InvalidInput, RecitalError
from corpus.nouns import Language
from corpus.quiet import switch_telemetry_off
from corpus.settings import Settings, load_settings
from ui.arguments import interface_language, read_day, read_language
from ui.cli_cards import add_card_commands
from ui.cli_check import add_check_command
from ui.cli_eval import add_eval_commands
from ui.cli_index import add_index_commands
from ui.cli_reviews import add_review_commands
from ui.terminal_language import terminal_language

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from corpus.nouns import Hit, Passage

app = typer.Typer(
    name="recital",
    help="Answers on the GDPR and data marketing, with citations a reader can check.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
ProgressJson = Annotated[
    bool, typer.Option("--progress-json", help="Report progress as JSON lines on stderr.")
]
Lang = Annotated[str, typer.Option("--lang", help="fr or en; default: the question's language.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Law as of a date, YYYY-MM-DD; default: today.")]
Batch = Annotated[
    Path | None, typer.Option("--batch", help="JSON Lines of {id, question} to read, - for stdin.")
]
Answers = Annotated[
    Literal["composed", "generated"] | None,
    typer.Option("--answers", help="Who writes: this program, or the chat model; default: as set."),
]
Out = Annotated[
    Path | None, typer.Option("--out", help="JSON Lines file to write; default: stdout.")
]


INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended."""


def main() -> None:
    """Entry point: errors become one plain line on stderr and an exit status."""
    switch_telemetry_off()
    logging.basicConfig(level=logging.ERROR, format="%(message)s", stream=sys.stderr)
    for package in ("corpus", "ingest", "assistant"):  # the libraries' warnings are not the user's
        logging.getLogger(package).setLevel(logging.WARNING)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        app()
    except RecitalError as error:
        _fail(error)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:  # Typer ends like this on Ctrl-C, and says nothing
            typer.echo(_say("Interrompu.", "Interrupted."), err=True)
        raise
    except BrokenPipeError:
        sys.exit(1)


@app.command()
def ingest(
    as_json: AsJson = False,
    rebuild: Annotated[
        bool, typer.Option(help="Build a new version even if nothing changed.")
    ] = False,
    progress_json: ProgressJson = False,
    offline: Annotated[bool, typer.Option(help="Ask no official address for a text.")] = False,
    end_rollback: Annotated[
        bool, typer.Option("--end-rollback", help="Publish today's texts even after a rollback.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option(help="Only say which official addresses would be asked.")
    ] = False,
) -> None:
    """Read every source that can be had and publish a verified index version.

    Exits with status 1 where a text was refused: the rest is published all the same.
    """
    from ingest.pipeline import ingest as run
    from ui.library_job import progress_for
    from ui.refused_texts import require_no_refusal
    from ui.report import report_lines

    settings = load_settings()
    if dry_run:
        _print_plan(settings, as_json=as_json)
        return
    with ExitStack() as bars:
        progress = bars.enter_context(
            progress_for(interface_language(settings), as_json=progress_json)
        )
        report = run(
            settings,
            progress=progress,
            rebuild=rebuild,
            offline=offline,
            end_rollback=end_rollback,
        )
        if not progress_json:  # a program is told of a refusal as of any failure
            bars.close()
        if as_json:
            _print_json(report.to_json())
        else:
            typer.echo("\n".join(report_lines(report, interface_language(settings))))
        require_no_refusal(report.sources)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in French or English.")] = "",
    as_json: AsJson = False,
    lang: Lang = "",
    as_of: AsOf = "",
    batch: Batch = None,
    out: Out = None,
    answers: Answers = None,
) -> None:
    """Answer a question with citations, or each question of a JSON Lines file."""
    day = read_day(as_of)
    if batch is not None:
        assistant = _open_to_ask(answers, is_one_shot=False)
        _run_batch(batch, out, lambda row: _ask_row(assistant, row, read_language(lang), day))
        return
    _require_text(question)
    assistant = _open_to_ask(answers, is_one_shot=True)
    answer = assistant.ask(question, lang=read_language(lang), as_of=day)
    if as_json:
        _print_json(answer.to_json())
        return
    from ui.terminal import print_answer

    print_answer(answer)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")] = "",
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option("-k", min=1, max=100, help="How many hits.")] = 10,
    source: Annotated[str, typer.Option(help="Search within one source id.")] = "",
    lang: Lang = "",
    as_of: AsOf = "",
    batch: Batch = None,
    out: Out = None,
) -> None:
    """List the passages nearest to a question, best first."""
    day, wanted = read_day(as_of), read_language(lang)

    def find(assistant: Assistant, text: str, row_day: date | None) -> dict[str, Any]:
        hits = assistant.search(
            text, limit=limit, source=source or None, lang=wanted, as_of=row_day
        )
        return {"hits": [_hit_row(rank, hit) for rank, hit in enumerate(hits, start=1)]}

    if batch is not None:
        assistant = _open(is_one_shot=False)
        _run_batch(batch, out, lambda row: find(assistant, _row_question(row), _row_day(row, day)))
        return
    _require_text(question)
    found = find(_open(is_one_shot=True), question, day)
    if as_json:
        _print_json(found)
        return
    from ui.terminal import print_hits

    print_hits(found["hits"])


@app.command()
def show(
    locator: Annotated[str, typer.Argument(help="A locator such as gdpr:art-6-1-f.")],
    lang: Lang = "",
    as_json: AsJson = False,
    as_of: AsOf = "",
) -> None:
    """Print the exact text of one unit."""
    from assistant.show import show_unit

    settings = load_settings()
    wanted = read_language(lang) or interface_language(settings)
    unit = show_unit(settings, locator, wanted, read_day(as_of))
    if as_json:
        _print_json(unit.to_json())
        return
    from ui.terminal import print_unit

    print_unit(unit, wanted)


@app.command()
def sources(as_json: AsJson = False) -> None:
    """List every source: loaded or not, and why not."""
    from assistant.show import source_rows

    settings = load_settings()
    rows = source_rows(settings, interface_language(settings))
    if as_json:
        _print_json({"sources": rows})
        return
    from ui.terminal import print_sources

    print_sources(rows, interface_language(settings))


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
) -> None:
    """Start the chat page at http://localhost:8501."""
    from ui.serve import serve as run

    raise typer.Exit(run(load_settings(), port=port))


def _print_plan(settings: Settings, *, as_json: bool) -> None:
    from corpus.manifest import default_manifest
    from ingest.fetch_plan import dry_run

    plan = dry_run(default_manifest(), settings.data)
    if as_json:
        _print_json({"fetches": [{**asdict(p), "is_asked": p.is_asked} for p in plan]})
        return
    from ui.fetch_plan import plan_lines

    typer.echo("\n".join(plan_lines(plan, interface_language(settings))))


def _open(*, is_one_shot: bool) -> Assistant:
    from assistant.assistant import open_assistant

    return open_assistant(load_settings(), is_one_shot=is_one_shot)


def _open_to_ask(answers: str | None, *, is_one_shot: bool) -> Assistant:
    """The assistant that writes as asked; says on stderr where questions go before one does."""
    from assistant.assistant import open_assistant
    from assistant.chat_words import departure_notice

    settings = load_settings()
    if answers == "composed":
        own = settings.answer.model_copy(update={"chat_model": ""})
        settings = settings.model_copy(update={"answer": own})
    elif answers == "generated" and not settings.answer.chat_model:
        raise InvalidInput(value="--answers generated", reason="RECITAL_CHAT_MODEL is not set")
    assistant = open_assistant(settings, is_one_shot=is_one_shot)
    if assistant.provider and not assistant.provider.is_local:
        typer.echo(departure_notice(assistant.provider, terminal_language()), err=True)
    return assistant


def _ask_row(
    assistant: Assistant, row: dict[str, Any], lang: Language | None, day: date | None
) -> dict[str, Any]:
    from assistant.answer import Turn

    history = row.get("history") or []
    if not isinstance(history, list):
        raise InvalidInput(value=history, reason="history is not a list")
    turns = [_turn(item, Turn) for item in history]
    row_lang = read_language(str(row.get("lang") or "")) or lang
    answer = assistant.ask(
        _row_question(row), lang=row_lang, as_of=_row_day(row, day), history=turns
    )
    return answer.to_json()


def _turn(item: object, turn: Callable[..., Any]) -> Any:
    if isinstance(item, str):
        return turn(item)
    if isinstance(item, dict) and isinstance(item.get("question"), str):
        return turn(item["question"], str(item.get("answer") or ""))
    if isinstance(item, dict) and item.get("role") in ("user", "assistant"):
        text = str(item.get("content") or "")
        return turn(text) if item["role"] == "user" else turn("", text)
    raise InvalidInput(value=item, reason='a turn is {"question": …, "answer": …}')


def _run_batch(
    batch: Path, out: Path | None, work: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """One JSON object out per line in; a bad row gives {"id", "error"} and the rest goes on."""
    with _reading(batch) as lines, _writing(out) as write:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                write(_batch_row(number, line, work))


def _batch_row(
    number: int, line: str, work: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    row_id: Any = number
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise InvalidInput(value=line[:80], reason="not a JSON object")
        row_id = row.get("id", number)
        return {"id": row_id, **work(row)}
    except json.JSONDecodeError as error:
        return {"id": row_id, "error": f"line {number} is not JSON: {error.msg}"}
    except RecitalError as error:
        return {"id": row_id, "error": error.message("en")}


class _reading:
    """Lines of a file or of standard input."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Iterable[str]:
        if str(self._path) == "-":
            self._handle: Any = sys.stdin
            return sys.stdin
        try:
            self._handle = self._path.open(encoding="utf-8", errors="replace")
        except OSError as error:
            raise InvalidInput(
                value=str(self._path), reason=error.strerror or "unreadable"
            ) from error
        return self._lines()

    def _lines(self) -> Iterator[str]:
        yield from self._handle

    def __exit__(self, *_: object) -> None:
        if self._handle is not sys.stdin:
            self._handle.close()


class _writing:
    """A function that writes one JSON line, to a file or to standard output."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __enter__(self) -> Callable[[dict[str, Any]], None]:
        try:
            self._handle: Any = self._path.open("w", encoding="utf-8") if self._path else sys.stdout
        except OSError as error:
            raise InvalidInput(
                value=str(self._path), reason=error.strerror or "not writable"
            ) from error
        return self._write

    def _write(self, row: dict[str, Any]) -> None:
        self._handle.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._handle.flush()

    def __exit__(self, *_: object) -> None:
        if self._handle is not sys.stdout:
            self._handle.close()


def _hit_row(rank: int, hit: Hit) -> dict[str, Any]:
    passage: Passage = hit.passage
    return {
        "rank": rank,
        "locator": passage.locator,
        "source": passage.source,
        "score": round(hit.score, 4),
        "lang": passage.lang,
        "heading": passage.heading,
        "last_modified": passage.last_modified.isoformat() if passage.last_modified else None,
        "applies_until": passage.applies_until.isoformat() if passage.applies_until else None,
        "text": hit.focus.full_text,
    }


def _row_question(row: dict[str, Any]) -> str:
    question = row.get("question")
    if not isinstance(question, str):
        raise InvalidInput(value=question, reason="the field question is missing or not a text")
    return question


def _row_day(row: dict[str, Any], default: date | None) -> date | None:
    return read_day(str(row["as_of"])) if row.get("as_of") else default


def _require_text(question: str) -> None:
    if not question.strip():
        raise EmptyQuestion()


def _say(french: str, english: str) -> str:
    return french if terminal_language() == "fr" else english


def _fail(error: RecitalError) -> NoReturn:
    lang = error.asked_in or terminal_language()
    typer.echo(" ".join(error.message(lang).split()), err=True)
    sys.exit(error.exit_status)


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


add_index_commands(app)
add_card_commands(app)
add_check_command(app)
add_review_commands(app)
add_eval_commands(app)
add_eval_commands(app)

if __name__ == "__main__":
    main()
