"""The options of a question: the right one among wrong ones that look like it, in a chance order."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.study.question import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    Option,
    are_of_like_length,
    folded,
)
from assistant.study.texts import shuffled


def choose(
    right: Option, wrong: Iterable[Option], *, seed: int, salt: str
) -> tuple[Option, ...] | None:
    """The right option and the first wrong ones that fit beside it; None if too few do.

    `wrong` comes in the order of preference; the order of the result depends on seed and salt alone.
    """
    chosen = [right]
    for option in wrong:
        if len(chosen) == MOST_OPTIONS:
            break
        if _fits(option, chosen):
            chosen.append(option)
    return tuple(shuffled(chosen, seed, salt)) if len(chosen) >= FEWEST_OPTIONS else None


def _fits(option: Option, chosen: list[Option]) -> bool:
    texts = [other.text for other in chosen]
    is_new = folded(option.text) not in {"", *map(folded, texts)}
    return is_new and are_of_like_length([option.text, *texts])
