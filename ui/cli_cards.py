"""The commands on our own cards: `recital cards verify | stats`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from corpus.settings import load_settings

cards_app = typer.Typer(help="Check our own cards against the texts they cite; count them.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Ids = Annotated[list[str] | None, typer.Argument(help="Ids of cards, or how they begin.")]


def add_card_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(cards_app, name="cards")


@cards_app.command()
def verify(ids: Ids = None, as_json: AsJson = False) -> None:
    """Check every card: schema, locators, support, numbers, both languages, nothing copied."""
    from assistant.show import open_texts
    from corpus.manifest import default_manifest
    from evals.cards.verify import verify as run

    found = run(open_texts(load_settings()), default_manifest(), only=ids or ())
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        for fault in found.faults:
            typer.echo(f"{fault.file}: {fault.rule}: {fault.message}")
        typer.echo(
            f"{found.cards} cards, {found.citations} citations "
            f"({found.named_only} of texts that are only named, {found.not_loaded} of texts that are "
            f"not loaded here), {len(found.faults)} faults"
        )
    if found.faults:
        raise typer.Exit(1)


@cards_app.command()
def stats(as_json: AsJson = False) -> None:
    """Count the cards by topic, audience, article and language; list those past their review."""
    from evals.cards.stats import coverage, table
    from evals.cards.verify import read_cards, read_topics

    cards, faults = read_cards()
    found = coverage(cards, read_topics(), date.today())
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(table(found)))
    if faults:
        typer.echo(f"{len(faults)} files could not be read: recital cards verify", err=True)
        raise typer.Exit(1)
