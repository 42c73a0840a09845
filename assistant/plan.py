"""How much an answer of each kind says, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.card_body import Role
from assistant.question_kind import QuestionKind

ANSWER_WORDS = 340
"""Words of a whole answer, quotes, signatures and notes included: 350 at most with odd counting."""
LONGEST_ANSWER = 350
"""Beyond so many words an answer loses its last blocks: a long sentence of law may not be cut."""
DETAILED_WORDS = 900
"""The same where the person asks for more."""
NOTE_WORDS = 16
"""What the note under every answer takes."""
QUOTE_CHARACTERS = 520
"""About eighty words of law; a sentence that is longer stays whole."""
CLOSEST_WORDS = 90
"""Words kept for the text that comes closest, beside an answer made from a card."""
LEAST_SECTION_WORDS = 90
"""What each part of a question of several parts may use at least."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an answer made from a card shows between its first sentences and its end.

    `before`: the sections whose statements come before the law, `before_count` of them at most;
    `after`: those that come after it. `quotes`: texts quoted, `quote_characters` long at most; where
    it `enumerates`, lists first, and whole (`enumeration.py`); where it `must_quote`, one even over the limit.
    """

    before: tuple[Role, ...] = ("conditions", "exceptions", "points")
    before_count: int = 3
    after: tuple[Role, ...] = ("steps", "caveats")
    after_count: int = 3
    quotes: int = 3
    quote_characters: int = QUOTE_CHARACTERS
    enumerates: bool = False
    must_quote: bool = True

    @property
    def shown(self) -> tuple[Role, ...]:
        """The sections whose statements may be shown."""
        return (*self.before, *self.after)


_PLANS: dict[QuestionKind, Plan] = {
    "procedure": Plan(
        before=("steps", "points"), before_count=5, after=("conditions", "exceptions", "caveats")
    ),
    "definition": Plan(before=("points", "conditions"), before_count=2, after=("caveats",)),
    "list": Plan(before=("points", "conditions", "exceptions"), enumerates=True),
    "figure": Plan(before=("points", "conditions", "exceptions"), after=("caveats", "steps")),
    "deadline": Plan(before=("points", "conditions", "exceptions"), after=("caveats", "steps")),
    "sanction": Plan(
        before=("points", "conditions", "exceptions"),
        after=("caveats", "exceptions"),
        after_count=1,
        quotes=2,
    ),
}


def plan_for(kind: QuestionKind) -> Plan:
    """The plan of an answer to a question of this kind."""
    return _PLANS.get(kind, Plan())


class Room:
    """The words an answer may still use."""

    def __init__(self, words: int) -> None:
        self.left = words

    def take(self, count: int) -> bool:
        """Use `count` words if they are left."""
        if count > self.left:
            return False
        self.left -= count
        return True

    def reserve(self, count: int) -> int:
        """Set `count` words aside, or what is left of them; how many. `spend(-n)` gives them back."""
        kept = max(0, min(count, self.left))
        self.left -= kept
        return kept

    def spend(self, count: int) -> None:
        """Use `count` words whatever is left: what must be said is said."""
        self.left -= count
