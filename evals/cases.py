"""The evaluation cases: a question, the outcome it deserves and the passages that carry it.

Every case belongs to one of two parts. What chooses a setting, a weight or a word reads the
development part (`development_cases`); the held-out part is asked to report a result, never more.
Five files are of one part as a whole; everywhere else the id decides, so for ever. A question that
stands in a file in both languages is held out only if both ids say so: what one teaches, the other
cannot measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from assistant.answer import Outcome
from corpus.errors import InvalidInput
from corpus.nouns import LANGUAGES, Language

Audience = Literal["marketer", "trainee", "lecturer"]
CaseKind = Literal[
    "factual",
    "permission",
    "definition",
    "figure",
    "deadline",
    "procedure",
    "comparison",
    "article",
    "scenario",
    "follow_up",
    "cross_language",
    "as_of",
    "off_topic",
    "unanswerable",
    "false_premise",
    "injection",
]
Part = Literal["development", "held_out"]

CASES_FOLDER = Path(__file__).parent / "cases"
# Asked of us, answered by cards or texts; each file one set, named by its file.
CASE_SETS = (
    "development",
    "heldout",
    "answer_facts",
    "facts_blind",
    "limits",
    "factual",
    "permission",
    "figure",
    "comparison",
    "scenario",
    "follow_up",
    "cross_language",
    "as_of",
    "unanswerable",
    "false_premise",
    "injection",
    "adopted",
)
RETRIEVAL_SET = "retrieval"
"""Questions whose articles were all worked out, and nothing else: they judge a search, not an answer."""
# Split by file before ids decided: a case seen while tuning can never be held out.
_PART_OF_SET: dict[str, Part] = {
    "development": "development",
    "answer_facts": "development",
    "heldout": "held_out",
    RETRIEVAL_SET: "development",
    "adopted": "development",
}
_TWINNED_SETS = frozenset({"limits"})
"""Files whose questions were written twice: an id in French and the same in English are one question."""

DEVELOPMENT_CASES = CASES_FOLDER / "development.jsonl"
HELD_OUT_CASES = CASES_FOLDER / "heldout.jsonl"

LOCATOR_PATTERN = r"^[a-z0-9-]+:[a-z0-9-]+(#[a-z0-9]+)?$"
LONGEST_QUESTION = 2_000


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its gold answer.

    An "answered" case has groups of locators in `must`: a full answer cites one of each group (or an
    ancestor or descendant of one); `may` are other right citations. An answer holds at least one
    string of every group of `facts`, and none of `must_not_say`. `history` are the questions asked
    before, oldest first; `as_of` the day whose law is asked for (None: the day of the evaluation);
    `needs` the sources without which it cannot be answered; `reference` a short right answer in our
    words; `reviewed` the day a second reader checked it against the texts ("" if nobody did).
    """

    id: str
    lang: Language
    audience: Audience
    kind: CaseKind
    question: str
    outcome: Outcome
    must: tuple[tuple[str, ...], ...]
    may: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    needs: tuple[str, ...]
    note: str
    must_not_say: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    as_of: date | None = None
    reference: str = ""
    reviewed: str = ""
    set: str = ""

    @property
    def gold(self) -> tuple[str, ...]:
        """Every locator of every group of `must`."""
        return tuple(chain.from_iterable(self.must))

    @property
    def is_answerable(self) -> bool:
        """Whether the right outcome is an answer."""
        return self.outcome == "answered"

    @property
    def part(self) -> Part:
        """Which part the case belongs to."""
        names = twins(self.id) if self.set in _TWINNED_SETS else (self.id,)
        by_id: Part = "held_out" if all(map(is_held_out, names)) else "development"
        return _PART_OF_SET.get(self.set, by_id)

    @property
    def judges_answers(self) -> bool:
        """Whether it says what an answer must hold, not only which articles a search must find."""
        return self.set != RETRIEVAL_SET


_Text = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
_Locator = Annotated[str, StringConstraints(pattern=LOCATOR_PATTERN)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, StringConstraints(pattern=r"^(fr|en)-[a-z0-9]+(-[a-z0-9]+)*$")]
    lang: Language
    audience: Audience
    kind: CaseKind
    question: Annotated[_Text, StringConstraints(max_length=LONGEST_QUESTION)]
    outcome: Outcome
    must: tuple[tuple[_Locator, ...], ...]
    may: tuple[_Locator, ...]
    facts: tuple[tuple[_Text, ...], ...]
    needs: tuple[_Text, ...]
    note: str
    must_not_say: tuple[_Text, ...] = ()
    history: tuple[_Text, ...] = ()
    as_of: date | None = None
    reference: str = ""
    reviewed: Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if not self.id.startswith(f"{self.lang}-"):
            raise ValueError(f"the id {self.id!r} does not begin with the language {self.lang!r}")
        if self.kind == "follow_up" and not self.history:
            raise ValueError("a follow-up has the questions it follows")
        if self.kind == "as_of" and self.as_of is None:
            raise ValueError("a question of a day has its day")
        if self.outcome == "answered":
            self._check_answerable()
        elif self.must or self.may or self.facts or self.needs:
            raise ValueError("a refused question has no gold locators, facts or needs")
        return self

    def _check_answerable(self) -> None:
        gold = list(chain.from_iterable(self.must))
        if self.kind in ("off_topic", "unanswerable"):
            raise ValueError(f"a question of the kind {self.kind!r} cannot be answered")
        if not self.must or not self.needs:
            raise ValueError("an answerable question has gold locators and needed sources")
        if any(not group for group in (*self.must, *self.facts)):
            raise ValueError("a group of locators or facts is empty")
        if all(locator.startswith("card:") for locator in gold):
            raise ValueError("a card is gold only beside a text it stands on")
        if set(gold) & set(self.may):
            raise ValueError("a locator stands in both must and may")


def is_held_out(case_id: str) -> bool:
    """Whether a case of a file in two parts is kept from tuning: by its id, so for ever."""
    return sha256(case_id.encode()).hexdigest()[-1] in "abcdef"


def twins(case_id: str) -> tuple[str, ...]:
    """The id in each language."""
    return tuple(f"{lang}{case_id[2:]}" for lang in LANGUAGES)


def development_cases(*sets: str) -> tuple[Case, ...]:
    """The cases that settings may be chosen on, of the sets named (default: all)."""
    return tuple(case for case in _cases_of(sets) if case.part == "development")


def held_out_cases(*sets: str) -> tuple[Case, ...]:
    """The cases kept from tuning, of the sets named (default: all): to report a result, only."""
    return tuple(case for case in _cases_of(sets) if case.part == "held_out")


def _cases_of(sets: tuple[str, ...]) -> Iterator[Case]:
    for name in sets or CASE_SETS:
        path = CASES_FOLDER / f"{name}.jsonl"
        if path.is_file():
            yield from read_cases(path)


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON Lines file, in its order; blank lines are skipped.

    Raises `InvalidInput`, naming file and line, for a row that breaks the schema or repeats an id.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(value=str(path), reason=str(error)) from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = to_case(line, where=f"{path}:{number}", name=path.stem)
        if case.id in cases:
            raise InvalidInput(value=f"{path}:{number}", reason=f"the id {case.id!r} is taken")
        cases[case.id] = case
    return tuple(cases.values())


def to_case(line: str, *, where: str, name: str = "") -> Case:
    """The case of one line of JSON, of the set `name`; raises `InvalidInput`, naming `where`."""
    try:
        return Case(**_Row.model_validate_json(line).model_dump(), set=name)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = f"{field}: {first['msg']}" if field else first["msg"]
        raise InvalidInput(value=where, reason=reason) from error
