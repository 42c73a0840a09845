"""Is a campaign allowed: `recital check`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import InvalidInput, QuestionTooLong
from corpus.nouns import Language
from corpus.settings import Settings, load_settings
from ui.arguments import interface_language, read_day, read_language

if TYPE_CHECKING:
    from assistant.campaign.cited import CitedDecision
    from assistant.campaign.describe import Description

LONGEST_DESCRIPTION = 2_000
"""Characters of a description, on the command line as on the page."""
LARGEST_FACTS_BYTES = 100_000


def add_check_command(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(check)


def check(
    facts: Annotated[
        Path | None, typer.Option("--facts", help="JSON file of facts, - for stdin.")
    ] = None,
    description: Annotated[
        str, typer.Option("--describe", help="The campaign in a sentence, in French or English.")
    ] = "",
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the facts.")
    ] = False,
    as_of: Annotated[
        str, typer.Option("--as-of", help="Law as of a date, YYYY-MM-DD; default: today.")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="fr or en.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the file as PDF.")] = None,
    record: Annotated[
        Path | None, typer.Option("--record", help="Write the entry for the record as CSV.")
    ] = None,
    author: Annotated[
        str, typer.Option("--author", help="Who made the check, for the files.")
    ] = "",
) -> None:
    """Decide whether a campaign is allowed, from facts or from a sentence, and say why."""
    from assistant.campaign.facts import facts_schema

    if schema:
        _print_json(facts_schema())
        return
    given_day = read_day(as_of)
    day = given_day or date.today()
    settings = load_settings()
    if (facts is None) == (not description.strip()):
        raise InvalidInput(value="recital check", reason="give --facts FILE or --describe TEXT")
    if facts is not None:
        wanted = read_language(lang) or interface_language(settings)
        cited = _from_facts(facts, day, wanted, settings)
        read = None
    else:
        cited, read = _from_description(description, day, read_language(lang), settings)
    if pdf is not None:
        from assistant.campaign.file import to_pdf

        _write(pdf, to_pdf(cited, author=author, made=date.today()))
    if record is not None:
        from assistant.campaign.record import to_csv

        _write(record, to_csv(cited, made=date.today(), author=author).encode("utf-8-sig"))
    if as_json:
        _print_json(_with_description(cited.to_json(), read))
        return
    from ui.terminal_check import print_decision

    print_decision(cited, read, is_day_given=given_day is not None)


def _from_facts(path: Path, day: date, lang: Language, settings: Settings) -> CitedDecision:
    from assistant.campaign.decide import decide
    from assistant.campaign.facts import Facts

    raw = _read_json(path)
    # What `--json` printed is taken as well as bare facts.
    given = raw["facts"] if isinstance(raw.get("facts"), dict) else raw
    return _cited(decide(Facts.from_json(given, today=day), day), lang, settings)


def _from_description(
    text: str, day: date, lang: Language | None, settings: Settings
) -> tuple[CitedDecision, Description]:
    from assistant.campaign.decide import decide
    from assistant.campaign.describe_chat import describe_with
    from assistant.chat_words import departure_notice
    from assistant.generate import open_chat
    from assistant.language import detect_language

    if len(text) > LONGEST_DESCRIPTION:
        raise QuestionTooLong(length=len(text), limit=LONGEST_DESCRIPTION)
    name = settings.answer.chat_model
    chat = open_chat(name) if name else None
    if chat and not chat.provider.is_local:
        typer.echo(departure_notice(chat.provider, interface_language(settings)), err=True)
    read = describe_with(chat, text, day)
    wanted = lang or detect_language(text, interface_language(settings))
    return _cited(decide(read.facts, day, is_confirmed=False), wanted, settings), read


def _cited(decision: Any, lang: Language, settings: Settings) -> CitedDecision:
    from assistant.campaign.cited import cite_decision
    from assistant.show import open_texts
    from corpus.manifest import default_manifest

    index = open_texts(settings)
    manifest = default_manifest().with_documents(index.documents).as_held(index.records)
    return cite_decision(decision, index, manifest, lang)


def _with_description(printed: dict[str, Any], read: Description | None) -> dict[str, Any]:
    if read is None:
        return printed
    heard = [
        {
            "fact": one.fact,
            "value": one.value.isoformat() if isinstance(one.value, date) else one.value,
            "words": read.text[one.start : one.end],
        }
        for one in read.mentions
    ]
    return {**printed, "description": read.text, "heard": heard, "unread": list(read.unread)}


def _read_json(path: Path) -> dict[str, Any]:
    try:
        if str(path) == "-":
            content = typer.get_binary_stream("stdin").read(LARGEST_FACTS_BYTES + 1)
        else:
            with path.open("rb") as handle:
                content = handle.read(LARGEST_FACTS_BYTES + 1)
        if len(content) > LARGEST_FACTS_BYTES:
            raise InvalidInput(value=str(path), reason=f"more than {LARGEST_FACTS_BYTES} bytes")
        raw = json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise InvalidInput(value=str(path), reason=error.strerror or "unreadable") from error
    except ValueError as error:  # not UTF-8, or not JSON
        raise InvalidInput(value=str(path), reason=f"not JSON: {error}") from error
    except RecursionError as error:
        raise InvalidInput(value=str(path), reason="nested too deep") from error
    if not isinstance(raw, dict):
        raise InvalidInput(value=str(path), reason="not a JSON object")
    return raw


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidInput(value=str(path), reason=error.strerror or "not writable") from error


def _print_json(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
