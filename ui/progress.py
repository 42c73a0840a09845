"""The progress of long jobs: bars on a terminal, a plain line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from corpus.nouns import Language
from ingest.pipeline import Progress

PLAIN_LINE_SECONDS = 3.0
STAGES: dict[Language, dict[str, str]] = {
    "fr": {
        "fetch": "Téléchargement des textes",
        "read": "Lecture des sources",
        "embed": "Calcul des vecteurs",
        "index": "Écriture des index",
        "verify": "Vérification par requêtes",
        "publish": "Publication",
    },
    "en": {
        "fetch": "Downloading texts",
        "read": "Reading sources",
        "embed": "Computing vectors",
        "index": "Writing indexes",
        "verify": "Verifying by query",
        "publish": "Publishing",
    },
}


Count = Callable[[int, int], None]
"""Told what is done of how many."""


@contextmanager
def show_count(title: str) -> Iterator[Count]:
    """A function told what is done of how many: a bar on a terminal, nothing elsewhere."""
    with show_counts(title) as (count,):
        yield count


@contextmanager
def show_counts(*titles: str) -> Iterator[tuple[Count, ...]]:
    """A function for each title; its bar appears when it is first told of something."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield tuple((lambda _done, _total: None) for _ in titles)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeRemainingColumn(), console=console) as bars:
        yield tuple(_count(bars, title) for title in titles)


def _count(bars: Bars, title: str) -> Count:
    task = bars.add_task(title, total=None, visible=False)

    def count(done: int, total: int) -> None:
        bars.update(task, completed=done, total=total, visible=True)

    return count


@contextmanager
def show_progress(lang: Language) -> Iterator[Progress]:
    """A function to report progress to, drawing on stderr until the block ends."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
        with Bars(*columns, TimeRemainingColumn(), console=console) as bars:
            yield _bars(bars, lang)
    else:
        yield _plain_lines(lang)


def _bars(bars: Bars, lang: Language) -> Progress:
    tasks = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(STAGES[lang][stage], total=total)
        bars.update(tasks[stage], completed=done, total=total)

    return report


def _plain_lines(lang: Language) -> Progress:
    shown_at: dict[str, float] = {}

    def report(stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - shown_at.get(stage, float("-inf")) >= PLAIN_LINE_SECONDS:
            print(f"{STAGES[lang][stage]}: {done}/{total}", file=sys.stderr, flush=True)
            shown_at[stage] = now

    return report
