"""The evaluation cases: a question, the outcome it deserves and the passages that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from assistant.answer import Outcome
from corpus.errors import InvalidInput
from corpus.nouns import Language

Audience = Literal["marketer", "trainee", "lecturer"]
CaseKind = Literal[
    "permission",
    "definition",
    "figure",
    "deadline",
    "procedure",
    "comparison",
    "article",
    "scenario",
    "off_topic",
    "false_premise",
    "injection",
]

CASES_FOLDER = Path(__file__).parent / "cases"
DEVELOPMENT_CASES = CASES_FOLDER / "development.jsonl"
# Read only to report a result: a setting chosen on these cases would no longer be measured by them.
HELD_OUT_CASES = CASES_FOLDER / "heldout.jsonl"
# Both parts in one file: `is_held_out` tells them apart.
LIMITS_CASES = CASES_FOLDER / "limits.jsonl"

LOCATOR_PATTERN = r"^[a-z0-9-]+:[a-z0-9-]+(#[a-z0-9]+)?$"
LONGEST_QUESTION = 2_000


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its gold answer.

    An answer meets an "answered" case when it cites at least one locator of `must` (or an ancestor
    or descendant of one) and holds at least one string of every group of `facts`. `also` lists
    other citations that are right without being enough. `needs` names the sources the index must
    hold for the question to be answerable. An answer that holds a string of `must_not_say` fails:
    an instruction in the question was followed.
    """

    id: str
    lang: Language
    audience: Audience
    kind: CaseKind
    question: str
    outcome: Outcome
    must: tuple[str, ...]
    also: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    needs: tuple[str, ...]
    note: str
    must_not_say: tuple[str, ...] = ()


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
    must: tuple[_Locator, ...]
    also: tuple[_Locator, ...]
    facts: tuple[tuple[_Text, ...], ...]
    needs: tuple[_Text, ...]
    note: str
    must_not_say: tuple[_Text, ...] = ()

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if not self.id.startswith(f"{self.lang}-"):
            raise ValueError(f"the id {self.id!r} does not begin with the language {self.lang!r}")
        if self.outcome == "answered":
            self._check_answerable()
        elif self.must or self.also or self.facts or self.needs:
            raise ValueError("a refused question has no gold locators, facts or needs")
        return self

    def _check_answerable(self) -> None:
        if self.kind == "off_topic":
            raise ValueError("an off-topic question cannot be answered")
        if not self.must or not self.needs:
            raise ValueError("an answerable question has gold locators and needed sources")
        if all(locator.startswith("card:") for locator in self.must):
            raise ValueError("a card is gold only beside a text it stands on")
        if any(not group for group in self.facts):
            raise ValueError("a group of facts is empty")
        if set(self.must) & set(self.also):
            raise ValueError("a locator stands in both must and also")


def is_held_out(case_id: str) -> bool:
    """Whether a case of a file in two parts is kept from tuning: by its id, so for ever."""
    return sha256(case_id.encode()).hexdigest()[-1] in "abcdef"


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
        case = _to_case(line, where=f"{path}:{number}")
        if case.id in cases:
            raise InvalidInput(value=f"{path}:{number}", reason=f"the id {case.id!r} is taken")
        cases[case.id] = case
    return tuple(cases.values())


def _to_case(line: str, *, where: str) -> Case:
    try:
        return Case(**_Row.model_validate_json(line).model_dump())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = f"{field}: {first['msg']}" if field else first["msg"]
        raise InvalidInput(value=where, reason=reason) from error
