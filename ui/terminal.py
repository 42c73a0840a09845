"""Answers, hits and units on a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer
from assistant.cite import Fact
from assistant.show import Unit
from assistant.wording import AUTHORITIES, QUOTE_STATUSES, SOURCE_STATUSES
from corpus.nouns import Language
from ui.reasons import STATUSES, reason_in

WIDTH = 100
TEXT_CHARACTERS = 300
_HEADS: dict[Language, tuple[str, ...]] = {
    "fr": ("id", "langue", "état", "passages", "source"),
    "en": ("id", "lang", "status", "passages", "source"),
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
        if row["last_modified"]:
            head.append(f"  {row['last_modified']}", style="not bold dim")
        if row["applies_until"]:
            head.append(f"  → {row['applies_until']}", style="not bold yellow")
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
    told = Text(style="dim")
    for fact in unit.facts or (Fact(AUTHORITIES[lang][unit.authority]),):
        told.append(fact.text, style="not dim bold" if fact.is_warning else "")
        told.append(" · ")
    console.print(told.append(unit.url))


def print_sources(rows: list[dict[str, Any]], lang: Language) -> None:
    """The sources as a table."""
    table = Table(*_HEADS[lang], box=None, pad_edge=False)
    for row in rows:
        count = str(row["passages"] or "")
        remarks = [reason_in(lang, row["reason"])] if row["reason"] else []
        if row["text_status"] != "current":
            remarks.append(SOURCE_STATUSES[lang][row["text_status"]])
        status = STATUSES[lang][row["status"]]
        about = Text(row["title"])
        if remarks:
            about.append(f"\n{' · '.join(remarks)}", style="yellow")
        table.add_row(row["id"], row["lang"], status, count, about)
    _console().print(table)


def _console() -> Console:
    console = Console(soft_wrap=False)
    return console if console.width <= WIDTH else Console(width=WIDTH)
