"""Whether a question like a card's finds that card: other words than the card's own, one per language.

`python -m evals.cards.questions` asks `evals/cases/card_questions.jsonl`, written by the second
reader of each card, in words far from the card's own. `--own` asks wordings of the cards themselves
instead, one per card and language, as they stand and then as people mistype them. `--misses` lists
what was found instead.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from assistant.assistant import Assistant, open_assistant
from corpus.card import CardFile
from corpus.nouns import CARD_SOURCE
from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.cards.verify import read_cards
from evals.intervals import rate

CARD_QUESTIONS = Path(__file__).parents[1] / "cases" / "card_questions.jsonl"
AS_OF = date(2026, 11, 22)
DEPTH = 10
SEED = 20261122
LEAST_WORDS = 4
"""Questions and words as short as this are left whole."""


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


def own_wordings(cards: Iterable[CardFile], chance: Random) -> list[CardQuestion]:
    """One wording of each card, taken at random."""
    return [
        CardQuestion(
            f"{item.card.id}-{item.card.lang}",
            item.card.lang,
            chance.choice(item.card.questions),
            item.card.id,
        )
        for item in cards
    ]


def mistyped(question: str, chance: Random) -> str:
    """The question without accents or capitals, one word left out and one letter swapped."""
    plain = unicodedata.normalize("NFKD", question.lower())
    words = "".join(char for char in plain if not unicodedata.combining(char)).split()
    if len(words) > LEAST_WORDS:
        del words[chance.randrange(len(words))]
    longest = max(range(len(words)), key=lambda position: len(words[position]))
    word = words[longest]
    if len(word) > LEAST_WORDS:
        at = chance.randrange(1, len(word) - 2)
        words[longest] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def ask_all(assistant: Assistant, questions: Iterable[CardQuestion]) -> list[CardFound]:
    """Ask each question; composed answers."""
    return [_ask(assistant, question) for question in questions]


def _ask(assistant: Assistant, asked: CardQuestion) -> CardFound:
    hits = assistant.search(asked.question, limit=DEPTH, source=CARD_SOURCE, as_of=AS_OF)
    cards = [hit.passage.locator for hit in hits]
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
    for title, questions in _sets(options):
        found = ask_all(open_assistant(load_settings()), questions)
        print("\n".join([f"{title}:", "", *table(found), ""]))
        if "--misses" in options:
            print("\n".join(_misses(found)))
    return 0


def _sets(options: Sequence[str]) -> Iterator[tuple[str, list[CardQuestion]]]:
    if "--own" not in options:
        yield "in other words than the card's", read_card_questions()
        return
    own = own_wordings(read_cards()[0], Random(SEED))  # noqa: S311
    chance = Random(SEED)  # noqa: S311
    yield "in a card's own words", own
    yield "mistyped", [replace(one, question=mistyped(one.question, chance)) for one in own]


def _misses(found: Iterable[CardFound]) -> Iterator[str]:
    for item in found:
        if not item.is_answer:
            yield f"{item.asked.card} (rank {item.rank}) <- {item.first}: {item.asked.question}"


if __name__ == "__main__":
    sys.exit(main())
