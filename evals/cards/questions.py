"""Whether a question like a card's finds that card: other words than the card's own, one per language.

`python -m evals.cards.questions` asks `evals/cases/card_questions.jsonl`, written by the second
reader of each card; `--misses` lists what was found instead.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.assistant import Assistant, open_assistant
from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.metrics import rate

CARD_QUESTIONS = Path(__file__).parents[1] / "cases" / "card_questions.jsonl"
AS_OF = date(2026, 11, 22)
DEPTH = 10


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """A question, and the card that answers it."""

    id: str
    lang: str
    question: str
    card: str


@dataclass(frozen=True, slots=True)
class CardFound:
    """Where the card stood among the cards found (0: nowhere), and whether the answer is its own."""

    asked: CardQuestion
    rank: int
    is_answer: bool
    first: str


def read_card_questions(path: Path = CARD_QUESTIONS) -> list[CardQuestion]:
    """The questions of the file; a malformed row raises a ValueError naming its line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(CardQuestion(**json.loads(line)))
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
    return found


def ask_all(assistant: Assistant, questions: Iterable[CardQuestion]) -> list[CardFound]:
    """Ask each question; composed answers."""
    return [_ask(assistant, question) for question in questions]


def _ask(assistant: Assistant, asked: CardQuestion) -> CardFound:
    hits = assistant.search(asked.question, limit=DEPTH, as_of=AS_OF)
    cards = [h.passage.locator for h in hits if h.passage.kind == "card"]
    wanted = f"card:{asked.card}"
    answer = assistant.ask(asked.question, as_of=AS_OF)
    own = [c.locator for c in answer.citations if c.authority == "card"]
    rank = cards.index(wanted) + 1 if wanted in cards else 0
    return CardFound(asked, rank, wanted in own, own[0] if own else answer.outcome)


def table(found: Sequence[CardFound]) -> list[str]:
    """The shares a person reads, by language."""
    lines = ["| questions | answered by their card | first card found | among the first ten |"]
    lines.append("|---|---|---|---|")
    for lang in ("fr", "en"):
        part = [item for item in found if item.asked.lang == lang]
        shares = (
            rate([item.is_answer for item in part]),
            rate([item.rank == 1 for item in part]),
            rate([item.rank > 0 for item in part]),
        )
        listed = " | ".join(f"{share.value:.1%}" for share in shares)
        lines.append(f"| {len(part)} {lang} | {listed} |")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print; the exit status."""
    options = sys.argv[1:] if arguments is None else arguments
    switch_telemetry_off()
    found = ask_all(open_assistant(load_settings()), read_card_questions())
    print("\n".join(table(found)))
    if "--misses" in options:
        for item in found:
            if not item.is_answer:
                print(
                    f"{item.asked.card} (rank {item.rank}) <- {item.first}: {item.asked.question}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
