"""The list of answers that readers turned a thumb down on: `recital reviews`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import InvalidInput
from corpus.settings import load_settings

if TYPE_CHECKING:
    from assistant.ratings import Ratings


def add_review_commands(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command()(reviews)


def reviews(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that were reviewed already.")
    ] = False,
    reviewed: Annotated[
        str, typer.Option("--reviewed", help="Note that the review of this id is done.")
    ] = "",
) -> None:
    """List the answers readers found wrong: question, reason, answer, index version."""
    ratings = _open_ratings()
    if reviewed and not ratings.mark_reviewed(reviewed):
        raise InvalidInput(value=reviewed, reason="no review has this id")
    found = ratings.reviews(with_reviewed=everything)
    if as_json:
        rows = [review.to_json() for review in found]
        typer.echo(json.dumps({"reviews": rows}, ensure_ascii=False, indent=2))
        return
    for review in found:
        comment = f" — {review.rating.comment}" if review.rating.comment else ""
        mark = "✓ " if review.reviewed else ""
        typer.echo(f"{mark}{review.id}  {review.created[:10]}  {review.index_version}")
        typer.echo(f"  {review.question}\n  {review.rating.reason or 'down'}{comment}")
    typer.echo(f"{len(found)} reviews")


def _open_ratings() -> Ratings:
    from assistant.database import open_database
    from assistant.ratings import Ratings

    return Ratings(open_database(load_settings().data.database))
