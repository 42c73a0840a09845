"""Answers, hits and units on a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer
from assistant.show import Unit
from assistant.wording import AUTHORITIES, QUOTE_STATUSES
from corpus.nouns import Language

WIDTH = 100
TEXT_CHARACTERS = 300
_HEADS: dict[Language, tuple[str, ...]] = {
    "fr": ("source", "langue", "état", "passages", "raison"),
    "en": ("source", "language", "status", "passages", "reason"),
}
_UNSUPPORTED: dict[Language, str] = {
    "fr": "Sans citation qui la porte :",
    "en": "Carried by no citation:",
}
_NOT_LOADED: dict[Language, str] = {"fr": "texte non chargé", "en": "text not loaded"}


def print_answer(answer: Answer) -> None:
    """The answer as Markdown, then each citation with its link."""
    console = _console()
    console.print(Markdown(answer.text, hyperlinks=False))
    if answer.citations:
        console.print()
    for citation in answer.citations:
        line = Text(f"[{citation.n}] {citation.label}", style="bold")
        line.append(f" · {AUTHORITIES[answer.lang][citation.authority]}", style="not bold")
        line.append(f" · {QUOTE_STATUSES[answer.lang][citation.quote_status]}", style="not bold")
        line.append(f" · {citation.locator}", style="not bold dim")
        if citation.url:
            line.append(f"\n    {citation.url}", style="not bold dim")
        console.print(line)
    for sentence in answer.unsupported:
        console.print(Text(f"! {_UNSUPPORTED[answer.lang]} {sentence}", style="yellow"))


def print_hits(rows: list[dict[str, Any]]) -> None:
    """Search hits, best first."""
    console = _console()
    for row in rows:
        head = Text(f"{row['rank']:>2}. {row['locator']}", style="bold")
        head.append(f"  {row['heading']} ({row['lang']}, {row['score']})", style="not bold dim")
        console.print(head)
        text = " ".join(str(row["text"]).split())
        shown = text if len(text) <= TEXT_CHARACTERS else f"{text[:TEXT_CHARACTERS]}…"
        console.print(Text(f"    {shown}"))


def print_unit(unit: Unit, lang: Language) -> None:
    """One unit: label, heading, text, facts."""
    console = _console()
    console.print(Text(unit.label, style="bold"))
    if unit.passage.heading:
        console.print(Text(unit.passage.heading, style="italic"))
    console.print(Text(unit.passage.full_text if unit.is_loaded else _NOT_LOADED[lang]))
    console.print(Text(f"{AUTHORITIES[lang][unit.authority]} · {unit.url}", style="dim"))


def print_sources(rows: list[dict[str, Any]], lang: Language) -> None:
    """The sources as a table."""
    table = Table(*_HEADS[lang])
    for row in rows:
        count = str(row["passages"] or "")
        table.add_row(row["title"], row["lang"], row["status"], count, row["reason"])
    _console().print(table)


def _console() -> Console:
    console = Console(soft_wrap=False)
    return console if console.width <= WIDTH else Console(width=WIDTH)
