"""From a reader's thumb down to a case of the suite: scrubbed, given its gold, written down.

Addresses, numbers and names after a title are masked by form (`assistant/personal_data.py`); a name
without a title is not recognised, so a person looks at the row before it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.language import detect_language
from assistant.personal_data import Mask
from assistant.ratings import Review
from corpus.errors import AlreadyAdopted, InvalidInput, UnknownReview
from corpus.index import Index
from corpus.nouns import Language
from evals.cases import CASES_FOLDER, Case, read_cases, to_case
from evals.check_cases import gold_faults

ADOPTED = CASES_FOLDER / "adopted.jsonl"


@dataclass(frozen=True, slots=True)
class Gold:
    """What whoever adopts a case says of it. A group is written with `|` between its alternatives."""

    kind: str
    audience: str
    outcome: str
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    reference: str = ""
    question: str = ""
    """The question in other words, where its own would name somebody; "" leaves it as it was asked."""


def adopted_row(review: Review, gold: Gold, existing: Sequence[Case]) -> dict[str, Any]:
    """The row of a case for a review, without personal data; `existing` are the cases of the file.

    The answer's words are not taken over: they are what was wrong.
    """
    lang = detect_language(review.question, "fr")
    mask = Mask(lang)
    numbers = [int(case.id.rpartition("-")[2]) for case in existing if case.lang == lang]
    groups = [_group(one) for one in gold.must]
    told = mask(review.rating.comment).strip()
    return {
        "id": f"{lang}-adopted-{max(numbers, default=0) + 1:02d}",
        "lang": lang,
        "audience": gold.audience,
        "kind": gold.kind,
        "question": mask(gold.question or review.question).strip(),
        "outcome": gold.outcome,
        "must": groups,
        "may": list(gold.may),
        "facts": [_group(one) for one in gold.facts],
        "needs": sorted({group[0].partition(":")[0] for group in groups if group}),
        "note": " ".join(filter(None, (review.rating.reason, told))),
        "must_not_say": list(gold.must_not_say),
        "history": [mask(question).strip() for question in review.history],
        "as_of": _day(review),
        "reference": gold.reference,
        "reviewed": "",
    }


def adopt(
    review: Review, gold: Gold, path: Path, index: Index | None = None, terminal: Language = "en"
) -> Case:
    """Append the case of a review to the file of adopted ones; `terminal` is the language of faults.

    Raises `InvalidInput` for a gold that breaks the schema, and for one that the texts of an `index` do
    not bear out; `AlreadyAdopted` for a question that is there.
    """
    existing = read_cases(path) if path.is_file() else ()
    row = adopted_row(review, gold, existing)
    line = json.dumps(row, ensure_ascii=False)
    case = to_case(line, where=f"review {review.id}", name=path.stem)
    if any(other.question == case.question and other.history == case.history for other in existing):
        raise AlreadyAdopted(question=case.question)
    faults = tuple(gold_faults((case,), index, terminal)) if index is not None else ()
    if faults:
        raise InvalidInput(value=case.id, reason="; ".join(faults))
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return case


def find_review(reviews: Iterable[Review], review_id: str) -> Review:
    """The review of an id; raises `UnknownReview`."""
    for review in reviews:
        if review.id == review_id:
            return review
    raise UnknownReview(review=review_id)


def _group(text: str) -> list[str]:
    return [one.strip() for one in text.split("|") if one.strip()]


def _day(review: Review) -> str | None:
    """The day the question was asked for, where it was another than the one it was asked on."""
    asked = str(review.answer.get("as_of", ""))
    is_other_day = bool(asked) and asked != review.created[:10]
    return date.fromisoformat(asked).isoformat() if is_other_day else None
